"""Many tests at once: p values that allow for their number."""

from collections.abc import Sequence


def holm(p_values: Sequence[float]) -> list[float]:
    """Adjusted so that a false alarm among all is as rare as it was for one (Holm 1979, Scand. J. Stat. 6:65-70)."""
    order = sorted(range(len(p_values)), key=lambda at: p_values[at])
    result, largest = [0.0] * len(p_values), 0.0
    for place, at in enumerate(order):
        largest = max(largest, min(1.0, (len(p_values) - place) * p_values[at]))
        result[at] = largest
    return result
