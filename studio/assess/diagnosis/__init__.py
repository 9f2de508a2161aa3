"""What is wrong with a run, told from what it said of itself: pure numbers, no files and no clock."""
