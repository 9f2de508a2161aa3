"""Whether texts met in use are still like those of the test set: as long, and made of the same words."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from scipy.stats import ks_2samp, wasserstein_distance

from studio.assess.drift import Drift, number_drift
from studio.assess.figures import percents
from studio.core.folding import folded
from studio.core.sentence import Sentence, Word
from studio.words import N_

_WORD = re.compile(r"[^\W\d_]+")
_SPREAD, _TOLD = 3, 20
_SHIFT = N_(
    "“{what}” has shifted: {after} of the words met in use are new to the test set, where {before} would be usual "
    "(n = {n}, against {reference})."
)


@dataclass(frozen=True)
class Novelty:
    """`words` are new to the test set and stand in three texts or more, the commonest first."""

    drift: Drift
    words: tuple[str, ...]


def length_drift(what: Sentence, reference: Sequence[str], recent: Sequence[str]) -> Drift | None:
    """Of texts measured in words."""
    lengths = [[float(len(_WORD.findall(text))) for text in side] for side in (reference, recent)]
    return number_drift(what, lengths[0], lengths[1], "number")


def word_drift(what: Sentence, reference: Sequence[str], recent: Sequence[str]) -> Novelty | None:
    """By the share of each text's words that no text of the test set has: for its own texts, that no other has.

    Compared by Kolmogorov and Smirnov's test; None without texts on either side.
    """
    if not reference or not recent:
        return None
    known, met = ([_WORD.findall(folded(text)) for text in side] for side in (reference, recent))
    texts_with = Counter(word for words in known for word in {*words})
    usual = [_share(words, [word for word in words if texts_with[word] == 1]) for words in known]
    fresh = [_share(words, [word for word in words if word not in texts_with]) for words in met]
    found = ks_2samp(usual, fresh)
    before, after = percents(sum(usual) / len(usual), sum(fresh) / len(fresh))
    words: dict[str, Word] = {"what": what, "before": before, "after": after, "n": len(fresh), "reference": len(usual)}
    drift = Drift(
        what,
        "Kolmogorov-Smirnov",
        float(found.statistic),
        float(found.pvalue),
        float(wasserstein_distance(usual, fresh)),
        len(usual),
        len(fresh),
        Sentence(_SHIFT, words),
    )
    return Novelty(drift, _commonest(met, texts_with))


def _share(words: Sequence[str], chosen: Sequence[str]) -> float:
    return len(chosen) / len(words) if words else 0.0


def _commonest(met: Sequence[Sequence[str]], known: Counter[str]) -> tuple[str, ...]:
    """A word of fewer texts may be somebody's name."""
    counts = Counter(word for words in met for word in {*words} if word not in known)
    ranked = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    return tuple(word for word, count in ranked if count >= _SPREAD)[:_TOLD]
