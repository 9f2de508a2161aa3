"""What is looked for in a data set: each rule with its words, declared once."""

from dataclasses import dataclass
from typing import Literal

from studio.core.example import KINDS, Kind
from studio.errors import ProjectFailed
from studio.words import N_, _

Level = Literal["blocking", "warning", "note"]
Scope = Literal["row", "set"]

_ANSWERED: tuple[Kind, ...] = ("instruction", "chat", "preference")
_QUESTIONS: tuple[Kind, ...] = ("instruction", "chat", "preference", "classification", "choice")


@dataclass(frozen=True)
class Rule:
    """One thing that can be wrong; texts are message ids, `mend` what one click does about it, None where nothing can.

    A rule of scope “row” is decided by a row alone, one of scope “set” by all rows together.
    """

    id: str
    title: str
    explanation: str
    level: Level
    scope: Scope = "row"
    kinds: tuple[Kind, ...] = KINDS
    mend: str | None = None


RULES: tuple[Rule, ...] = (
    Rule(
        "empty",
        N_("Empty texts"),
        N_("A question or an answer without a word teaches the model to say nothing."),
        "blocking",
    ),
    Rule(
        "echo",
        N_("Answer repeats the question"),
        N_("The answer is the question again, or both answers of a pair are the same: nothing can be learned from it."),
        "blocking",
        kinds=_ANSWERED,
    ),
    Rule(
        "turns",
        N_("Unbalanced or repeated turns"),
        N_("In a conversation the user and the assistant take turns, and the assistant has the last word."),
        "warning",
        kinds=("chat", "preference"),
    ),
    Rule(
        "options",
        N_("Wrong options"),
        N_("A question needs 2 to 10 different options, and its right answers must be among them."),
        "blocking",
        kinds=("choice",),
    ),
    Rule(
        "contract",
        N_("Answer contract broken"),
        N_("The answer does not look as the project’s contract wants it. The model would learn the wrong form."),
        "warning",
        kinds=_ANSWERED,
    ),
    Rule(
        "ignored_flag",
        N_("Warning sign ignored"),
        N_("A warning sign is present, and the answer is not urgent: the model would learn to overlook it."),
        "warning",
        kinds=_ANSWERED,
    ),
    Rule(
        "false_alarm",
        N_("Alarm without a warning sign"),
        N_("The answer is urgent although the case has no warning sign that is present or uncertain."),
        "warning",
        kinds=_ANSWERED,
    ),
    Rule(
        "control",
        N_("Control characters"),
        N_("Characters that nobody sees, left over from another program; tokenizers do see them."),
        "warning",
        mend=N_("Remove control characters"),
    ),
    Rule(
        "mojibake",
        N_("Garbled characters"),
        N_("Text that was read in the wrong encoding, such as “cÃ©phalÃ©e” for “céphalée”."),
        "warning",
        mend=N_("Repair garbled characters"),
    ),
    Rule(
        "spaces",
        N_("White space around texts"),
        N_("Spaces or empty lines at the beginning or end of a text; the model would learn to produce them."),
        "note",
        mend=N_("Trim white space"),
    ),
    Rule(
        "language",
        N_("Another language"),
        N_("The text is in another language than most of the data set, or than the one that was set."),
        "warning",
    ),
    Rule(
        "tokens",
        N_("Longer than the model can read"),
        N_("The example has more tokens than a run takes; it would be cut at the end."),
        "warning",
    ),
    Rule(
        "length",
        N_("Far too long or too short"),
        N_("The length is far from that of the other rows, or outside the bounds that were set."),
        "note",
        scope="set",
    ),
    Rule(
        "system",
        N_("System prompt missing"),
        N_("Most rows have a system prompt, this one has none: the model would learn to do without."),
        "warning",
        scope="set",
        kinds=_ANSWERED,
        mend=N_("Give the most common system prompt"),
    ),
    Rule(
        "rare_label",
        N_("Label used once"),
        N_("A label of a single row is often a misspelling, and cannot be learned and tested at once."),
        "warning",
        scope="set",
        kinds=("classification",),
    ),
    Rule(
        "contradiction",
        N_("Same question, different answers"),
        N_("Rows that ask the same, case, accents and white space aside, and answer differently."),
        "warning",
        scope="set",
        kinds=_QUESTIONS,
    ),
    Rule(
        "duplicate",
        N_("Duplicates"),
        N_("Rows with the same texts, white space aside: they count more than the others."),
        "warning",
        scope="set",
        mend=N_("Remove duplicates"),
    ),
    Rule(
        "near_duplicate",
        N_("Near duplicates"),
        N_("Rows whose wording is almost the same: they add little, and count more than the others."),
        "note",
        scope="set",
    ),
    Rule(
        "leak",
        N_("Leak between splits: same question"),
        N_("A question of training is also in validation or test: the score would measure memory."),
        "blocking",
        scope="set",
        mend=N_("Put these rows in one split"),
    ),
    Rule(
        "near_leak",
        N_("Leak between splits: nearly the same"),
        N_("Rows that are almost the same are in different splits: the score would be too good."),
        "warning",
        scope="set",
        mend=N_("Put these rows in one split"),
    ),
    Rule(
        "family_leak",
        N_("Leak between splits: same family"),
        N_("Rows of one family, variants or rows of one patient for instance, are in different splits."),
        "blocking",
        scope="set",
        mend=N_("Put these rows in one split"),
    ),
)
_BY_ID = {rule.id: rule for rule in RULES}


def rule_by_id(id: str) -> Rule:
    """The rule of this id; raises ProjectFailed when there is none."""
    if id not in _BY_ID:
        raise ProjectFailed(
            _("There is no check called “{rule}”.").format(rule=id),
            hint=_("The checks are: {names}.").format(names=", ".join(_BY_ID)),
        )
    return _BY_ID[id]


def rules_for(kind: Kind) -> tuple[Rule, ...]:
    """The rules that make sense for a kind of example."""
    return tuple(rule for rule in RULES if kind in rule.kinds)
