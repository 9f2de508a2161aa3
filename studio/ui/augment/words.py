"""What the Augment tab says of strengths, of transformations and of what was made; no Qt."""

import re
from collections.abc import Sequence

from studio.text.augment.transformation import Touches
from studio.ui.formats import integer
from studio.words import N_, _, ngettext

STRENGTHS: tuple[tuple[float, str], ...] = ((0.25, N_("low")), (0.5, N_("medium")), (0.9, N_("strong")))
"""What the slider offers; a plan from a file may hold any value between."""
TOUCHES: dict[Touches, tuple[str, str]] = {
    "wording": (N_("Wording"), N_("The same case in other words.")),
    "patient": (N_("Patient"), N_("Another patient; refused where a fact of the case forbids it.")),
    "finding": (
        N_("Clinical findings"),
        N_("Another case: a sign is added or denied, and the answer follows the contract."),
    ),
}

MAKERS = {
    "synonyms": N_("Synonyms and lay terms"),
    "abbreviations": N_("Abbreviations"),
    "negations": N_("Forms of negation"),
    "durations": N_("Durations and onset"),
    "sex": N_("Patient’s sex"),
    "numbers": N_("Numbers and units"),
    "ordering": N_("Order of the findings"),
    "telegraphic": N_("Telegraphic style"),
    "sms": N_("Short message"),
    "dictated": N_("Dictated"),
    "typing_noise": N_("Typing errors"),
    "distractors": N_("Neutral sentences"),
    "minimal_pair": N_("Minimal pair"),
    "age": N_("Patient’s age"),
}
"""How what makes variants is called; the transformations are called so by the catalogue too."""

_SENTENCE_END = re.compile(r"(?<=[.!?])\s")


def nearest_strength(strength: float) -> int:
    """The step of the slider that is closest."""
    return min(range(len(STRENGTHS)), key=lambda at: abs(STRENGTHS[at][0] - strength))


def first_sentence(text: str) -> str:
    """What stands in a list; the rest follows when it is asked for."""
    return _SENTENCE_END.split(text, maxsplit=1)[0]


def made_by_words(made_by: Sequence[str]) -> str:
    """Transformations, or what a language model did, by their names."""
    return ", ".join(_(MAKERS[each]).lower() if each in MAKERS else each for each in made_by)


def made_words(added: int, left_out: int) -> str:
    """How many variants became rows, and how many did not."""
    words = ngettext("{count} variant was added as a draft.", "{count} variants were added as drafts.", added)
    made = words.format(count=integer(added))
    if not left_out:
        return made
    less = ngettext("{count} was left out.", "{count} were left out.", left_out).format(count=integer(left_out))
    return f"{made} {less}"
