"""Which kind of example each goal learns from, and how many at once."""

from studio.core.example import Kind
from studio.core.options import GoalOptions
from studio.core.recipe import Recipe
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


def packs(recipe: Recipe, *, on_card: bool) -> bool:
    """Whether several rows are to share a sequence, where the model can keep them apart; a card is where it pays."""
    answers = (recipe.goal.task, recipe.goal.objective) == ("causal", "sft")
    # A prefix stands before the sequence: only its first row would see it.
    if not answers or recipe.method.name == "prefix":
        return False
    return recipe.data.packing == "on" or (recipe.data.packing == "auto" and on_card)
