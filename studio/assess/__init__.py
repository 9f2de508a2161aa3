"""Scores, intervals and contract counts: numbers about answers, without files."""
