"""Archives that prove what they hold: a hand-over of a model, and a whole project packed to be opened elsewhere."""
