"""The Augment tab: choose how examples are varied, look at variants, plan how many, make them."""
