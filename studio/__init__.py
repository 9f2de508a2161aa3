"""Atelier: fine-tune language models on private data."""
