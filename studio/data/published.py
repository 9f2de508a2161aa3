"""Published scores of benchmarks, each with its source, its date and the setting it was measured in."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Literal

import yaml
from pydantic import BaseModel, ConfigDict, Field

from studio import paths
from studio.core.benchmark import BENCHMARKS
from studio.words import Language

_PER_CENT = 100
HUMAN = "Human"
"""The name under which people's scores stand."""


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class _Source(_Part):
    title: str
    url: str


class _Figure(_Part):
    benchmark: str
    model: str
    score: float = Field(ge=0, le=100)
    metric: Literal["accuracy", "exact", "hamming"] = "accuracy"
    source: str
    date: str = Field(pattern=r"\d{4}-\d{2}(-\d{2})?")
    setting: str


class _File(_Part):
    settings: Mapping[str, Mapping[Language, str]]
    sources: Mapping[str, _Source]
    figures: tuple[_Figure, ...]


@dataclass(frozen=True)
class PublishedScore:
    """One figure; `score` between 0 and 1, `setting` in each language."""

    model: str
    score: float
    metric: Literal["accuracy", "exact", "hamming"]
    title: str
    url: str
    date: str
    setting: Mapping[Language, str]


@cache
def published_scores() -> Mapping[str, tuple[PublishedScore, ...]]:
    """By the name of the benchmark, the best first."""
    with (paths.RESOURCES / "benchmarks" / "published.yaml").open(encoding="utf-8") as file:
        found = _File.model_validate(yaml.safe_load(file))
    scores: dict[str, list[PublishedScore]] = {name: [] for name in BENCHMARKS}
    for each in found.figures:
        source = found.sources[each.source]
        scores[each.benchmark].append(
            PublishedScore(
                model=each.model,
                score=each.score / _PER_CENT,
                metric=each.metric,
                title=source.title,
                url=source.url,
                date=each.date,
                setting=found.settings[each.setting],
            )
        )
    return {name: tuple(sorted(all_of, key=lambda each: -each.score)) for name, all_of in scores.items()}
