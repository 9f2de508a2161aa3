"""The rules that a row alone decides."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, pairwise

from studio.core.contract import Contract
from studio.core.example import Chat, Choice, Classification, Content, Instruction, Message, Preference, Role
from studio.core.folding import folded
from studio.core.sentence import Sentence
from studio.data.checks.characters import control_characters, garbled_place
from studio.data.checks.parts import parts_of, texts_of
from studio.data.checks.reading import CheckedRow
from studio.data.checks.urgency import false_alarms, ignored_flags
from studio.data.languages import bears_out, languages_of
from studio.data.tokens import TokenCounter
from studio.text.augment.signs import Signs
from studio.words import N_

LEAST_OPTIONS, MOST_OPTIONS = 2, 10
_SHOWN = 60
_TELLING = 200
"""So many characters tell the language; more only take longer."""
_LEAST_TELLING = 60

Said = Iterator[tuple[int, Sequence[Sentence]]]


@dataclass(frozen=True)
class Measure:
    """What rows are held against; None where there is nothing to hold them against."""

    contract: Contract | None = None
    signs: Signs | None = None
    language: str = ""
    counter: TokenCounter | None = None
    longest_tokens: int = 0


def _row_by_row(rule: Callable[[Content, Measure], Iterator[Sentence]]) -> "RowRule":
    def look(rows: Sequence[CheckedRow], measure: Measure) -> Said:
        for row in rows:
            if sentences := tuple(rule(row.content, measure)):
                yield row.id, sentences

    return look


def _empty(content: Content, _measure: Measure) -> Iterator[Sentence]:
    parts = parts_of(content)
    if not parts.question.strip():
        yield Sentence(N_("The text is empty.") if content.kind == "text" else N_("The question is empty."))
    match content:
        case Preference():
            if not content.chosen.strip() and not content.rejected.strip():
                yield Sentence(N_("Both answers are empty."))
        case Chat():
            for number, turn in enumerate(content.messages, 1):
                if not turn.content.strip() and turn.role != "system":
                    yield Sentence(N_("Turn {number} is empty."), {"number": number})
        case Instruction():
            if not content.response.strip():
                yield Sentence(N_("The answer is empty."))
    if content.kind == "classification" and not content.labels:
        yield Sentence(N_("There is no label."))


def _echo(content: Content, _measure: Measure) -> Iterator[Sentence]:
    match content:
        case Instruction():
            questions = (content.instruction, content.input, parts_of(content).question)
            if any(_same(question, content.response) for question in questions):
                yield Sentence(N_("The answer only repeats the question."))
        case Chat():
            for before, turn in pairwise(content.messages):
                if (before.role, turn.role) == ("user", "assistant") and _same(before.content, turn.content):
                    yield Sentence(N_("An answer only repeats what the user said."))
        case Preference():
            if _same(content.chosen, content.rejected):
                yield Sentence(N_("Both answers are the same."))
            elif _same(content.prompt, content.chosen):
                yield Sentence(N_("The answer only repeats the question."))
        case _:
            return


def _same(one: str, other: str) -> bool:
    # Folding is slow; it never changes a length this much.
    shorter, longer = sorted((len(one.strip()), len(other.strip())))
    return shorter > 0 and longer <= 2 * shorter and folded(one) == folded(other)


def _turns(content: Content, _measure: Measure) -> Iterator[Sentence]:
    match content:
        case Chat():
            yield from _wrong_turns(content.messages, last="assistant")
        case Preference() if content.history:
            yield from _wrong_turns((*content.history, Message(role="user", content=content.prompt)), last="user")
        case _:
            return


def _wrong_turns(messages: Sequence[Message], last: Role) -> Iterator[Sentence]:
    turns = [(number, turn) for number, turn in enumerate(messages, 1) if turn.role not in ("system", "tool")]
    if any(turn.role == "system" for turn in messages[1:]):
        yield Sentence(N_("A system prompt belongs at the beginning."))
    if not turns:
        yield Sentence(N_("Neither the user nor the assistant says anything."))
        return
    if turns[0][1].role != "user":
        yield Sentence(N_("The conversation does not begin with the user."))
    for (_number, before), (number, turn) in pairwise(turns):
        # An assistant that calls a tool goes on after its answer.
        if turn.role == before.role and not (turn.role == "assistant" and messages[number - 2].role == "tool"):
            yield Sentence(N_("Turns {before} and {number} are by the same speaker."), _pair(number))
        elif _same(before.content, turn.content):
            yield Sentence(N_("Turns {before} and {number} say the same."), _pair(number))
    if turns[-1][1].role != last:
        yield Sentence(N_("The assistant does not have the last word: nothing is learned from the last turn."))


def _pair(number: int) -> Mapping[str, int]:
    return {"before": number - 1, "number": number}


def _options(content: Content, _measure: Measure) -> Iterator[Sentence]:
    if not isinstance(content, Choice):
        return
    count = len(content.options)
    if not LEAST_OPTIONS <= count <= MOST_OPTIONS:
        bounds = {"count": count, "least": LEAST_OPTIONS, "most": MOST_OPTIONS}
        yield Sentence(N_("Number of options: {count}; {least} to {most} are expected."), bounds)
    if any(not option.strip() for option in content.options):
        yield Sentence(N_("An option is empty."))
    plain = [folded(option) for option in content.options]
    for option in dict.fromkeys(option for at, option in enumerate(plain) if option and option in plain[:at]):
        yield Sentence(N_("The option “{option}” is there twice."), {"option": option[:_SHOWN]})
    if not content.answers:
        yield Sentence(N_("No option is marked as right."))
    if any(not 0 <= answer < count for answer in content.answers):
        yield Sentence(N_("The right answer is not among the options."))
    if len(set(content.answers)) < len(content.answers):
        yield Sentence(N_("A right answer is marked twice."))


def _contract(content: Content, measure: Measure) -> Iterator[Sentence]:
    if measure.contract is None:
        return
    answers = parts_of(content).answers
    for answer in dict.fromkeys(answer for answer in answers if answer.strip()):
        yield from measure.contract.violations(answer)


def _ignored_flag(content: Content, measure: Measure) -> Iterator[Sentence]:
    if measure.contract and measure.signs:
        yield from ignored_flags(content, measure.contract, measure.signs)


def _false_alarm(content: Content, measure: Measure) -> Iterator[Sentence]:
    if measure.contract and measure.signs:
        yield from false_alarms(content, measure.contract, measure.signs)


def _control(content: Content, _measure: Measure) -> Iterator[Sentence]:
    found = sorted({character for text in texts_of(content) for character in control_characters(text)})
    if found:
        codes = ", ".join(f"U+{ord(character):04X}" for character in found[:5])
        yield Sentence(N_("There are control characters: {codes}."), {"codes": codes})


def _mojibake(content: Content, _measure: Measure) -> Iterator[Sentence]:
    for text in texts_of(content):
        if place := garbled_place(text):
            yield Sentence(N_("Garbled characters: “{place}”."), {"place": place})
            return


def _spaces(content: Content, _measure: Measure) -> Iterator[Sentence]:
    if any(text != text.strip() for text in texts_of(content)):
        yield Sentence(N_("There is white space at the beginning or end of a text."))


def _language(rows: Sequence[CheckedRow], measure: Measure) -> Said:
    """Question and answer are judged apart: an English answer to a French question is wrong too."""
    if not measure.language:
        return
    texts = [_running_texts(row.content) for row in rows]
    pieces = list(chain.from_iterable(texts))
    found = [_other_language(*each, measure.language) for each in zip(pieces, languages_of(pieces), strict=True)]
    for row, of_question, of_answer in zip(rows, found[::2], found[1::2], strict=True):
        if other := of_question or of_answer:
            words = {"found": other, "wanted": measure.language}
            yield row.id, (Sentence(N_("A text seems to be in another language: {found} instead of {wanted}."), words),)


def _other_language(text: str, found: str, usual: str) -> str:
    return found if found not in ("", usual) and bears_out(text, found, usual) else ""


def _running_texts(content: Content) -> tuple[str, str]:
    """Question and answer as far as they tell a language: labels and options are names, Latin ones often."""
    match content:
        case Choice():
            return _telling(f"{content.context} {content.question}"), ""
        case Classification():
            return _telling(content.text), ""
        case _:
            parts = parts_of(content)
            return _telling(parts.question), _telling(parts.answer)


def _telling(text: str) -> str:
    return text[:_TELLING] if len(text) >= _LEAST_TELLING else ""


def _tokens(rows: Sequence[CheckedRow], measure: Measure) -> Said:
    if measure.counter is None:
        return
    texts = ["\n".join(text for text in texts_of(row.content) if text) for row in rows]
    for row, count in zip(rows, measure.counter.counts(texts).tolist(), strict=True):
        if count > measure.longest_tokens:
            words = {"count": count, "longest": measure.longest_tokens}
            yield row.id, (Sentence(N_("The example has {count} tokens; a run takes {longest}."), words),)


RowRule = Callable[[Sequence[CheckedRow], Measure], Said]
ROW_RULES: Mapping[str, RowRule] = {
    "empty": _row_by_row(_empty),
    "echo": _row_by_row(_echo),
    "turns": _row_by_row(_turns),
    "options": _row_by_row(_options),
    "contract": _row_by_row(_contract),
    "ignored_flag": _row_by_row(_ignored_flag),
    "false_alarm": _row_by_row(_false_alarm),
    "control": _row_by_row(_control),
    "mojibake": _row_by_row(_mojibake),
    "spaces": _row_by_row(_spaces),
    "language": _language,
    "tokens": _tokens,
}
