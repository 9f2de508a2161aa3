"""The run folder: what the window and a worker share, and nothing else."""
