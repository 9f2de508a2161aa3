"""Holds what was exported against the model as the application answers it."""
