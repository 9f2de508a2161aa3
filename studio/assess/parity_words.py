"""What a parity check found, in words."""

from collections.abc import Iterator

from studio.assess.catalogue import info
from studio.assess.figures import told
from studio.assess.metric import MetricInfo
from studio.assess.parity import paired_of, strength_of
from studio.assess.verdict import verdict_words as comparison_words
from studio.core.export import OLLAMA
from studio.core.parity import ArtefactParity, Cause, Divergence, MetricCost, PromptFacts, TokenDifference, Verdict
from studio.core.sentence import Sentence, Word
from studio.words import N_

VERDICT_TITLES: dict[Verdict, str] = {
    "same": N_("same"),
    "slight": N_("slightly different"),
    "different": N_("different"),
    "unchecked": N_("not checked"),
}
_SHOWN = 60
_LINE = "⏎"
_VERDICTS: dict[Verdict, str] = {
    "same": N_("Same: {alike} of {compared} tokens are those that the application says."),
    "slight": N_("Slightly different: {alike} of {compared} tokens are those that the application says."),
    "different": N_("Different: {alike} of {compared} tokens are those that the application says."),
    "unchecked": N_("Not checked."),
}
_PARTED = N_("{verdict} Answers that go another way: {parted} of {prompts}.")
_NOTHING_COMPARED = N_("Different: its tokens are others, so that answers cannot be compared.")
_STRENGTHS = {
    0.0: N_("Merge: it answers like the model without the adapter. Merge or put on the adapter."),
    0.5: N_("Merge: it answers as if the adapter had half its strength. Look at its alpha and rank."),
    2.0: N_("Merge: it answers as if the adapter had been put on twice. Merge into the base that it was trained on."),
}
_NO_NUMBERS = N_("Weights: what they compute are no numbers. The files are damaged; export again.")
_OTHER_WEIGHTS = N_("Weights: its answers are not those of the application.")
_OTHER_TOKENS = N_("Tokenizer: from token {at} on, the same text makes other tokens: “{artefact}” for “{reference}”.")
_OTHER_TEMPLATE = N_("Template: from token {at} on, it writes “{artefact}” instead of “{reference}”, after “{before}”.")
_OTHER_ANSWER = N_("Answer: at token {at}, “{artefact}” instead of “{reference}”, after “{before}”.")
_OTHER_BEGINNING = N_("Answer: it begins with “{artefact}” instead of “{reference}”.")
_TIE = N_("Answer: at token {at}, “{artefact}” is as likely as “{reference}”, after “{before}”: chance decides.")
_FAULTS = {
    "stored": N_("Template: Ollama has another one than the Modelfile. Hand the Modelfile over again."),
    "answers": N_("Template: written as the application does, the conversation is answered alike; otherwise not."),
}


def verdict_words(parity: ArtefactParity) -> Sentence:
    """How many tokens agree, and in how many answers one does not: a single one may turn a scan into a question."""
    summary = parity.summary
    if parity.verdict == "unchecked":
        return Sentence(_VERDICTS["unchecked"])
    if not summary.compared:
        return Sentence(_NOTHING_COMPARED)
    # Counted, because 626 of 627 would be 99 %, and nobody calls that the same.
    words: dict[str, Word] = {"alike": summary.compared - summary.different, "compared": summary.compared}
    verdict = Sentence(_VERDICTS[parity.verdict], words)
    parted = sum(each.different > 0 for each in parity.prompts)
    return Sentence(_PARTED, {"verdict": verdict, "parted": parted, "prompts": summary.prompts}) if parted else verdict


def cause_words(parity: ArtefactParity) -> tuple[Sentence, ...]:
    """Why it is not the same, a sentence for each cause."""
    return tuple(sentence for cause in parity.causes for sentence in _of_cause(parity, cause))


def sentences(parity: ArtefactParity) -> list[str]:
    """The verdict with its reasons, and each metric that shows a difference, in the language in use."""
    costs = [each for each in parity.costs if each.verdict != "no_difference"]
    reason = [parity.reason] if parity.reason else []
    return [
        verdict_words(parity).text(),
        *reason,
        *(each.text() for each in cause_words(parity)),
        *(cost_words(each, info(each.metric)).text() for each in costs),
    ]


def row_words(facts: PromptFacts) -> tuple[Sentence, ...]:
    """What is different about one row, nothing where all is the same."""
    return tuple(_of_row(facts))


def cost_words(cost: MetricCost, info: MetricInfo) -> Sentence:
    """A metric inside and outside, as surely as two models are compared."""
    return comparison_words(paired_of(cost), info)


def _of_row(facts: PromptFacts) -> Iterator[Sentence]:
    if facts.tokenizer is not None:
        yield _first(_OTHER_TOKENS, facts.tokenizer)
    if facts.template is not None:
        yield _first(_OTHER_TEMPLATE, facts.template)
    if facts.divergence is not None:
        found = facts.divergence
        yield _first(_TIE if found.tie else _OTHER_ANSWER if found.at else _OTHER_BEGINNING, found)
    if facts.end == "unstopped":
        yield Sentence(N_("The answer is the same up to its end, and runs on."))


def _of_cause(parity: ArtefactParity, cause: Cause) -> Iterator[Sentence]:
    match cause:
        case "tokenizer":
            yield _first(_OTHER_TOKENS, next(each.tokenizer for each in parity.prompts if each.tokenizer))
        case "template":
            yield from _of_template(parity)
        case "end_token":
            unknown = ", ".join(end.token for end in parity.ends if not end.stops)
            yield Sentence(N_("End token: {token} does not end its answers, so that they run on."), {"token": unknown})
        case "weights":
            yield _of_weights(parity)
        case _:
            yield _of_precision(parity, cause)


def _of_template(parity: ArtefactParity) -> Iterator[Sentence]:
    if parity.refused:
        yield Sentence(N_("Template: it refuses a conversation. {reason}"), {"reason": parity.refused})
    if parity.template_fault:
        yield Sentence(_FAULTS[parity.template_fault])
    changed = next((each.template for each in parity.prompts if each.template), None)
    if changed is not None:
        yield _first(_OTHER_TEMPLATE, changed)


def _of_weights(parity: ArtefactParity) -> Sentence:
    strength = strength_of(parity)
    if strength is not None:
        return Sentence(_STRENGTHS[strength])
    if parity.summary.kl is None:
        return Sentence(_OTHER_WEIGHTS if parity.artefact.format in OLLAMA else _NO_NUMBERS)
    words: dict[str, Word] = {"kl": told(parity.summary.kl, "number")}
    return Sentence(
        N_("Weights: they are not those that answer in the application (divergence {kl} nats a token)."), words
    )


def _of_precision(parity: ArtefactParity, cause: Cause) -> Sentence:
    summary = parity.summary
    words: dict[str, Word] = {
        "different": summary.different,
        "compared": summary.compared,
        "kl": told(summary.kl or 0.0, "number"),
    }
    if cause == "rounding":
        return Sentence(
            N_("Rounding: {different} of {compared} tokens become others (divergence {kl} nats a token)."), words
        )
    return Sentence(
        N_("Quantisation: {different} of {compared} tokens become others (divergence {kl} nats a token)."), words
    )


def _first(message: str, found: TokenDifference | Divergence) -> Sentence:
    words: dict[str, Word] = {
        "at": found.at + 1,
        "before": _short(found.before[-_SHOWN:]),
        "reference": _short(found.reference[:_SHOWN]),
        "artefact": _short(found.artefact[:_SHOWN]),
    }
    return Sentence(message, words)


def _short(text: str) -> str:
    """On one line, every line break visible."""
    return text.replace("\n", _LINE)
