"""Answers for cases that did not exist before, worded as the answers of the data set are, or as the user says."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from studio.core.augmentation import FLAGS
from studio.core.contract import Contract
from studio.text.augment.signs import Signs
from studio.text.findings.engine import FindingsEngine
from studio.text.findings.lexicon import Concept, FindingsLexicon

LEAST_DENIED = 2
"""A calm answer rests on at least so many warning signs that the case denies."""
_BETWEEN = ", "


@dataclass(frozen=True)
class Wordings:
    """How a contract's answers are worded: templates by the English name of the kind, the preferred one first."""

    contract: Contract
    templates: Mapping[str, str]

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
                if self.contract.is_urgent(each) is urgent and not self.contract.violations(each)
            ),
            None,
        )


def wordings(
    contract: Contract | None,
    engine: FindingsEngine,
    pairs: Iterable[tuple[tuple[str, ...], str]],
    own: Mapping[str, str],
) -> Wordings | None:
    """The wordings of training rows (texts of the case, answer) and the user's `own`; None without urgent answers."""
    if contract is None or not contract.tells_urgency:
        return None
    return Wordings(contract, {**infer_templates(pairs, contract, engine), **own})


def infer_templates(
    pairs: Iterable[tuple[tuple[str, ...], str]], contract: Contract, engine: FindingsEngine
) -> dict[str, str]:
    """The most frequent wording of urgent answers, and of calm ones where signs are denied, by kind of answer."""
    signs = Signs(engine)
    label = _label_pattern(engine.lexicon)
    urgent, calm = Counter[tuple[str, str]](), Counter[tuple[str, str]]()
    for texts, answer in pairs:
        kind = contract.kind_of(answer)
        if kind is None:
            continue
        if contract.is_urgent(answer):
            urgent.update((kind.name.en, each) for each in _templates(answer.strip(), signs, texts, label))
        elif is_reassuring(signs, texts) and not engine.find(answer):
            calm[kind.name.en, answer.strip()] += 1
    return dict(each for found in (urgent, calm) for (each, _count) in found.most_common(1))


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
