"""Everything heavy: what runs in the worker (torch)."""
