"""The pane beside the table: one example in full, with an editor for each kind."""
