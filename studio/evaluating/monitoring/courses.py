"""Metrics over all lines and over time, each with its interval."""

from collections.abc import Mapping, Sequence

from studio.assess.contract_measures import FORMAT_COMPLIANCE, contract_measures
from studio.assess.contract_measures import METRICS as CONTRACT_METRICS
from studio.assess.intervals import score_of
from studio.assess.measure import Measure
from studio.assess.speed import METRICS as SPEED_METRICS
from studio.assess.text_overlap import EXACT_MATCH, LOOPS, NORMALISED_MATCH, SAME_LANGUAGE, text_measures
from studio.assess.text_overlap import METRICS as TEXT_METRICS
from studio.assess.time_bins import time_bins
from studio.assess.unreferenced import METRICS, unreferenced_measures
from studio.core.contract import Contract
from studio.core.monitoring import BinScore, BinUnit, MetricCourse
from studio.data.languages import languages_of
from studio.evaluating.monitoring.lines import Line
from studio.evaluating.monitoring.reading import ReadLines
from studio.words import _

_INFOS = {each.name: each for each in (*METRICS, *SPEED_METRICS, *CONTRACT_METRICS, *TEXT_METRICS)}
_WITHOUT_REFERENCE = frozenset((LOOPS,))
_WITH_REFERENCE = frozenset(
    (*(each.name for each in CONTRACT_METRICS), EXACT_MATCH, NORMALISED_MATCH, SAME_LANGUAGE)
) - {FORMAT_COMPLIANCE}


def measures_of_lines(read: ReadLines, contract: Contract | None) -> list[Measure]:
    """What needs no expected answer for all lines; the contract's other metrics for lines that give one."""
    rows = [line.as_row() for line in read.lines]
    expected = [line.as_row() for line in read.lines if line.entry.reference]
    compared = contract_measures(contract, expected) if contract is not None else []
    every = (
        *unreferenced_measures(contract, read.verdicts, rows, read.observed),
        *(each for each in text_measures(rows) if each.metric in _WITHOUT_REFERENCE),
        *(each for each in (*compared, *text_measures(expected, languages_of)) if each.metric in _WITH_REFERENCE),
    )
    return list(every)


def courses_of(
    measures: Sequence[Measure], lines: Sequence[Line], expected: Mapping[str, Measure]
) -> tuple[BinUnit, tuple[MetricCourse, ...]]:
    """Lines without a time count in the whole alone; a stretch of time with too few rows has no value."""
    unit, bins = time_bins({line.id: line.entry.at for line in lines if line.entry.at is not None})
    courses = []
    for measure in measures:
        whole, info = score_of(measure), _INFOS[measure.metric]
        if whole is None:
            continue
        found = []
        for each in bins:
            part = measure.within(each.ids)
            score = score_of(part) if part.ids else None
            told = {"value": score.value, "low": score.low, "high": score.high} if score else {}
            found.append(BinScore(begins=each.begins, n=len(part.ids), **told))
        baseline = expected.get(measure.metric)
        courses.append(
            MetricCourse(
                metric=measure.metric,
                title=_(info.title),
                explanation=_(info.explanation),
                unit=info.unit,
                better=info.better,
                n=whole.n,
                value=whole.value,
                low=whole.low,
                high=whole.high,
                bins=tuple(found),
                expected=baseline.value if baseline is not None and baseline.ids else None,
            )
        )
    return unit, tuple(courses)
