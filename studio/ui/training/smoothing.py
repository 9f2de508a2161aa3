"""A running mean that shows the trend of a noisy loss."""

import numpy as np

from studio.ui.pyramid import Floats

WEIGHT = 0.8


class Smoothing:
    """Exponential moving average with the bias of its start removed, as in Adam (Kingma and Ba 2015)."""

    def __init__(self, weight: float = WEIGHT) -> None:
        self._weight, self._mean, self._left = weight, 0.0, 1.0

    def take(self, values: Floats) -> Floats:
        """The mean after each value; goes on where the last call ended."""
        smooth = np.empty(len(values))
        mean, left, weight = self._mean, self._left, self._weight
        for at, value in enumerate(values.tolist()):
            mean = weight * mean + (1 - weight) * value
            left *= weight
            smooth[at] = mean / (1 - left)
        self._mean, self._left = mean, left
        return smooth
