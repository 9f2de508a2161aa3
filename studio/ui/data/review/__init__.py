"""The section of the review: one example at a time, decided with a key."""
