"""Benchmarks with rows of their own: PubMedQA, BioASQ, MMLU rendered as prompts."""

import re
from collections.abc import Mapping

from studio.core.example import Kind
from studio.data.importers.drafts import ChoiceDraft, Draft, InstructionDraft
from studio.data.importers.formats import Fields
from studio.data.importers.layouts.layout import NOTHING, Binding, Layout, Part, Read, no_list
from studio.data.importers.layouts.options import choice, right_keys
from studio.data.importers.values import RowProblem, as_list, as_text, text, type_in_words
from studio.words import N_, _

_DECISIONS = ("yes", "no", "maybe")
_YES_NO = ("yes", "no")
_PROMPT = re.compile(
    r"(?:(?P<header>[^\n]*\(with answers\)[^\n]*)\n\n)?"
    r"(?P<question>.+?)(?P<options>(?:\n[A-J]\. [^\n]*){2,10})\nAnswer:\s*",
    re.DOTALL,
)
_OPTION = re.compile(r"\n([A-J])\. ([^\n]*)")


def _read_pubmedqa(binding: Binding) -> Read:
    question, context, decision = (binding.column(name) for name in ("question", "context", "answers"))

    def read(fields: Fields) -> tuple[ChoiceDraft, Fields]:
        before, left = _contexts(fields.get(context), context)
        options = dict(zip(_DECISIONS, _DECISIONS, strict=True))
        return choice(text(fields, question), before, _DECISIONS, right_keys(fields.get(decision), options)), left

    return read


def _contexts(value: object, column: str) -> tuple[str, Fields]:
    """Paragraphs, joined by a blank line; an object of them has more to keep."""
    found = as_list(value)
    if isinstance(found, dict):
        return "\n\n".join(_paragraphs(found.get("contexts", []), column)), {column: value}
    paragraphs = _paragraphs(found, column)
    # Joined texts that hold blank lines themselves could not be told apart again.
    return "\n\n".join(paragraphs), {column: value} if any("\n\n" in each for each in paragraphs) else NOTHING


def _paragraphs(value: object, column: str) -> list[str]:
    if value is None:
        return []
    if isinstance(value, list) and all(isinstance(each, str) for each in value):
        return value
    return [as_text(value, column)]


def _read_bioasq(binding: Binding) -> Read:
    """Yes or no becomes a choice; the others have no options, yet an answer in prose."""
    columns = {name: binding.column(name) for name in ("question", "type", "snippets", "exact", "ideal")}

    def read(fields: Fields) -> tuple[Draft, Fields]:
        question, type = text(fields, columns["question"]), fields.get(columns["type"])
        snippets = columns["snippets"]
        # Where the snippets come from is kept with them.
        left = {snippets: fields[snippets]} if fields.get(snippets) else NOTHING
        context = "\n\n".join(_snippet_texts(fields.get(snippets)))
        exact = fields.get(columns["exact"])
        if binding.kind != "choice":
            answer, beside = _prose(fields, columns)
            return _instruction(question, context, answer), left | beside
        if type != "yesno":
            raise RowProblem(
                _("A question of the type “{type}” has no options; import it as instruction.").format(type=type)
            )
        beside = {name: fields[name] for name in (columns["ideal"],) if fields.get(name)}
        options = dict(zip(_YES_NO, _YES_NO, strict=True))
        return choice(question, context, _YES_NO, right_keys(exact, options)), left | beside

    return read


def _snippet_texts(value: object) -> list[str]:
    found = as_list(value)
    snippets = found if isinstance(found, list) else ()
    texts = [each.get("text") if isinstance(each, dict) else each for each in snippets]
    return list(dict.fromkeys(each for each in texts if isinstance(each, str)))


def _instruction(question: str, context: str, answer: str) -> InstructionDraft:
    return {"kind": "instruction", "system": "", "instruction": question, "input": context, "response": answer}


def _prose(fields: Fields, columns: Mapping[str, str]) -> tuple[str, Fields]:
    """The first ideal answer; without one the exact answer, when it is a text."""
    ideal, exact = fields.get(columns["ideal"]), fields.get(columns["exact"])
    answers = ideal if isinstance(ideal, list) else [ideal]
    response = next((each for each in answers if isinstance(each, str) and each.strip()), "")
    beside = {columns["exact"]: exact} if exact not in (None, "", []) else {}
    if not response and isinstance(exact, str):
        response, beside = exact, {}
    elif len(answers) > 1:
        beside[columns["ideal"]] = ideal
    if not response.strip():
        raise RowProblem(
            _("The question has no answer in prose; its exact answer is {what}.").format(what=type_in_words(exact))
        )
    return response, beside


def _choice_where_all_ask_yes_or_no(binding: Binding) -> Kind | None:
    types = binding.values("type")
    return "choice" if types and all(each == "yesno" for each in types) else None


def _read_prompts(binding: Binding) -> Read:
    prompt, answer = binding.column("prompt"), binding.column("answers")

    def read(fields: Fields) -> tuple[ChoiceDraft, Fields]:
        value = text(fields, prompt)
        found = _PROMPT.fullmatch(value)
        if found is None:
            raise RowProblem(_("The prompt does not end with lettered options and “Answer:”."))
        options = {letter.casefold(): option for letter, option in _OPTION.findall(found["options"])}
        draft = choice(found["question"], "", list(options.values()), right_keys(fields.get(answer), options))
        return draft, {prompt: value} if found["header"] else NOTHING

    return read


def _renders_options(values: Mapping[str, object]) -> bool:
    prompt, answer = values["prompt"], values["answers"]
    if not isinstance(prompt, str) or not isinstance(answer, str):
        return False
    return re.fullmatch(r"\s*[A-J]\s*", answer) is not None and _PROMPT.fullmatch(prompt) is not None


PUBMEDQA = Layout(
    "pubmedqa",
    N_("PubMedQA: question, contexts, final_decision"),
    "choice",
    (
        Part("question", N_("Question"), ("question",), accepts=no_list),
        Part("context", N_("Context"), ("contexts", "context"), required=False),
        Part("answers", N_("Right answers"), ("final_decision",), accepts=no_list),
    ),
    _read_pubmedqa,
    exclusive=True,
)
BIOASQ = Layout(
    "bioasq",
    N_("BioASQ: body, type, snippets, answers"),
    "instruction",
    (
        Part("question", N_("Question"), ("body",), accepts=no_list),
        Part("type", N_("Kind of question"), ("type",), accepts=no_list, kept=True),
        Part("snippets", N_("Context"), ("snippets",), required=False, late=True),
        Part("exact", N_("Exact answer"), ("exact_answer",), required=False, late=True),
        Part("ideal", N_("Answer in prose"), ("ideal_answer",), required=False, late=True),
    ),
    _read_bioasq,
    exclusive=True,
    better_kind=_choice_where_all_ask_yes_or_no,
    kinds=("instruction", "choice"),
)
MMLU_PROMPTS = Layout(
    "mmlu_prompts",
    N_("Questions rendered as prompts, a letter as the answer (MMLU)"),
    "choice",
    (
        Part("prompt", N_("Prompt"), ("input", "prompt", "question"), accepts=no_list),
        Part("answers", N_("Right answers"), ("output", "answer", "completion", "target"), accepts=no_list),
    ),
    _read_prompts,
    fits=_renders_options,
)
BIOMEDICAL = (PUBMEDQA, BIOASQ, MMLU_PROMPTS)
