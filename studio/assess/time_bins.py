"""Stretches of time, as long as they must be to hold enough rows each: days, weeks or months, in UTC."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from studio.core.monitoring import BinUnit

MOST_BINS = 31
_ENOUGH = 10
"""Rows in an average bin."""
_UNITS: tuple[BinUnit, ...] = ("day", "week", "month")


@dataclass(frozen=True)
class Bin:
    """From `begins` to the beginning of the next, which may be as empty; Unix seconds."""

    begins: float
    ids: tuple[int, ...]


def time_bins(times: Mapping[int, float]) -> tuple[BinUnit, tuple[Bin, ...]]:
    """Without a gap from the first to the last row, by the shortest unit with at most 31 bins of ten rows on average.

    Months where no unit is that short; weeks begin on Monday.
    """
    unit: BinUnit = "day"
    bins: tuple[Bin, ...] = ()
    for unit in _UNITS:
        if unit == "month" or _count(times, unit) <= MOST_BINS:
            bins = tuple(_bins(times, unit))
            if len(bins) <= MOST_BINS and len(times) >= _ENOUGH * len(bins):
                break
    return unit, bins


def _count(times: Mapping[int, float], unit: BinUnit) -> float:
    days = (max(times.values()) - min(times.values())) / 86_400 if times else 0.0
    # A stretch reaches into one bin more than it fills.
    return days / (7 if unit == "week" else 1)


def _bins(times: Mapping[int, float], unit: BinUnit) -> Iterator[Bin]:
    filled: dict[datetime, list[int]] = {}
    for id, at in times.items():
        filled.setdefault(_begin(at, unit), []).append(id)
    if not filled:
        return
    begin, last = min(filled), max(filled)
    while begin <= last:
        yield Bin(begin.timestamp(), tuple(sorted(filled.get(begin, ()))))
        begin = _next(begin, unit)


def _begin(at: float, unit: BinUnit) -> datetime:
    day = datetime.fromtimestamp(at, UTC).replace(hour=0, minute=0, second=0, microsecond=0)
    if unit == "week":
        return day - timedelta(days=day.weekday())
    return day.replace(day=1) if unit == "month" else day


def _next(begin: datetime, unit: BinUnit) -> datetime:
    if unit == "month":
        return (begin + timedelta(days=31)).replace(day=1)
    return begin + timedelta(days=7 if unit == "week" else 1)
