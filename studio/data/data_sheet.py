"""A data sheet: what someone else must know of a data set, as Markdown."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence

from studio.core.example import SPLITS, STATUSES, Kind, Split, Status
from studio.data.lengths import Lengths
from studio.data.overview import Overview
from studio.data.target_mix import TargetMix
from studio.words import N_, _, current_language

_LISTED = 50
_SIGNS = re.compile(r"[\\|*_`\[\]<>#]")
# No-break spaces stay.
_SPACES = re.compile(r"[ \t\r\n]+")
_KINDS: dict[Kind, str] = {
    "instruction": N_("instructions with their answers"),
    "chat": N_("conversations"),
    "preference": N_("preferences between answers"),
    "classification": N_("texts with labels"),
    "choice": N_("questions with options"),
    "text": N_("plain texts"),
}
_SPLITS: dict[Split | None, str] = {
    "train": N_("Training"),
    "validation": N_("Validation"),
    "test": N_("Test"),
    None: N_("No split"),
}
_STATUSES: dict[Status, str] = {
    "draft": N_("Draft"),
    "reviewed": N_("Reviewed"),
    "approved": N_("Approved"),
    "rejected": N_("Rejected"),
}
_LANGUAGES = {
    "fr": N_("French"),
    "en": N_("English"),
    "es": N_("Spanish"),
    "de": N_("German"),
    "it": N_("Italian"),
    "pt": N_("Portuguese"),
    "nl": N_("Dutch"),
    "": N_("undecided"),
}


def data_sheet(
    overview: Overview,
    licences: Mapping[str, str],
    *,
    target: TargetMix | None = None,
    rule_title: Callable[[str], str] = str,
) -> str:
    """Markdown in the language in use; `licences` by source, `rule_title` names the rule of a check by its id.

    It holds counts and names, never a text of the examples.
    """
    blocks = [
        *_head(overview),
        *_sources(overview, licences),
        *_splits(overview),
        *_lengths(overview),
        *_composition(overview, target or TargetMix({})),
        *_languages(overview),
        *_review(overview),
        *_quality(overview, rule_title),
    ]
    return "\n\n".join(blocks) + "\n"


def _head(overview: Overview) -> Iterator[str]:
    yield "# " + _("Data sheet: {name}").format(name=_plain(overview.dataset.name))
    facts = [
        (_("Content"), _(_KINDS[overview.dataset.kind])),
        (_("Rows"), _number(overview.dataset.rows)),
        (_("Families of related rows"), _number(overview.families)),
        (_("Rows identical to an earlier one"), _number(overview.duplicates)),
    ]
    yield _table((_("What"), _("Value")), facts)
    yield _(
        "These numbers were counted by Atelier. They say nothing about whether the texts identify persons:"
        " that must be checked by people."
    )


def _sources(overview: Overview, licences: Mapping[str, str]) -> Iterator[str]:
    yield "## " + _("Sources and licences")
    unknown = _("not stated")
    rows = [
        (
            each.name or _("written here"),
            _number(each.rows),
            licences.get(each.name) or ("–" if not each.name else unknown),
        )
        for each in overview.sources[:_LISTED]
    ]
    yield _table((_("Source"), _("Rows"), _("Licence")), rows)
    yield from _more(overview.sources)


def _splits(overview: Overview) -> Iterator[str]:
    yield "## " + _("Splits")
    order: tuple[Split | None, ...] = (*SPLITS, None)
    counts = [(split, overview.splits.get(split, 0)) for split in order]
    total = overview.dataset.rows
    yield _table(
        (_("Split"), _("Rows"), _("Share")),
        [(_(_SPLITS[split]), _number(rows), _share(rows, total)) for split, rows in counts if rows],
    )


def _lengths(overview: Overview) -> Iterator[str]:
    asked = _("Texts") if overview.answers is None else _("Questions")
    measured: list[tuple[str, Lengths | None]] = [
        (_("{what}, in characters").format(what=asked), overview.questions),
        (_("{what}, in characters").format(what=_("Answers")), overview.answers),
        (_("Rows, in tokens"), overview.tokens),
    ]
    rows = [
        (name, *map(_number, (found.mean, found.median, found.long, found.longest)))
        for name, found in measured
        if found
    ]
    if rows:
        yield "## " + _("Lengths")
        yield _table(("", _("Mean"), _("Median"), _("95 of 100 are shorter than"), _("Longest")), rows)


def _composition(overview: Overview, target: TargetMix) -> Iterator[str]:
    if not overview.composition():
        return
    yield "## " + (_("Kinds of answer, by the contract") if overview.kinds else _("Labels"))
    parts = target.compared(overview.composition())
    header = [_("Name"), _("Rows"), _("Share")]
    if target.shares:
        header += [_("Wanted"), _("Rows missing")]
    rows = []
    for part in parts[:_LISTED]:
        name = overview.titles.get(part.name, part.name) or _("none of the contract")
        cells = [name, _number(part.rows), _share(part.rows, overview.dataset.rows)]
        wanted = "–" if part.target is None else _percent(part.target)
        rows.append([*cells, wanted, _number(part.missing)] if target.shares else cells)
    yield _table(header, rows)
    yield from _more(parts)


def _languages(overview: Overview) -> Iterator[str]:
    if not overview.language_rows:
        return
    yield "## " + _("Languages")
    total = overview.language_rows
    rows = [
        (_(_LANGUAGES[each.name]) if each.name in _LANGUAGES else each.name, _share(each.rows, total))
        for each in overview.languages
    ]
    yield _table((_("Language"), _("Share")), rows)
    yield _("Guessed from the beginning of {count} rows.").format(count=_number(total))


def _review(overview: Overview) -> Iterator[str]:
    yield "## " + _("Review")
    total = overview.dataset.rows
    counts = [(status, overview.statuses.get(status, 0)) for status in STATUSES]
    yield _table(
        (_("Status"), _("Rows"), _("Share")),
        [(_(_STATUSES[status]), _number(rows), _share(rows, total)) for status, rows in counts],
    )
    if overview.reviewers:
        named = [(each.name or _("without a name"), _number(each.rows)) for each in overview.reviewers]
        yield _table((_("Reviewer"), _("Rows")), named)


def _quality(overview: Overview, rule_title: Callable[[str], str]) -> Iterator[str]:
    yield "## " + _("Checks")
    if overview.findings is None:
        yield _("The checks have not been run.")
    elif not overview.findings:
        yield _("The checks found nothing.")
    else:
        found = [(rule_title(each.name), _number(each.rows)) for each in overview.findings]
        yield _table((_("Finding"), _("Rows")), found)


def _table(header: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    lines = [header, ["---"] * len(header), *rows]
    return "\n".join(f"| {' | '.join(map(_plain, line))} |" for line in lines)


def _more(counts: Sequence[object]) -> Iterator[str]:
    if len(counts) > _LISTED:
        yield _("… and {count} more.").format(count=_number(len(counts) - _LISTED))


def _plain(text: str) -> str:
    """A name may hold what Markdown takes for a sign of its own."""
    return _SIGNS.sub(r"\\\g<0>", _SPACES.sub(" ", text.strip()))


def _number(value: float) -> str:
    grouped = f"{value:,.0f}"
    return grouped.replace(",", "\u202f") if current_language() == "fr" else grouped


def _share(rows: int, total: int) -> str:
    return _percent(rows / total if total else 0.0)


def _percent(share: float) -> str:
    percent = f"{100 * share:.1f}"
    return f"{percent.replace('.', ',')}\u00a0%" if current_language() == "fr" else f"{percent}%"
