"""Whether a variant is new: like no row kept for validation or test, and not what another row says already."""

from array import array
from collections.abc import Iterable, Sequence
from typing import cast

import apsw

from studio.core.example import Content, Split
from studio.core.sentence import Sentence
from studio.data.augmenting.near import Near, NearTexts, Shingles, Wording, shingles_of
from studio.data.checks.twins import same_texts
from studio.data.reader import CONTENT
from studio.text.augment.case import case_of
from studio.words import N_

LIKE_KEPT = 0.85
"""What is as like as this to a row kept for validation or test would give that row away."""
LIKE_OTHERS = 0.97
"""With three words in a row, one changed word among a hundred is 0.94: only what adds nothing is as like as this."""

_ROWS = "SELECT id, split, content FROM example WHERE dataset_id = ? ORDER BY id"
_SAME = N_("Row {other} has the same texts.")
_SAME_VARIANT = Sentence(N_("Another variant has the same texts."))
_NEAR = N_("Nearly the same wording as row {other} ({percent} %).")
_NEAR_VARIANT = N_("Nearly the same wording as another variant ({percent} %).")
_NEAR_KEPT = N_("Too near to row {other}, which is kept for validation or test ({percent} %).")
_REORDERED_KEPT = N_("The same words as row {other}, which is kept for validation or test, in another order.")


class KeptRows:
    """The cases of validation and test rows, by which what is too like them is found."""

    def __init__(self, wording: Wording, at_least: float, rows: Iterable[tuple[int, Content]]) -> None:
        known: list[tuple[int, Shingles]] = []
        self._orders: dict[tuple[int, ...], int] = {}
        for id, content in rows:
            words = wording.words(case_of(content).texts)
            known.append((id, shingles_of(words)))
            self._orders.setdefault(tuple(sorted(words)), id)
        self._near = NearTexts(at_least, known)

    def objection(self, words: Sequence[int], shingles: Shingles) -> Sentence | None:
        """Why a case with these words, as the wording numbers them, must not be trained on."""
        if near := self._near.nearest(shingles):
            return _said(_NEAR_KEPT, near)
        if (other := self._orders.get(tuple(sorted(words)))) is not None:
            return Sentence(_REORDERED_KEPT, {"other": other})
        return None


class Novelty:
    """All rows of a data set, rejected ones too, and the variants accepted so far."""

    def __init__(self, db: apsw.Connection, dataset_id: int) -> None:
        self._wording = Wording()
        self._texts: dict[int, int] = {}
        kept: list[tuple[int, Content]] = []
        # Packed: as sets they would take ten times the memory.
        others: list[tuple[int, array[int]]] = []
        found = cast(Iterable[tuple[int, Split | None, str]], db.execute(_ROWS, (dataset_id,)))
        for id, split, stored in found:
            content = CONTENT.validate_json(stored)
            self._texts.setdefault(same_texts(content), id)
            if split in ("validation", "test"):
                kept.append((id, content))
            else:
                others.append((id, array("q", self._wording.shingles(case_of(content).texts))))
        self._kept = KeptRows(self._wording, LIKE_KEPT, kept)
        self._others = NearTexts(LIKE_OTHERS, others)
        self._accepted = 0
        self._parent: tuple[Content, Shingles] | None = None

    def objection(self, content: Content, parent: Content) -> Sentence | None:
        """Why it is not new; one that is accepted is known from then on.

        A variant is near its parent by nature, and near what says the same as that: there only equality counts.
        """
        same = same_texts(content)
        if (other := self._texts.get(same)) is not None:
            return Sentence(_SAME, {"other": other}) if other > 0 else _SAME_VARIANT
        words = self._wording.words(case_of(content).texts)
        shingles = shingles_of(words)
        objection = self._kept.objection(words, shingles) or self._near_others(shingles, parent)
        if objection is None:
            self._accepted += 1
            self._texts[same] = -self._accepted
            self._others.add(-self._accepted, shingles)
        return objection

    def near_kept(self, content: Content) -> Sentence | None:
        """Why a row that is there is too near to a kept one."""
        words = self._wording.words(case_of(content).texts)
        return self._kept.objection(words, shingles_of(words))

    def _near_others(self, shingles: Shingles, parent: Content) -> Sentence | None:
        near = self._others.nearest(shingles, apart_from=lambda: self._of_parent(parent))
        if near is None:
            return None
        return _said(_NEAR if near.key > 0 else _NEAR_VARIANT, near)

    def _of_parent(self, parent: Content) -> Shingles:
        if self._parent is None or self._parent[0] is not parent:
            self._parent = parent, self._wording.shingles(case_of(parent).texts)
        return self._parent[1]


def _said(message: str, near: Near) -> Sentence:
    told = {"other": near.key} if near.key > 0 else {}
    return Sentence(message, {**told, "percent": int(100 * near.likeness)})
