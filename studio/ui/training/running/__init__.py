"""Pausing, resuming, prolonging a run, and what to do when it hangs."""
