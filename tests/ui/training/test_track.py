"""The numbers of a run: means that are means, and curves that survive a resume."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from studio.ui.pyramid import Floats
from studio.ui.training.smoothing import Smoothing
from studio.ui.training.watching.track import Track


def by_hand(values: list[float], weight: float) -> list[float]:
    mean, found = 0.0, []
    for at, value in enumerate(values, 1):
        mean = weight * mean + (1 - weight) * value
        found.append(mean / (1 - weight**at))
    return found


@given(
    st.lists(st.floats(-1e6, 1e6), min_size=1, max_size=400),
    st.sampled_from([0.01, 0.3, 0.8, 0.97, 0.99]),
    st.integers(1, 400),
)
def test_the_running_mean_is_that_of_a_plain_loop_however_the_points_come(
    values: list[float], weight: float, piece: int
) -> None:
    smoothing = Smoothing(weight)
    found = [smoothing.take(np.array(values[at : at + piece])) for at in range(0, len(values), piece)]
    scale = max(1.0, *map(abs, values))
    assert np.concatenate(found) == pytest.approx(by_hand(values, weight), rel=1e-6, abs=1e-6 * scale)


def test_without_weight_the_values_are_left_alone() -> None:
    values = np.array([3.0, 1.0, 2.0])
    assert Smoothing(0.0).take(values) is values


def line(first: int, last: int, value: float) -> tuple[Floats, Floats]:
    xs = np.arange(first, last + 1, dtype=float)
    return xs, np.full(len(xs), value)


@pytest.mark.parametrize("at_once", [True, False])
def test_steps_trained_again_after_a_resume_take_the_place_of_the_lost_ones(at_once: bool) -> None:
    track = Track()
    smooth = track.smooth("loss")
    first, again = line(1, 5000, 1.0), line(4001, 4500, 2.0)
    if at_once:
        track.append("loss", np.append(first[0], again[0]), np.append(first[1], again[1]))
    else:
        track.append("loss", *first)
        track.append("loss", *again)
    raw = track.raw("loss")
    assert raw.xs.tolist() == list(range(1, 4501))
    assert raw.ys[3999:4001].tolist() == [1.0, 2.0]
    assert smooth.xs.tolist() == raw.xs.tolist()
    assert smooth.ys[-1] == pytest.approx(2.0)
    xs, ys = raw.view(0, 5000, 100)
    assert (ys.min(), ys.max(), xs[-1]) == (1.0, 2.0, 4500)


def test_what_a_later_worker_takes_while_it_loads_wipes_nothing_out() -> None:
    track = Track()
    track.append("memory", *line(1, 50, 2e9))
    track.append("memory", np.array([0.0, 0.0, 41.0]), np.array([1e9, 1.5e9, 2.5e9]))
    assert track.raw("memory").xs.tolist() == [*range(1, 41), 41]
    assert track.raw("memory").ys[-1] == 2.5e9


def test_another_weight_smooths_what_was_there_before() -> None:
    track, values = Track(0.8), np.random.default_rng(0).normal(size=3000)
    track.append("loss", np.arange(3000.0), values)
    assert track.smooth("loss").ys == pytest.approx(by_hand(values.tolist(), 0.8))
    track.use_weight(0.5)
    assert track.smooth("loss").ys == pytest.approx(by_hand(values.tolist(), 0.5))
