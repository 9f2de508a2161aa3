"""What the contract says of each answer, beside what it says of the answer a person wrote for the same row."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Literal

from studio.assess.answered import AnsweredRow
from studio.assess.reference import reference_of
from studio.core.contract import URGENT, AnswerFormat, Contract
from studio.core.example import Chat, Instruction, Preference
from studio.core.folding import folded
from studio.core.sentence import Sentence, Word
from studio.text.urgency.reading import Urgency, urgency_of
from studio.text.urgency.status import Standing
from studio.words import N_

RedFlag = Literal["found", "missed", "false_alarm", "spared", ""]
"""What became of a red flag: rightly or wrongly called urgent or not; "" where nobody can tell what was expected."""

_STANDINGS: dict[Standing, str] = {
    "asked_for": N_("The answer asks for “{urgent}” now."),
    "denied": N_("The answer denies “{urgent}”."),
    "conditional": N_("The answer asks for “{urgent}” only should something happen."),
    "open": N_("The answer leaves “{urgent}” open."),
    "question": N_("The answer only asks about “{urgent}”."),
    "wish": N_("The answer tells of “{urgent}” as somebody’s wish."),
    "past": N_("The answer tells of “{urgent}” as done before."),
}


@dataclass(frozen=True)
class Reading:
    """One text by the contract."""

    form: AnswerFormat | None
    urgency: Urgency

    @property
    def kind(self) -> str:
        """The code of the kind of answer; "" for an answer of none."""
        return kind_code(self.form) if self.form else ""


@dataclass(frozen=True)
class RowVerdict:
    """One row: what was expected and what was given."""

    kind_expected: str
    """The code of a kind; "" where the reference is missing or breaks the contract."""
    kind_given: str
    violations: tuple[Sentence, ...]
    """What is wrong with the answer's form."""
    urgent_expected: bool | None
    """None where there is no reference, or its words contradict each other or their kind."""
    urgent_given: bool
    why: Sentence | None
    """From which words urgency was read; None for a contract that does not tell it."""
    reference_problems: tuple[Sentence, ...] = ()

    @property
    def compliant(self) -> bool:
        """Whether the answer is of one of the kinds."""
        return bool(self.kind_given)

    @property
    def red_flag(self) -> RedFlag:
        """What became of a red flag."""
        if self.urgent_expected is None:
            return ""
        if self.urgent_expected:
            return "found" if self.urgent_given else "missed"
        return "false_alarm" if self.urgent_given else "spared"


def kind_code(form: AnswerFormat) -> str:
    """A name for files and groups, the same in every language."""
    return "_".join("".join(each if each.isalnum() else " " for each in folded(form.name.en)).split()) or "kind"


def judge(contract: Contract) -> Callable[[str, str], RowVerdict]:
    """A judge of references with their answers, in this order, that reads equal texts once."""

    @cache
    def read(text: str) -> Reading:
        return Reading(contract.kind_of(text), urgency_of(contract, text))

    def verdict(reference: str, answer: str) -> RowVerdict:
        written, given = read(reference), read(answer)
        problems = tuple(_reference_problems(contract, reference, written)) if reference.strip() else ()
        return RowVerdict(
            kind_expected=written.kind if reference.strip() else "",
            kind_given=given.kind,
            violations=() if given.form else contract.violations(answer),
            urgent_expected=_expected(contract, reference, written),
            urgent_given=given.urgency.urgent,
            why=_why(contract, given.urgency),
            reference_problems=problems,
        )

    return verdict


def is_judged(row: AnsweredRow) -> bool:
    """Whether a contract has a say: an answer in words was asked for."""
    return isinstance(row.content, Instruction | Chat | Preference)


def row_verdict(contract: Contract, row: AnsweredRow) -> RowVerdict:
    """The verdict of one row; for many, `judge` is faster."""
    return judge(contract)(reference_of(row.content), row.answer.text)


def _expected(contract: Contract, reference: str, written: Reading) -> bool | None:
    """By the words of the reference, be it in the form or not, as long as they are plain."""
    if not reference.strip() or not contract.tells_urgency or _is_torn(contract, written):
        return None
    return written.urgency.urgent


def _is_torn(contract: Contract, written: Reading) -> bool:
    """Whether words contradict each other, or the kind they come in."""
    return written.urgency.contradicts_itself or _against_its_kind(contract, written)


def _against_its_kind(contract: Contract, written: Reading) -> bool:
    labelled = any(form.label == URGENT for form in contract.formats)
    return labelled and written.form is not None and (written.form.label == URGENT) != written.urgency.urgent


def _reference_problems(contract: Contract, reference: str, written: Reading) -> tuple[Sentence, ...]:
    if written.form is None:
        return contract.violations(reference)
    if not _is_torn(contract, written):
        return ()
    names: dict[str, Word] = {"kind": written.form.name.model_dump(), **_urgent_name(contract)}
    if _against_its_kind(contract, written):
        return (Sentence(N_("The words and the kind “{kind}” disagree on “{urgent}”."), names),)
    return (Sentence(N_("This asks for “{urgent}” and denies it."), names),)


def _why(contract: Contract, urgency: Urgency) -> Sentence | None:
    if not contract.tells_urgency:
        return None
    names = _urgent_name(contract)
    if urgency.contradicts_itself and not urgency.urgent:
        return Sentence(N_("The answer asks for “{urgent}” and denies it."), names)
    if urgency.urgent:
        return Sentence(_STANDINGS["asked_for"], names)
    if urgency.requests:
        return Sentence(_STANDINGS[urgency.requests[-1].standing], names)
    return Sentence(N_("The answer does not ask for “{urgent}”."), names)


def _urgent_name(contract: Contract) -> dict[str, Word]:
    named = contract.urgent or next((form for form in contract.formats if form.label == URGENT), contract)
    return {"urgent": named.name.model_dump()}
