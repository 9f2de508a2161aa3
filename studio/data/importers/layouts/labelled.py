"""Texts with one label or several."""

from collections.abc import Callable

from studio.data.importers.drafts import ClassificationDraft
from studio.data.importers.formats import Fields
from studio.data.importers.layouts.layout import NOTHING, Binding, Layout, Part, Read
from studio.data.importers.values import RowProblem, as_list, as_name, joined_text
from studio.words import N_, _

_ONE = ("label", "class", "category", "classe", "catégorie", "categorie", "étiquette", "etiquette", "intent")
_SEVERAL = ("labels", "classes", "categories", "specialities", "specialties", "étiquettes", "spécialités")
_SPECIALTY = ("speciality", "specialty", "medical_specialty", "spécialité", "specialite")
_TEXTS = (
    *("text", "texte", "sentence", "phrase", "abstract", "résumé", "document", "content", "report", "utterance"),
    *("symptoms", "symptômes", "note", "message"),
)
LABEL_NAMES = (*_SEVERAL, *_ONE, *_SPECIALTY)
_SEPARATORS = "|;,"


def _textual(value: object) -> bool:
    return not isinstance(value, (dict, bool)) and not (isinstance(value, list) and _objects(value))


def _labelling(value: object) -> bool:
    """Labels are names or numbers; objects are annotations of places in the text."""
    found = as_list(value)
    return not isinstance(found, dict) and not (isinstance(found, list) and _objects(found))


def _objects(values: list[object]) -> bool:
    return any(isinstance(value, (dict, list)) for value in values)


def _read_labels(binding: Binding) -> Read:
    column, labels = binding.column("text"), binding.column("labels")
    split = _splitter(binding, labels)

    def read(fields: Fields) -> tuple[ClassificationDraft, Fields]:
        content = joined_text(fields, column)
        found = as_list(fields.get(labels))
        names = [as_name(each) for each in (found if isinstance(found, list) else split(found))]
        if None in names:
            raise RowProblem(_("The field “{field}” holds something that is no label.").format(field=labels))
        kept = [name for name in names if name and not name.isspace()]
        if not kept:
            raise RowProblem(_("The field “{field}” names no label.").format(field=labels))
        left = {column: fields[column]} if isinstance(fields[column], list) else NOTHING
        return {"kind": "classification", "text": content, "labels": kept}, left

    return read


def _splitter(binding: Binding, column: str) -> Callable[[object], list[object]]:
    """A file joins labels by one sign: “|”, or under a name in the plural “;” or “,” when its first rows use them."""
    signs = _SEPARATORS if column.strip().casefold() in _SEVERAL else "|"
    values = [value for value in binding.values("labels") if isinstance(value, str)]
    sign = next((sign for sign in signs if any(sign in value for value in values)), signs[0])

    def split(value: object) -> list[object]:
        if value is None:
            return []
        if isinstance(value, str) and sign in value:
            return [name.strip() for name in value.split(sign)]
        return [value]

    return split


LABELLED = (
    Layout(
        "classification",
        N_("Text with labels"),
        "classification",
        (
            Part("text", N_("Text"), _TEXTS, accepts=_textual),
            Part("labels", N_("Labels"), LABEL_NAMES, accepts=_labelling),
        ),
        _read_labels,
    ),
)
