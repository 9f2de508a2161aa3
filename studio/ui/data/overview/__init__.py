"""The section of the overview: a data set at a glance, each number leading to its examples."""
