"""Curves as runs draw them, from a seed: descent, noise of batches, spikes, looks at the validation rows."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from studio.assess.diagnosis.facts import RunFacts
from studio.assess.diagnosis.series import Floats, Series
from studio.core.events import Scored
from studio.core.recipe import Recipe, with_changes


@dataclass(frozen=True)
class Shape:
    """How a healthy curve looks; losses in nats per token."""

    steps: int
    start: float
    floor: float
    tau: float
    """Steps in which the way to the floor shrinks to a third."""
    noise: float
    """Of a batch, as a share of the loss."""
    gap: float
    """By which share of it validation stands above training."""
    every: int


def draw_shape(chance: np.random.Generator) -> Shape:
    """From a tiny model on a few rows to a large one on thousands: steep or gentle, quiet or noisy."""
    steps = int(np.exp(chance.uniform(np.log(60), np.log(3000))))
    start = float(chance.uniform(1.2, 9.0))
    return Shape(
        steps=steps,
        start=start,
        floor=start * float(chance.uniform(0.03, 0.65)),
        tau=steps * float(chance.uniform(0.03, 0.17)),
        noise=float(chance.uniform(0.02, 0.25)),
        gap=float(chance.uniform(-0.02, 0.15)),
        every=max(2, round(steps / int(chance.integers(4, 25)))),
    )


def descent(shape: Shape, steps: Floats) -> Floats:
    """A fast fall and a slow one that goes on to the end, as losses of language models have."""
    fast = np.exp(-steps / shape.tau)
    slow = 1 - 0.04 * steps / shape.steps
    return (shape.floor + (shape.start - shape.floor) * fast) * slow


def batches(chance: np.random.Generator, shape: Shape, level: Floats) -> Floats:
    """Each batch has its own rows: right-skewed noise, a little of it carried over, now and then a hard batch."""
    count = len(level)
    noise = chance.normal(size=count)
    carried = np.convolve(noise, [0.9, 0.3, 0.15], mode="full")[:count]
    hard = np.where(chance.random(count) < 0.01, chance.uniform(1.2, 1.8, count), 1.0)
    return level * np.exp(shape.noise * carried - shape.noise**2 / 2) * hard


def looks(chance: np.random.Generator, shape: Shape, level: Callable[[Floats], Floats]) -> Series:
    """The validation loss: the same rows each time, so that only the weights' own jitter shows."""
    steps = np.append(np.arange(0, shape.steps, shape.every, dtype=np.float64), shape.steps)
    jitter = 1 + 0.006 * chance.normal(size=len(steps))
    return Series(steps, level(steps) * (1 + shape.gap * (1 - np.exp(-steps / shape.tau))) * jitter)


def recipe(changes: Mapping[str, str] | None = None) -> Recipe:
    """A LoRA recipe with what is changed in it."""
    return with_changes(Recipe(), {"method.name": "lora", **(changes or {})})


def run(chance: np.random.Generator, shape: Shape, level: Callable[[Floats], Floats]) -> RunFacts:
    """A finished run whose level at each step is given."""
    steps = np.arange(1, shape.steps + 1, dtype=np.float64)
    step_seconds = np.abs(chance.normal(1.0, 0.1, shape.steps))
    rows = int(chance.integers(150, 5000))
    return RunFacts(
        recipe=recipe(),
        course="finished",
        total_steps=shape.steps,
        train_rows=rows,
        original_rows=rows,
        validation_rows=int(chance.integers(30, 300)),
        test_rows=100,
        answers=_answers(chance, rows),
        loss=Series(steps, batches(chance, shape, level(steps))),
        validation=looks(chance, shape, level),
        step_seconds=Series(steps, step_seconds),
        data_seconds=Series(steps, step_seconds * chance.uniform(0, 0.05)),
    )


def _answers(chance: np.random.Generator, rows: int) -> dict[str, int]:
    shares = chance.dirichlet(np.full(int(chance.integers(2, 6)), 20.0))
    return {f"kind {at}": max(1, round(rows * share)) for at, share in enumerate(shares.tolist())}


def so_far(facts: RunFacts, share: float) -> RunFacts:
    """The same run while it goes on."""
    last = share * facts.total_steps
    until = {
        name: Series(series.steps[series.steps <= last], series.values[series.steps <= last])
        for name in ("loss", "validation", "step_seconds", "data_seconds")
        for series in (getattr(facts, name),)
    }
    return replace(facts, course="living", **until)


def healthy(chance: np.random.Generator) -> RunFacts:
    shape = draw_shape(chance)
    return run(chance, shape, lambda steps: descent(shape, steps))


def overfitting(chance: np.random.Generator) -> RunFacts:
    shape = replace(draw_shape(chance), noise=float(chance.uniform(0.02, 0.12)))
    shape = replace(shape, every=max(2, shape.steps // int(chance.integers(10, 25))))
    facts = run(chance, shape, lambda steps: descent(shape, steps) * (1 - 0.6 * steps / shape.steps))
    turn, climb = shape.steps * float(chance.uniform(0.3, 0.6)), float(chance.uniform(0.15, 0.8))
    steps = facts.validation.steps
    beyond = np.maximum(0.0, steps - turn) / (shape.steps - turn)
    rising = descent(shape, np.minimum(steps, turn)) * (1 + climb * beyond)
    return replace(facts, validation=Series(steps, rising * (1 + 0.006 * chance.normal(size=len(steps)))))


def oscillation(chance: np.random.Generator) -> RunFacts:
    shape = replace(draw_shape(chance), noise=float(chance.uniform(0.02, 0.12)))
    shape = replace(shape, every=max(2, shape.steps // int(chance.integers(14, 25))))
    period = shape.steps / float(chance.uniform(5, 9))
    swing = float(chance.uniform(0.25, 0.5))
    phase = float(chance.uniform(0, 2 * np.pi))
    return run(
        chance,
        shape,
        lambda steps: (
            descent(shape, steps)
            * (1 + swing * (1 - np.exp(-steps / shape.tau)) * np.sin(2 * np.pi * steps / period + phase))
        ),
    )


def divergence(chance: np.random.Generator) -> RunFacts:
    shape = draw_shape(chance)
    turn = shape.steps * float(chance.uniform(0.15, 0.6))
    height = float(chance.uniform(0.6, 1.6))

    def level(steps: Floats) -> Floats:
        beyond = np.clip((steps - turn) / (0.25 * shape.steps), 0, 1)
        return descent(shape, steps) + beyond * height * (shape.start - shape.floor)

    return run(chance, shape, level)


def rate_too_low(chance: np.random.Generator) -> RunFacts:
    shape = replace(draw_shape(chance), gap=0.0)
    fall = float(chance.uniform(0.0, 0.05))
    facts = run(chance, shape, lambda steps: shape.start * (1 - fall * steps / shape.steps))
    return replace(facts, recipe=recipe({"training.learning_rate": "1e-06"}))


def too_short(chance: np.random.Generator) -> RunFacts:
    shape = draw_shape(chance)
    shape = replace(shape, tau=shape.steps * float(chance.uniform(0.5, 1.5)), floor=0.1 * shape.start)
    return run(chance, shape, lambda steps: descent(shape, steps))


def plateau(chance: np.random.Generator) -> RunFacts:
    shape = draw_shape(chance)
    stuck = max(1.0, shape.start * float(chance.uniform(0.5, 0.95)))
    shape = replace(shape, tau=shape.steps * float(chance.uniform(0.01, 0.06)))
    return run(chance, shape, lambda steps: stuck + (shape.start - stuck) * np.exp(-steps / shape.tau))


def zero_loss(chance: np.random.Generator) -> RunFacts:
    shape = draw_shape(chance)
    level = float(chance.uniform(0.0005, 0.06))
    return run(chance, shape, lambda steps: np.full_like(steps, level))


def few_examples(chance: np.random.Generator) -> RunFacts:
    rows = int(chance.integers(5, 50))
    return replace(healthy(chance), train_rows=rows, original_rows=rows)


def imbalance(chance: np.random.Generator) -> RunFacts:
    rare = int(chance.integers(1, 40))
    return replace(healthy(chance), answers={"often": 400, "rare": rare})


def truncation(chance: np.random.Generator) -> RunFacts:
    facts = healthy(chance)
    return replace(facts, shortened_rows=int(facts.train_rows * chance.uniform(0.06, 0.9)))


def small_evaluation(chance: np.random.Generator) -> RunFacts:
    return replace(healthy(chance), validation_rows=int(chance.integers(1, 10)))


def inconclusive(chance: np.random.Generator) -> RunFacts:
    rows = int(chance.integers(5, 60))
    states: Sequence[tuple[str, float]] = (("base", 0.4), ("tuned", float(chance.uniform(0.4, 0.5))))
    scores = tuple(
        Scored.model_validate(
            {"state": state, "metric": "m", "value": value, "low": value - 0.2, "high": value + 0.2, "n": rows}
        )
        for state, value in states
    )
    return replace(healthy(chance), scores=scores)


def starving(chance: np.random.Generator) -> RunFacts:
    facts = healthy(chance)
    share = float(chance.uniform(0.3, 0.9))
    return replace(facts, data_seconds=Series(facts.step_seconds.steps, facts.step_seconds.values * share))


def not_finite(chance: np.random.Generator) -> RunFacts:
    return replace(healthy(chance), course="failed", failure="not_finite")


FAILING: Mapping[str, Callable[[np.random.Generator], RunFacts]] = {
    made.__name__: made
    for made in (
        overfitting, oscillation, divergence, rate_too_low, too_short, plateau, zero_loss, few_examples, imbalance,
        truncation, small_evaluation, inconclusive, starving, not_finite,
    )
}  # fmt: skip
