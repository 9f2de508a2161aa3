"""A running mean that shows the trend of a noisy curve."""

import math

import numpy as np

from studio.ui.pyramid import Floats

WEIGHT = 0.8
# The weights of a block reach from 1 down to here: farther apart, sums would lose their digits.
LEAST = 1e-6


class Smoothing:
    """Exponential moving average with the bias of its start removed, as in Adam (Kingma and Ba 2015)."""

    def __init__(self, weight: float = WEIGHT) -> None:
        self._weight, self._mean, self._left = weight, 0.0, 1.0

    def take(self, values: Floats) -> Floats:
        """The mean after each value; goes on where the last call ended."""
        if not self._weight or not len(values):
            return values
        means = _means(values * (1 - self._weight), self._weight, self._mean)
        left = self._left * self._weight ** np.arange(1, len(values) + 1)
        self._mean, self._left = float(means[-1]), float(left[-1])
        smooth: Floats = means / (1 - left)
        return smooth


def _means(added: Floats, weight: float, before: float) -> Floats:
    """Each sum is `weight` times the one before plus what is added: in blocks, as a loop takes seconds for millions."""
    width = max(1, min(len(added), int(math.log(LEAST) / math.log(weight))))
    height = -(-len(added) // width)
    padded = np.zeros(height * width)
    padded[: len(added)] = added
    falling = weight ** np.arange(width)
    within = np.cumsum(padded.reshape(height, width) / falling, axis=1) * falling
    carried, carry = np.empty(height), before
    for at, last in enumerate(within[:, -1].tolist()):
        carried[at] = carry
        carry = carry * weight**width + last
    whole: Floats = (within + carried[:, None] * (falling * weight)).ravel()[: len(added)]
    return whole
