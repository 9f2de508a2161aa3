"""Runs that go on without breaking and learn too little, too much or nothing more."""

from collections.abc import Iterator, Mapping

import numpy as np

from studio.assess.diagnosis.curves import end_level, level, noise, trend, window
from studio.assess.diagnosis.diagnosis import Diagnosis, Severity, figure, percentage
from studio.assess.diagnosis.facts import RunFacts
from studio.assess.diagnosis.remedies import longer, shorter, usual_rate, with_more_rank, with_rate
from studio.assess.diagnosis.series import Series, blocks
from studio.core.sentence import Sentence, Word
from studio.words import N_

# Evaluations after the best one that must confirm a rise; a run that goes on must confirm it once more.
_CONFIRMED, _CONFIRMED_LIVE, _STEADY = 2, 3, 5
_SIGMAS, _SURE = 3.0, 1.5
# Rise of the validation loss, as a share of its minimum.
_RISE, _STEADY_RISE, _CLEAR_RISE = 0.03, 0.05, 0.1
_FALL = 0.02
_LEAST_STEPS, _LEAST_LIVE = 20, 60
# What the last quarter of a run still won: of all that was won, or of the loss that was left.
_STILL_WON, _MUCH_WON = 0.04, 0.08
_STILL_FALLING, _STEEP = 0.2, 0.35
_LAST_PART, _NEARLY_ALL = 0.25, 0.9
# A loss that came down by less than this has hardly moved.
_HARDLY = 0.15
_TOO_LOW = 0.1
_FLAT_FOR = 0.4
_FLAT = 0.04
_ENOUGH_LOOKS = 6
_PIECES, _FEW_PIECES, _PIECE_SIGMAS = 20, 3, 5.0
# Nats per token: above, the right word is on average not even chosen every other time.
_HIGH = 0.6
_STUCK = 0.2
_QUARTER = 0.25
_EPSILON = 1e-9
# By how much weights that move about change a loss without learning anything.
_JITTER = 0.02


def learned(facts: RunFacts) -> Iterator[Diagnosis]:
    """At most one finding about how far the learning came."""
    found = _overfitting(facts) or _hardly_moved(facts) or _too_short(facts) or _standing_still(facts)
    if found:
        yield found


def _overfitting(facts: RunFacts) -> Diagnosis | None:
    looks, loss = facts.validation, facts.loss
    wanted = _CONFIRMED if facts.over else _CONFIRMED_LIVE
    best = int(looks.values.argmin()) if len(looks) else 0
    after = looks.values[best + 1 :]
    if len(after) < wanted or len(loss) < _LEAST_STEPS:
        return None
    lowest, step = float(looks.values[best]), float(looks.steps[best])
    now = level(after[-wanted:])
    rise = now - lowest
    if rise < max(_RISE * lowest, _SIGMAS * noise(after) / np.sqrt(wanted)) or float(after.min()) <= lowest:
        return None
    then, end = _loss_at(loss, step), end_level(loss)
    doubt = _SURE * noise(loss.values[len(loss) // 4 :]) / np.sqrt(window(len(loss)))
    # Where chance may explain that the training loss fell, the validation loss must have risen steadily.
    steady = len(after) >= _STEADY and trend(Series(looks.steps[best + 1 :], after)).low > 0
    if end > then - (0 if steady else max(_FALL * then, doubt)):
        return None
    return Diagnosis(
        "overfitting",
        "warning" if rise >= (_STEADY_RISE if steady else _CLEAR_RISE) * lowest else "information",
        N_("Overfitting: the examples are being learned by heart"),
        Sentence(
            N_(
                "The validation loss was lowest at step {step} ({lowest}) and is {now} now, {share} % more; over the "
                "same steps the training loss went from {then} to {end}."
            ),
            {
                "step": int(step),
                "lowest": figure(lowest),
                "now": figure(now),
                "share": percentage(rise / lowest),
                "then": figure(then),
                "end": figure(end),
            },
        ),
        _overfitting_advice(facts, step),
        _overfitting_remedy(facts, step),
    )


def _overfitting_advice(facts: RunFacts, step: float) -> Sentence:
    if step <= facts.warmup:
        return Sentence(
            N_("Nothing that holds for new examples was learned. Take a lower learning rate, and more varied examples.")
        )
    return Sentence(
        N_("Stop at about step {step}, where the model was best, or give it more and more varied examples."),
        {"step": int(step)},
    )


def _overfitting_remedy(facts: RunFacts, step: float) -> dict[str, str]:
    if step <= facts.warmup or not facts.total_steps:
        return with_rate(facts.recipe, _QUARTER)
    return shorter(facts.recipe, step / facts.total_steps, int(step))


def _loss_at(loss: Series, step: float) -> float:
    """The level of the training loss around a step."""
    half = window(len(loss))
    at = int(np.searchsorted(loss.steps, step))
    return level(loss.values[max(0, at - half) : at + half])


def _hardly_moved(facts: RunFacts) -> Diagnosis | None:
    loss, base = facts.loss, facts.base_loss
    if base is None or not _says_something(facts):
        return None
    now = _now(facts)
    fall = (base - now) / base if base > 0 else 1.0
    rate = facts.recipe.training.learning_rate
    if fall >= _HARDLY or rate > _TOO_LOW * usual_rate(facts.recipe):
        return None
    return Diagnosis(
        "rate_too_low",
        "warning",
        N_("Hardly anything is learned: the learning rate is too low"),
        Sentence(
            N_("After {steps} steps the loss is {now}; the untrained model’s is {base}. The learning rate is {rate}."),
            {
                "steps": int(loss.steps[-1]),
                "now": figure(now),
                "base": figure(base),
                "rate": figure(rate),
            },
        ),
        Sentence(
            N_("Recipes of this kind begin at about {usual}. Try that."), {"usual": figure(usual_rate(facts.recipe))}
        ),
        {"training.learning_rate": f"{usual_rate(facts.recipe):g}"},
    )


def _now(facts: RunFacts) -> float:
    """Where the run stands; on the validation rows where there are any, which no chance of a batch moves."""
    looks = facts.validation
    return float(looks.values[-1]) if len(looks) > 1 else end_level(facts.loss)


def _says_something(facts: RunFacts) -> bool:
    """Whether enough steps at full rate have been made to say that the learning does not get on."""
    made = facts.loss.steps[-1] - facts.warmup if len(facts.loss) else 0
    if facts.over:
        return bool(made >= _LEAST_STEPS)
    return bool(made >= _LEAST_LIVE and facts.loss.steps[-1] >= facts.total_steps / 2)


def _too_short(facts: RunFacts) -> Diagnosis | None:
    """Of runs that came to their planned end: who stops one knows that it was not over."""
    base = facts.base_loss
    if facts.course != "finished" or base is None or not len(facts.loss):
        return None
    measured = _last_part(facts)
    if measured is None:
        return None
    before, now, step = measured
    if before - now <= _JITTER * now:
        return None
    fallen, won = (before - now) / before, (before - now) / max(base - now, _EPSILON)
    if fallen < _STILL_FALLING and won < _STILL_WON:
        return None
    severity: Severity = "warning" if fallen >= _STEEP or won >= _MUCH_WON else "information"
    return Diagnosis(
        "too_short",
        severity,
        N_("The run ended while it was still learning"),
        Sentence(
            N_("In the last quarter of the run, since step {step}, the loss still fell from {before} to {now}."),
            {"step": step, "before": figure(before), "now": figure(now)},
        ),
        Sentence(
            N_("Train about twice as long; the last steps of a longer run still gain something.")
            if facts.recipe.training.learning_rate >= usual_rate(facts.recipe) / 2
            else N_("Train about twice as long, or with a learning rate two to three times as high.")
        ),
        longer(facts.recipe),
    )


def _last_part(facts: RunFacts) -> tuple[float, float, int] | None:
    """The loss a quarter of the run before its end, at its end, and the step; None where chance may explain it."""
    looks, loss = facts.validation, facts.loss
    last = float(loss.steps[-1])
    start = last * (1 - _LAST_PART)
    if len(looks) > _CONFIRMED and looks.steps[-1] > last * _NEARLY_ALL:
        before = float(np.interp(start, looks.steps, looks.values))
        return before, float(looks.values[-1]), round(start)
    if len(loss) < _LEAST_STEPS:
        return None
    tail = loss.after(last * (1 - 2 * _LAST_PART))
    found = trend(tail)
    if found.high >= 0:
        return None
    now = end_level(loss)
    # The gentlest slope that the points allow: chance must not shorten a run.
    return now - found.high * (last - start), now, round(start)


def _standing_still(facts: RunFacts) -> Diagnosis | None:
    base = facts.base_loss
    if base is None or not _says_something(facts) or facts.recipe.goal.objective != "sft":
        return None
    since = _flat_since(facts)
    last = float(facts.loss.steps[-1])
    if since is None or last - since < _FLAT_FOR * last:
        return None
    now, fall = _now(facts), (base - _now(facts)) / base
    numbers: dict[str, Word] = {
        "step": int(since),
        "now": figure(now),
        "share": percentage(max(0.0, fall)),
        "total": int(last),
    }
    if fall < _STUCK or now > _HIGH:
        return _plateau(facts, numbers, "warning" if fall < _STUCK else "information")
    return Diagnosis(
        "converged",
        "information",
        N_("The learning is complete"),
        Sentence(
            N_(
                "The loss has stood at {now} since step {step} of {total}, {share} % below that of the untrained model."
            ),
            numbers,
        ),
        Sentence(N_("A run that ends at about step {step} gives the same in less time."), numbers),
    )


def _flat_since(facts: RunFacts) -> float | None:
    """The step from which the loss is never again clearly above where it stands now."""
    looks = facts.validation
    if len(looks) >= _ENOUGH_LOOKS:
        return _flat_from(looks, looks.values[-1], _FLAT * looks.values[-1])
    pieces, each = blocks(facts.loss, _PIECES), max(1, len(facts.loss) // _PIECES)
    now = level(pieces.values[-_FEW_PIECES:])
    spread = noise(facts.loss.values[len(facts.loss) // 2 :]) / np.sqrt(each)
    return _flat_from(pieces, now, max(_FLAT * now, _PIECE_SIGMAS * spread))


def _flat_from(series: Series, now: float, margin: float) -> float | None:
    above = np.flatnonzero(series.values > now + margin)
    first = int(above[-1]) + 1 if len(above) else 0
    return float(series.steps[first]) if first < len(series) else None


def _plateau(facts: RunFacts, numbers: Mapping[str, Word], severity: Severity) -> Diagnosis:
    return Diagnosis(
        "plateau",
        severity,
        N_("The loss hardly changes any more"),
        Sentence(
            N_(
                "The loss has stood at {now} since step {step} of {total}, {share} % below that of the untrained model."
            ),
            numbers,
        ),
        Sentence(
            N_(
                "If the answers are good, a run that ends at about step {step} gives the same. If not, more steps will "
                "not help: look for answers that contradict each other or do not follow from their questions; a larger "
                "rank can hold more."
            ),
            numbers,
        ),
        with_more_rank(facts.recipe),
    )
