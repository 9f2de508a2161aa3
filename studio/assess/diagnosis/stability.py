"""Runs that break: numbers that are none, losses that climb or leap about, memory that does not suffice."""

from collections.abc import Callable, Iterator

import numpy as np

from studio.assess.diagnosis.curves import end_level, level, noise, running_median, turns, window
from studio.assess.diagnosis.diagnosis import Diagnosis, figure
from studio.assess.diagnosis.facts import RunFacts
from studio.assess.diagnosis.remedies import leaner, with_clipping, with_rate
from studio.assess.diagnosis.series import Floats, Series, blocks
from studio.core.sentence import Sentence
from studio.words import N_

# A judgement before that would be about the warm-up.
_LEAST_STEPS, _LEAST_LIVE = 12, 15
_SIGMAS, _SIGMAS_ALONE = 5.0, 9.0
# How far a curve stands above the base model's loss; what it lost again of all it gained, or of its best level.
_ABOVE, _LOST, _LOST_OF_BEST, _LITTLE = 0.05, 0.25, 0.4, 0.03
# A leap over the base model's loss after which less than so much of it was ever won.
_LEAP, _WILD, _NEVER_BACK = 0.15, 3.0, 0.4
_SHORTEST, _SHORT, _EARLY, _EARLY_SHARE = 3, 5, 15, 0.05
_FAR_UP, _DEAD = 1.3, 0.2
_EPSILON = 1e-9
# A turn counts from this share of the loss; healthy validation curves keep far below.
_SWING = 0.08
_LEAST_LOOKS, _LEAST_TURNS = 5, 3
# A jump up and down again by much is enough.
_SWINGS = ((_SWING, _LEAST_TURNS), (0.3, 2))
_PIECES, _LEAST_PIECE = 16, 3
# Neighbouring batches are not independent, so their means scatter more than the square root says.
_PIECE_SWING, _PIECE_SIGMAS = 0.2, 8.0
_MUCH_LOWER, _LOWER = 0.1, 0.3


def broken(facts: RunFacts) -> Iterator[Diagnosis]:
    """At most one finding: whatever else can be seen is a consequence of it."""
    if facts.failure == "out_of_memory":
        yield _out_of_memory(facts)
    elif facts.failure == "not_finite":
        yield _not_finite(facts) if _learned(facts) else _damaged_base()
    elif found := _divergence(facts, _above_base, _leapt) or _oscillation(facts) or _divergence(facts, _climbing):
        yield found


def _learned(facts: RunFacts) -> bool:
    return len(facts.loss) > 0


def _out_of_memory(facts: RunFacts) -> Diagnosis:
    return Diagnosis(
        "out_of_memory",
        "problem",
        N_("Not enough memory"),
        Sentence(
            N_("The run ended for want of memory at step {step} of {total}."),
            {"step": int(facts.loss.steps[-1]) if _learned(facts) else 0, "total": facts.total_steps},
        ),
        Sentence(
            N_(
                "Compute one example at a time and recompute activations: slower, with the same result. If that is "
                "not enough, shorten the longest example or take a smaller model."
            )
        ),
        leaner(facts.recipe),
    )


def _not_finite(facts: RunFacts) -> Diagnosis:
    return Diagnosis(
        "not_finite",
        "problem",
        N_("The loss stopped being a number"),
        Sentence(
            N_("It was {loss} at step {step}; the step after gave no number at all. The learning rate was {rate}."),
            {
                "loss": figure(float(facts.loss.values[-1])),
                "step": int(facts.loss.steps[-1]),
                "rate": figure(facts.recipe.training.learning_rate),
            },
        ),
        Sentence(
            N_(
                "Take a tenth of the learning rate and clip the gradients. If it happens again at the same step, look "
                "at the examples of that step."
            )
        ),
        with_rate(facts.recipe, _MUCH_LOWER) | with_clipping(facts.recipe),
    )


def _damaged_base() -> Diagnosis:
    return Diagnosis(
        "damaged_base",
        "problem",
        N_("The base model gives no numbers"),
        Sentence(N_("The very first step, before anything was learned, gave a loss that is no number.")),
        Sentence(N_("The base model’s files are probably damaged. Copy or download the model again.")),
    )


def _divergence(facts: RunFacts, *seen_in: Callable[[RunFacts, float], Sentence | None]) -> Diagnosis | None:
    base = facts.base_loss
    if base is None or len(facts.loss) < (_LEAST_STEPS if facts.over else _LEAST_LIVE + facts.warmup):
        return None
    evidence = next((said for look in seen_in if (said := look(facts, base))), None)
    if evidence is None:
        return None
    return Diagnosis(
        "divergence",
        "problem",
        N_("The training diverges"),
        evidence,
        Sentence(
            N_(
                "The steps are too large: each one spoils more than it mends. Take a tenth of the learning rate, with "
                "clipped gradients. Stop this run; it will not recover."
            )
            if not facts.over
            else N_(
                "The steps were too large: each one spoilt more than it mended. Take a tenth of the learning rate, "
                "with clipped gradients."
            )
        ),
        with_rate(facts.recipe, _MUCH_LOWER) | with_clipping(facts.recipe),
    )


def _above_base(facts: RunFacts, base: float) -> Sentence | None:
    now = end_level(facts.loss)
    last = facts.loss.values[-window(len(facts.loss)) :]
    doubt = _doubt(facts, noise(facts.loss.values), len(last))
    if now <= base * (1 + _ABOVE) + doubt or facts.loss.steps[-1] <= facts.warmup or not _confirmed(facts, base):
        return None
    return Sentence(
        N_("The loss is {now}, more than the {base} of the untrained model."),
        {"now": figure(now), "base": figure(base)},
    )


def _climbing(facts: RunFacts, base: float) -> Sentence | None:
    """Much of what was won is lost again, and the last stretch as a whole stands above the best one."""
    loss, width = facts.loss, window(len(facts.loss))
    levels = running_median(loss.values, width)
    at = int(levels.argmin())
    best, now = float(levels[at]), end_level(loss)
    last = loss.values[-width:]
    doubt = _doubt(facts, noise(loss.values[len(loss) // 4 :]), width)
    lost = now - best
    much = max(min(_LOST * (base - best), _LOST_OF_BEST * best), _LITTLE * base)
    if at + width >= len(loss) - width or lost <= max(much, doubt):
        return None
    if float(np.quantile(last, _LOST)) <= best + doubt or not _confirmed(facts, _lowest_look(facts)):
        return None
    return Sentence(
        N_("The loss had come down to {best} at step {step} and has climbed to {now} since."),
        {"best": figure(best), "step": int(loss.steps[at + width // 2]), "now": figure(now)},
    )


def _confirmed(facts: RunFacts, least: float) -> bool:
    """Whether the validation loss, which no chance of a batch moves, says so too; where there is none, it is spared."""
    looks = facts.validation
    return not len(looks) or float(looks.values[-1]) > least * (1 + _LITTLE)


def _doubt(facts: RunFacts, spread: float, points: int) -> float:
    """What chance may add to a level of so many points; more where no validation loss confirms it."""
    return float((_SIGMAS if len(facts.validation) else _SIGMAS_ALONE) * spread / np.sqrt(points))


def _lowest_look(facts: RunFacts) -> float:
    return float(facts.validation.values.min(initial=np.inf))


def _leapt(facts: RunFacts, base: float) -> Sentence | None:
    """Early on it leapt up, to the untrained model's loss and beyond, and it never came near what training gives."""
    loss, now = facts.loss, end_level(facts.loss)
    count = max(_EARLY, round(_EARLY_SHARE * len(loss)))
    early, later = loss.values[:count], loss.values[max(count, len(loss) // 2) :]
    if len(later) < _EARLY or now <= _NEVER_BACK * base:
        return None
    levels, at = running_median(early, _SHORT), int(early.argmax())
    low, peak = float(early[: at + 1].min()), float(early[at])
    # Batches differ in proportion to the loss; wild steps differ by far more at the beginning than later.
    wild = noise(early) / base > _WILD * noise(later) / max(now, _EPSILON) or _went_dead(facts.gradient)
    if peak - low <= _SIGMAS * float(later.std()) / max(now, _EPSILON) * base:
        return None
    above = float(levels.max()) > base * (1 + _LITTLE) or _rise(running_median(early, _SHORTEST)) > _FAR_UP
    if not wild or not above or peak <= base * (1 + _LEAP):
        return None
    return Sentence(
        N_("The loss leapt from {low} to {peak} by step {step} and is still {now}; the untrained model’s is {base}."),
        {
            "low": figure(low),
            "peak": figure(peak),
            "step": int(loss.steps[at]),
            "now": figure(now),
            "base": figure(base),
        },
    )


def _went_dead(gradient: Series) -> bool:
    """Gradients that nearly vanish while the loss is high: the weights were thrown where nothing can be learned."""
    if len(gradient) <= _EARLY:
        return False
    return level(gradient.values[-len(gradient) // 4 :]) < _DEAD * level(gradient.values[:_SHORT])


def _rise(levels: Floats) -> float:
    """The highest level as a multiple of the lowest one before it."""
    return float((levels / np.maximum(np.minimum.accumulate(levels), _EPSILON)).max())


def _oscillation(facts: RunFacts) -> Diagnosis | None:
    evidence = _swinging_validation(facts) or _swinging_loss(facts)
    if evidence is None:
        return None
    return Diagnosis(
        "oscillation",
        "warning",
        N_("The loss swings up and down"),
        evidence,
        Sentence(
            N_(
                "The learning rate is too high: the model jumps over what it should settle into. Take about a third "
                "of it; a larger batch calms too."
            )
        ),
        with_rate(facts.recipe, _LOWER) | with_clipping(facts.recipe),
    )


def _swinging_validation(facts: RunFacts) -> Sentence | None:
    """The same rows are asked each time: swings of this curve are no chance of the batch."""
    looks = facts.validation.after(facts.warmup)
    if len(looks) < _LEAST_LOOKS:
        return None
    usual = level(looks.values)
    counted = ((share, turns(looks.values, share * usual), least) for share, least in _SWINGS)
    share, count = next(((share, count) for share, count, least in counted if count >= least), (0.0, 0))
    if not count:
        return None
    return Sentence(
        N_("The validation loss turned round {count} times by {share} % or more, between {low} and {high}."),
        {
            "count": count,
            "share": round(100 * share),
            "low": figure(float(looks.values.min())),
            "high": figure(float(looks.values[len(looks) // 3 :].max())),
        },
    )


def _swinging_loss(facts: RunFacts) -> Sentence | None:
    """Means of stretches of steps go up and down by more than their batches explain."""
    settled = _settled(facts)
    looks = facts.validation.after(facts.warmup)
    calm = len(looks) >= _LEAST_LOOKS and not turns(looks.values, _SWING / 2 * level(looks.values))
    if calm or len(settled) < _PIECES * _LEAST_PIECE:
        return None
    pieces = blocks(settled, _PIECES)
    each = len(settled) // _PIECES
    least = max(_PIECE_SWING * level(pieces.values), _PIECE_SIGMAS * noise(settled.values) / np.sqrt(each))
    count = turns(pieces.values, least)
    if count < _LEAST_TURNS:
        return None
    return Sentence(
        N_("Averaged over {steps} steps each, the loss still turned round {count} times, between {low} and {high}."),
        {
            "steps": each,
            "count": count,
            "low": figure(float(pieces.values.min())),
            "high": figure(float(pieces.values.max())),
        },
    )


def _settled(facts: RunFacts) -> Series:
    """The curve after its first descent and the warm-up."""
    return facts.loss.after(max(facts.warmup, facts.loss.steps[-1] / 4) if len(facts.loss) else 0)
