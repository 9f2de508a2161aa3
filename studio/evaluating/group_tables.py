"""The metrics that judge single rows, within each kind of group."""

from collections.abc import Iterator
from dataclasses import dataclass

from studio.assess.catalogue import info
from studio.assess.groups import GROUP_KIND_TITLES, by_group, group_title, too_small
from studio.assess.intervals import score_of
from studio.assess.measure import Measure
from studio.evaluating.primary import PRIMARY
from studio.evaluating.results import Results
from studio.evaluating.score_lines import interval_text, score_texts
from studio.words import _


@dataclass(frozen=True)
class GroupTable:
    """One metric within one kind of group: a line per group, a cell per model."""

    title: str
    rows: tuple[tuple[str, tuple[str, ...]], ...]


def group_tables(results: Results) -> Iterator[GroupTable]:
    """For each metric and each kind of group that parts these rows."""
    for name in PRIMARY:
        parted = [_parted(results, at, name) for at in range(len(results.subjects))]
        for kind in dict.fromkeys(kind for each in parted for kind in each):
            groups = dict.fromkeys(group for each in parted for group in each.get(kind, {}))
            rows = tuple(
                (
                    group_title(kind, group, results.job.contract).text(),
                    tuple(group_cell(each.get(kind, {}).get(group)) for each in parted),
                )
                for group in groups
            )
            yield GroupTable(f"{_(info(name).title)} · {_(GROUP_KIND_TITLES[kind])}", rows)


def group_cell(measure: Measure | None) -> str:
    """The value with its interval, or why there is none."""
    if measure is None:
        return "–"
    if small := too_small(measure):
        return small.text()
    score, about = score_of(measure), info(measure.metric)
    return f"{score_texts(score, about)[0]} ({interval_text(score, about)})" if score else "–"


def _parted(results: Results, at: int, name: str) -> dict[str, dict[str, Measure]]:
    model = results.subjects[at]
    measure = next((each for each in model.measures if each.metric == name and each.outcomes is not None), None)
    return by_group(measure, model.answered) if measure else {}
