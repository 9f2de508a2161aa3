"""What every variant must pass: it says the same of the case, and its answer is still right."""

from collections.abc import Callable, Iterator, Sequence

from studio.core.contract import Contract
from studio.core.sentence import Sentence
from studio.text.augment.case import Case
from studio.text.augment.identifying import introduced
from studio.text.augment.judged_answers import JudgedAnswers
from studio.text.augment.signs import Signs, differences
from studio.text.augment.transformation import Changed
from studio.text.findings.engine import FindingsEngine
from studio.text.patient import patient_sex
from studio.words import N_

SHORTEST, LONGEST = 0.4, 2.5
"""How long a variant may be, measured by its parent."""
_ONE_SENTENCE = 80
"""So many characters more are plausible however short the parent is."""


class Gates:
    """The reasons that speak against a variant; what is known of a parent is kept for its other variants.

    `language_of` tells the language of a text, "" where it cannot; it is asked about what a model wrote.
    """

    def __init__(
        self, engine: FindingsEngine, contract: Contract | None, language_of: Callable[[str], str] | None = None
    ) -> None:
        self._signs = Signs(engine)
        self._judged = JudgedAnswers(contract) if contract else None
        self._language_of = language_of

    def refusals(
        self, parent: Case, varied: Changed, labels: Sequence[str] = (), *, strict: bool = False
    ) -> tuple[Sentence, ...]:
        """Why a variant must not be used; empty for one that may be.

        `labels` are those of the row, which its variants keep; `strict` is for text that no rule has made.
        """
        if misshapen := tuple(_misshapen(parent, varied.case)):
            return misshapen
        return tuple(self._reasons(parent, varied, labels, strict))

    def _reasons(self, parent: Case, varied: Changed, labels: Sequence[str], strict: bool) -> Iterator[Sentence]:
        yield from self._wrong_findings(parent, varied)
        yield from self._wrong_answers(parent, varied)
        if varied.statuses and labels:
            yield Sentence(N_("The labels of this example were given for what the case said before."))
        before, after = "\n".join(_all_texts(parent)), "\n".join(_all_texts(varied.case))
        yield from introduced(before, after)
        if strict:
            yield from _another_patient(parent.texts, varied.case.texts)
            if self._language_of is not None:
                yield from _other_language(self._language_of(before), self._language_of(after))

    def _wrong_findings(self, parent: Case, varied: Changed) -> Iterator[Sentence]:
        before = self._signs.statuses(parent.texts)
        wanted = {**before, **{concept: frozenset({status}) for concept, status in varied.statuses.items()}}
        yield from differences(wanted, self._signs.statuses(varied.case.texts), self._signs.lexicon)

    def _wrong_answers(self, parent: Case, varied: Changed) -> Iterator[Sentence]:
        judged = self._judged
        if judged is None or (parent.answers == varied.case.answers and not varied.statuses):
            return
        for before, after in zip(parent.answers, varied.case.answers, strict=True):
            if before != after:
                yield from _broken_contract(judged, before, after, may_differ=bool(varied.statuses))
        if judged.tells_urgency and parent.answers:
            yield from self._wrong_urgency(judged, parent, varied)

    def _wrong_urgency(self, judged: JudgedAnswers, parent: Case, varied: Changed) -> Iterator[Sentence]:
        if not self._signs.bear_out(parent.texts, urgent=judged.is_urgent(parent)):
            # What an answer that its own case does not bear out means for another case, nobody can tell.
            if varied.statuses:
                yield Sentence(N_("The answer of the example does not follow from its warning signs."))
            return
        texts, urgent = varied.case.texts, judged.is_urgent(varied.case)
        if overlooked := self._signs.overlooked(texts, urgent=urgent):
            words = {"sign": overlooked[0].name.model_dump()}
            yield Sentence(N_("The answer is not urgent, yet “{sign}” is present."), words)
        elif not self._signs.bear_out(texts, urgent=urgent):
            yield Sentence(N_("The answer is urgent, yet no warning sign is present."))


def is_urgent(contract: Contract, case: Case) -> bool:
    """Whether one of the answers asks for the urgent action."""
    return any(contract.is_urgent(answer) for answer in case.answers)


def _misshapen(parent: Case, case: Case) -> Iterator[Sentence]:
    """What makes all further questions pointless."""
    if (len(case.texts), len(case.answers)) != (len(parent.texts), len(parent.answers)):
        yield Sentence(N_("The variant has another number of texts or answers."))
        return
    for before, after in zip(_all_texts(parent), _all_texts(case), strict=True):
        was, now = len(before.strip()), len(after.strip())
        if was and not now:
            yield Sentence(N_("A text of the variant is empty."))
    was, now = (sum(len(text.strip()) for text in each.texts) for each in (parent, case))
    if now < SHORTEST * was:
        yield Sentence(N_("The variant is far too short: {count} characters instead of {usual}."), _counts(now, was))
    elif now > max(LONGEST * was, was + _ONE_SENTENCE):
        yield Sentence(N_("The variant is far too long: {count} characters instead of {usual}."), _counts(now, was))


def _counts(now: int, was: int) -> dict[str, int]:
    return {"count": now, "usual": was}


def _all_texts(case: Case) -> tuple[str, ...]:
    return (*case.texts, *case.answers)


def _broken_contract(judged: JudgedAnswers, before: str, after: str, *, may_differ: bool) -> Iterator[Sentence]:
    """An answer that never kept the contract need not begin now."""
    usual, kind = judged.kind_of(before), judged.kind_of(after)
    if usual is None and not may_differ:
        return
    yield from judged.violations(after)
    if kind is not None and usual is not None and kind != usual and not may_differ:
        words = {"before": usual.name.model_dump(), "after": kind.name.model_dump()}
        yield Sentence(N_("The answer is now “{after}”, it was “{before}”."), words)


def _another_patient(before: Sequence[str], after: Sequence[str]) -> Iterator[Sentence]:
    """Where both texts tell: silence is no contradiction."""
    for was, now in zip(before, after, strict=True):
        sexes = patient_sex(was), patient_sex(now)
        if None not in sexes and sexes[0] != sexes[1]:
            yield Sentence(N_("The patient’s sex is another one now."))


def _other_language(before: str, after: str) -> Iterator[Sentence]:
    if after and before and after != before:
        words = {"found": after, "wanted": before}
        yield Sentence(N_("A text seems to be in another language: {found} instead of {wanted}."), words)
