"""What decides how training goes on, apart from runs (see test_resume.py)."""

import random

import numpy as np
import torch

from studio.engine.training_state import chance, chance_kept


def test_what_is_drawn_within_changes_nothing_of_what_is_drawn_after() -> None:
    known = chance()
    with chance_kept():
        torch.rand(5), random.random(), np.random.rand(3)
    after = chance()
    assert torch.equal(after["torch"], known["torch"])
    assert (after["python"], after["numpy"]) == (known["python"], known["numpy"])
