"""Rules about rows that say the same: duplicates, contradictions, and leaks between splits."""

from array import array
from collections.abc import Iterator, Sequence
from hashlib import blake2b

import numpy as np
from numpy.typing import NDArray

from studio.core.example import SPLITS, Chat, Choice, Content, Preference, Split
from studio.core.sentence import Sentence
from studio.data.checks.parts import folded_once, parts_of, texts_of
from studio.data.checks.reading import CheckedRow
from studio.data.checks.report import FoundRows
from studio.words import N_

NOTHING = 0
"""The fingerprint of an empty text, which is like no other."""
NO_SPLIT = -1
_DUPLICATE = N_("Row {other} has the same texts.")
_CONTRADICTION = N_("Row {other} asks the same and is answered differently.")
_LEAK = N_("Row {other} asks the same and is in another split.")
_FAMILY_LEAK = N_("Row {other} is of the same family and in another split.")

Ints = NDArray[np.int64]


def fingerprint(text: str) -> int:
    """64 bits by which equal texts are found."""
    if not text:
        return NOTHING
    return int.from_bytes(blake2b(text.encode("utf-8", "surrogatepass"), digest_size=8).digest(), "little", signed=True)


def same_texts(content: Content) -> int:
    """Equal for examples with the same texts in the same places, white space aside."""
    texts = ["\x1f".join(" ".join(text.split()) for text in texts_of(content))]
    if isinstance(content, Chat):
        texts += [turn.role for turn in content.messages]
    if isinstance(content, Choice):
        texts += [str(answer) for answer in sorted(content.answers)]
    return fingerprint("\x1e".join(texts))


def split_number(split: Split | None) -> int:
    """A split as a small number, NO_SPLIT for none."""
    return NO_SPLIT if split is None else SPLITS.index(split)


class TwinWatch:
    """Fingerprints of every row; about 60 bytes each."""

    def __init__(self) -> None:
        self._ids, self._families, self._splits = array("q"), array("q"), array("b")
        self._texts, self._questions = array("q"), array("q")
        self._answers, self._worse = array("q"), array("q")

    def see(self, rows: Sequence[CheckedRow]) -> None:
        """Take note of some rows."""
        for row in rows:
            parts = parts_of(row.content)
            self._ids.append(row.id)
            self._families.append(row.family)
            self._splits.append(split_number(row.split))
            self._texts.append(same_texts(row.content))
            self._questions.append(fingerprint(folded_once(parts.question)))
            self._answers.append(fingerprint(folded_once(parts.answer)))
            worse = row.content.rejected if isinstance(row.content, Preference) else ""
            self._worse.append(fingerprint(folded_once(worse)))

    def found(self) -> dict[str, FoundRows]:
        """The findings, once all rows were seen."""
        ids, questions = _ints(self._ids), _ints(self._questions)
        splits = np.array(self._splits, np.int64)
        return {
            "duplicate": _duplicates(ids, _ints(self._texts)),
            "contradiction": _contradictions(ids, questions, _ints(self._answers), _ints(self._worse)),
            "leak": _leaks(ids, questions, splits, _LEAK),
            "family_leak": _leaks(ids, _ints(self._families), splits, _FAMILY_LEAK),
        }


def _ints(values: "array[int]") -> Ints:
    return np.array(values, np.int64)


def groups_of(keys: Ints) -> Iterator[Ints]:
    """Positions of equal keys, two or more together, in ascending order; NOTHING is equal to nothing."""
    order = np.argsort(keys, kind="stable")
    ordered = keys[order]
    ends = np.flatnonzero(np.append(ordered[1:] != ordered[:-1], True)) + 1 if keys.size else np.empty(0, np.int64)
    starts = np.concatenate([[0], ends[:-1]])
    for start, end in zip(starts[ends - starts > 1], ends[ends - starts > 1], strict=True):
        if ordered[start] != NOTHING:
            yield order[start:end]


def _duplicates(ids: Ints, texts: Ints) -> FoundRows:
    rows = FoundRows()
    for group in groups_of(texts):
        for at in group.tolist():
            other = group[0] if at != group[0] else group[1]
            rows.add(int(ids[at]), Sentence(_DUPLICATE, {"other": int(ids[other])}), group=int(ids[group[0]]))
    return rows


def _contradictions(ids: Ints, questions: Ints, answers: Ints, worse: Ints) -> FoundRows:
    rows = FoundRows()
    judged_in_pairs = bool(np.any(worse != NOTHING))
    for alike in groups_of(questions):
        group = alike[answers[alike] != NOTHING]
        others = _better_elsewhere(group, answers, worse) if judged_in_pairs else _differing(group, answers)
        for at, other in others:
            rows.add(int(ids[at]), Sentence(_CONTRADICTION, {"other": int(ids[other])}), group=int(ids[group[0]]))
    return rows


def _differing(group: Ints, values: Ints) -> Iterator[tuple[int, int]]:
    """Each position of the group with the first whose value is another; none where all are equal."""
    differs = values[group] != values[group[:1]]
    if group.size and differs.any():
        first, other = int(group[0]), int(group[differs.argmax()])
        for at, unlike_first in zip(group.tolist(), differs.tolist(), strict=True):
            yield at, first if unlike_first else other


def _better_elsewhere(group: Ints, answers: Ints, worse: Ints) -> Iterator[tuple[int, int]]:
    """Many pairs may share a prompt: they contradict only where one’s better answer is another’s worse."""
    rejected_by = {int(worse[at]): at for at in group.tolist() if worse[at] != NOTHING}
    chosen_by = {int(answers[at]): at for at in group.tolist()}
    for at in group.tolist():
        other = rejected_by.get(int(answers[at]), chosen_by.get(int(worse[at])))
        if other is not None and other != at:
            yield at, other


def _leaks(ids: Ints, keys: Ints, splits: Ints, message: str) -> FoundRows:
    rows = FoundRows()
    placed = np.flatnonzero(splits != NO_SPLIT)
    for group in groups_of(keys[placed]):
        for at, other in _differing(placed[group], splits):
            words = {"other": int(ids[other])}
            rows.add(int(ids[at]), Sentence(message, words), group=int(ids[placed[group[0]]]))
    return rows
