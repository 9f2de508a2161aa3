"""How far two models are apart at one token, and where two lists of tokens part."""

from collections.abc import Callable, Sequence
from itertools import zip_longest
from math import exp, inf, log

from studio.core.parity import TokenDifference
from studio.engine.parity.reader import Distribution

_LEAST = 1e-12
_BEFORE, _AFTER = 12, 8

Words = Callable[[Sequence[int]], str]


def divergence(reference: Distribution, artefact: Distribution) -> float | None:
    """Kullback-Leibler, in nats, from what both tell: what is left is weighed together, so that it is never too large.

    None where one of them tells no likelihoods.
    """
    if not reference.logs or not artefact.logs:
        return None
    there = dict(zip(artefact.ids, artefact.logs, strict=True))
    here = dict(zip(reference.ids, reference.logs, strict=True))
    known = sum(exp(own) * (own - there[id]) for id, own in here.items() if id in there)
    alone = sum(exp(own) for id, own in here.items() if id not in there)
    rest = max(_LEAST, 1 - sum(map(exp, here.values())))
    others = max(_LEAST, 1 - sum(exp(other) for id, other in there.items() if id in here))
    # A token that the artefact does not tell is not likelier than the last one that it tells.
    most = (len(here) - len(here.keys() & there.keys())) * exp(artefact.logs[-1])
    share = min(most, others * alone / (alone + rest))
    return max(0.0, known + _weighed(alone, share) + _weighed(rest, others - share))


def _weighed(mass: float, other: float) -> float:
    return mass * log(mass / max(_LEAST, other)) if mass else 0.0


def gap(reference: Distribution, token: int) -> float:
    """By how much the reference prefers its likeliest token to another, in nats; inf where it hardly thinks of it."""
    # Of what computes no numbers only the token is known.
    if token not in reference.ids or not reference.logs:
        return inf
    return reference.logs[0] - reference.logs[reference.ids.index(token)]


def first_difference(
    reference: Sequence[int], artefact: Sequence[int], words: Words, artefact_words: Words
) -> TokenDifference | None:
    """Where two lists part, with the words around that place; None where they are the same."""
    pairs = zip_longest(reference, artefact)
    at = next((at for at, (one, other) in enumerate(pairs) if one != other), None)
    if at is None:
        return None
    one, other = reference[at : at + _AFTER], artefact[at : at + _AFTER]
    return TokenDifference(
        at=at,
        before=words(reference[max(0, at - _BEFORE) : at]),
        reference=words(one),
        artefact=artefact_words(other),
        reference_id=one[0] if one else None,
        artefact_id=other[0] if other else None,
    )
