"""Models answering rows that they never saw."""
