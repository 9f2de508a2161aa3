"""Layouts for classifications, questions with options, and plain texts."""

import re
from collections.abc import Callable

from studio.core.example import Choice, Classification, Content, Kind, Text
from studio.data.exporters.layouts import DoesNotFit, FieldType, Layout
from studio.data.exporters.rows import Fields
from studio.words import N_, _

LETTERS = "ABCDEFGHIJ"
_FOUR = 4
_VERDICTS = ("yes", "no", "maybe")
_CHOICE: tuple[Kind, ...] = ("choice",)
_LABEL_SEPARATOR = "|"
# In a column of several labels, other files have these.
_SEPARATOR = re.compile("[|;,]")


def _labelled(content: Content) -> Classification:
    if not isinstance(content, Classification):
        raise DoesNotFit(_("It is no classification."))
    return content


def _write_label(content: Content) -> list[Fields]:
    one = _labelled(content)
    if len(one.labels) != 1:
        raise DoesNotFit(_("It does not have exactly one label."))
    if _LABEL_SEPARATOR in one.labels[0]:
        raise DoesNotFit(_("Its label holds a sign that separates labels."))
    return [{"text": one.text, "label": one.labels[0]}]


def _write_labels(content: Content) -> list[Fields]:
    one = _labelled(content)
    return [{"text": one.text, "labels": list(one.labels)}]


def _write_morfitt(content: Content) -> list[Fields]:
    one = _labelled(content)
    if not one.labels:
        raise DoesNotFit(_("It has no label."))
    if any(label != label.strip() or _SEPARATOR.search(label) for label in one.labels):
        raise DoesNotFit(_("Its label holds a sign that separates labels."))
    return [{"abstract": one.text, "specialities": _LABEL_SEPARATOR.join(one.labels)}]


def _choice(content: Content) -> Choice:
    if not isinstance(content, Choice):
        raise DoesNotFit(_("It is no question with options."))
    if not content.answers or not all(0 <= answer < len(content.options) for answer in content.answers):
        raise DoesNotFit(_("A right answer is not among the options."))
    if len(content.options) > len(LETTERS):
        raise DoesNotFit(_("It has more than ten options."))
    return content


def _without_context(one: Choice) -> Choice:
    if one.context:
        raise DoesNotFit(_("It has a context."))
    return one


def _with_one_answer(content: Content) -> Choice:
    one = _choice(content)
    if len(one.answers) != 1:
        raise DoesNotFit(_("It does not have exactly one right answer."))
    return one


def _with_four_options(content: Content) -> Choice:
    one = _with_one_answer(content)
    if len(one.options) != _FOUR:
        raise DoesNotFit(_("It does not have exactly four options."))
    return one


def _write_medqa(content: Content) -> list[Fields]:
    one = _without_context(_with_one_answer(content))
    options = dict(zip(LETTERS, one.options, strict=False))
    right = one.answers[0]
    answer = {"answer_idx": LETTERS[right], "answer": one.options[right]}
    return [{"question": one.question, "options": options, **answer}]


def _medmcqa_from(first: int) -> Callable[[Content], list[Fields]]:
    def write(content: Content) -> list[Fields]:
        one = _without_context(_with_four_options(content))
        options = dict(zip(("opa", "opb", "opc", "opd"), one.options, strict=True))
        return [{"question": one.question, **options, "cop": one.answers[0] + first}]

    return write


def _write_frenchmedmcqa(content: Content) -> list[Fields]:
    one = _without_context(_choice(content))
    options = dict(zip(LETTERS.lower(), one.options, strict=False))
    right = [LETTERS[answer].lower() for answer in one.answers]
    return [{"question": one.question, "answers": options, "correct_answers": right}]


def _write_mmlu(content: Content) -> list[Fields]:
    one = _without_context(_with_four_options(content))
    options = dict(zip(LETTERS, one.options, strict=False))
    return [{"question": one.question, **options, "answer": LETTERS[one.answers[0]]}]


def _write_mmlu_choices(content: Content) -> list[Fields]:
    one = _without_context(_with_one_answer(content))
    return [{"question": one.question, "choices": list(one.options), "answer": one.answers[0]}]


def _write_options(content: Content) -> list[Fields]:
    one = _choice(content)
    fields = {"question": one.question, "context": one.context}
    return [{**fields, "options": list(one.options), "answers": list(one.answers)}]


def _write_pubmedqa(content: Content) -> list[Fields]:
    one = _with_one_answer(content)
    if one.options != _VERDICTS:
        raise DoesNotFit(_("Its options are not yes, no and maybe."))
    contexts = one.context.split("\n\n") if one.context else []
    return [{"QUESTION": one.question, "CONTEXTS": contexts, "final_decision": _VERDICTS[one.answers[0]]}]


def _write_text(content: Content) -> list[Fields]:
    if not isinstance(content, Text):
        raise DoesNotFit(_("It is no plain text."))
    return [{"text": content.text}]


def _write_note(content: Content) -> list[Fields]:
    return [{"TEXT": each["text"]} for each in _write_text(content)]


_MEDMCQA: dict[str, FieldType] = {
    **{"question": "text", "opa": "text", "opb": "text", "opc": "text", "opd": "text"},
    "cop": "number",
}
LABELLED_LAYOUTS = (
    Layout(
        "text_label", N_("Text and one label"), {"text": "text", "label": "text"}, _write_label, ("classification",)
    ),
    Layout(
        "text_labels", N_("Text and labels"), {"text": "text", "labels": "texts"}, _write_labels, ("classification",)
    ),
    Layout("morfitt", "MorFITT", {"abstract": "text", "specialities": "text"}, _write_morfitt, ("classification",)),
    Layout(
        "options",
        N_("Question with a list of options"),
        {"question": "text", "context": "text", "options": "texts", "answers": "numbers"},
        _write_options,
        _CHOICE,
    ),
    Layout(
        "medqa",
        "MedQA",
        {"question": "text", "options": "options", "answer_idx": "text", "answer": "text"},
        _write_medqa,
        _CHOICE,
    ),
    Layout("medmcqa_1", N_("MedMCQA, right options counted from 1"), _MEDMCQA, _medmcqa_from(1), _CHOICE),
    Layout("medmcqa_0", N_("MedMCQA, right options counted from 0"), _MEDMCQA, _medmcqa_from(0), _CHOICE),
    Layout(
        "frenchmedmcqa",
        "FrenchMedMCQA",
        {"question": "text", "answers": "options", "correct_answers": "texts"},
        _write_frenchmedmcqa,
        _CHOICE,
    ),
    Layout(
        "mmlu_csv",
        N_("MMLU table without column names"),
        {"question": "text", "A": "text", "B": "text", "C": "text", "D": "text", "answer": "text"},
        _write_mmlu,
        _CHOICE,
        formats=("csv",),
        is_bare=True,
    ),
    Layout(
        "mmlu",
        "MMLU",
        {"question": "text", "choices": "texts", "answer": "number"},
        _write_mmlu_choices,
        _CHOICE,
    ),
    Layout(
        "pubmedqa",
        "PubMedQA",
        {"QUESTION": "text", "CONTEXTS": "texts", "final_decision": "text"},
        _write_pubmedqa,
        _CHOICE,
    ),
    Layout("text", N_("Text"), {"text": "text"}, _write_text, ("text",)),
    # Who the patient is stands beside, where the rows came from such a file.
    Layout("mimic_notes", "MIMIC-III NOTEEVENTS", {"TEXT": "text"}, _write_note, ("text",), formats=("jsonl", "csv")),
)
