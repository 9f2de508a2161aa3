"""Plain texts, and the clinical notes of MIMIC."""

from studio.data.importers.drafts import TextDraft
from studio.data.importers.formats import Fields
from studio.data.importers.layouts.layout import NOTHING, Binding, Layout, Part, Read, no_list
from studio.data.importers.values import RowProblem, as_name, joined_text, text
from studio.words import N_, _

_TEXT = Part("text", N_("Text"), ("text", "texte", "content", "contenu", "document", "page_content"), accepts=no_list)


def _read_text(binding: Binding) -> Read:
    column = binding.column("text")

    def read(fields: Fields) -> tuple[TextDraft, Fields]:
        content = joined_text(fields, column)
        left = {column: fields[column]} if isinstance(fields[column], list) else NOTHING
        return {"kind": "text", "text": content}, left

    return read


def _read_note(binding: Binding) -> Read:
    column = binding.column("text")
    flag = next((name for fields in binding.sample[:1] for name in fields if name.casefold() == "iserror"), "")

    def read(fields: Fields) -> tuple[TextDraft, Fields]:
        if flag and as_name(fields.get(flag)) in ("1", "1.0"):
            raise RowProblem(_("The physician marked this note as an error (ISERROR)."))
        return {"kind": "text", "text": text(fields, column)}, NOTHING

    return read


TEXT = Layout("text", N_("Plain text"), "text", (_TEXT,), _read_text)
MIMIC = Layout(
    "mimic_notes",
    N_("MIMIC notes; the notes of a patient stay together"),
    "text",
    (
        Part("text", N_("Text"), ("text",), accepts=no_list),
        Part("patient", N_("Patient"), ("subject_id",), kept=True),
        Part("stay", N_("Stay"), ("hadm_id",), kept=True),
    ),
    _read_note,
    exclusive=True,
)
