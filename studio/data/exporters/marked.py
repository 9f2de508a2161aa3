"""Layouts whose rows say more than an example does: Axolotl's labelled segments, the questions of BioASQ."""

from studio.core.example import Chat, Choice, Content, Instruction, Text
from studio.data.exporters.layouts import DoesNotFit, Layout
from studio.data.exporters.rows import Fields
from studio.words import N_, _

_YES_NO = ("yes", "no")


def _write_segments(content: Content) -> list[Fields]:
    match content:
        case Text(text=text) if text.strip():
            return [{"segments": [{"label": True, "text": text}]}]
        case Chat(messages=turns) if [each.role for each in turns] == ["user", "assistant"] * (len(turns) // 2):
            pieces = [{"label": each.role == "assistant", "text": each.content} for each in turns]
            if pieces:
                return [{"segments": pieces}]
    raise DoesNotFit(_("The user and the assistant do not take turns."))


def _write_bioasq(content: Content) -> list[Fields]:
    match content:
        case Instruction(system="", instruction=question, input=context, response=answer) if answer.strip():
            return [_question(question, context, "summary") | {"ideal_answer": [answer]}]
        case Choice(question=question, context=context, options=options, answers=(right,)) if options == _YES_NO:
            return [_question(question, context, "yesno") | {"exact_answer": options[right]}]
    raise DoesNotFit(_("It is no question of BioASQ: one with an answer in prose and no system prompt, or yes or no."))


def _question(question: str, context: str, kind: str) -> Fields:
    return {"body": question, "type": kind, "snippets": [{"text": context}] if context else []}


MARKED_LAYOUTS = (
    Layout(
        "segments",
        N_("Segments, learned or not (Axolotl input_output)"),
        {"segments": "json"},
        _write_segments,
        ("chat", "text"),
        formats=("jsonl",),
    ),
    Layout(
        "bioasq",
        "BioASQ",
        {"body": "text", "type": "text", "snippets": "json", "ideal_answer": "json", "exact_answer": "json"},
        _write_bioasq,
        ("instruction", "choice"),
        formats=("jsonl",),
    ),
)
