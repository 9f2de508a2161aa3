"""Questions with options, in columns or lists."""

import re
from collections.abc import Callable, Mapping
from string import ascii_lowercase

from studio.data.importers.drafts import ChoiceDraft
from studio.data.importers.formats import Fields
from studio.data.importers.layouts.layout import NOTHING, Binding, Layout, Part, Read, no_list
from studio.data.importers.layouts.options import (
    MOST,
    Options,
    choice,
    lists_no_options,
    named_options,
    right_keys,
    right_positions,
)
from studio.data.importers.values import RowProblem, as_list, as_name, optional_text, text
from studio.words import N_, _

_LETTERS = ascii_lowercase[:MOST]
_QUESTION = Part("question", N_("Question"), ("question", "question_stem", "sent1", "query"), accepts=no_list)
_CONTEXT = Part("context", N_("Context"), ("context", "contexte"), required=False, accepts=no_list, late=True)
_FIRST_TWO = 2
_NUMBER = re.compile(r"\s*-?\d+\s*")


def _structured(value: object) -> bool:
    return isinstance(as_list(value), (list, dict))


def _options(*names: str) -> Part:
    return Part("options", N_("Answer options"), names, accepts=_structured)


def _answers(*names: str) -> Part:
    return Part("answers", N_("Right answers"), names)


def _read_named(binding: Binding) -> Read:
    """Right answers by letter or by their text."""
    question, context = binding.column("question"), binding.column("context")
    options, answers, words = (binding.column(name) for name in ("options", "answers", "words"))

    def read(fields: Fields) -> tuple[ChoiceDraft, Fields]:
        if options not in fields:
            raise RowProblem(lists_no_options(options))
        named = named_options(fields[options], options)
        right = right_keys(fields.get(answers), named)
        if words and isinstance(said := fields.get(words), str) and said.strip() and len(right) == 1:
            _check_words(said, list(named.values())[right[0]], words)
        before = optional_text(fields, context) if context else ""
        return choice(text(fields, question), before, list(named.values()), right), NOTHING

    return read


def _check_words(said: str, option: str, column: str) -> None:
    if said.strip() != option.strip():
        raise RowProblem(_("The field “{field}” names another answer than the letter does.").format(field=column))


def _read_numbered(binding: Binding) -> Read:
    """Right answers by position from 0, as `datasets` writes class labels; letters and texts are understood too."""
    question, context = binding.column("question"), binding.column("context")
    options, answers = binding.column("options"), binding.column("answers")

    def read(fields: Fields) -> tuple[ChoiceDraft, Fields]:
        if options not in fields:
            raise RowProblem(lists_no_options(options))
        named = named_options(fields[options], options)
        texts = list(named.values())
        right = _right(as_list(fields.get(answers)), named, has_keys=isinstance(as_list(fields[options]), dict))
        return choice(text(fields, question), optional_text(fields, context) if context else "", texts, right), NOTHING

    return read


def _right(value: object, named: Options, *, has_keys: bool) -> list[int]:
    """Numbers are positions where the options have no names of their own."""
    texts = list(named.values())
    values = value if isinstance(value, list) else [value]
    if has_keys or not values or not all(_NUMBER.fullmatch(as_name(each) or "") for each in values):
        return right_keys(value, named)
    right = right_positions(value, texts)
    if any(
        isinstance(each, str) and each in texts and texts[at] != each for each, at in zip(values, right, strict=False)
    ):
        raise RowProblem(_("The right answer may be the number of an option or its text."))
    return right


def _read_columns(first: int | None) -> Callable[[Binding], Read]:
    """Options in columns; right answers by letter, or by number from `first`."""

    def prepare(binding: Binding) -> Read:
        question, answers = binding.column("question"), binding.column("answers")
        columns = [column for letter in _LETTERS if (column := binding.column(letter))]

        def read(fields: Fields) -> tuple[ChoiceDraft, Fields]:
            named = {letter: _cell(fields, column) for letter, column in zip(_LETTERS, columns, strict=False)}
            while len(named) > _FIRST_TWO and not list(named.values())[-1].strip():
                named.popitem()
            value, texts = fields.get(answers), list(named.values())
            right = right_positions(value, texts, first) if first is not None else right_keys(value, named)
            return choice(text(fields, question), "", texts, right), NOTHING

        return read

    return prepare


def _cell(fields: Fields, column: str) -> str:
    return as_name(fields.get(column)) or ""


def _cop_from(first: int) -> Callable[[Mapping[str, object]], bool]:
    def fits(values: Mapping[str, object]) -> bool:
        name = (as_name(values["answers"]) or "").strip()
        return name.isdigit() and first <= int(name) < first + 4

    return fits


def _letter_columns(*names: Callable[[str], str]) -> tuple[Part, ...]:
    return tuple(
        Part(
            letter,
            N_("Option"),
            tuple(name(letter) for name in names),
            required=place < _FIRST_TWO,
            accepts=no_list,
        )
        for place, letter in enumerate(_LETTERS)
    )


def _medmcqa(first: int, title: str) -> Layout:
    return Layout(
        f"medmcqa_{first}",
        title,
        "choice",
        (_QUESTION, *_letter_columns(lambda letter: f"op{letter}")[:4], _answers("cop")),
        _read_columns(first),
        exclusive=True,
        fits=_cop_from(first),
        rival=f"medmcqa_{1 - first}",
    )


def _is_letter(values: Mapping[str, object]) -> bool:
    answer = values["answers"]
    return isinstance(answer, str) and bool(re.fullmatch(r"[A-Ja-j]", answer.strip()))


_RIGHT = ("answer", "answer_idx", "answerkey", "answer_key", "correct", "correct_answer", "correct_option", "réponse")
FRENCHMEDMCQA = Layout(
    "frenchmedmcqa",
    N_("FrenchMedMCQA: question, answers, correct_answers"),
    "choice",
    (_QUESTION, _options("answers"), _answers("correct_answers")),
    _read_named,
    exclusive=True,
)
MEDQA = Layout(
    "medqa",
    N_("MedQA: question, options, answer_idx"),
    "choice",
    (
        *(_QUESTION, _options("options"), _answers("answer_idx")),
        Part("words", N_("Right answer in words"), ("answer",), required=False, accepts=no_list),
    ),
    _read_named,
    exclusive=True,
)
OPTIONS = Layout(
    "options",
    N_("Question with a list of options (MMLU, ARC)"),
    "choice",
    (
        *(_QUESTION, _CONTEXT, _options("options", "choices")),
        _answers("answers", "label", "answer", "answerkey", "answer_key", "correct", "correct_answer"),
    ),
    _read_numbered,
    exclusive=True,
)
LETTERED = Layout(
    "lettered_options",
    N_("Question with each option in its column, the right letter last"),
    "choice",
    (
        _QUESTION,
        *_letter_columns(
            *(str, lambda each: f"option_{each}", lambda each: f"option {each}", lambda each: f"option{each}"),
            *(lambda each: f"choice_{each}", lambda each: f"answer_{each}", lambda each: f"réponse {each}"),
        ),
        _answers(*_RIGHT),
    ),
    _read_columns(None),
    exclusive=True,
    fits=_is_letter,
)


def headerless(width: int) -> Layout:
    """MMLU's own tables: no line of names; the question, the options and a letter, `width` columns in all."""
    letters = _letter_columns()[: width - 2]
    parts = [Part("question", N_("Question"), ("1",))]
    parts += [Part(part.field, part.title, (str(place),)) for place, part in enumerate(letters, 2)]
    return Layout(
        "mmlu_csv",
        N_("MMLU table without column names"),
        "choice",
        (*parts, _answers(str(width))),
        _read_columns(None),
        exclusive=True,
        headerless=True,
    )


CHOICES = (
    FRENCHMEDMCQA,
    MEDQA,
    _medmcqa(1, N_("MedMCQA, right options counted from 1")),
    _medmcqa(0, N_("MedMCQA, right options counted from 0")),
    OPTIONS,
    LETTERED,
)
