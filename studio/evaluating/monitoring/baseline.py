"""What a log is held against: the newest finished evaluation of the same model, or what the test rows expect."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from studio.assess.contract_measures import contract_results
from studio.assess.measure import Measure
from studio.assess.reference import reference_of
from studio.assess.unreferenced import Observed, unreferenced_measures
from studio.core.contract import Contract
from studio.core.evaluation import Subject
from studio.core.example import Content
from studio.errors import RunFailed
from studio.evaluating.monitoring.drifting import MOST, Asked
from studio.evaluating.results import SubjectResults, read_results
from studio.runs.evaluations import list_evaluations
from studio.runs.folder import RunFolder
from studio.text.augment.case import case_of
from studio.words import _


@dataclass(frozen=True)
class Baseline:
    """Answers to hold those in use against, what they are in words, and the metrics of an evaluation."""

    answers: tuple[Asked, ...]
    words: str
    measures: Mapping[str, Measure] = field(default_factory=dict)


def find_baseline(project: Path, model: str, contract: Contract | None, test: Sequence[Content]) -> Baseline:
    """An evaluation that cannot be read is passed over: another one, or the test set, takes its place."""
    for run, subject in _evaluated(project, model):
        measures = {each.metric: each for each in (*_measures(contract, subject), *subject.measures)}
        answers = tuple(Asked(_case(row.content), row.answer.text) for row in subject.answered[:MOST])
        words = _("what {model} answered in the evaluation {name}").format(model=subject.subject.title, name=run.name)
        return Baseline(answers, words, measures)
    expected = tuple(Asked(_case(each), text) for each in test if (text := reference_of(each)))
    return Baseline(expected, _("the expected answers of the test set"))


def _evaluated(project: Path, model: str) -> list[tuple[RunFolder, SubjectResults]]:
    """The newest one, or none."""
    if not model:
        return []
    for summary in list_evaluations(project):
        if summary.state != "finished" or summary.job is None or summary.job.benchmark is not None:
            continue
        at = next((at for at, each in enumerate(summary.job.subjects) if _is_called(each, model)), None)
        if at is None:
            continue
        try:
            found = read_results(summary.run).subjects[at]
        except RunFailed:
            continue
        if found.answered:
            return [(summary.run, found)]
    return []


def _is_called(subject: Subject, model: str) -> bool:
    names = (subject.title, subject.run, Path(subject.base).name if not subject.run else "")
    return model.casefold() in {name.casefold() for name in names if name}


def _measures(contract: Contract | None, subject: SubjectResults) -> list[Measure]:
    verdicts = contract_results(contract, subject.answered).verdicts if contract else {}
    return unreferenced_measures(contract, verdicts, subject.answered, Observed())


def _case(content: Content) -> str:
    return "\n".join(case_of(content).texts)
