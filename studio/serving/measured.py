"""The numbers that a server has written down, for plots: how long requests took and how many failed, over time."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import ceil
from pathlib import Path

import numpy as np
from pydantic import ValidationError

from studio.serving.journal import HUNG_UP, METRICS, REFUSED, RequestFacts, older_file

_P95 = 0.95


@dataclass(frozen=True)
class Latencies:
    """Seconds, of answers that were given whole."""

    p50: float
    p95: float


@dataclass(frozen=True)
class Stretch:
    """One piece of time; `latency` is None where nothing was answered."""

    begins: float
    """Unix seconds."""
    requests: int
    errors: int
    hung_up: int
    latency: Latencies | None
    first: Latencies | None
    """Until the first piece of an answer."""


@dataclass(frozen=True)
class Measured:
    """All of the time, and its stretches, which are equally long and without gaps."""

    whole: Stretch
    stretches: tuple[Stretch, ...]
    stretch_s: float
    statuses: tuple[tuple[int, int], ...]
    """Every HTTP status there was, with how often."""
    tokens_per_s: float | None
    """Of the answers, from their first piece on; half of them are faster."""


def read_facts(folder: Path, since: float = 0.0) -> list[RequestFacts]:
    """Every request since then, in the order in which they came; a torn line is passed over. Raises OSError."""
    files = [older_file(folder / name, at) for name in (METRICS, REFUSED) for at in (1, 0)]
    found = [facts for file in files for facts in _parsed(_lines(file)) if facts.at >= since]
    return sorted(found, key=lambda facts: facts.at)


def measure(facts: Sequence[RequestFacts], stretches: int = 60) -> Measured | None:
    """None where there was no request."""
    if not facts:
        return None
    begins, ends = min(each.at for each in facts), max(each.at for each in facts)
    length = max((ends - begins) / stretches, 1.0)
    places: list[list[RequestFacts]] = [[] for _at in range(max(1, ceil((ends - begins) / length)))]
    for each in facts:
        # The very last one ends the last stretch and begins no other.
        places[min(int((each.at - begins) / length), len(places) - 1)].append(each)
    codes, counts = np.unique([each.status for each in facts], return_counts=True)
    return Measured(
        whole=_stretch(begins, facts),
        stretches=tuple(_stretch(begins + at * length, place) for at, place in enumerate(places)),
        stretch_s=length,
        statuses=tuple(zip(codes.tolist(), counts.tolist(), strict=True)),
        tokens_per_s=_speed(facts),
    )


def _stretch(begins: float, facts: Sequence[RequestFacts]) -> Stretch:
    whole = [each for each in facts if not each.is_error and each.status != HUNG_UP]
    return Stretch(
        begins=begins,
        requests=len(facts),
        errors=sum(each.is_error for each in facts),
        hung_up=sum(each.status == HUNG_UP for each in facts),
        latency=_latencies([each.total_s for each in whole]),
        first=_latencies([each.first_s for each in whole if each.first_s is not None]),
    )


def _latencies(seconds: Sequence[float]) -> Latencies | None:
    if not seconds:
        return None
    p50, p95 = np.quantile(seconds, (0.5, _P95)).tolist()
    return Latencies(p50, p95)


def _speed(facts: Sequence[RequestFacts]) -> float | None:
    speeds = [
        (each.said - 1) / (each.total_s - each.first_s)
        for each in facts
        if each.first_s is not None and each.said > 1 and each.total_s > each.first_s and not each.is_error
    ]
    return float(np.median(speeds)) if speeds else None


def _lines(file: Path) -> list[bytes]:
    try:
        return file.read_bytes().splitlines()
    except FileNotFoundError:
        return []


def _parsed(lines: Iterable[bytes]) -> Iterable[RequestFacts]:
    for line in lines:
        try:
            yield RequestFacts.model_validate_json(line)
        except ValidationError:
            continue
