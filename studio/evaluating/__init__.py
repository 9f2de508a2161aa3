"""Evaluations of a project's models: from what is wanted to numbers one can believe."""
