"""The section of the checks: what would ruin a run, the rows it is about, and one click that mends it."""
