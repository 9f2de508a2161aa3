"""What the section of benchmarks says: what would be asked, and scores from best to worst among published ones."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from studio.core.benchmark import BENCHMARKS, Benchmark
from studio.core.evaluation import Subject
from studio.ui.formats import about, integer
from studio.words import N_, _, current_language, ngettext

if TYPE_CHECKING:
    from studio.assess.score import Score
    from studio.data.published import PublishedScore
    from studio.evaluating.benchmark_results import BenchmarkOutcome, ModelOutcome

Standing = Literal["own", "baseline", "published", "human"]
MOST_MODELS = 5
DIFFERS = "≠"
_LANGUAGES = {"fr": N_("Questions in French."), "en": N_("Questions in English.")}


@dataclass(frozen=True)
class FileLook:
    """What a chosen file turned out to be; `problem` says why it cannot be asked."""

    file: Path
    benchmark: str
    questions: int = 0
    left_out: tuple[str, ...] = ()
    """Why rows are none of the benchmark's questions, by line."""
    fitting: tuple[str, ...] = ()
    """Benchmarks whose form the file has."""
    problem: str = ""
    hint: str = ""


@dataclass(frozen=True)
class BenchmarkWish:
    """What is chosen now."""

    benchmark: Benchmark
    look: FileLook | None
    subjects: tuple[Subject, ...]
    most_rows: int = 0
    model_problem: str = ""

    @property
    def questions(self) -> int:
        """How many would be asked; 0 while that is not known."""
        there = self.look.questions if self.look else self.benchmark.official_rows if self.benchmark.shipped else 0
        return min(there, self.most_rows) if self.most_rows else there


@dataclass(frozen=True)
class LadderLine:
    """One score among others; `scores` are one per column, value and interval."""

    name: str
    standing: Standing
    scores: tuple[tuple[str, str], ...]
    change: str
    setting: str
    source: str
    tip: str


@dataclass(frozen=True)
class Ladder:
    """The scores on one benchmark, best first."""

    columns: tuple[str, ...]
    lines: tuple[LadderLine, ...]
    findings: tuple[str, ...]
    """What training has cost, in sentences."""
    notes: tuple[str, ...]


@dataclass(frozen=True)
class OverviewLine:
    """One model; a cell, value and interval, is missing where it was not asked."""

    model: str
    cells: tuple[tuple[str, str] | None, ...]


@dataclass(frozen=True)
class Overview:
    """The newest score of each model on each benchmark."""

    columns: tuple[str, ...]
    lines: tuple[OverviewLine, ...]


def facts(benchmark: Benchmark) -> tuple[tuple[str, str], ...]:
    """What is told of a benchmark before it is asked: titles and texts."""
    found = [(_("Measures"), f"{_(benchmark.measures)} {_(_LANGUAGES[benchmark.language])}")]
    if benchmark.licence:
        found.append((_("Licence"), benchmark.licence))
    found.append((_("File"), _(benchmark.forms)))
    if benchmark.official:
        found.append((_("Official test"), _(benchmark.official)))
    if benchmark.source:
        found.append((_("Web page"), benchmark.source))
    return tuple(found)


def obstacle(wish: BenchmarkWish, *, read_only: bool) -> str:
    """Why it cannot start, in a sentence; empty when it can."""
    if read_only:
        return _("This project is open in another window, so it cannot be changed here.")
    if wish.look and wish.look.problem:
        return " ".join(filter(None, (wish.look.problem, wish.look.hint)))
    if wish.look is None and not wish.benchmark.shipped:
        return _("Choose the file of this benchmark: Atelier downloads none.")
    if not wish.subjects:
        return wish.model_problem or _("Tick the models that shall answer.")
    if len(wish.subjects) > MOST_MODELS:
        return _("At most {count} models fit into one evaluation.").format(count=MOST_MODELS)
    return ""


def file_words(look: FileLook) -> str:
    """What the file holds."""
    count = look.questions
    words = ngettext("{count} question", "{count} questions", count).format(count=integer(count))
    if look.left_out:
        out = len(look.left_out)
        words += ", " + ngettext("{count} row left out", "{count} rows left out", out).format(count=integer(out))
    return words


def duration_words(wish: BenchmarkWish, pace: Mapping[str, float]) -> str:
    """How long it will take by what earlier ones took; empty where nothing is known of one of the models."""
    if not wish.questions or any(each.base not in pace for each in wish.subjects):
        return ""
    seconds = sum(pace[each.base] for each in wish.subjects) * wish.questions
    return _("About {duration}, as earlier ones took.").format(duration=about(seconds))


def outcome_title(outcome: "BenchmarkOutcome") -> str:
    """One evaluation in the list of results."""
    count = ngettext("{count} question", "{count} questions", outcome.rows).format(count=integer(outcome.rows))
    number = outcome.run.name.partition("-")[0].lstrip("0") or "0"
    return " · ".join((_(outcome.benchmark.title), count, _("Evaluation {number}").format(number=number)))


def ladder(outcome: "BenchmarkOutcome", published: "Sequence[PublishedScore]") -> Ladder:
    """Own models, chance, the constant answer and published scores, in one order."""
    ranked = [*_own(outcome), *_baselines(outcome), *_published(outcome, published)]
    ranked.sort(key=lambda each: -each[0])
    exact = _("Exact match") if outcome.several else _("Right answers")
    return Ladder(
        columns=(exact, _("Hamming score")) if outcome.several else (exact,),
        lines=tuple(line for _value, line in ranked),
        findings=tuple(
            f"{each.subject.title} – {each.forgetting.sentence.text()}" for each in outcome.models if each.forgetting
        ),
        notes=tuple(_notes(outcome, differs=bool(published))),
    )


def overview(outcomes: "Sequence[BenchmarkOutcome]") -> Overview:
    """Of evaluations given newest first."""
    newest: dict[tuple[str, str], dict[str, Score]] = {}
    for outcome in outcomes:
        for model in outcome.models:
            if score := model.scores.get(outcome.primary):
                known = newest.setdefault((model.subject.run or model.subject.base, model.subject.title), {})
                known.setdefault(outcome.benchmark.name, score)
    asked = [name for name in BENCHMARKS if any(name in scores for scores in newest.values())]
    lines = (
        OverviewLine(title, tuple(_score(scores[name]) if name in scores else None for name in asked))
        for (_model, title), scores in newest.items()
    )
    return Overview(tuple(_(BENCHMARKS[name].title) for name in asked), tuple(lines))


def _own(outcome: "BenchmarkOutcome") -> Iterable[tuple[float, LadderLine]]:
    for model in outcome.models:
        names = _columns(outcome)
        score = model.scores.get(outcome.primary)
        yield (
            score.value if score else -1.0,
            LadderLine(
                name=model.subject.title,
                standing="own",
                scores=tuple(_score(model.scores.get(name)) for name in names),
                change=_change(model),
                setting=_("zero-shot, by likelihood"),
                source=_("measured here"),
                tip=_ways(model),
            ),
        )


def _columns(outcome: "BenchmarkOutcome") -> tuple[str, ...]:
    from studio.assess.choices import LIKELIHOOD_HAMMING

    return (outcome.primary, LIKELIHOOD_HAMMING) if outcome.several else (outcome.primary,)


def _score(score: "Score | None") -> tuple[str, str]:
    if score is None:
        return "–", ""
    interval = _("{low} to {high}, n = {n}").format(low=share(score.low), high=share(score.high), n=integer(score.n))
    return share(score.value), interval


def share(value: float) -> str:
    """A share in per cent with one decimal."""
    text = f"{100 * value:.1f}"
    return _("{value}%").format(value=text.replace(".", ",") if current_language() == "fr" else text)


def _change(model: "ModelOutcome") -> str:
    if model.forgetting is None:
        return ""
    words = {"forgot": _("forgotten"), "learned": _("better"), "not_shown": _("not shown")}
    points = 100 * model.forgetting.paired.difference
    text = f"{points:+.1f}".replace("-", "−")
    return f"{text.replace('.', ',') if current_language() == 'fr' else text}\n{words[model.forgetting.finding]}"


def _ways(model: "ModelOutcome") -> str:
    """Every way of choosing that was tried."""
    from studio.assess import benchmark_scores, choices

    titles = {each.name: each.title for each in (*choices.METRICS, *benchmark_scores.METRICS)}
    told = [
        _("{what}: {value}").format(what=_(titles[name]), value=" · ".join(_score(score)))
        for name, score in model.scores.items()
    ]
    return "\n".join(told)


def _baselines(outcome: "BenchmarkOutcome") -> Iterable[tuple[float, LadderLine]]:
    exact, hamming = outcome.nothing_known, outcome.nothing_known_hamming
    if exact is None:
        return
    constant = [(share(exact.constant), "")] + ([(share(hamming.constant), "")] if hamming else [])
    chance = [(share(exact.chance), "")] + ([(share(hamming.chance), "")] if hamming else [])
    tip = _("The best answer that is always the same: {answer}.").format(answer=_answer(outcome, exact.constant_answer))
    if hamming and hamming.constant_answer != exact.constant_answer:
        tip += " " + _("For the Hamming score: {answer}.").format(answer=_answer(outcome, hamming.constant_answer))
    yield exact.constant, _baseline(_("Always the same answer"), constant, tip)
    yield exact.chance, _baseline(_("Chance"), chance, _("Every possible answer as often as the others."))


def _baseline(name: str, scores: list[tuple[str, str]], tip: str) -> LadderLine:
    return LadderLine(name, "baseline", tuple(scores), "", _("no knowledge at all"), _("computed here"), tip)


def _answer(outcome: "BenchmarkOutcome", positions: Sequence[int]) -> str:
    if outcome.benchmark.name == "pubmedqa":
        return ", ".join(("yes", "no", "maybe")[at] for at in positions)
    return ", ".join(chr(ord("A") + at) for at in positions)


def _published(
    outcome: "BenchmarkOutcome", published: "Sequence[PublishedScore]"
) -> Iterable[tuple[float, LadderLine]]:
    groups: dict[tuple[str, str, str], dict[str, PublishedScore]] = {}
    for each in published:
        groups.setdefault((each.model, each.url, each.date), {})[each.metric] = each
    for (model, _url, _date), scores in groups.items():
        first = scores.get("accuracy") or scores.get("exact")
        if first is None:
            continue
        cells = [(f"{share(first.score)} {DIFFERS}", "")]
        if outcome.several:
            other = scores.get("hamming")
            cells.append((f"{share(other.score)} {DIFFERS}", "") if other else ("–", ""))
        from studio.data.published import HUMAN

        is_human = model == HUMAN
        setting = first.setting[current_language()]
        yield (
            first.score,
            LadderLine(
                name=_("A person") if is_human else model,
                standing="human" if is_human else "published",
                scores=tuple(cells),
                change="",
                setting=setting,
                source=f"{first.date} · {first.title}",
                tip="\n".join((setting, f"{first.title}, {first.date}", first.url)),
            ),
        )


def _notes(outcome: "BenchmarkOutcome", *, differs: bool) -> Iterable[str]:
    if differs:
        yield _(
            "{sign} published, measured in another setting than here (prompt, examples in it, fine-tuning, questions): "
            "compare orders of magnitude. Rest on a line for its source."
        ).format(sign=DIFFERS)
    if outcome.rows < outcome.file.rows:
        yield _("{asked} of {all} questions of {file} were asked.").format(
            asked=integer(outcome.rows), all=integer(outcome.file.rows), file=outcome.file.file
        )
    if outcome.leaked:
        yield ngettext(
            "{count} question was left out: a run has learned it.",
            "{count} questions were left out: a run has learned them.",
            outcome.leaked,
        ).format(count=integer(outcome.leaked))
    if outcome.several:
        yield _(
            "An option counts as chosen when its letter has more than an even share of the likelihood. Naming always "
            "the same options is the score to beat."
        )
    if licence := outcome.benchmark.licence:
        yield _("{benchmark}, licence {licence}.").format(benchmark=_(outcome.benchmark.title), licence=licence)
    yield _("Examination questions say little about advice to patients, and nothing about its safety.")


def known_benchmarks() -> tuple[Benchmark, ...]:
    """In the order of the list."""
    return tuple(BENCHMARKS.values())
