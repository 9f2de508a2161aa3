"""The metrics that judge single rows, within each kind of group."""

from collections.abc import Iterator
from dataclasses import dataclass

from studio.assess.catalogue import info, label_of
from studio.assess.groups import GROUP_KIND_TITLES, by_group, group_differences, group_title, too_small
from studio.assess.intervals import score_of
from studio.assess.measure import Measure
from studio.evaluating.primary import PRIMARY
from studio.evaluating.results import Results
from studio.evaluating.score_lines import interval_text, score_texts
from studio.words import _

_Parted = list[dict[str, dict[str, Measure]]]


@dataclass(frozen=True)
class GroupTable:
    """One metric within one kind of group: a line per group, a cell per model."""

    title: str
    rows: tuple[tuple[str, tuple[str, ...]], ...]


@dataclass(frozen=True)
class GroupView:
    """What can be chosen, by name with its title, what is chosen, and what it comes to."""

    metrics: dict[str, str]
    kinds: dict[str, str]
    metric: str
    kind: str
    table: GroupTable | None
    """None where nothing parts these rows."""
    remarks: tuple[str, ...] = ()
    """Whether the groups differ more than by chance, a sentence for each model."""


def group_tables(results: Results) -> Iterator[GroupTable]:
    """For each metric that is judged in words and each kind of group that parts these rows."""
    for name in PRIMARY:
        parted = _parted(results, name)
        for kind in _kinds(parted):
            yield _table(results, name, kind, parted)


def group_view(results: Results, metric: str, kind: str) -> GroupView:
    """The metric and kind that are wanted, or the first there are; takes a moment, for chance is tried out."""
    metrics = {
        each.metric: _(info(each.metric).title)
        for model in results.subjects
        for each in model.measures
        if each.outcomes is not None and not label_of(each.metric) and info(each.metric).better != "neither"
    }
    metric = metric if metric in metrics else next(iter(metrics), "")
    parted = _parted(results, metric)
    kinds = {each: _(GROUP_KIND_TITLES[each]) for each in _kinds(parted)}
    kind = kind if kind in kinds else next(iter(kinds), "")
    if not kind:
        return GroupView(metrics, kinds, metric, kind, None)
    table = _table(results, metric, kind, parted)
    return GroupView(metrics, kinds, metric, kind, table, tuple(_remarks(results, metric, kind)))


def _parted(results: Results, metric: str) -> _Parted:
    """For each model, the metric of each group by the kinds of group."""
    found = []
    for model, measure in zip(results.subjects, _measures(results, metric), strict=True):
        found.append(by_group(measure, model.answered) if measure else {})
    return found


def _measures(results: Results, metric: str) -> list[Measure | None]:
    return [
        next((each for each in model.measures if each.metric == metric and each.outcomes is not None), None)
        for model in results.subjects
    ]


def _kinds(parted: _Parted) -> dict[str, None]:
    return dict.fromkeys(kind for each in parted for kind in each)


def _table(results: Results, metric: str, kind: str, parted: _Parted) -> GroupTable:
    groups = dict.fromkeys(group for each in parted for group in each.get(kind, {}))
    rows = tuple(
        (
            group_title(kind, group, results.job.contract).text(),
            tuple(_cell(each.get(kind, {}).get(group)) for each in parted),
        )
        for group in groups
    )
    return GroupTable(f"{_(info(metric).title)} · {_(GROUP_KIND_TITLES[kind])}", rows)


def _cell(measure: Measure | None) -> str:
    """The value with its interval, or why there is none."""
    if measure is None:
        return "–"
    if small := too_small(measure):
        return small.text()
    score, about = score_of(measure), info(measure.metric)
    return f"{score_texts(score, about)[0]} ({interval_text(score, about)})" if score else "–"


def _remarks(results: Results, metric: str, kind: str) -> Iterator[str]:
    for model, measure in zip(results.subjects, _measures(results, metric), strict=True):
        for each in group_differences(measure, model.answered) if measure else ():
            if each.kind == kind:
                yield _("{model}: {words}").format(model=model.subject.title, words=each.sentence().text())
