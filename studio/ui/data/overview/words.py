"""What the overview says of a data set: key figures, bars and sentences; no Qt."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from studio.core.example import SPLITS, STATUSES, Kind, Split, Status
from studio.data.portion import Measure, Portion
from studio.ui.data.columns import KIND_NAMES, SPLIT_NAMES, STATUS_NAMES
from studio.ui.formats import examples, integer, percent
from studio.words import N_, _, ngettext

if TYPE_CHECKING:
    from studio.data.lengths import Lengths
    from studio.data.overview import Count, Overview
    from studio.data.target_mix import MixPart, TargetMix

Tint = Literal["accent", "faint", "good", "bad", "warn"]
NEAR = "near_duplicate"
NAMED = 3
HALF_A_PERCENT = 0.005
MOST_PARTS = 60
LANGUAGE_NAMES = {
    "fr": N_("French"),
    "en": N_("English"),
    "es": N_("Spanish"),
    "de": N_("German"),
    "it": N_("Italian"),
    "pt": N_("Portuguese"),
    "nl": N_("Dutch"),
    "": N_("undecided"),
}
_TINTS: dict[Status, Tint] = {"draft": "faint", "reviewed": "accent", "approved": "good", "rejected": "bad"}


@dataclass(frozen=True)
class Bar:
    """One line of a list of bars; `share` and `target` are of the whole, from 0 to 1."""

    title: str
    rows: int
    share: float
    portion: Portion | None = None
    tint: Tint = "accent"
    target: float | None = None
    missing: int = 0

    def numbers(self) -> str:
        """Rows and share, and what is wanted of it."""
        parts = [integer(self.rows), share_text(self.share)]
        if self.target is not None:
            parts.append(_("target {share}").format(share=share_text(self.target)))
        return " · ".join(parts)

    def lack(self) -> str:
        """How many rows the target asks for, "" when none."""
        if not self.missing:
            return ""
        return ngettext("{count} missing", "{count} missing", self.missing).format(count=integer(self.missing))


@dataclass(frozen=True)
class Figure:
    """A key figure: what is counted, what that means, and the rows it leads to."""

    value: str
    title: str
    about: str
    portion: Portion | None = None


@dataclass(frozen=True)
class LengthView:
    """A histogram with its words; `limit` is marked, and `note` says something of it or why there is nothing."""

    title: str
    measure: Measure
    lengths: "Lengths | None"
    limit: int | None = None
    note: str = ""
    beyond: Portion | None = None
    """The rows over the limit."""

    def summary(self) -> str:
        """The usual lengths in a sentence."""
        if self.lengths is None:
            return ""
        words = _("Half have up to {median}, 95 of 100 up to {long}; the longest has {longest}.")
        found = self.lengths
        return words.format(
            median=integer(round(found.median)), long=integer(round(found.long)), longest=integer(found.longest)
        )

    def bin_words(self, at: int) -> str:
        """What a bar of the histogram stands for."""
        if self.lengths is None:
            return ""
        portion = self.portion(at)
        return f"{_range_words(self.measure, portion)} · {examples_or_answers(self.measure, self.lengths.bins[at])}"

    def portion(self, at: int) -> Portion:
        """The rows of a bar of the histogram."""
        if self.lengths is None:
            return Portion(self.measure)
        edges = self.lengths.edges
        return Portion(self.measure, shortest=edges[at], longest=edges[at + 1] - 1)


@dataclass(frozen=True)
class TargetPart:
    """A name as stored and as shown, how many rows have it and what share is wanted of it so far."""

    name: str
    title: str
    rows: int
    share: float


def share_text(share: float) -> str:
    """A share in whole per cent; a little is not said to be nothing."""
    return f"< {percent(0.01)}" if 0 < share < HALF_A_PERCENT else percent(share)


def figures(overview: "Overview") -> tuple[Figure, ...]:
    """The numbers that stand on top."""
    rows = overview.dataset.rows
    near = _near(overview)
    approved = overview.statuses.get("approved", 0)
    return (
        Figure(integer(rows), _("Examples"), _("all there are in this data set")),
        Figure(integer(overview.families), _("Families"), _("related examples count once and share a split")),
        Figure(
            integer(overview.duplicates),
            _("Exact duplicates"),
            _("the same as an earlier example"),
            Portion("copy") if overview.duplicates else None,
        ),
        Figure(
            "–" if near is None else integer(near),
            _("Near duplicates"),
            _("known once the checks have run") if near is None else _("nearly the same as another example"),
            Portion("finding", NEAR) if near else None,
        ),
        Figure(
            share_text(approved / rows if rows else 0.0),
            _("Approved"),
            _("{count} of {total} examples").format(count=integer(approved), total=integer(rows)),
            Portion("status", "approved") if approved else None,
        ),
    )


def split_bars(overview: "Overview") -> tuple[Bar, ...]:
    """The splits in use, and what is in none."""
    order: tuple[Split | None, ...] = (*SPLITS, None)
    total = overview.dataset.rows
    bars = []
    for split in order:
        rows = overview.splits.get(split, 0)
        title = _(SPLIT_NAMES[split]) if split else _("No split")
        if rows or split:
            bars.append(Bar(title, rows, _share(rows, total), Portion("split", split or ""), _split_tint(split)))
    return tuple(bars)


def status_bars(overview: "Overview") -> tuple[Bar, ...]:
    """How far the review is."""
    counts = [(status, overview.statuses.get(status, 0)) for status in STATUSES]
    total = overview.dataset.rows
    return tuple(
        Bar(_(STATUS_NAMES[status]), rows, _share(rows, total), Portion("status", status), _TINTS[status])
        for status, rows in counts
    )


def language_bars(overview: "Overview") -> tuple[Bar, ...]:
    """The languages of the rows that were asked for it."""
    return tuple(
        Bar(language_name(each.name), each.rows, _share(each.rows, overview.language_rows), _portion("language", each))
        for each in overview.languages
    )


def composition_bars(overview: "Overview", target: "TargetMix") -> tuple[Bar, ...]:
    """Kinds of answer or labels beside what is wanted of them."""
    measure: Measure = "kind" if overview.kinds else "label"
    parts = target.compared(overview.composition())
    return tuple(_part_bar(overview, measure, part) for part in parts)


def composition_title(overview: "Overview") -> str:
    """What the composition is made of."""
    if overview.kinds:
        return _("Kinds of answer, by the contract")
    return _("Right answers") if overview.dataset.kind == "choice" else _("Labels")


def target_parts(overview: "Overview", target: "TargetMix") -> tuple[TargetPart, ...]:
    """All that a target can be set for: what is there, what the contract knows, and what was wanted before."""
    rows = overview.composition()
    known = overview.titles if overview.kinds else {}
    names = [name for name in dict.fromkeys((*target.shares, *rows, *known)) if name]
    return tuple(
        TargetPart(name, overview.titles.get(name, name), rows.get(name, 0), target.shares.get(name, 0.0))
        for name in names[:MOST_PARTS]
    )


def missing_sentence(bars: tuple[Bar, ...]) -> str:
    """What must be added for the target to come true; "" without a target."""
    if not any(bar.target is not None for bar in bars):
        return ""
    lacking = [bar for bar in bars if bar.missing]
    if not lacking:
        return _("The target is reached.")
    parts = [_lack_words(bar) for bar in lacking[:NAMED]]
    if len(lacking) > NAMED:
        more = sum(bar.missing for bar in lacking[NAMED:])
        parts.append(ngettext("{count} row of others", "{count} rows of others", more).format(count=integer(more)))
    return _("Missing: {parts}.").format(parts=", ".join(parts))


def language_note(overview: "Overview") -> str:
    """On how many rows the languages rest."""
    return _("Guessed from the beginning of {examples}.").format(examples=examples(overview.language_rows))


def reviewers_note(overview: "Overview") -> str:
    """Who has reviewed how much."""
    nameless = _("without a name")
    named = [f"{each.name or nameless} {integer(each.rows)}" for each in overview.reviewers]
    return _("Reviewed by: {names}").format(names=", ".join(named)) if named else ""


def length_views(overview: "Overview", limit: int | None, token_note: str) -> Iterator[LengthView]:
    """The histograms there are; `token_note` says why tokens are missing."""
    alone = overview.answers is None
    title = _("Length of the texts") if alone and overview.dataset.kind != "choice" else _("Length of the questions")
    yield LengthView(_in_characters(title), "question", overview.questions)
    if not alone:
        yield LengthView(_in_characters(_("Length of the answers")), "answer", overview.answers)
    if overview.tokens is None or limit is None:
        yield LengthView(_("Whole examples, in tokens"), "tokens", None, note=token_note)
        return
    beyond = Portion("tokens", shortest=limit + 1) if overview.too_long else None
    marked = limit < overview.tokens.edges[-1]
    words = (
        _("The dashed line: a run takes up to {limit} tokens.") if marked else _("A run takes up to {limit} tokens.")
    )
    note = words.format(limit=integer(limit))
    yield LengthView(_("Whole examples, in tokens"), "tokens", overview.tokens, limit, note, beyond)


def beyond_words(overview: "Overview") -> str:
    """How many rows a run would cut."""
    count = overview.too_long
    return ngettext("{count} example is longer", "{count} examples are longer", count).format(count=integer(count))


def portion_title(portion: Portion, titles: Mapping[str, str]) -> str:
    """What the rows of a portion have in common, as the table says it; `titles` names the kinds of a contract."""
    name = portion.name
    named = {
        "split": lambda: _(SPLIT_NAMES[_split(name)]) if name else _("No split"),
        "status": lambda: _(STATUS_NAMES[_status(name)]),
        "source": lambda: name or _("written here"),
        "language": lambda: language_name(name),
        "kind": lambda: titles.get(name, name) or _("none of the contract"),
        "label": lambda: name,
        "copy": lambda: _("exact duplicates"),
        "finding": lambda: _("near duplicates"),
    }
    say = named.get(portion.measure)
    return say() if say else _range_words(portion.measure, portion)


def language_name(code: str) -> str:
    """A language by its ISO 639-1 code, "" for one that could not be told."""
    return _(LANGUAGE_NAMES[code]) if code in LANGUAGE_NAMES else code


def kind_words(kind: Kind, rows: int) -> str:
    """What stands under the name of the data set."""
    return f"{_(KIND_NAMES[kind])} · {examples(rows)}"


def examples_or_answers(measure: Measure, count: int) -> str:
    """A preference or a conversation has several answers, so that a bar of them counts answers."""
    if measure == "answer":
        return ngettext("{count} answer", "{count} answers", count).format(count=integer(count))
    return examples(count)


def _near(overview: "Overview") -> int | None:
    if overview.findings is None:
        return None
    return next((each.rows for each in overview.findings if each.name == NEAR), 0)


def _range_words(measure: Measure, portion: Portion) -> str:
    low, high = integer(portion.shortest), "" if portion.longest is None else integer(portion.longest)
    tokens = measure == "tokens"
    if not high:
        words = _("{low} tokens or more") if tokens else _("{low} characters or more")
    elif low == high:
        words = _("{low} tokens") if tokens else _("{low} characters")
    else:
        words = _("{low} to {high} tokens") if tokens else _("{low} to {high} characters")
    return words.format(low=low, high=high)


def _in_characters(title: str) -> str:
    return _("{title}, in characters").format(title=title)


def _part_bar(overview: "Overview", measure: Measure, part: "MixPart") -> Bar:
    portion = Portion(measure, part.name)
    title = portion_title(portion, overview.titles)
    tint: Tint = "faint" if measure == "kind" and not part.name else "accent"
    return Bar(title, part.rows, part.share, portion if part.rows else None, tint, part.target, part.missing)


def _lack_words(bar: Bar) -> str:
    words = ngettext("{count} row of “{name}”", "{count} rows of “{name}”", bar.missing)
    return words.format(count=integer(bar.missing), name=bar.title)


def _portion(measure: Measure, count: "Count") -> Portion:
    return Portion(measure, count.name)


def _share(rows: int, total: int) -> float:
    return rows / total if total else 0.0


def _split_tint(split: Split | None) -> Tint:
    return "accent" if split else "faint"


def _split(name: str) -> Split:
    return next(each for each in SPLITS if each == name)


def _status(name: str) -> Status:
    return next(each for each in STATUSES if each == name)
