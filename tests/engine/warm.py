"""Imported by the process of which workers are copies: it does beforehand what a waiting worker does."""

import torch

from studio.engine.worker import become_warm

# Threads are not copied: there must be none yet.
_THREADS = torch.get_num_threads()
torch.set_num_threads(1)
become_warm()


def go_on() -> None:
    """To be called first in a copy."""
    torch.set_num_threads(_THREADS)
