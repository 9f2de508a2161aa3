"""Whether an answer is what a kept prompt expects."""

import re
from collections.abc import Iterator

from studio.assess.contract_verdicts import judge
from studio.core.contract import Contract
from studio.core.folding import folded, phrase_pattern
from studio.core.prompt import ANY_KIND, RegressionPrompt
from studio.core.sentence import Sentence
from studio.words import N_


def shortfalls(prompt: RegressionPrompt, answer: str, contract: Contract | None) -> tuple[Sentence, ...]:
    """What of the expectation an answer does not meet; empty where all is met, or nothing is expected."""
    return (*_of_contract(prompt, answer, contract), *_missing_words(prompt, answer))


def _of_contract(prompt: RegressionPrompt, answer: str, contract: Contract | None) -> Iterator[Sentence]:
    if not (prompt.kind or prompt.urgent):
        return
    if contract is None:
        yield Sentence(N_("The project has no answer contract, by which this could be judged."))
        return
    found = judge(contract)("", answer)
    if prompt.kind == ANY_KIND:
        yield from found.violations
    elif prompt.kind:
        yield from _of_kind(prompt.kind, answer, contract)
    if prompt.urgent and not contract.tells_urgency:
        yield Sentence(N_("The answer contract does not tell which answers are urgent."))
    elif prompt.urgent == "yes" and not found.urgent_given:
        yield Sentence(N_("The answer is not urgent, and should be."))
    elif prompt.urgent == "no" and found.urgent_given:
        yield Sentence(N_("The answer is urgent, and should not be."))


def _of_kind(kind: str, answer: str, contract: Contract) -> Iterator[Sentence]:
    form = next((each for each in contract.formats if each.name.en == kind), None)
    if form is None:
        yield Sentence(N_("The answer contract has no kind “{kind}” any more."), {"kind": kind})
    else:
        yield from form.violations(answer.strip())


def _missing_words(prompt: RegressionPrompt, answer: str) -> Iterator[Sentence]:
    plain = folded(answer)
    for phrase in prompt.contains:
        if not re.search(phrase_pattern(phrase), plain):
            yield Sentence(N_("“{words}” does not occur."), {"words": phrase})
