"""Time in stretches that hold enough rows."""

from datetime import UTC, datetime
from itertools import pairwise

import pytest

from studio.assess.time_bins import MOST_BINS, time_bins
from studio.core.monitoring import BinUnit

DAY = 86_400.0
MONDAY = datetime(2026, 6, 1, tzinfo=UTC).timestamp()


@pytest.mark.parametrize(
    ("days", "rows_a_day", "unit", "bins"),
    [
        (20, 12, "day", 20),
        (20, 3, "week", 3),
        (20, 0.4, "month", 1),
        (100, 12, "week", 15),
        (400, 12, "month", 14),
    ],
)
def test_the_unit_follows_span_and_number(days: int, rows_a_day: float, unit: BinUnit, bins: int) -> None:
    count = round(days * rows_a_day)
    times = {at: MONDAY + at / rows_a_day * DAY for at in range(count)}
    found, made = time_bins(times)
    assert (found, len(made)) == (unit, bins)
    assert len(made) <= MOST_BINS
    assert sorted(id for each in made for id in each.ids) == list(times)
    for each, following in pairwise(made):
        assert all(each.begins <= times[id] < following.begins for id in each.ids)


def test_stretches_without_rows_are_there_and_weeks_begin_on_monday() -> None:
    times = {at: MONDAY + (at % 2) * 30 * DAY + 3 * DAY for at in range(60)}
    unit, made = time_bins(times)
    assert (unit, [len(each.ids) for each in made]) == ("week", [30, 0, 0, 0, 30])
    assert made[0].begins == MONDAY
    assert time_bins({})[1] == ()
