"""Archives in the window: a project packed or opened elsewhere, and what hand-overs share with them."""
