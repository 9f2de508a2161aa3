"""Which kind of example each goal learns from."""

from studio.core.example import Kind
from studio.core.options import GoalOptions
from studio.words import N_, _

LEARNABLE: frozenset[Kind] = frozenset({"instruction", "chat", "preference", "classification"})
_WANTED = {
    "labels": N_("This data set holds classified texts: choose a preset for classification."),
    "preferences": N_("This data set holds preferences: choose a preset for DPO, ORPO or KTO."),
    "answers": N_("This data set holds questions with their answers: choose a preset that learns from answers (SFT)."),
}


def mismatch(kind: Kind, goal: GoalOptions) -> str:
    """Why rows of this kind cannot teach what is wanted, and what to choose instead; empty when they can."""
    if kind not in LEARNABLE:
        return _(
            "Examples of this kind cannot be learned from: use instructions, conversations, preferences or "
            "classified texts."
        )
    held = {"classification": "labels", "preference": "preferences"}.get(kind, "answers")
    wanted = "labels" if goal.task == "classification" else "answers" if goal.objective == "sft" else "preferences"
    return "" if held == wanted else _(_WANTED[held])
