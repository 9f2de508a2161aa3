"""Several evaluations side by side: their models on the rows that all of them have answered."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from studio.core.evaluation import EvaluatedRow, EvaluationJob
from studio.core.sentence import Sentence
from studio.errors import StudioError
from studio.evaluating.results import Results, SubjectResults, common_labels, read_subject
from studio.runs.evaluations import read_answers, read_answers_head, read_evaluated_rows, read_evaluation
from studio.runs.folder import RunFolder
from studio.words import N_, _

MOST_EVALUATIONS = 5
ModelKey = tuple[str, int]
"""The folder of an evaluation and the place of a model in it."""


class NotComparable(StudioError):
    """Evaluations that have nothing in common by which their models could be compared."""


@dataclass(frozen=True)
class Together:
    """`results` holds the rows in common alone; its first model is what the others are compared with."""

    results: Results
    keys: tuple[ModelKey, ...]
    """Of each model, where it was evaluated."""
    cautions: tuple[Sentence, ...]


@dataclass(frozen=True)
class _Opened:
    run: RunFolder
    job: EvaluationJob
    rows: dict[int, EvaluatedRow]


@dataclass(frozen=True)
class _Model:
    opened: _Opened
    at: int
    fingerprint: str
    answered: frozenset[int]

    @property
    def key(self) -> ModelKey:
        return self.opened.run.name, self.at


def read_together(runs: Sequence[RunFolder], first: ModelKey | None = None) -> Together:
    """The rows of the same number and content that every model has answered; raises NotComparable, RunFailed.

    All are judged by the contract of the newest; models that answer alike are shown once. `first` is compared with.
    """
    if len(runs) > MOST_EVALUATIONS:
        raise NotComparable(_("At most {count} evaluations can be compared at once.").format(count=MOST_EVALUATIONS))
    opened = sorted(map(_opened, runs), key=lambda each: (each.job.created_at, each.run.name))
    newest = opened[-1].job
    if any(_subject_matter(each.job) != _subject_matter(newest) for each in opened):
        raise NotComparable(
            _("Evaluations of different data sets cannot be compared."), hint=_("Tick evaluations of one data set.")
        )
    models = _models(opened, first)
    common = _common(opened, models)
    judged_by = {"contract": newest.contract}
    job = newest.model_copy(update={"rows": len(common), "leaked": ()})
    learned = common_labels(opened[-1].run, newest)
    subjects = [
        read_subject(each.opened.run, each.opened.job.model_copy(update=judged_by), common, each.at, learned)
        for each in models
    ]
    results = Results(opened[-1].run, job, tuple(common), tuple(_told_apart(subjects, models)))
    return Together(results, tuple(each.key for each in models), tuple(_cautions(opened, models, len(common))))


def _opened(run: RunFolder) -> _Opened:
    return _Opened(run, read_evaluation(run), {row.id: row for row in read_evaluated_rows(run)})


def _subject_matter(job: EvaluationJob) -> tuple[str, ...]:
    return job.dataset, job.kind, job.benchmark.name if job.benchmark else ""


def _models(opened: Sequence[_Opened], first: ModelKey | None) -> list[_Model]:
    """Those that have answered something, each once; the one to compare with leads."""
    found: dict[str, _Model] = {}
    for each in opened:
        for at in range(len(each.job.subjects)):
            head, answered = read_answers_head(each.run, at), frozenset(read_answers(each.run, at))
            if head is None or not answered:
                continue
            known = found.get(head.fingerprint)
            if known is None or (first == (each.run.name, at)) or len(known.answered) < len(answered):
                found[head.fingerprint] = _Model(each, at, head.fingerprint, answered)
    if len(found) <= 1:
        raise NotComparable(
            _("There are not two models with answers to compare."),
            hint=_("Models that answer alike count as one; tick evaluations of different models."),
        )
    return sorted(found.values(), key=lambda model: model.key != first)


def _common(opened: Sequence[_Opened], models: Sequence[_Model]) -> list[EvaluatedRow]:
    newest = opened[-1].rows
    rows = [
        row
        for id, row in newest.items()
        if all(id in each.rows and each.rows[id].content == row.content for each in opened)
        and all(id in model.answered for model in models)
    ]
    if not rows:
        raise NotComparable(
            _("These evaluations have no row in common that every model has answered."),
            hint=_("Let them end, or evaluate the models on the same part of the data set."),
        )
    return rows


def _told_apart(subjects: Sequence[SubjectResults], models: Sequence[_Model]) -> list[SubjectResults]:
    """Two of one title are told apart by their evaluations."""
    titles = [each.subject.title for each in subjects]
    told = []
    for each, model in zip(subjects, models, strict=True):
        title = each.subject.title
        if titles.count(title) > 1:
            number = model.opened.run.name.partition("-")[0].lstrip("0") or "0"
            title = _("{model} (evaluation {number})").format(model=title, number=number)
        told.append(replace(each, subject=each.subject.model_copy(update={"title": title})))
    return told


def _cautions(opened: Sequence[_Opened], models: Sequence[_Model], common: int) -> list[Sentence]:
    said = [Sentence(N_("Rows in common: {count}. All numbers here are of these alone."), {"count": common})]
    every = {id for each in opened for id in each.rows}
    if len(every) > common:
        said.append(
            Sentence(
                N_("Left out because not every model was asked them in the same words, or has answered: {count} rows."),
                {"count": len(every) - common},
            )
        )
    if any(each.job.contract != opened[-1].job.contract for each in opened):
        said.append(
            Sentence(N_("The contract has changed between them: all are judged by that of the newest evaluation."))
        )
    if any(each.job.decoding != opened[-1].job.decoding for each in opened):
        said.append(Sentence(N_("The answers were not all drawn with the same options.")))
    if len(models) < sum(len(each.job.subjects) for each in opened):
        said.append(Sentence(N_("Models that answer alike are shown once, those without answers not at all.")))
    return said
