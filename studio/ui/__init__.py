"""The window: what is seen, in Qt; nothing here imports torch."""
