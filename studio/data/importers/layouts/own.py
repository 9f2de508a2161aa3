"""Atelier's own layout, in which exports lose nothing: each row names its kind, beside the fields by their names."""

from collections import Counter
from collections.abc import Mapping
from typing import cast

from pydantic import TypeAdapter, ValidationError

from studio.core.example import KINDS, Content, Kind
from studio.data.importers.drafts import Draft
from studio.data.importers.formats import Fields
from studio.data.importers.layouts.layout import NOTHING, Binding, Layout, Part, Read
from studio.data.importers.values import RowProblem, as_list
from studio.words import N_, _

FIELDS: Mapping[str, tuple[str, ...]] = {
    "instruction": ("system", "instruction", "input", "response"),
    "chat": ("messages",),
    "preference": ("system", "history", "prompt", "chosen", "rejected"),
    "classification": ("text", "labels"),
    "choice": ("question", "context", "options", "answers"),
    "text": ("text",),
}
"""What an export adds: the fields kept beside, and where the row came from before."""
_LISTS = ("messages", "history", "labels", "options", "answers")
# Where a row came from is told of the file it comes from now.
_CONTENT: TypeAdapter[Content] = TypeAdapter(Content)


def _read_own(binding: Binding) -> Read:
    """Texts are taken as they are, however empty: they were in a project before."""
    column, extra = binding.column("kind"), binding.column("extra")

    def read(fields: Fields) -> tuple[Draft, Fields]:
        kind = fields.get(column)
        if kind not in KINDS:
            raise RowProblem(_("“{kind}” is no kind of example.").format(kind=kind))
        values: dict[str, object] = {"kind": kind}
        for name in FIELDS[str(kind)]:
            if (value := fields.get(name)) is not None:
                values[name] = as_list(value or []) if name in _LISTS else value
        try:
            content = _CONTENT.validate_python(values)
        except ValidationError as error:
            place = ".".join(str(each) for each in error.errors()[0]["loc"][1:]) or str(kind)
            raise RowProblem(_("The field “{field}” does not hold what it should.").format(field=place)) from error
        return cast("Draft", content.model_dump(mode="json")), _extra(fields.get(extra), extra)

    return read


def _extra(value: object, column: str) -> Fields:
    """What was kept beside the example; in the cell of a table it is JSON."""
    if value is None or value == "":
        return NOTHING
    found = as_list(value)
    return found if isinstance(found, dict) else {column: value}


def _names_kind(values: Mapping[str, object]) -> bool:
    """The last field of a kind is one that no row of it lacks."""
    kind = values["kind"]
    return kind in KINDS and values.get(FIELDS[str(kind)][-1]) is not None


def _commonest_kind(binding: Binding) -> Kind | None:
    votes = Counter(kind for kind in binding.values("kind") if kind in KINDS)
    return votes.most_common(1)[0][0] if votes else None


_TITLES = {
    "system": N_("System"),
    "instruction": N_("Question"),
    "input": N_("Input"),
    "response": N_("Answer"),
    "messages": N_("Turns"),
    "history": N_("Earlier turns"),
    "prompt": N_("Prompt"),
    "chosen": N_("Better answer"),
    "rejected": N_("Worse answer"),
    "text": N_("Text"),
    "labels": N_("Labels"),
    "question": N_("Question"),
    "context": N_("Context"),
    "options": N_("Answer options"),
    "answers": N_("Right answers"),
    "extra": N_("Other fields"),
    "origin": N_("Origin"),
}
OWN = Layout(
    "atelier",
    N_("Atelier (everything)"),
    "instruction",
    (
        Part("kind", N_("Kind"), ("kind",)),
        *(Part(name, title, (name,), required=False, late=True) for name, title in _TITLES.items()),
    ),
    _read_own,
    exclusive=True,
    fits=_names_kind,
    better_kind=_commonest_kind,
)
