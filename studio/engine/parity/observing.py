"""What the reference does with each prompt, kept so that its memory can be given back before an artefact is loaded."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import torch
from peft import PeftModel
from peft.tuners.tuners_utils import BaseTunerLayer

from studio.core.parity import Kept
from studio.engine.evaluating.asking import Asked
from studio.engine.export.watch import Watch
from studio.engine.failures import TemplateFailed
from studio.engine.parity.by_transformers import TransformersReader
from studio.engine.parity.distance import Words
from studio.engine.parity.reader import Distribution, Prompted, Spoken

FACTORS = (0.0, 0.5, 2.0)
"""Strengths of the adapter that a bad merge is held against."""
_TRIED = 3


@dataclass(frozen=True)
class Observed:
    """One prompt through the reference."""

    id: int
    asked: Asked
    prompt: Prompted
    spoken: Spoken
    told: tuple[Distribution, ...]
    """Of each token of the answer."""
    stronger: dict[float, tuple[Distribution, ...]] = field(default_factory=dict)
    """The same with the adapter at other strengths; for the first prompts only, and where there is an adapter."""


@dataclass(frozen=True)
class Observation:
    """The reference on all prompts."""

    prompts: tuple[Observed, ...]
    longest: int
    """Tokens that answers were compared over."""
    ends: tuple[int, ...]
    """The token that training taught to end an answer with, and those that ended one here."""
    words: Words
    beginning: str = ""
    """The token that programs put before a text by themselves."""
    kept: Kept = "16"
    coarse: bool = False
    left_out: int = 0
    tokens_per_second: float | None = None

    def room_in(self, context: int | None) -> int:
        """Tokens of the longest prompt with its answer, and room for how another template may write it.

        No more than a file's own `context`, where that holds them: with more, llama.cpp reads even short texts by the
        factors that a model has for long ones.
        """
        longest = max((len(each.prompt.ids) for each in self.prompts), default=0)
        ample = 2 * longest + self.longest + 64
        return max(longest + self.longest, min(ample, context or ample))


def observe(
    reader: TransformersReader, asked: Sequence[Asked], longest: int, watch: Watch, *, kept: Kept = "16"
) -> Observation:
    """Answer every question that asks something and fits into the model's context; raises StoppedNow."""
    found: list[Observed] = []
    for each in asked:
        watch.obey()
        made = _observed(reader, each, longest, strengths=len(found) < _TRIED)
        if made is not None:
            found.append(made)
    ends = dict.fromkeys([*reader.stops[:1], *(each.spoken.end for each in found if each.spoken.end is not None)])
    return Observation(
        tuple(found),
        longest,
        tuple(ends),
        reader.words,
        reader.beginning,
        kept,
        coarse=reader.model.dtype != torch.float32,
        left_out=len(asked) - len(found),
        tokens_per_second=speed([each.spoken for each in found]),
    )


def speed(spoken: Sequence[Spoken]) -> float | None:
    """Tokens a second over all answers but the first, which warms up; None where that is too little to tell."""
    counted = spoken[1:] if len(spoken) > 1 else spoken
    seconds = sum(each.seconds for each in counted)
    return sum(len(each.ids) for each in counted) / seconds if seconds > 0 else None


def _observed(reader: TransformersReader, asked: Asked, longest: int, *, strengths: bool) -> Observed | None:
    if not asked.turns:
        return None
    try:
        prompt = reader.prompt(asked.turns)
    except TemplateFailed:
        # Its own template refuses it: nothing was learned from such a row either.
        return None
    if reader.context is not None and len(prompt.ids) + longest > reader.context:
        return None
    spoken = reader.answer(prompt.ids, longest)
    told = reader.follow(prompt.ids, spoken.ids)
    return Observed(asked.id, asked, prompt, spoken, told, _at_strengths(reader, prompt, spoken) if strengths else {})


def _at_strengths(
    reader: TransformersReader, prompt: Prompted, spoken: Spoken
) -> dict[float, tuple[Distribution, ...]]:
    layers = _scaled_layers(reader.model)
    found = {}
    for factor in FACTORS if layers else ():
        with _at_strength(layers, factor):
            found[factor] = reader.follow(prompt.ids, spoken.ids)
    return found


def _scaled_layers(model: Any) -> list[Any]:
    """Those that an adapter adds something to which has a strength."""
    if not isinstance(model, PeftModel):
        return []
    return [each for each in model.modules() if isinstance(each, BaseTunerLayer) and hasattr(each, "scale_layer")]


@contextmanager
def _at_strength(layers: Sequence[Any], factor: float) -> Iterator[None]:
    known = [dict(layer.scaling) for layer in layers]
    try:
        for layer, scaling in zip(layers, known, strict=True):
            layer.scaling.update({name: factor * scale for name, scale in scaling.items()})
        yield
    finally:
        for layer, scaling in zip(layers, known, strict=True):
            layer.scaling.update(scaling)
