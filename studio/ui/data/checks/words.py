"""What the section of the checks says; no Qt."""

from studio.data.checks import CheckOptions, CheckState, Level, RuleFindings
from studio.ui.formats import DAY_S, HOUR_S, MINUTE_S, examples, integer, moment
from studio.words import N_, _, ngettext

LEVELS: dict[Level, str] = {
    "blocking": N_("Would ruin a run"),
    "warning": N_("Worth a look"),
    "note": N_("Good to know"),
}
ICONS: dict[Level, str] = {"blocking": "problem", "warning": "warning", "note": "notice"}
TINTS: dict[Level, str] = {"blocking": "bad", "warning": "warn", "note": "accent"}
LANGUAGES = {
    "fr": N_("French"),
    "en": N_("English"),
    "es": N_("Spanish"),
    "de": N_("German"),
    "it": N_("Italian"),
    "pt": N_("Portuguese"),
    "nl": N_("Dutch"),
}
_MENDS = {
    "control": N_("Takes the characters that nobody sees out of the texts of {examples}. Nothing else changes."),
    "mojibake": N_("Puts the letters that were meant back into {examples}. Everything else stays."),
    "spaces": N_("Takes spaces and empty lines off both ends of the texts of {examples}."),
    "system": N_("Gives {examples} the system prompt that most others have."),
    "duplicate": N_("Keeps one row of each group, an approved one first, then the oldest; the others are deleted."),
    "leak": N_("Puts the rows of each group, with their families, into one split: training first, then validation."),
}
_CLOSES_LEAKS = ("leak", "near_leak", "family_leak")
_JUST_NOW_S = 45


def mend_words(known: RuleFindings) -> str:
    """What the mend of a rule does; "" for a rule without one."""
    if known.rule.mend is None:
        return ""
    id = "leak" if known.rule.id in _CLOSES_LEAKS else known.rule.id
    return _(_MENDS[id]).format(examples=examples(known.count))


def count_words(known: RuleFindings) -> str:
    """In how many rows, and how many groups of them."""
    rows = examples(known.count)
    if not known.groups:
        return rows
    words = ngettext("{examples} in {count} group", "{examples} in {count} groups", known.groups)
    return words.format(examples=rows, count=integer(known.groups))


def nothing_words(count: int) -> str:
    """How many rules have nothing to say."""
    return ngettext("{count} check found nothing", "{count} checks found nothing", count).format(count=integer(count))


def state_words(state: CheckState | None, now: float) -> str:
    """When the data set was checked, and how much has changed since."""
    if state is None:
        return _("Not checked yet.")
    when = _("Checked {when}").format(when=_when(state.at, now))
    if state.changed is None:
        return _("{checked}; much may have changed since.").format(checked=when)
    if not state.changed:
        return f"{when}."
    words = ngettext(
        "{checked}; {count} example changed since.", "{checked}; {count} examples changed since.", state.changed
    )
    return words.format(checked=when, count=integer(state.changed))


def language_choices() -> list[tuple[str, str]]:
    """Code and name of the languages that are told apart, after the one of most rows."""
    return [("", _("That of most examples")), *((code, _(name)) for code, name in LANGUAGES.items())]


def settings_words(options: CheckOptions) -> str:
    """What is set about the checks beside the usual, in a line; "" for nothing."""
    said = []
    if options.language:
        said.append(_("language: {name}").format(name=_(LANGUAGES.get(options.language, options.language))))
    if options.longest_tokens is not None:
        said.append(_("at most {count} tokens").format(count=integer(options.longest_tokens)))
    if bounds := _bounds(options.shortest_question, options.longest_question):
        said.append(_("question: {bounds} characters").format(bounds=bounds))
    if bounds := _bounds(options.shortest_answer, options.longest_answer):
        said.append(_("answer: {bounds} characters").format(bounds=bounds))
    return "  ·  ".join(said)


def _bounds(shortest: int | None, longest: int | None) -> str:
    if shortest is None and longest is None:
        return ""
    low = integer(shortest) if shortest is not None else ""
    high = integer(longest) if longest is not None else ""
    return f"{low}–{high}" if low and high else f"≥ {low}" if low else f"≤ {high}"


def _when(at: float, now: float) -> str:
    past = now - at
    if past < _JUST_NOW_S:
        return _("just now")
    if past < HOUR_S:
        minutes = max(1, round(past / MINUTE_S))
        return ngettext("{count} minute ago", "{count} minutes ago", minutes).format(count=minutes)
    if past < DAY_S / 2:
        hours = round(past / HOUR_S)
        return ngettext("{count} hour ago", "{count} hours ago", hours).format(count=hours)
    return moment(at, now)
