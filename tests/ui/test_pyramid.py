"""The pyramid shows every spike at any zoom, and the same picture however its points arrived."""

import numpy as np
import pytest

from studio.ui.pyramid import Pyramid


def filled(count: int, spike_at: int | None = None, batch: int | None = None) -> Pyramid:
    ys = np.sin(np.arange(count) / 50.0)
    if spike_at is not None:
        ys[spike_at] = 1000.0
    pyramid, xs = Pyramid(), np.arange(count, dtype=float)
    for start in range(0, count, batch or count):
        stop = start + (batch or count)
        pyramid.append(xs[start:stop], ys[start:stop])
    return pyramid


@pytest.mark.parametrize("spike_at", [0, 7, 8, 123_456, 399_999, 400_002])
@pytest.mark.parametrize("pixels", [300, 1000, 1900])
def test_a_spike_is_never_hidden(spike_at: int, pixels: int) -> None:
    _xs, ys = filled(400_003, spike_at).view(0, 400_003, pixels)
    assert ys.max() == 1000.0


@pytest.mark.parametrize("pixels", [300, 1000, 1900])
@pytest.mark.parametrize("count", [10, 2_001, 65_537, 400_003])
def test_a_view_has_at_most_two_points_per_pixel(count: int, pixels: int) -> None:
    xs, ys = filled(count).view(0, count, pixels)
    assert len(xs) == len(ys) <= 2 * pixels + 8


def test_few_points_are_shown_as_they_are() -> None:
    xs, ys = filled(50).view(0, 50, 200)
    assert list(xs) == list(range(50))
    assert np.array_equal(ys, np.sin(np.arange(50) / 50.0))


def test_points_arriving_one_by_one_give_the_same_picture() -> None:
    at_once, in_drops = filled(5_000, 4_001), filled(5_000, 4_001, batch=3)
    for one, other in zip(at_once.view(100, 4_900, 200), in_drops.view(100, 4_900, 200), strict=True):
        assert np.array_equal(one, other)


def test_a_zoomed_view_reaches_past_both_edges_so_that_the_line_has_no_gap() -> None:
    xs, _ys = filled(100_000).view(40_000.5, 40_500.5, 1000)
    assert xs[0] <= 40_000.5
    assert xs[-1] >= 40_500.5
    assert np.all(np.diff(xs) == 1)


def test_groups_leave_no_stretch_without_points() -> None:
    xs, _ys = filled(400_003).view(0, 400_003, 500)
    assert np.diff(xs).max() <= 400_003 / 500 * 2


def test_the_nearest_point_is_found() -> None:
    pyramid = Pyramid()
    assert pyramid.nearest(3) is None
    pyramid.append(np.array([1.0, 5.0, 9.0]), np.array([0.0, 1.0, 2.0]))
    assert [pyramid.nearest(x) for x in (-4, 2.9, 3.1, 99)] == [0, 0, 1, 2]
