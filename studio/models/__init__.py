"""Base models on this machine: where they lie, what they are, whether to trust them. No torch, no transformers."""
