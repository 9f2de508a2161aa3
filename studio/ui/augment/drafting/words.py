"""What the drafting view says of its tasks and of what came of them; no Qt."""

from collections.abc import Sequence
from dataclasses import dataclass

from studio.assist.prompts import Task
from studio.data.augmenting.variant import Reason
from studio.ui.formats import integer
from studio.words import N_, _, ngettext


@dataclass(frozen=True)
class TaskWords:
    """A task: its name, what it does, and what the gates can and cannot check; N_ texts."""

    title: str
    does: str
    checked: str


_REWRITING_CHECKED = N_(
    "Checked: findings with their statuses, numbers, durations, the patient’s sex and the answer stay; nothing "
    "identifying is added. Not checked: findings that the lexicon does not know. Read each one."
)
TASKS: dict[Task, TaskWords] = {
    "paraphrase": TaskWords(
        N_("Paraphrase"),
        N_("Says the case of a training example in other words; its answer stays."),
        _REWRITING_CHECKED,
    ),
    "retell": TaskWords(
        N_("Retell from the facts"),
        N_("Lists the facts of a training example, then writes the case anew from the list: further from the wording."),
        _REWRITING_CHECKED,
    ),
    "new_cases": TaskWords(
        N_("New cases"),
        N_("Invents cases from your description, in the style of your examples, without an answer."),
        N_(
            "Checked: length, nothing identifying, nothing equal to an example. Not checked: whether the case is true "
            "to medicine, for there is nothing to compare it with. Read each one."
        ),
    ),
    "answers": TaskWords(
        N_("Answers for reviewed cases"),
        N_("Writes the answer of cases that somebody has reviewed and that have none."),
        N_(
            "Checked: the answer keeps the contract, and is urgent where a warning sign is present and only there. "
            "Not checked: whether it is the best answer. Read each one."
        ),
    ),
}
REASONS_SHOWN = 3


def drafted_words(added: int) -> str:
    """How many drafts became rows."""
    if not added:
        return _("No draft was added.")
    return ngettext("{count} draft was added, to be read.", "{count} drafts were added, to be read.", added).format(
        count=integer(added)
    )


def answered_words(added: int) -> str:
    """How many cases have an answer now."""
    if not added:
        return _("No answer was added.")
    return ngettext("{count} answer was added, to be read.", "{count} answers were added, to be read.", added).format(
        count=integer(added)
    )


def refused_words(reasons: Sequence[Reason]) -> str:
    """How many were refused and why, the most frequent reasons first; "" where none was."""
    refused = sum(each.count for each in reasons)
    if not refused:
        return ""
    told = ngettext("{count} was refused:", "{count} were refused:", refused).format(count=integer(refused))
    lines = [f"{integer(each.count)} × {each.sentence.text()}" for each in reasons[:REASONS_SHOWN]]
    if len(reasons) > REASONS_SHOWN:
        lines.append("…")
    return "\n".join((told, *lines))
