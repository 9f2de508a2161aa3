"""Evaluations of the project: which there are, what they found, row by row."""
