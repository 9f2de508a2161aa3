"""Watching runs: measures, several runs in one plot, what is taken along."""
