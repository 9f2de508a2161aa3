"""The section of benchmarks: which there are, asking them, and their results beside published scores."""
