"""Why a finding has its status, in words for people."""

from functools import lru_cache

from studio.core.sentence import Sentence
from studio.text.findings.finding import Status
from studio.words import N_

_REMEMBERED = 4_096

BY_CUE: dict[Status, str] = {
    "present": N_("“{words}” states it."),
    "absent": N_("“{words}” denies it."),
    "uncertain": N_("“{words}” leaves it open."),
    "history": N_("“{words}” places it in the past."),
    "family": N_("“{words}” speaks of someone else."),
}
BY_DEFAULT = Sentence(N_("Nothing denies it, doubts it or places it elsewhere."))
STATUS_NAMES: dict[Status, dict[str, str]] = {
    "present": {"en": "present", "fr": "présent"},
    "absent": {"en": "absent", "fr": "absent"},
    "uncertain": {"en": "uncertain", "fr": "incertain"},
    "history": {"en": "history", "fr": "antécédent"},
    "family": {"en": "family", "fr": "famille"},
    "to_check": {"en": "to check", "fr": "à vérifier"},
}


@lru_cache(_REMEMBERED)
def by_cue(status: Status, words: str) -> Sentence:
    """A status because of these words of the text."""
    return Sentence(BY_CUE[status], {"words": words})


def absent_by_itself(words: str) -> Sentence:
    """A word such as « apyrétique »."""
    return Sentence(N_("“{words}” says by itself that it is absent."), {"words": words})


def absence_denied(words: str) -> Sentence:
    """A word such as « apyrétique » that is itself denied."""
    return Sentence(N_("“{words}” denies its absence."), {"words": words})


def measured(words: str, threshold: float, reached: bool) -> Sentence:
    """A value on one side of a threshold."""
    message = N_("“{words}” is not below {threshold}.") if reached else N_("“{words}” is below {threshold}.")
    return Sentence(message, {"words": words, "threshold": f"{threshold:g}"})


def two_opinions(first: Status, second: Status) -> Sentence:
    """The rules only assume, and the second opinion says otherwise."""
    message = N_("The rules see no reason why it would not be {first}; the second opinion says {second}.")
    return Sentence(message, {"first": STATUS_NAMES[first], "second": STATUS_NAMES[second]})
