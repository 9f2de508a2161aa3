"""Serving: a model behind an address of this machine, what it is asked and how it does."""
