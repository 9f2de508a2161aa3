"""Exports: what shall be made, how far it is, and whether it answers as the application does."""
