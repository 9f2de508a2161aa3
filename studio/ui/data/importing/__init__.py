"""Bringing examples in: what a file holds is shown first, then it comes in behind a bar, then what was left out."""
