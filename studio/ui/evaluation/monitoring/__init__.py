"""Monitoring: what a model answered in use, over time, beside the test set, and what of it is worth adding."""
