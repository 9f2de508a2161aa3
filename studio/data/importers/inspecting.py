"""Look at a file before any of it comes in."""

import json
from collections.abc import Collection, Iterator, Mapping
from itertools import islice
from pathlib import Path

from pydantic import TypeAdapter

from studio.core.example import Content, Kind
from studio.data.importers.beginning import Beginning, read_beginning, readable
from studio.data.importers.formats import Record, SourceFile
from studio.data.importers.interpret import Interpreter
from studio.data.importers.layouts import LAYOUTS, Layout, Part
from studio.data.importers.recognise import AROUND, Recognition, fitting, layout_named
from studio.data.importers.reports import FieldChoice, FileSummary, LayoutChoice, PreviewRow, SkippedLine
from studio.data.importers.values import RowProblem
from studio.data.importers.warnings import on_numbers, warnings_of
from studio.errors import ImportFailed
from studio.words import N_, _

_INSPECTED = 1_000
_SHOWN = 20
_CONTENT: TypeAdapter[Content] = TypeAdapter(Content)
_AROUND_TITLES = {
    "split": N_("Split"),
    "family": N_("Family"),
    "status": N_("Status"),
    "tags": N_("Tags"),
    "note": N_("Note"),
}
_USUAL: Mapping[Kind, str] = {
    "instruction": "question_answer",
    "chat": "messages",
    "preference": "dpo",
    "classification": "classification",
    "choice": "options",
    "text": "text",
}


def inspect_file(
    file: Path | SourceFile, mapping: Mapping[str, str] | None = None, kind: Kind | None = None, layout: str = ""
) -> FileSummary:
    """Look at the first thousand records without storing any; raises ImportFailed for a file of something else."""
    beginning = read_beginning(file)
    if empty := beginning.nothing:
        return _refused(beginning, empty, mapping or {}, _asked_layout(kind, layout))
    try:
        recognition = beginning.recognised(mapping or {}, kind, layout)
    except ImportFailed as refusal:
        return _refused(beginning, refusal, mapping or {}, _asked_layout(kind, layout))
    return _summary(beginning, recognition)


def layout_choices(layouts: tuple[Layout, ...] = LAYOUTS) -> tuple[LayoutChoice, ...]:
    """Layouts as they are offered, all of them by default."""
    return tuple(LayoutChoice(each.name, _(each.title), each.kind) for each in layouts)


def _summary(beginning: Beginning, recognition: Recognition | None) -> FileSummary:
    interpreter = Interpreter(recognition) if recognition else None
    fields: dict[str, None] = {}
    problems: list[SkippedLine] = []
    sample: list[PreviewRow] = []
    seen = 0
    for record in islice(readable(beginning.source), _INSPECTED):
        seen += 1
        fields.update(dict.fromkeys(record.fields or ()))
        row = _preview(record, interpreter)
        if row.problem:
            problems.append(SkippedLine(record.line, row.problem, record.part))
        if len(sample) < _SHOWN:
            sample.append(row)
    return FileSummary(
        layout=recognition.layout.name if recognition else "",
        encoding=beginning.source.encoding,
        kind=recognition.kind if recognition else None,
        rows_seen=seen,
        fields=tuple(fields),
        problems=tuple(problems),
        sample=tuple(sample),
        mapping=_mapping(recognition, fields) if recognition else {},
        mappable=_mappable(recognition.layout) if recognition else (),
        layouts=_fitting(beginning),
        warnings=(
            *warnings_of(beginning.source, recognition),
            *on_numbers(beginning.source, len(problems)),
            *(interpreter.warnings() if interpreter else ()),
        ),
        format=beginning.source.format,
        size=beginning.source.size,
        left_out=beginning.source.left_out,
    )


def _preview(record: Record, interpreter: Interpreter | None) -> PreviewRow:
    if record.fields is None or interpreter is None:
        return PreviewRow(record.line, None, record.problem)
    try:
        row = interpreter.row(record.fields, record.line)
    except RowProblem as problem:
        return PreviewRow(record.line, None, str(problem), record.fields)
    return PreviewRow(record.line, _CONTENT.validate_json(row.content), "", json.loads(row.extra))


def _mapping(recognition: Recognition, present: Collection[str]) -> dict[str, str]:
    """Without the fields that only later rows might have."""
    columns = {**recognition.binding.columns, **recognition.around}
    return {field: column for field, column in columns.items() if column in present}


def _mappable(layout: Layout) -> tuple[FieldChoice, ...]:
    content = [FieldChoice(part.field, _title(part), part.required) for part in layout.parts]
    return (*content, *(FieldChoice(name, _(_AROUND_TITLES[name]), required=False) for name in AROUND))


def _title(part: Part) -> str:
    is_letter = len(part.field) == 1
    return f"{_(part.title)} {part.field.upper()}" if is_letter else _(part.title)


def _fitting(beginning: Beginning) -> tuple[LayoutChoice, ...]:
    return layout_choices((*beginning.own_layouts, *fitting(beginning.sample, {})))


def _asked_layout(kind: Kind | None, layout: str) -> Layout:
    return layout_named(layout or _USUAL[kind or "instruction"])


def _refused(beginning: Beginning, refusal: ImportFailed, mapping: Mapping[str, str], wanted: Layout) -> FileSummary:
    records = list(_first(beginning))
    present = dict.fromkeys(name for fields in beginning.sample for name in fields)
    return FileSummary(
        layout="",
        encoding=beginning.source.encoding,
        kind=None,
        rows_seen=len(records),
        fields=tuple(present),
        problems=(),
        sample=tuple(PreviewRow(each.line, None, each.problem, each.fields or {}) for each in records[:_SHOWN]),
        mapping=dict(mapping),
        mappable=_mappable(wanted),
        layouts=_fitting(beginning),
        warnings=tuple(warnings_of(beginning.source, None)),
        refusal=refusal.message,
        hint=refusal.hint,
        format=beginning.source.format,
        size=beginning.source.size,
        left_out=beginning.source.left_out,
    )


def _first(beginning: Beginning) -> Iterator[Record]:
    return islice(readable(beginning.source), _INSPECTED)
