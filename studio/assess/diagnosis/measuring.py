"""What limits what a run can say of itself: too few rows to measure on, and a card that waits for data."""

from collections.abc import Iterator

import numpy as np

from studio.assess.diagnosis.diagnosis import Diagnosis, percentage
from studio.assess.diagnosis.facts import RunFacts
from studio.core.events import Scored
from studio.core.sentence import Sentence
from studio.words import N_

_TINY, _SMALL = 10, 30
_CONCLUSIVE = 100
_LAST_STEPS, _LEAST_STEPS = 200, 10
_STARVING, _HUNGRY = 0.25, 0.1
# Losses are better when lower and known by their name alone; all other scores are shares.
_LOSS = "held_out_loss"


def measured(facts: RunFacts) -> Iterator[Diagnosis]:
    """Findings about the measuring; each stands for itself."""
    for found in (_validation(facts), _comparison(facts), _starving(facts)):
        if found:
            yield found


def _validation(facts: RunFacts) -> Diagnosis | None:
    rows = facts.validation_rows
    if not facts.total_steps or rows >= _SMALL:
        return None
    advice = Sentence(
        N_("Give {count} or more examples the part “validation” in the Data tab; a tenth of all is usual."),
        {"count": _SMALL},
    )
    if rows == 0:
        return Diagnosis(
            "no_validation",
            "information",
            N_("Nothing shows whether the model learns or memorises"),
            Sentence(N_("There are no validation examples, so overfitting cannot be seen.")),
            advice,
        )
    return Diagnosis(
        "small_evaluation",
        "warning" if rows < _TINY else "information",
        N_("The validation set is small"),
        Sentence(N_("The validation loss is the mean of {count} examples: one odd answer moves it."), {"count": rows}),
        advice,
    )


def _comparison(facts: RunFacts) -> Diagnosis | None:
    pairs = _pairs(facts.scores)
    if not pairs or any(_apart(base, tuned) for base, tuned in pairs):
        return None
    rows = min(tuned.n for _base, tuned in pairs)
    if rows >= _CONCLUSIVE:
        return None
    return Diagnosis(
        "inconclusive",
        "warning",
        N_("The comparison cannot tell before from after"),
        Sentence(
            N_("With {count} test examples, the intervals of all scores before and after overlap."), {"count": rows}
        ),
        Sentence(
            N_("Nothing is proved, neither better nor worse. Set {count} or more examples aside for testing."),
            {"count": _CONCLUSIVE},
        ),
    )


def _pairs(scores: tuple[Scored, ...]) -> list[tuple[Scored, Scored]]:
    base = {each.metric: each for each in scores if each.state == "base"}
    return [(base[each.metric], each) for each in scores if each.state == "tuned" and each.metric in base]


def _apart(base: Scored, tuned: Scored) -> bool:
    return tuned.low > base.high or tuned.high < base.low


def _starving(facts: RunFacts) -> Diagnosis | None:
    whole, waited = facts.step_seconds.values[-_LAST_STEPS:], facts.data_seconds.values[-_LAST_STEPS:]
    if len(whole) < _LEAST_STEPS or len(whole) != len(waited):
        return None
    share = float(np.median(waited / np.maximum(whole, 1e-9)))
    if share < _HUNGRY:
        return None
    return Diagnosis(
        "starving",
        "warning" if share >= _STARVING else "information",
        N_("The training waits for its data"),
        Sentence(
            N_("Of each step, {share} % passes before the next examples arrive (median of {steps} steps)."),
            {"share": percentage(share), "steps": len(whole)},
        ),
        Sentence(
            N_("Keep the project on a disk of this machine, not on a network drive, and close programs that use it.")
        ),
    )
