"""Near duplicates: MinHash signatures find the rows to compare, their true likeness (Jaccard) decides."""

import re
from array import array
from collections.abc import Callable, Iterator, Sequence
from itertools import islice

import numpy as np
from datasketch import MinHash, MinHashLSH
from numpy.typing import NDArray

from studio.core.example import Content
from studio.core.sentence import Sentence
from studio.data.checks.parts import wording
from studio.data.checks.reading import CheckedRow
from studio.data.checks.report import FoundRows
from studio.data.checks.twins import NO_SPLIT, same_texts, split_number
from studio.words import N_

_PERMUTATIONS = 128
# A row as like as the threshold is missed once in fifty times, at the price of comparing rows in vain.
_WEIGHTS = (0.02, 0.98)
_WORDS_TOGETHER = 3
_WORD = re.compile(r"\w+")
# Odd numbers that mix well, from xxHash.
_MIX = np.array([0x9E3779B185EBCA87, 0xC2B2AE3D27D4EB4F, 0x165667B19E3779F9], np.uint64)
# The estimate from 128 bytes is off by at most this, but for one pair in a thousand.
_DOUBT = 0.12
_COMPARED_TOGETHER = 100_000
_READ_TOGETHER = 500
_KEPT = 20_000
_NEAR = N_("Nearly the same wording as row {other} ({percent} %).")
_NEAR_LEAK = N_("Nearly the same wording as row {other}, which is in another split.")

Shingles = NDArray[np.uint32]
Positions = NDArray[np.int64]
Texts = Callable[[Sequence[int]], Sequence[tuple[int, Content]]]
"""Reads rows again, by their ids."""


def shingles(text: str) -> Shingles:
    """The set of all three words in a row of folded text, as sorted hashes; of fewer words, all together."""
    words = _WORD.findall(text)
    if not words:
        return np.empty(0, np.uint32)
    hashes = np.fromiter(map(hash, words), np.int64, len(words)).astype(np.uint64)
    width = min(_WORDS_TOGETHER, len(words))
    windows = np.lib.stride_tricks.sliding_window_view(hashes, width)
    return np.unique(((windows * _MIX[:width]).sum(axis=1) >> np.uint64(32)).astype(np.uint32))


def likeness(one: Shingles, other: Shingles) -> float:
    """Jaccard: shared shingles in proportion to all."""
    shared = np.intersect1d(one, other, assume_unique=True).size
    return shared / (one.size + other.size - shared) if shared else 0.0


class NearWatch:
    """Signatures of every row, about 300 bytes each; rows identical to an earlier one are left to the duplicates.

    The buckets of datasketch's index would take some 5 kB a row, so that rows are sorted by each band instead.
    """

    def __init__(self, similarity: float, texts: Texts, go_on: Callable[[], None]) -> None:
        """`go_on` is called often while pairs are compared, and raises where that shall end."""
        self._go_on = go_on
        self._similarity, self._known = similarity, _Known(texts)
        bands = MinHashLSH(threshold=similarity, num_perm=_PERMUTATIONS, weights=_WEIGHTS)
        self._bands, self._width = bands.b, bands.r
        self._permutations = MinHash(num_perm=_PERMUTATIONS).permutations
        self._ids, self._splits, self._texts = array("q"), array("b"), array("q")
        self._signatures, self._hashes = bytearray(), bytearray()

    def see(self, rows: Sequence[CheckedRow]) -> None:
        """Take note of some rows."""
        for row in rows:
            found = shingles(wording(row.content))
            if found.size:
                self._ids.append(row.id)
                self._texts.append(same_texts(row.content))
                self._splits.append(split_number(row.split))
                self._keep(self._signature(found))

    def _signature(self, found: Shingles) -> NDArray[np.uint32]:
        minhash = MinHash(_PERMUTATIONS, hashfunc=int, permutations=self._permutations, scheme="affine32")
        minhash.update_batch(found.tolist())
        return np.asarray(minhash.hashvalues, np.uint32)

    def _keep(self, signature: NDArray[np.uint32]) -> None:
        self._signatures += signature.astype(np.uint8).tobytes()
        used = signature[: self._bands * self._width].reshape(self._bands, self._width).astype(np.uint64)
        mixed = np.zeros(self._bands, np.uint64)
        for column in used.T:
            mixed = (mixed ^ column) * _MIX[0]
            mixed ^= mixed >> np.uint64(29)
        self._hashes += mixed.tobytes()

    def found(self) -> dict[str, FoundRows]:
        """The findings, once all rows were seen."""
        ids = np.array(self._ids, np.int64)
        splits = np.array(self._splits, np.int64)
        clusters = _Clusters(len(ids))
        for one, other, alike in self._verified(ids, clusters):
            clusters.join(one, other, alike)
        near, leaks = FoundRows(), FoundRows()
        for members in clusters.groups():
            group = int(ids[members[0]])
            for at in members:
                words = {"other": int(ids[clusters.nearest[at]]), "percent": round(100 * clusters.likeness[at])}
                near.add(int(ids[at]), Sentence(_NEAR, words), group=group)
            for at, other in _elsewhere(members, splits):
                leaks.add(int(ids[at]), Sentence(_NEAR_LEAK, {"other": int(ids[other])}), group=group)
        return {"near_duplicate": near, "near_leak": leaks}

    def _verified(self, ids: NDArray[np.int64], clusters: "_Clusters") -> Iterator[tuple[int, int, float]]:
        """Pairs alike enough that are not in one cluster yet."""
        pending = iter(self._candidates(len(ids)))
        while some := list(islice(pending, _READ_TOGETHER)):
            self._go_on()
            wanted = [pair for pair in some if not clusters.are_joined(*pair)]
            known = self._known.shingles_of(sorted({int(ids[at]) for pair in wanted for at in pair}))
            for one, other in wanted:
                first, second = known.get(int(ids[one])), known.get(int(ids[other]))
                if first is not None and second is not None:
                    alike = likeness(first, second)
                    if alike >= self._similarity:
                        yield one, other, alike

    def _candidates(self, count: int) -> Iterator[tuple[int, int]]:
        """Pairs in one bucket of a band whose signatures are alike; in a large bucket, each with two others."""
        hashes = np.frombuffer(self._hashes, np.uint64).reshape(count, self._bands)
        signatures = np.frombuffer(self._signatures, np.uint8).reshape(count, _PERMUTATIONS)
        unique = np.unique(np.array(self._texts, np.int64), return_index=True)[1]
        pairs = np.empty(0, np.int64)
        for band in range(self._bands):
            self._go_on()
            one, other = _bucket_mates(hashes[unique, band])
            pairs = np.union1d(pairs, self._alike(unique[one], unique[other], signatures))
        yield from ((int(pair // count), int(pair % count)) for pair in pairs)

    def _alike(self, one: Positions, other: Positions, signatures: NDArray[np.uint8]) -> Positions:
        """The pairs that may be alike enough, each as one number."""
        kept = [np.empty(0, np.int64)]
        for start in range(0, one.size, _COMPARED_TOGETHER):
            some = slice(start, start + _COMPARED_TOGETHER)
            first, second = np.minimum(one[some], other[some]), np.maximum(one[some], other[some])
            equal = (signatures[first] == signatures[second]).mean(axis=1)
            kept.append((first * len(signatures) + second)[equal >= self._similarity - _DOUBT])
        return np.concatenate(kept)


class _Known:
    """Shingles of rows that are being compared; a bounded number is kept."""

    def __init__(self, texts: Texts) -> None:
        self._read = texts
        self._kept: dict[int, Shingles] = {}

    def shingles_of(self, row_ids: Sequence[int]) -> dict[int, Shingles]:
        """By row; those deleted meanwhile are left out."""
        if len(self._kept) > _KEPT:
            self._kept.clear()
        missing = [row_id for row_id in row_ids if row_id not in self._kept]
        self._kept.update((row_id, shingles(wording(content))) for row_id, content in self._read(missing))
        return self._kept


def _bucket_mates(hashes: NDArray[np.uint64]) -> tuple[Positions, Positions]:
    """Each row of a bucket with the one before it and the first."""
    order = np.argsort(hashes, kind="stable")
    ordered = hashes[order]
    follows = np.flatnonzero(np.append(False, ordered[1:] == ordered[:-1]))
    starts = np.maximum.accumulate(np.where(np.append(True, ordered[1:] != ordered[:-1]), np.arange(order.size), 0))
    far = follows[starts[follows] < follows - 1]
    return (
        np.concatenate([order[follows - 1], order[starts[far]]]),
        np.concatenate([order[follows], order[far]]),
    )


def _elsewhere(members: list[int], splits: NDArray[np.int64]) -> Iterator[tuple[int, int]]:
    """Each member that has a split, with one in another split."""
    first_of = {int(splits[at]): at for at in reversed(members) if splits[at] != NO_SPLIT}
    if len(first_of) > 1:
        for at in members:
            if splits[at] != NO_SPLIT:
                yield at, next(other for split, other in first_of.items() if split != splits[at])


class _Clusters:
    """Rows joined by being alike; each remembers the row it is most like, and how much."""

    def __init__(self, count: int) -> None:
        self._parents = list(range(count))
        self.nearest: dict[int, int] = {}
        self.likeness: dict[int, float] = {}

    def join(self, one: int, other: int, alike: float) -> None:
        """Put two rows, and all that are joined to them, together."""
        self._parents[self._root(other)] = self._root(one)
        for at, mate in ((one, other), (other, one)):
            if alike > self.likeness.get(at, 0.0):
                self.likeness[at], self.nearest[at] = alike, mate

    def are_joined(self, one: int, other: int) -> bool:
        """Whether two rows are together already."""
        return self._root(one) == self._root(other)

    def groups(self) -> list[list[int]]:
        """Rows that are together, each group and all groups in ascending order."""
        together: dict[int, list[int]] = {}
        for at in sorted(self.nearest):
            together.setdefault(self._root(at), []).append(at)
        return list(together.values())

    def _root(self, at: int) -> int:
        parents = self._parents
        while parents[at] != at:
            parents[at] = parents[parents[at]]
            at = parents[at]
        return at
