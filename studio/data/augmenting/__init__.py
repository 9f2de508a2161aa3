"""Augmentation of a data set: parents, plan, variants with their gates, one step of the history, lineage."""
