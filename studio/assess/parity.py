"""What the facts of a parity check come to: same, slightly different or different, why, and what it costs."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from math import inf, isinf

from studio.assess.catalogue import info
from studio.assess.paired import Paired
from studio.core.export import OLLAMA, QUANTISED, Artefact, Format
from studio.core.parity import ArtefactParity, Cause, Kept, MetricCost, Verdict

_ALIKE = 0.99
"""The share of tokens from which on answers count as the same."""
_BROKEN = 0.8
"""And from which down no precision explains it."""
_TIE, _COARSE_TIE = 0.01, 0.15
_TOO_FAR = 5.0
_LIKE_ANOTHER = 0.25
_DEAR = 0.05
# Three times what llama.cpp measured for Llama 3 8B on plain text; docs/decisions.md has ours.
_USUAL: Mapping[str, float] = {
    "f32": 0.001,
    "f16": 0.001,
    "q8_0": 0.004,
    "q6_k": 0.016,
    "q5_k_m": 0.032,
    "q4_k_m": 0.094,
}
# What it measured for its own plainest type in 4 bits, Q4_0, three times as well.
_USUAL_OF_FORMAT: Mapping[Format, float] = dict.fromkeys(QUANTISED, 0.21)
# For types that are not written here, by their bits: Q4_K_M's, Q4_0's, Q3_K_S's, Q2_K's and IQ1_M's of the same.
_USUAL_OF_BITS: Mapping[str, float] = {"5": 0.094, "4": 0.22, "3": 0.68, "2": 1.4, "1": 4.2}
_BITS = re.compile("[1-5]")
# Untuned, a model of 270 million parameters measures 0.010 and 0.136 on open text; the tuned demo 0.0003 in 4 bits.
_OF_REFERENCE: Mapping[Kept, float] = {"16": 0.0, "8": 0.01, "4": 0.1}
_OF_ARITHMETIC = 0.003


@dataclass(frozen=True)
class Tolerance:
    """What is usual for an artefact of its kind, in nats."""

    tie: float
    """How much likelier one of two tokens may be for both to be as good."""
    usual: float
    """Mean divergence that its precision alone brings about."""
    most: float
    """Beyond, no precision explains it."""


def tolerance_of(artefact: Artefact, kept: Kept, *, coarse: bool) -> Tolerance:
    """By how the artefact's weights are written, the reference's are kept, and the reference computes."""
    usual = _usual_of(artefact) + _OF_REFERENCE[kept] + (_OF_ARITHMETIC if coarse else 0.0)
    return Tolerance(_COARSE_TIE if coarse else _TIE, usual, _TOO_FAR * usual)


def _usual_of(artefact: Artefact) -> float:
    bits = _BITS.search(artefact.stored)
    if artefact.quant is None and bits is not None:
        return _USUAL_OF_BITS[bits[0]]
    return _USUAL_OF_FORMAT.get(artefact.format, _USUAL[artefact.quant or "f16"])


def judged(parity: ArtefactParity) -> ArtefactParity:
    """With the verdict and the causes that its facts, and its costs where they are known, come to."""
    formal = tuple(_formal(parity))
    weights = tuple(_weights(parity))
    causes = (*formal, *weights)
    verdict: Verdict = "same"
    if not parity.summary.prompts or not (parity.summary.compared or formal):
        # Also where it knows too few tokens for the application's answers to be put to it.
        verdict = "unchecked"
    elif formal or "weights" in weights or _costs_much(parity):
        verdict = "different"
    elif weights:
        verdict = "slight"
    return parity.model_copy(update={"verdict": verdict, "causes": causes})


def with_costs(parity: ArtefactParity, paired: Mapping[str, Paired]) -> ArtefactParity:
    """With what the artefact's answers score less than the reference's, `after` being the artefact; judged anew."""
    return judged(parity.model_copy(update={"costs": tuple(map(_cost, paired.values()))}))


def paired_of(cost: MetricCost) -> Paired:
    """The comparison that a stored cost tells of."""
    kept = cost.model_dump(exclude={"detectable"})
    return Paired(**kept, detectable=inf if cost.detectable is None else cost.detectable)


def strength_of(parity: ArtefactParity) -> float | None:
    """The strength of the adapter that the artefact behaves like, where it is clearly another than the right one."""
    if not parity.strengths or not parity.summary.kl:
        return None
    nearest = min(parity.strengths, key=lambda each: each.kl)
    return nearest.factor if nearest.kl < _LIKE_ANOTHER * parity.summary.kl else None


def _formal(parity: ArtefactParity) -> Iterator[Cause]:
    """What is either right or wrong."""
    if any(each.tokenizer for each in parity.prompts):
        yield "tokenizer"
    if parity.refused or parity.template_fault or any(each.template for each in parity.prompts):
        yield "template"
    # The first end is the one that training taught.
    if any(not end.stops for end in parity.ends):
        yield "end_token"


def _weights(parity: ArtefactParity) -> Iterator[Cause]:
    """What is more or less so."""
    summary = parity.summary
    tolerance = tolerance_of(parity.artefact, parity.reference_kept, coarse=parity.coarse)
    kl, agreement = summary.kl or 0.0, 1.0 if summary.agreement is None else summary.agreement
    otherwise = kl > tolerance.usual and strength_of(parity) is not None
    # Ollama tells no likelihoods; who else tells none at all computes no numbers.
    is_mute = summary.kl is None and summary.compared > 0 and parity.artefact.format not in OLLAMA
    if is_mute or otherwise or kl > tolerance.most or agreement < _BROKEN:
        yield "weights"
    elif kl > tolerance.usual or agreement < _ALIKE or _costs_something(parity):
        yield "quantisation" if _is_quantised(parity) else "rounding"


def _is_quantised(parity: ArtefactParity) -> bool:
    artefact = parity.artefact
    is_rounded = artefact.format in QUANTISED or artefact.stored or artefact.quant not in (None, "f32", "f16")
    return bool(is_rounded) or parity.reference_kept != "16"


def _costs_something(parity: ArtefactParity) -> bool:
    return any(each.verdict in ("worse", "different") for each in parity.costs)


def _costs_much(parity: ArtefactParity) -> bool:
    """Whether a share of right answers is surely lower by more than anybody would call slight."""
    worse = [each for each in parity.costs if each.verdict == "worse" and info(each.metric).unit == "share"]
    return any(min(abs(each.low), abs(each.high)) > _DEAR for each in worse)


def _cost(paired: Paired) -> MetricCost:
    return MetricCost(
        metric=paired.metric,
        n=paired.n,
        before=paired.before,
        after=paired.after,
        difference=paired.difference,
        low=paired.low,
        high=paired.high,
        p=paired.p,
        detectable=None if isinf(paired.detectable) else paired.detectable,
        verdict=paired.verdict,
    )
