"""The Train tab: start a run, watch it, look at past ones."""
