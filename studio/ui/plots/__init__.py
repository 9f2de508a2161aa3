"""Plots of numbers along the steps of a run."""
