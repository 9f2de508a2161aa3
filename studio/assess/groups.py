"""Groups of rows for which a metric is told apart: the patient's sex and age, source, length, kind of answer."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from studio.assess.answered import AnsweredRow
from studio.assess.contract_verdicts import kind_code
from studio.assess.figures import told
from studio.assess.measure import Floats, Measure
from studio.assess.reference import reference_of
from studio.core.contract import Contract
from studio.core.example import Choice, Classification, Content, Text
from studio.core.sentence import Sentence, Word
from studio.text.augment.case import case_of
from studio.text.patient import AGE_BANDS, age_band, patient_age, patient_sex
from studio.words import N_

SEX, AGE, SOURCE, LENGTH, KIND = GROUP_KINDS = ("sex", "age", "source", "length", "kind")
GROUP_KIND_TITLES = {
    SEX: N_("Sex"),
    AGE: N_("Age"),
    SOURCE: N_("Source"),
    LENGTH: N_("Length of the case"),
    KIND: N_("Kind of answer"),
}
UNKNOWN = ""
"""The group of the rows that do not say."""
LEAST = 10
"""Rows below which a group's value says more about chance than about the model."""
SHORT, LONG = 30, 100
"""Words of a case: below, from."""
_TITLES = {
    (SEX, "female"): N_("Women and girls"),
    (SEX, "male"): N_("Men and boys"),
    (LENGTH, "short"): N_("Short (below {short} words)"),
    (LENGTH, "medium"): N_("Medium"),
    (LENGTH, "long"): N_("Long ({long} words or more)"),
}
_SHUFFLES = 5_000
_SURE = 0.05
_ROUNDING = 1e-9

Table = np.ndarray[tuple[int, int], np.dtype[np.float64]]
Ints = np.ndarray[tuple[int], np.dtype[np.int64]]


def groups_of(content: Content, contract: Contract | None = None, source: str = "") -> dict[str, str]:
    """The group of a row by each kind of group, as codes that are the same in every language; `UNKNOWN` for none."""
    text = "\n".join(case_of(content).texts)
    age, words = patient_age(text), len(text.split())
    return {
        SEX: patient_sex(text) or UNKNOWN,
        AGE: _band_code(age_band(age)) if age is not None else UNKNOWN,
        SOURCE: source,
        LENGTH: "short" if words < SHORT else "long" if words >= LONG else "medium",
        KIND: _kind(content, contract),
    }


def group_title(kind: str, group: str, contract: Contract | None = None) -> Sentence:
    """What a group is called."""
    if group == UNKNOWN:
        return Sentence(N_("Not said"))
    if kind == AGE:
        first, _dash, last = group.partition("-")
        if last == str(AGE_BANDS[-1][1]):
            return Sentence(N_("{first} years and over"), {"first": first})
        return Sentence(N_("{first} to {last} years"), {"first": first, "last": last})
    if kind == KIND and contract:
        names = {kind_code(form): form.name.model_dump() for form in contract.formats}
        return Sentence("{name}", {"name": names.get(group, group)})
    if (kind, group) in _TITLES:
        return Sentence(_TITLES[kind, group], {"short": SHORT, "long": LONG})
    return Sentence("{name}", {"name": group})


def by_group(measure: Measure, rows: Sequence[AnsweredRow]) -> dict[str, dict[str, Measure]]:
    """The metric within each group of the rows that decide it; kinds of group that do not part them are left out."""
    groups = {row.id: row.groups for row in rows}
    found = {}
    for kind in GROUP_KINDS:
        members: dict[str, list[int]] = {}
        for at in measure.ids:
            if at in groups and kind in groups[at]:
                members.setdefault(groups[at][kind], []).append(at)
        if len(members) > 1:
            found[kind] = {group: measure.within(members[group]) for group in sorted(members, key=_order)}
    return found


def too_small(measure: Measure) -> Sentence | None:
    """What to say instead of a value where a group has too few rows."""
    if len(measure.ids) >= LEAST:
        return None
    words: dict[str, Word] = {"rows": len(measure.ids), "least": LEAST}
    return Sentence(N_("Too few rows for a number: {rows}, at least {least} are needed."), words)


@dataclass(frozen=True)
class GroupDifference:
    """Whether the groups of one kind differ in a metric more than chance has it; `p` allows for all kinds tried."""

    kind: str
    p: float

    @property
    def is_shown(self) -> bool:
        """At 5 % for all kinds of group together."""
        return self.p <= _SURE

    def sentence(self) -> Sentence:
        """The verdict in words."""
        words: dict[str, Word] = {"p": told(self.p, "number")}
        if self.is_shown:
            return Sentence(
                N_("The groups differ more than by chance (p = {p}, all kinds of group allowed for)."), words
            )
        return Sentence(
            N_("No difference between the groups is shown (p = {p}, all kinds of group allowed for)."), words
        )


def group_differences(measure: Measure, rows: Sequence[AnsweredRow], seed: int = 1) -> tuple[GroupDifference, ...]:
    """Permutation tests of the spread between groups of `LEAST` rows or more, with Holm's correction over the kinds.

    Rows that do not say their group are left out. Only for means and shares.
    """
    if not measure.is_mean:
        return ()
    tested = dict(_tested(measure, rows, np.random.default_rng(seed)))
    adjusted, highest = {}, 0.0
    for rank, kind in enumerate(sorted(tested, key=lambda each: tested[each])):
        highest = max(highest, min(1.0, tested[kind] * (len(tested) - rank)))
        adjusted[kind] = highest
    return tuple(GroupDifference(kind, adjusted[kind]) for kind in GROUP_KINDS if kind in adjusted)


def _tested(measure: Measure, rows: Sequence[AnsweredRow], rng: np.random.Generator) -> Iterator[tuple[str, float]]:
    for kind, groups in by_group(measure, rows).items():
        large = [each for group, each in groups.items() if group != UNKNOWN and not too_small(each)]
        parts = [each.outcomes for each in large if each.outcomes is not None]
        if len(parts) > 1:
            yield kind, _chance_of(parts, rng)


def _chance_of(parts: Sequence[Floats], rng: np.random.Generator) -> float:
    """Share of shufflings in which the groups lie as far apart as these, counting these as one of them."""
    sizes = np.array([len(part) for part in parts])
    seen = _spread(np.array([[part.sum() for part in parts]]), sizes)[0]
    drawn = _spread(_shuffled_sums(np.concatenate(parts), sizes, rng), sizes)
    return (int((drawn >= seen - _ROUNDING).sum()) + 1) / (len(drawn) + 1)


def _shuffled_sums(values: Floats, sizes: Ints, rng: np.random.Generator) -> Table:
    """The sum of each group, a shuffling."""
    if np.isin(values, (0.0, 1.0)).all():
        # How many right answers fall to each group has a distribution of its own, a hundred times faster to draw.
        return rng.multivariate_hypergeometric(sizes, int(values.sum()), size=_SHUFFLES).astype(np.float64)
    starts = np.concatenate(([0], np.cumsum(sizes)[:-1]))
    return np.array([np.add.reduceat(rng.permutation(values), starts) for _each in range(_SHUFFLES)])


def _spread(sums: Table, sizes: Ints) -> Floats:
    """Between the groups, up to what no shuffling changes: the sum of each group's squared sum over its size."""
    spread: Floats = (sums**2 / sizes).sum(axis=1)
    return spread


def _kind(content: Content, contract: Contract | None) -> str:
    if contract is None or isinstance(content, Classification | Choice | Text):
        return UNKNOWN
    form = contract.kind_of(reference_of(content))
    return kind_code(form) if form else UNKNOWN


def _band_code(band: tuple[int, int]) -> str:
    return f"{band[0]}-{band[1]}"


def _order(group: str) -> tuple[bool, int, str]:
    """Ages by their first year, lengths by size, what does not say last."""
    first = group.partition("-")[0]
    sizes = {"short": 0, "medium": 1, "long": 2}
    return group == UNKNOWN, int(first) if first.isdigit() else sizes.get(group, 0), group
