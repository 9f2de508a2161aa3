"""French text: generated cases, and later findings and laboratory values."""
