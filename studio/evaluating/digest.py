"""What an evaluation says, in sentences: what is better or worse, which targets are reached, what to keep in mind."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from studio.assess.catalogue import info
from studio.assess.contract_measures import RED_FLAG_RECALL
from studio.assess.paired import Paired
from studio.assess.quantiles import ROWS_OF_P95
from studio.assess.targets import Judged, judge_all, target_words, too_few_words
from studio.assess.text_overlap import overlap_remark
from studio.assess.verdict import changes_words, verdict_words
from studio.core.evaluation import EvaluationJob
from studio.core.sentence import Sentence, Word
from studio.core.targets import Targets
from studio.evaluating.primary import PRIMARY
from studio.evaluating.results import Results, SubjectResults
from studio.evaluating.scoring import Scoreboard
from studio.evaluating.trivial import trivial_answers
from studio.words import N_

_FEW_ROWS = 30
_IN_WORDS = ("instruction", "chat", "preference")


@dataclass(frozen=True)
class Difference:
    """How one model differs from the first in one metric; `rows` are those to look at."""

    model: int
    paired: Paired
    verdict: Sentence
    changes: Sentence | None
    alarm: Sentence | None
    """Red flags that were seen before and are missed now: told even where chance could have done it."""

    @property
    def rows(self) -> tuple[int, ...]:
        """Newly wrong first."""
        return (*self.paired.newly_wrong, *self.paired.newly_right)


@dataclass(frozen=True)
class Reached:
    """One model and one target."""

    model: int
    judged: Judged
    words: Sentence
    too_few: Sentence | None


@dataclass(frozen=True)
class Digest:
    """Everything to be said in sentences, the most important first."""

    differences: tuple[Difference, ...]
    reached: tuple[Reached, ...]
    cautions: tuple[Sentence, ...]


def digest(results: Results, scoreboard: Scoreboard, targets: Targets) -> Digest:
    """What a window, a terminal and a report all say of an evaluation."""
    return Digest(
        tuple(_differences(scoreboard.paired)),
        tuple(_reached(scoreboard, targets)),
        tuple(_cautions(results)),
    )


def _differences(paired: Mapping[int, Mapping[str, Paired]]) -> Iterator[Difference]:
    for model, by_metric in paired.items():
        for name in PRIMARY:
            if name in by_metric:
                yield _difference(model, by_metric[name])


def _difference(model: int, paired: Paired) -> Difference:
    missed = len(paired.newly_wrong) if paired.metric == RED_FLAG_RECALL else 0
    alarm = Sentence(N_("Red flags newly missed: {count}, listed among the rows."), {"count": missed})
    return Difference(
        model, paired, verdict_words(paired, info(paired.metric)), changes_words(paired), alarm if missed else None
    )


def _reached(scoreboard: Scoreboard, targets: Targets) -> Iterator[Reached]:
    for at, model in enumerate(scoreboard.models):
        for judged in judge_all(targets, model.scores):
            about = info(judged.target.metric)
            yield Reached(at, judged, target_words(judged, about), too_few_words(judged, about))


def _cautions(results: Results) -> Iterator[Sentence]:
    job, asked = results.job, len(results.rows)
    learned = {each.id for each in job.leaked if each.how != "validated"}
    validated = {each.id for each in job.leaked} - learned
    if learned:
        yield Sentence(
            N_("Rows left out because a model has learned them or the like: {count}."), {"count": len(learned)}
        )
    if validated:
        yield Sentence(
            N_("Rows left out because a training chose its best state by them, as validation rows: {count}."),
            {"count": len(validated)},
        )
    for title in job.untraced:
        yield Sentence(
            N_("Whether “{model}” has learned any of these rows cannot be told: no run of this project has made it."),
            {"model": title},
        )
    if job.split in ("validation", "all"):
        yield Sentence(N_("Validation rows were looked at during training, so the numbers can be a little too good."))
    if asked < _FEW_ROWS:
        yield Sentence(N_("With {count} rows, most differences cannot show."), {"count": asked})
    for model in results.subjects:
        words: dict[str, Word] = {"model": model.subject.title, "asked": asked}
        if len(model.answered) < asked:
            yield Sentence(
                N_("“{model}” has answered {count} of {asked} rows."), {**words, "count": len(model.answered)}
            )
        if cut := sum(not row.answer.ended for row in model.answered):
            yield Sentence(
                N_("Answers of “{model}” cut at the longest allowed length: {count} of {asked}."),
                {**words, "count": cut},
            )
    yield from _few_timed(results.subjects)
    yield from trivial_answers(results)
    yield from _alike(results.subjects)
    yield from _left_out(job)


def _few_timed(subjects: Sequence[SubjectResults]) -> Iterator[Sentence]:
    fewest = min((len(each.timings) for each in subjects if each.timings), default=ROWS_OF_P95)
    if fewest < ROWS_OF_P95:
        yield Sentence(
            N_(
                "Rows timed: {count}. How far a 95th percentile reaches upwards is then read off a log-normal "
                "distribution; {rows} rows would show it by themselves."
            ),
            {"count": fewest, "rows": ROWS_OF_P95},
        )


def _alike(subjects: Sequence[SubjectResults]) -> Iterator[Sentence]:
    # A classifier before training is drawn by chance: beside it stands the commonest label.
    alone = len(subjects) == 1 and not (subjects[0].head and subjects[0].head.labels)
    if alone:
        yield Sentence(N_("One model alone: whether training has helped can only be told beside the model before it."))


def _left_out(job: EvaluationJob) -> Iterator[Sentence]:
    """The metrics of how like two texts are need an extra."""
    if job.kind in _IN_WORDS and job.benchmark is None and (remark := overlap_remark()):
        yield Sentence("{remark}", {"remark": remark})
