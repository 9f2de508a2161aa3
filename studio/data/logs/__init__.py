"""Logs of answers that models gave in use: read from files, kept in the project, and their questions made examples."""
