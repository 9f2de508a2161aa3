"""Texts nearly the same as known ones, found exactly and fast: prefix filtering (Chaudhuri, Ganti, Kaushik 2006)."""

import math
import re
from array import array
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from hashlib import blake2b

from studio.core.folding import folded

_WORD = re.compile(r"\w+")
_WORDS_TOGETHER = 3
_BITS = 21
_COUNTED = 50_000
_NONE = (0.0, -1)
# Rounding must not let a pair slip through that is exactly as like as asked.
_SLACK = 1e-9

Shingles = frozenset[int]


class Wording:
    """Shingles as the checks for near duplicates take them, all three words in a row; equal in every process."""

    def __init__(self) -> None:
        self._numbers = _Numbers()

    def shingles(self, texts: Iterable[str]) -> Shingles:
        """Of folded texts; of fewer than three words, all together."""
        return shingles_of(self.words(texts))

    def words(self, texts: Iterable[str]) -> list[int]:
        """A number for each word of folded texts."""
        return [*map(self._numbers.__getitem__, _WORD.findall(folded("\n".join(texts))))]


class _Numbers(dict[str, int]):
    def __missing__(self, word: str) -> int:
        number = self[word] = len(self) + 1
        return number


def shingles_of(words: Sequence[int]) -> Shingles:
    """As `Wording.shingles`, of its numbers."""
    if len(words) < _WORDS_TOGETHER:
        words = [*words, *[0] * (_WORDS_TOGETHER - len(words))]
    # A list first: it is filled faster than a set.
    return frozenset(
        [one << 2 * _BITS | two << _BITS | three for one, two, three in zip(words, words[1:], words[2:], strict=False)]
    )


def likeness(one: Shingles, other: Shingles) -> float:
    """Jaccard: shared shingles in proportion to all."""
    shared = len(one & other)
    return shared / (len(one) + len(other) - shared)


@dataclass(frozen=True)
class Near:
    """A known text and how like it is, up to 1."""

    key: int
    likeness: float


class NearTexts:
    """Known texts by their rarest shingles: two texts alike enough share one of those, so few are compared."""

    def __init__(self, at_least: float, known: Sequence[tuple[int, Collection[int]]]) -> None:
        """Shingles come with keys by which they are told; `at_least` is the likeness from which texts are near."""
        self._at_least = at_least
        # An order that stays as it is: what comes later is found by it too. Of very many texts some tell enough.
        counted = known[:: 1 + len(known) // _COUNTED]
        self._rarity = Counter(shingle for _key, shingles in counted for shingle in shingles)
        self._different: set[bytes] = set()
        self._keys: list[int] = []
        self._shingles: list[array[int]] = []
        self._holders: dict[int, list[int]] = {}
        self._last: tuple[Collection[int], list[int]] = (), []
        for key, shingles in known:
            self.add(key, shingles)

    def add(self, key: int, shingles: Collection[int]) -> None:
        """Know one more text; of texts that are the same the first is enough."""
        packed = array("q", sorted(shingles))
        same = blake2b(packed.tobytes(), digest_size=16).digest()
        if same in self._different:
            return
        self._different.add(same)
        at = len(self._keys)
        self._keys.append(key)
        self._shingles.append(packed)
        for shingle in self._rarest(shingles):
            self._holders.setdefault(shingle, []).append(at)

    def nearest(self, shingles: Shingles, *, apart_from: Callable[[], Shingles | None] = lambda: None) -> Near | None:
        """The most like of the near texts, the first added of several; None where there is none.

        Texts that are as `apart_from`, which is asked about few, to the word do not count.
        """
        nearest = _NONE
        seen: set[int] = set()
        fewest, most = len(shingles) * self._at_least, len(shingles) / self._at_least
        for shingle in self._rarest(shingles):
            for at in self._holders.get(shingle, ()):
                if at in seen or not fewest - _SLACK <= len(self._shingles[at]) <= most + _SLACK:
                    continue
                seen.add(at)
                known = self._shingles[at]
                # A set of them would cost more than looking at each.
                shared = sum(map(shingles.__contains__, known))
                alike = shared / (len(shingles) + len(known) - shared)
                if alike >= self._at_least - _SLACK and frozenset(known) != apart_from():
                    nearest = min(nearest, (-alike, at))
        return None if nearest == _NONE else Near(self._keys[nearest[1]], -nearest[0])

    def _rarest(self, shingles: Collection[int]) -> list[int]:
        """As many as must hold one that any near text has among its own."""
        # What was just asked about is often added next.
        if self._last[0] is not shingles:
            self._last = shingles, self._rarest_of(shingles)
        return self._last[1]

    def _rarest_of(self, shingles: Collection[int]) -> list[int]:
        count = len(shingles) - math.ceil(len(shingles) * self._at_least - _SLACK) + 1
        rarity = self._rarity.get
        # Of what is new to all there are often enough: sorting fewer is faster.
        unknown = [each for each in shingles if each not in self._rarity]
        if len(unknown) >= count:
            return sorted(unknown)[:count]
        return [shingle for _count, shingle in sorted([(rarity(each, 0), each) for each in shingles])[:count]]
