"""What the Export tab says of an export: verdicts, figures, costs, the worst rows, commands; knows no Qt."""

import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from shlex import quote
from typing import Literal

from studio.assess.catalogue import info
from studio.assess.figures import NO_BREAK, difference_told, percents, told
from studio.assess.metric import Unit
from studio.assess.parity_words import VERDICT_TITLES, row_words, sentences
from studio.core.export import OLLAMA, ExportJob, title_of
from studio.core.parity import ArtefactParity, Measured, MetricCost, Parity, Verdict
from studio.evaluating.score_lines import metric_title
from studio.evaluating.subjects import title_of_run
from studio.ui.export.making.wish import FORMATS
from studio.ui.formats import file_size, integer, number, size
from studio.ui.training.standing import Standing
from studio.words import N_, _, current_language, ngettext

Overall = Literal["same", "slight", "different", "unchecked", "partly"]
"""`partly`: what was compared is the same, and something was not compared."""
_SIGNS: dict[Verdict, tuple[str, str]] = {
    "same": ("done", "good"),
    "slight": ("notice", "warn"),
    "different": ("problem", "bad"),
    "unchecked": ("notice", "muted"),
}
_PARTLY = N_("partly checked")
_UNKNOWN = "–"
_ANSWERS: dict[Overall, str] = {
    "slight": N_(
        "Nearly: {titles} – a few words become others. Before you use it, look at what that costs in scores below."
    ),
    "different": N_(
        "No, do not use this as it is: {titles}. What was evaluated in the application says nothing about it."
    ),
    "partly": N_("Yes for what was compared. Nobody knows about the rest: {titles}."),
    "unchecked": N_("Nobody knows: nothing could be compared."),
}
_TOLD_OF: dict[Overall, Verdict] = {
    "same": "same",
    "slight": "slight",
    "different": "different",
    "partly": "unchecked",
    "unchecked": "unchecked",
}
_NOT_ASKED = N_("Ollama could not be asked, since it was not on this machine. To be sure, compare again where it is.")
_ASKED_INSTEAD = N_(
    "Ollama itself could not be asked, since it was not on this machine. Its file was asked through llama.cpp, and the "
    "template in its Modelfile was held against the model’s own. To be sure, compare again where Ollama is."
)


@dataclass(frozen=True)
class Answer:
    """Yes or no with a sign; `doubt` is what the answer does not cover."""

    sign: Standing
    words: str
    doubt: str


@dataclass(frozen=True)
class VerdictLines:
    """One artefact: its sign with a word, its name, and what is to be said."""

    sign: Standing
    title: str
    sentences: tuple[str, ...]


@dataclass(frozen=True)
class Cell:
    """Of a table; `tint` is the name of a theme colour, `tip` what is told of it besides."""

    text: str
    tint: str = "text"
    tip: str = ""


@dataclass(frozen=True)
class Figures:
    """A table: what its columns and its lines are called, and what is in them."""

    headings: tuple[str, ...]
    lines: tuple[tuple[Cell, ...], ...]


@dataclass(frozen=True)
class WorstRow:
    """A held-out row that an artefact answers otherwise; both answers agree in their first `alike` characters."""

    artefact: str
    number: int
    question: str
    inside: str
    outside: str
    alike: int
    parting: str
    """Where they part, in words; empty where they do not."""


def export_title(name: str) -> str:
    """An export as people call it: by the number its folder's name begins with."""
    return _("Export {number}").format(number=name.partition("-")[0].lstrip("0") or "0")


def verdict_sign(verdict: Verdict) -> Standing:
    """As a sign, a colour and a word."""
    icon, tint = _SIGNS[verdict]
    return Standing(icon, tint, _(VERDICT_TITLES[verdict]))


def overall(parity: Parity) -> Overall | None:
    """The verdict on the worst artefact; None where there is none at all."""
    found = {each.verdict for each in parity.artefacts}
    worst = next((each for each in ("different", "slight") if each in found), None)
    if worst or not found:
        return worst
    return "same" if found == {"same"} else "partly" if "same" in found else "unchecked"


def overall_sign(verdict: Overall) -> Standing:
    """As a sign, a colour and a word."""
    return Standing("notice", "muted", _(_PARTLY)) if verdict == "partly" else verdict_sign(verdict)


def no_proof(parity: Parity | None) -> str:
    """Why a finished export has no verdict; empty where it has."""
    if parity is None:
        return _(
            "Nothing was compared: that needs a model that answers in words, and rows kept back from its training."
        )
    return "" if parity.artefacts else _("Nothing was compared: this is for models that answer in words.")


def model_title(job: ExportJob) -> str:
    """What was exported, in the language in use: the job keeps the one it was made in."""
    return title_of_run(job.subject.run) if job.subject.run else job.subject.title


def job_title(job: ExportJob) -> str:
    """What was exported and as what, in the language in use."""
    return title_of(model_title(job), job.wanted)


def answer(parity: Parity, job: ExportJob) -> Answer:
    """Whether what was made can be relied on outside, in one sentence."""
    verdict = overall(parity) or "unchecked"
    said = _same_words(parity) if verdict == "same" else _(_ANSWERS[verdict])
    told = [artefact_title(each) for each in parity.artefacts if each.verdict == _TOLD_OF[verdict]]
    words = said.format(titles=", ".join(told))
    return Answer(overall_sign(verdict), words, _ollama_doubt(parity, job))


def _ollama_doubt(parity: Parity, job: ExportJob) -> str:
    """Where a Modelfile was made and nobody asked Ollama with it."""
    made = [each for each in job.wanted if each.format in OLLAMA]
    if not made or any(each.artefact.format in OLLAMA for each in parity.artefacts):
        return ""
    files = {file.name(job.stem) for each in made for file in each.stands_on if file.format != "gguf_base"}
    asked = {Path(each.artefact.path).name for each in parity.artefacts if each.verdict != "unchecked"}
    return _(_ASKED_INSTEAD) if files <= asked else _(_NOT_ASKED)


def _same_words(parity: Parity) -> str:
    rows = max(each.summary.prompts for each in parity.artefacts)
    said = ngettext(
        "Yes: on {count} row that the model has not learned, it answers outside as it does in the application.",
        "Yes: on {count} rows that the model has not learned, it answers outside as it does in the application.",
        rows,
    )
    return said.format(count=integer(rows))


def artefact_title(each: ArtefactParity) -> str:
    """A file by its name; folders that are always called alike, in words."""
    return name_words(each.title) if each.title == each.artefact.format else each.title


def name_words(name: str) -> str:
    """In words where it is that of a folder that is always called alike."""
    folder = next((offer for name_of, offer in FORMATS.items() if name_of == name), None)
    return _(folder.title) if folder else name


def verdict_lines(parity: Parity) -> tuple[VerdictLines, ...]:
    """Of every artefact, in the order in which they were made."""
    return tuple(
        VerdictLines(verdict_sign(each.verdict), artefact_title(each), tuple(sentences(each)))
        for each in parity.artefacts
    )


def figures(parity: Parity, model: str) -> Figures:
    """What using each costs and how near it is, below the application itself."""
    headings = (_("Artefact"), _("Tokens alike"), _("Divergence"), _("Size"), _("Tokens/s"), _("Memory"))
    reference = _("{model}, in the application").format(model=model)
    dash = Cell(_UNKNOWN, "muted")
    first = (Cell(reference), dash, dash, *_measured(parity.measured))
    return Figures(headings, (first, *(_line(each) for each in parity.artefacts)))


def costs(parity: Parity) -> Figures | None:
    """The scores of each artefact beside the application's; None before they are known."""
    scored = [each for each in parity.artefacts if each.costs]
    metrics = tuple(dict.fromkeys(cost.metric for each in scored for cost in each.costs))
    if not metrics:
        return None
    headings = (_("Metric"), _("In the application"), *_short([artefact_title(each) for each in scored]))
    return Figures(headings, tuple(_cost_line(name, scored) for name in metrics))


def worst_rows(parity: Parity, questions: Mapping[int, str]) -> tuple[WorstRow, ...]:
    """The worst of each artefact first."""
    return tuple(row for each in parity.artefacts for row in _worst(each, questions))


def file_lines(files: Mapping[str, int]) -> tuple[tuple[str, str], ...]:
    """Names with sizes."""
    return tuple((name, file_size(count)) for name, count in sorted(files.items()))


def commands(job: ExportJob, *, created: bool) -> tuple[str, ...]:
    """What brings each artefact to an answer, typed in a terminal; `created` where Ollama has its models already."""
    return tuple(_commands(job, created=created))


def _commands(job: ExportJob, *, created: bool) -> Iterator[str]:
    target, formats = Path(job.target), {each.format for each in job.wanted}
    for each in job.wanted:
        file = target / each.name(job.stem)
        if each.format in OLLAMA:
            if not created:
                yield f"ollama create {file.stem} -f {typed(file)}"
            yield f"ollama run {file.stem}"
        elif each.format == "gguf" and "ollama" not in formats:
            yield f"llama-cli -m {typed(file)}"


def typed(path: Path) -> str:
    """As a shell takes it, whatever blanks and signs are in it."""
    if sys.platform == "win32":
        return f'"{path}"'
    home = Path.home()
    return f"~/{quote(str(path.relative_to(home)))}" if path.is_relative_to(home) else quote(str(path))


def _line(each: ArtefactParity) -> tuple[Cell, ...]:
    sign = verdict_sign(each.verdict)
    agreement = each.summary.agreement
    alike = _UNKNOWN if agreement is None else percents(agreement)[0][current_language()]
    compared = _("{different} of {compared} tokens are others").format(
        different=integer(each.summary.different), compared=integer(each.summary.compared)
    )
    divergence = _UNKNOWN if each.summary.kl is None else number(each.summary.kl, 2)
    nats = _("Nats a token, the mean over the answers of the application")
    return (
        Cell(artefact_title(each), tip=each.artefact.path),
        Cell(alike, sign.tint, compared if each.summary.compared else ""),
        Cell(divergence, tip=nats),
        *_measured(each.measured),
    )


def _measured(measured: Measured) -> tuple[Cell, Cell, Cell]:
    weight, memory, speed = measured.size_bytes, measured.memory_bytes, measured.tokens_per_second
    return (
        Cell(_UNKNOWN if weight is None else size(weight)),
        Cell(_UNKNOWN if speed is None else number(speed)),
        Cell(_UNKNOWN if memory is None else size(memory), tip=_("More than without a model, at most")),
    )


def _cost_line(metric: str, scored: Sequence[ArtefactParity]) -> tuple[Cell, ...]:
    about = info(metric)
    found = [next((cost for cost in each.costs if cost.metric == metric), None) for each in scored]
    before = next(cost.before for cost in found if cost is not None)
    first = told(before, about.unit)[current_language()]
    title = Cell(metric_title(metric), tip=_(about.explanation))
    return (title, Cell(first), *(_cost_cell(cost) if cost else Cell(_UNKNOWN, "muted") for cost in found))


def _cost_cell(cost: MetricCost) -> Cell:
    about, language = info(cost.metric), current_language()
    after = told(cost.after, about.unit)[language]
    change, low, high = (_signed(value, about.unit) for value in (cost.difference, cost.low, cost.high))
    interval = _("no change")
    if cost.difference or cost.low or cost.high:
        # The unit once is enough.
        bare = [each.split(NO_BREAK)[0].split(" ")[0] for each in (low, high)]
        interval = _("{change} ({low} to {high})").format(change=change, low=bare[0], high=bare[1])
    words = {"worse": _("worse"), "better": _("better"), "different": _("different")}.get(cost.verdict, "")
    tint = {"worse": "bad", "better": "good", "different": "warn"}.get(cost.verdict, "text")
    tip = _("{count} rows, answered by both; the interval is of the difference, at 95%.").format(count=integer(cost.n))
    return Cell(f"{after}  {words}".rstrip() + f"\n{interval}", tint, tip)


def _signed(value: float, unit: Unit) -> str:
    words = difference_told(value, unit)[current_language()]
    return f"−{words}" if value < 0 else f"+{words}" if value > 0 else words


def _worst(each: ArtefactParity, questions: Mapping[int, str]) -> Iterator[WorstRow]:
    by_id = {facts.id: facts for facts in each.prompts}
    for number_of in each.worst:
        facts = by_id.get(number_of)
        if facts is not None:
            inside, outside = _without_end(each, facts.reference_text, facts.artefact_text or "")
            alike = _alike_words(inside, outside)
            title, question = artefact_title(each), questions.get(number_of, "")
            parting = " ".join(sentence.text() for sentence in row_words(facts))
            yield WorstRow(title, number_of, question, inside, outside, alike, parting)


def _without_end(each: ArtefactParity, inside: str, outside: str) -> tuple[str, str]:
    """An end that both have says nothing."""
    end = next((end.token for end in each.ends if inside.endswith(end.token) and outside.endswith(end.token)), "")
    return inside.removesuffix(end), outside.removesuffix(end)


def _alike_words(first: str, second: str) -> int:
    """As `_alike`, in whole words."""
    alike = _alike(first, second)
    cuts = any(text[alike : alike + 1].isalnum() for text in (first, second))
    while cuts and alike and first[alike - 1].isalnum():
        alike -= 1
    return alike


def _short(titles: Sequence[str]) -> tuple[str, ...]:
    """Files of one export begin alike; where several stand side by side, what tells them apart is enough."""
    files = [title for title in titles if Path(title).suffix]
    shared = min((_alike(files[0], other) for other in files[1:]), default=0)
    shared = files[0].rfind("-", 0, shared) + 1 if shared else 0
    return tuple(f"…{title[shared:]}" if shared and title in files else title for title in titles)


def _alike(first: str, second: str) -> int:
    """How many characters both begin with."""
    pairs = enumerate(zip(first, second, strict=False))
    return next((at for at, (one, other) in pairs if one != other), min(len(first), len(second)))
