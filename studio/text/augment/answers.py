"""Answers for cases that did not exist before, worded as the answers of the data set are, or as the user says."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from studio.core.augmentation import FLAGS
from studio.core.contract import Contract
from studio.core.folding import folded
from studio.text.augment.judged_answers import JudgedAnswers
from studio.text.augment.signs import Signs
from studio.text.findings.engine import FindingsEngine
from studio.text.findings.lexicon import Concept, FindingsLexicon

LEAST_DENIED = 2
"""A calm answer rests on at least so many warning signs that the case denies."""
LEAST_FAMILIES = 3
"""An answer that fewer families of examples share was worded for its own case, and fits no other."""
_BETWEEN = ", "


@dataclass(frozen=True)
class Answered:
    """A training row: the texts of its case, its answer, and the family it belongs to."""

    texts: tuple[str, ...]
    answer: str
    family: int


@dataclass(frozen=True)
class Wordings:
    """How a contract's answers are worded: templates by the English name of the kind, the preferred one first."""

    contract: Contract
    templates: Mapping[str, str]

    @cached_property
    def judged(self) -> JudgedAnswers:
        """What the contract makes of answers."""
        return JudgedAnswers(self.contract)

    def urgent(self, signs: Sequence[Concept]) -> str | None:
        """An urgent answer that names the signs and keeps the contract; None where no template gives one."""
        labels = _BETWEEN.join(each.called for each in signs)
        return self._first((template.replace(FLAGS, labels) for template in self.templates.values()), urgent=True)

    def calm(self) -> str | None:
        """An answer for a case without a warning sign; None where no template gives one."""
        return self._first((each for each in self.templates.values() if FLAGS not in each), urgent=False)

    def _first(self, answers: Iterable[str], *, urgent: bool) -> str | None:
        return next(
            (
                each
                for each in answers
                if self.judged.asks_urgently(each) is urgent and not self.judged.violations(each)
            ),
            None,
        )


def wordings(
    contract: Contract | None,
    engine: FindingsEngine,
    rows: Iterable[Answered],
    own: Mapping[str, str],
) -> Wordings | None:
    """The stock wordings of training rows and the user's `own`; None without urgent answers."""
    if contract is None or not contract.tells_urgency:
        return None
    return Wordings(contract, {**infer_templates(rows, contract, engine), **own})


def infer_templates(rows: Iterable[Answered], contract: Contract, engine: FindingsEngine) -> dict[str, str]:
    """The stock wording of urgent answers, and of calm ones where signs are denied, by kind of answer.

    Stock is what at least LEAST_FAMILIES families share, capitals, accents and the list of signs aside.
    """
    signs = Signs(engine)
    label = _label_pattern(engine.lexicon)
    urgent, calm = _Used(), _Used()
    for row in rows:
        kind = contract.kind_of(row.answer)
        if kind is None:
            continue
        answer = row.answer.strip()
        if contract.is_urgent(answer):
            for each in _templates(answer, signs, row.texts, label):
                urgent.add(kind.name.en, each, row.family)
        elif is_reassuring(signs, row.texts) and not engine.find(answer):
            calm.add(kind.name.en, answer, row.family)
    return {**urgent.stock(), **calm.stock()}


class _Used:
    """Which wordings are used, and by which families."""

    def __init__(self) -> None:
        self._families: defaultdict[tuple[str, str], set[int]] = defaultdict(set)
        self._written: defaultdict[tuple[str, str], Counter[str]] = defaultdict(Counter)

    def add(self, kind: str, wording: str, family: int) -> None:
        key = kind, folded(wording)
        self._families[key].add(family)
        self._written[key][wording] += 1

    def stock(self) -> dict[str, str]:
        """The wording that most families share, by its kind; none where too few do."""
        key = max(self._families, key=lambda each: len(self._families[each]), default=None)
        if key is None or len(self._families[key]) < LEAST_FAMILIES:
            return {}
        return {key[0]: self._written[key].most_common(1)[0][0]}


def is_reassuring(signs: Signs, texts: tuple[str, ...], but_for: str = "") -> bool:
    """Whether enough is denied, and nothing left open, for a calm answer; `but_for` is a concept to leave aside."""
    open_or_present = signs.warning_signs(texts, "present", "uncertain", "to_check")
    denied = signs.warning_signs(texts, "absent")
    return (
        all(each.id == but_for for each in open_or_present)
        and len([each for each in denied if each.id != but_for]) >= LEAST_DENIED
    )


def _label_pattern(lexicon: FindingsLexicon) -> str:
    labels = sorted({re.escape(each.called) for each in lexicon.concepts}, key=len, reverse=True)
    return rf"(?<!\w)(?:{'|'.join(labels) or '(?!)'})(?!\w)"


def _templates(answer: str, signs: Signs, texts: tuple[str, ...], label: str) -> Iterator[str]:
    """The answer with its list of signs taken out, where it names those of the case and no other sign anywhere."""
    present = {each.called for each in signs.warning_signs(texts)}
    lists = list(re.finditer(rf"{label}(?:(?:, | et |, et ){label})*", answer))
    if not lists and present and not signs.engine.find(answer):
        yield answer
    if len(lists) == 1:
        named = set(re.findall(label, lists[0].group()))
        rest = f"{answer[: lists[0].start()]}{FLAGS}{answer[lists[0].end() :]}"
        if named == present and not signs.engine.find(rest):
            yield rest
