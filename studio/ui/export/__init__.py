"""The Export tab: models for other programs."""
