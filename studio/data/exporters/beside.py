"""What is written beside the fields of a layout: split, status, tags and the rest that Atelier knows of a row."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from studio.data.exporters.layouts import OWN, FieldType, Layout
from studio.data.exporters.rows import ExportRow, Fields, Survey

AROUND: dict[str, FieldType] = {"split": "text", "status": "text", "family": "text", "tags": "tags", "note": "text"}
_KEPT: dict[str, FieldType] = {"extra": "json", "origin": "json"}
# Fields by which files are recognised: one kept from another file must not pass for one.
_MEANINGFUL = frozenset(
    (
        *("instruction", "prompt", "question", "consigne", "input", "context", "contexts", "system", "system_prompt"),
        *("history", "messages", "conversations", "turns", "segments", "text", "abstract", "label", "labels"),
        *("response", "output", "completion", "answer", "réponse", "reponse", "specialities", "final_decision"),
        *("chosen", "rejected", "chosen_conversations", "rejected_conversations", "options", "choices", "answers"),
        *("answer_idx", "correct_answers", "opa", "opb", "opc", "opd", "cop", "kind", "extra", "origin"),
    )
)


@dataclass(frozen=True)
class Beside:
    """The fields beside those of a layout; `kept` leads from names in `extra` to those in the file."""

    names: tuple[str, ...]
    kept: Mapping[str, str]

    def columns(self) -> dict[str, FieldType]:
        """All of them with their types, for files that have columns."""
        known = AROUND | _KEPT
        return {name: known[name] for name in self.names} | dict.fromkeys(self.kept.values(), "json")

    def fields(self, row: ExportRow) -> Fields:
        """Those of one row; what is empty is left out."""
        values: Fields = {
            "split": row.split,
            "status": row.status,
            "family": row.family,
            "tags": row.tags,
            "note": row.note,
            "extra": row.extra,
            "origin": {"file": row.origin.file, "line": row.origin.line, "how": row.origin.how},
        }
        beside = {name: values[name] for name in self.names if values[name]}
        return beside | {new: row.extra[name] for name, new in self.kept.items() if name in row.extra}


def beside(layout: Layout, survey: Survey | None, *, with_split: bool) -> Beside:
    """What the layout takes beside its own fields: nothing for no survey, but the split where files are made by it."""
    if layout.name == OWN:
        return Beside((*AROUND, *_KEPT), {})
    if survey is None:
        return Beside(("split",) if with_split else (), {})
    # Of a row without a split too: reading the file back would give it one.
    always = {"split", "family"} if layout.gives_several else {"split"}
    names = tuple(name for name in AROUND if survey.around[name] or name in always)
    return Beside(names, _kept_names(survey.extra, {*layout.fields, *AROUND}))


def _kept_names(extra: Iterable[str], taken: Iterable[str]) -> dict[str, str]:
    used = {name.casefold() for name in taken}
    kept = {}
    for name in extra:
        new = f"extra.{name}" if name.strip().casefold() in used | _MEANINGFUL else name
        while new.strip().casefold() in used:
            new += "'"
        used.add(new.strip().casefold())
        kept[name] = new
    return kept
