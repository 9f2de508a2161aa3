"""Numbers beside an axis: round, in view, and neither too many nor none."""

import math

import pytest

from studio.ui.plots.axes import even_ticks, logarithmic_ticks


@pytest.mark.parametrize(
    ("low", "high", "most", "ticks"),
    [
        (0.0, 25.0, 3, [0, 10, 20]),
        (49.0, 98.0, 3, [60, 80]),
        (51.0, 98.0, 2, [60, 80]),
        (0.2, 2.6, 6, [0.5, 1, 1.5, 2, 2.5]),
        (3.0, 3.0, 4, []),
    ],
)
def test_round_numbers_at_equal_distances(low: float, high: float, most: int, ticks: list[float]) -> None:
    assert even_ticks(low, high, most)[1] == pytest.approx(ticks)


@pytest.mark.parametrize(
    ("low", "high", "most", "values"),
    [
        (0.15, 3.0, 6, [0.2, 0.5, 1, 2]),
        (1e-6, 1.0, 4, [1e-6, 1e-4, 1e-2, 1]),
        (2.1, 4.4, 4, [3, 4]),
        (0.01, 100.0, 8, [0.01, 0.1, 1, 10, 100]),
    ],
)
def test_a_logarithmic_axis_has_numbers_whatever_its_span(
    low: float, high: float, most: int, values: list[float]
) -> None:
    ticks = logarithmic_ticks(math.log10(low), math.log10(high), most)
    assert [10**tick for tick in ticks] == pytest.approx(values)
