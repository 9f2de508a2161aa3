"""The models of a project in the order of one metric, each by its newest finished evaluation on the same part."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from studio.assess.catalogue import info, label_of
from studio.assess.measure import Measure, mean_of
from studio.assess.paired import Paired, adjusted, compare
from studio.assess.score import Score
from studio.core.evaluation import Subject
from studio.core.sentence import Sentence
from studio.core.targets import Targets
from studio.errors import RunFailed
from studio.evaluating.score_files import StoredModel, StoredScores, contents, read_scores
from studio.runs.evaluations import list_evaluations
from studio.words import N_

Part = tuple[str, str]
"""The name of a data set and which part of it."""
Standing = Literal["first", "alike", "behind", "ahead", "apart"]
"""Beside the first, on shared rows: no difference shown, worse, better; apart where rows cannot tell."""

_STANDINGS: Mapping[str, Standing] = {"worse": "behind", "better": "ahead"}


@dataclass(frozen=True)
class BoardLine:
    """One model; `evaluation` is the folder's name, `at` the model's place in it."""

    subject: Subject
    evaluation: str
    at: int
    created_at: float
    score: Score
    standing: Standing
    shared: int
    """Rows shared with the first, of those that decide the metric."""
    paired: Paired | None


@dataclass(frozen=True)
class Board:
    """The best first."""

    part: Part
    metric: str
    lines: tuple[BoardLine, ...]
    cautions: tuple[Sentence, ...]


@dataclass(frozen=True)
class Scored:
    """All that can be on a board; `unreadable` are folders whose files are damaged."""

    evaluations: tuple[StoredScores, ...]
    unreadable: tuple[str, ...] = ()

    @property
    def parts(self) -> tuple[Part, ...]:
        """Those that have been evaluated, the newest first."""
        return tuple(dict.fromkeys((each.dataset, each.split) for each in self.evaluations))

    def metrics(self, part: Part) -> tuple[str, ...]:
        """What can be sorted by: the metrics of all rows of which one way is better."""
        names = dict.fromkeys(name for _found, model, _at in self.of(part) for name in model.scores)
        return tuple(name for name in names if info(name).better != "neither" and not label_of(name))

    def of(self, part: Part) -> "Iterator[tuple[StoredScores, StoredModel, int]]":
        """Every model on this part, each by its newest evaluation."""
        seen: set[tuple[str, ...]] = set()
        for found in self.evaluations:
            if (found.dataset, found.split) != part:
                continue
            for at, model in enumerate(found.models):
                who = _identity(model.subject)
                if model.answered and who not in seen:
                    seen.add(who)
                    yield found, model, at


@dataclass(frozen=True)
class _Entry:
    found: StoredScores
    model: StoredModel
    at: int
    score: Score


def read_scored(project: Path) -> Scored:
    """Every finished evaluation of the project, the newest first; raises RunFailed when the folder cannot be read."""
    found, unreadable = [], []
    for each in list_evaluations(project):
        if each.job is None or each.state != "finished" or each.job.benchmark is not None:
            continue
        try:
            found.append(read_scores(each.run))
        except RunFailed:
            unreadable.append(each.run.name)
    return Scored(tuple(found), tuple(unreadable))


def default_metric(scored: Scored, part: Part, targets: Targets) -> str:
    """The first that the project has a target for, else the first there is; empty without any."""
    known = scored.metrics(part)
    return next((each.metric for each in targets.targets if each.metric in known), known[0] if known else "")


def board_of(scored: Scored, part: Part, metric: str) -> Board:
    """Takes a moment where rows have families: intervals are then resampled."""
    down = info(metric).better == "lower"
    entries = [
        _Entry(found, model, at, model.scores[metric].score())
        for found, model, at in scored.of(part)
        if metric in model.scores
    ]
    entries.sort(key=lambda each: each.score.value if down else -each.score.value)
    return Board(part, metric, tuple(_lines(entries, metric)), tuple(_cautions(scored, entries)))


def _identity(subject: Subject) -> tuple[str, ...]:
    # The result of a run lies elsewhere once the project was moved, and is the same.
    result = subject.run or subject.result
    return (subject.base, result, subject.method.model_dump_json(), subject.template)


def _lines(entries: Sequence[_Entry], metric: str) -> Iterator[BoardLine]:
    if not entries:
        return
    first, *others = entries
    shared = [_shared(first, each, metric) for each in others]
    compared = [_compared(first, each, metric, ids) for each, ids in zip(others, shared, strict=True)]
    about = info(metric)
    judged = iter(adjusted([(each, about) for each in compared if each]))
    yield _line(first, "first", first.score.n, None)
    for each, ids, raw in zip(others, shared, compared, strict=True):
        paired = next(judged) if raw else None
        yield _line(each, _standing(paired), len(ids), paired)


def _line(entry: _Entry, standing: Standing, shared: int, paired: Paired | None) -> BoardLine:
    found = entry.found
    return BoardLine(entry.model.subject, found.name, entry.at, found.created_at, entry.score, standing, shared, paired)


def _standing(paired: Paired | None) -> Standing:
    if paired is None:
        return "apart"
    return _STANDINGS.get(paired.verdict, "alike")


def _shared(first: _Entry, other: _Entry, metric: str) -> frozenset[int]:
    """The rows of both that decide the metric and have the same content."""
    if metric not in first.model.rows or metric not in other.model.rows:
        return frozenset()
    before, after = contents(first.found), contents(other.found)
    both = set(first.model.rows[metric].ids) & set(other.model.rows[metric].ids)
    return frozenset(id for id in both if before.get(id) == after.get(id))


def _compared(first: _Entry, other: _Entry, metric: str, shared: frozenset[int]) -> Paired | None:
    # By two contracts one answer may be right and wrong.
    if not shared or first.found.contract != other.found.contract:
        return None
    families = {row.id: row.family for row in first.found.rows if row.family}
    return compare(_measure(first, metric, shared), _measure(other, metric, shared), info(metric), clusters=families)


def _measure(entry: _Entry, metric: str, rows: Iterable[int]) -> Measure:
    outcomes: Mapping[int, float] = entry.model.rows[metric].outcomes()
    return mean_of(metric, {id: outcomes[id] for id in rows})


def _cautions(scored: Scored, entries: Sequence[_Entry]) -> Iterator[Sentence]:
    if len({tuple(contents(each.found).items()) for each in entries}) > 1:
        yield Sentence(N_("Not all were asked the same rows: the order of their scores alone proves little."))
    if len({each.found.contract for each in entries}) > 1:
        yield Sentence(N_("The contract has changed between these evaluations: evaluate the older models once more."))
    if scored.unreadable:
        yield Sentence(N_("Evaluations that cannot be read: {names}"), {"names": ", ".join(scored.unreadable)})
