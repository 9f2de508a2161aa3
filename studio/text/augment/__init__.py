"""Seeded rewriting of French cases that keeps what they say, and the gates that every variant must pass."""
