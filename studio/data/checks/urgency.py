"""Whether the urgency of an answer fits the warning signs of its case, by the rule layer of findings alone."""

from collections.abc import Iterator, Mapping, Sequence

from studio.core.contract import Contract
from studio.core.example import Content
from studio.core.sentence import Sentence
from studio.data.checks.parts import parts_of
from studio.text.augment.case import case_of
from studio.text.augment.signs import Signs
from studio.text.findings.lexicon import Concept
from studio.text.urgency.reading import asks_urgently
from studio.words import N_


def ignored_flags(content: Content, contract: Contract, signs: Signs) -> Iterator[Sentence]:
    """The present warning signs that call for an urgent answer, where none is urgent."""
    if not _is_answered(content) or _is_urgent(content, contract):
        return
    if overlooked := signs.overlooked(case_of(content).texts, urgent=False):
        yield Sentence(N_("The answer is not urgent, yet the case has: {signs}."), {"signs": _names(overlooked)})


def false_alarms(content: Content, contract: Contract, signs: Signs) -> Iterator[Sentence]:
    """An urgent answer although no warning sign is present or left open."""
    texts = case_of(content).texts
    if not _is_urgent(content, contract) or signs.warning_signs(texts, "present", "uncertain", "to_check"):
        return
    if other := signs.warning_signs(texts, "absent", "history", "family"):
        message = N_("The answer is urgent, yet these are denied, or not of now or not the patient’s: {signs}.")
        yield Sentence(message, {"signs": _names(other)})
    else:
        yield Sentence(N_("The answer is urgent, yet the case has no warning sign of the lexicon."))


def _is_answered(content: Content) -> bool:
    return any(answer.strip() for answer in parts_of(content).answers)


def _is_urgent(content: Content, contract: Contract) -> bool:
    """A conversation is when one of its answers is; of a pair the better answer counts."""
    return any(asks_urgently(contract, answer) for answer in parts_of(content).answers)


def _names(signs: Sequence[Concept]) -> Mapping[str, str]:
    names = [each.name.model_dump() for each in signs]
    return {language: ", ".join(name[language] for name in names) for language in ("en", "fr")}
