"""Which rows are read, in which order, with which model on which side; and what raters see of them."""

import hashlib
import json
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from random import Random

from studio.core.evaluation import Answer, EvaluatedRow
from studio.core.example import Message
from studio.core.rating import RatedRow
from studio.core.row_words import expected_of, question_of

_SHEETS = 8


@dataclass(frozen=True)
class ShownRow:
    """One row to be read: what was asked, what was expected, and the answers as A and B."""

    id: int
    turns: tuple[Message, ...]
    reference: str
    answers: tuple[str, ...]

    @property
    def exchanged(self) -> "ShownRow":
        """With B as A."""
        return replace(self, answers=self.answers[::-1])

    @property
    def same(self) -> bool:
        """Whether both answers are the same text."""
        return len(self.answers) > 1 and len({each.strip() for each in self.answers}) == 1


def shares_of(sizes: Mapping[str, int], count: int, minimum: int = 0) -> dict[str, int]:
    """How many of `count` rows each stratum gives: in proportion (largest remainder), but `minimum` where it has them.

    Where even the minima are too many, the strata take turns.
    """
    total = sum(sizes.values())
    if count >= total:
        return dict(sizes)
    given = dict.fromkeys(sorted(sizes), 0)
    for _row in range(count):
        open_ones = [name for name in given if given[name] < sizes[name]]
        short = [name for name in open_ones if given[name] < minimum]
        if short:
            name = min(short, key=lambda each: (given[each], -sizes[each], each))
        else:
            name = min(open_ones, key=lambda each: (given[each] - count * sizes[each] / total, each))
        given[name] += 1
    return given


def draw_rows(
    rows: Sequence[EvaluatedRow], count: int, *, models: int, seed: int, strata: str = "", minimum: int = 0
) -> tuple[RatedRow, ...]:
    """At most `count` rows in random order, drawn evenly by the group `strata`; each model is A as often as it is B.

    As often in each stratum too, up to one row. The same rows and seed give the same draw.
    """
    chance = Random(f"rating:{seed}")
    by_stratum: dict[str, list[int]] = defaultdict(list)
    for row in sorted(rows, key=lambda each: each.id):
        by_stratum[row.groups.get(strata, "") if strata else ""].append(row.id)
    shares = shares_of({name: len(ids) for name, ids in by_stratum.items()}, count, minimum)
    drawn = [(id, name) for name in sorted(by_stratum) for id in chance.sample(by_stratum[name], shares[name])]
    first = chance.randrange(models)
    placed = [
        RatedRow(id=id, sides=tuple((first + at + side) % models for side in range(models)), stratum=name)
        for at, (id, name) in enumerate(drawn)
    ]
    chance.shuffle(placed)
    return tuple(placed)


def draw_turns(rows: Sequence[RatedRow], seed: int) -> tuple[tuple[int, ...], ...]:
    """Sheets of rows, about half of all, whose sides a rater sees exchanged: on each, A and B stay as even as before.

    So neither a side that is liked better nor talk among raters ("A, each time") weighs on a model.
    """
    chance = Random(f"turns:{seed}")
    by_stratum: dict[str, tuple[list[int], list[int]]] = defaultdict(lambda: ([], []))
    for row in rows:
        if len(row.sides) > 1:
            by_stratum[row.stratum][row.sides[0]].append(row.id)
    sheets = []
    for _sheet in range(_SHEETS):
        turned: list[int] = []
        for name in sorted(by_stratum):
            one, other = by_stratum[name]
            even = (min(len(one), len(other)) + chance.randrange(2)) // 2
            alone = chance.randrange(2) if not one or not other else 0
            for ids in (one, other):
                turned += chance.sample(ids, min(len(ids), even or alone))
        sheets.append(tuple(sorted(turned)))
    return tuple(sheets) if by_stratum else ()


def strata_of(rows: Sequence[EvaluatedRow], kind: str) -> dict[str, int]:
    """How many rows each group of this kind has, by name; "" for those that are in none."""
    return dict(sorted(Counter(row.groups.get(kind, "") for row in rows).items()))


def shown_row(row: EvaluatedRow, answers: Sequence[Answer], sides: Sequence[int], system: str = "") -> ShownRow:
    """What is read of a row; `answers` in the order of the session's models, `system` as the decoding had it."""
    turns = question_of(row.content)
    if system:
        turns = (Message(role="system", content=system), *(turn for turn in turns if turn.role != "system"))
    return ShownRow(row.id, turns, expected_of(row.content), tuple(answers[at].text for at in sides))


def texts_hash(rows: Sequence[ShownRow]) -> str:
    """SHA-256 of all that is read, in order."""
    facts = [[row.id, [turn.model_dump() for turn in row.turns], row.reference, row.answers] for row in rows]
    return hashlib.sha256(json.dumps(facts).encode()).hexdigest()
