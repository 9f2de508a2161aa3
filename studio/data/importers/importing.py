"""From a file to rows of the project: one step of its history, whole or not at all."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypedDict, Unpack

from studio.core.example import Kind, Split
from studio.data.batches import RowBatch
from studio.data.importers.beginning import read_beginning
from studio.data.importers.formats import SourceFile
from studio.data.importers.reading import Asked, Item, items_of
from studio.data.importers.reports import ImportReport, SkippedLine
from studio.data.importers.warnings import on_numbers, warnings_of
from studio.data.inserting import RowSource
from studio.data.project import Inserted, Project
from studio.paths import readable_name
from studio.words import _, ngettext


class ImportOptions(TypedDict, total=False):
    """How to import: `progress` is told bytes read and in all, `mapping` leads from our fields to columns."""

    dataset: str | None
    kind: Kind | None
    mapping: Mapping[str, str]
    layout: str
    default_split: Split | None
    progress: Callable[[int, int], None]
    cancelled: Callable[[], bool]


@dataclass
class _Reading:
    """The rows of a file as they are read, and what else is met on the way."""

    items: Iterator[Item]
    size: int
    progress: Callable[[int, int], None]
    skipped: list[SkippedLine] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)

    def batches(self) -> Iterator[RowBatch]:
        for item in self.items:
            if isinstance(item, RowBatch):
                yield item
            elif isinstance(item, SkippedLine):
                self.skipped.append(item)
            elif isinstance(item, int):
                self.progress(item, self.size)
            else:
                self.warnings += item
        self.progress(self.size, self.size)


def import_file(project: Project, file: Path | SourceFile, **options: Unpack[ImportOptions]) -> ImportReport:
    """Bring a file's rows in as one step; bad lines are listed, never a reason to refuse the others.

    The data set is named after the file unless `dataset` names it, and keeps its kind when it is there already.
    Raises ImportFailed when the file cannot be read as examples, ImportCancelled, ProjectFailed.
    """
    beginning = read_beginning(file)
    if refusal := beginning.nothing:
        raise refusal
    source = beginning.source
    # The name of a file may have line breaks, and bytes that are no text.
    file_name = readable_name(source.path.name)
    name = " ".join(readable_name(options.get("dataset") or source.path.stem).split())
    there = project.dataset(name)
    wanted = options.get("kind") or (there.kind if there else None)
    asked = Asked(options.get("mapping", {}), wanted, options.get("layout", ""), options.get("default_split"))
    recognition = asked.recognised(beginning)
    kind: Kind = recognition.kind if recognition else "instruction"
    with closing(items_of(file, beginning, asked, options.get("cancelled", _never_cancelled))) as items:
        reading = _Reading(items, source.size, options.get("progress", _tell_nobody))
        inserted = project.insert_rows(name, kind, RowSource(reading.batches(), file_name, "imported"))
    about_file = [*warnings_of(source, recognition), *on_numbers(source, len(reading.skipped))]
    said = [*about_file, *reading.warnings, *_repetitions(inserted)]
    if recognition and not options.get("kind") and recognition.binding.kind != kind:
        said.append(
            _("The data set holds examples of the kind “{kind}”; these rows were made such examples.").format(kind=kind)
        )
    return ImportReport(
        dataset=inserted.dataset,
        imported=inserted.count,
        skipped=tuple(reading.skipped),
        kind=recognition.kind if recognition else None,
        layout=recognition.layout.name if recognition else "",
        encoding=source.encoding,
        warnings=tuple(said),
        changes=inserted.changes,
    )


def _repetitions(inserted: Inserted) -> Iterator[str]:
    if here := inserted.repeated_here:
        yield ngettext(
            "{count} row is identical to another of this file.",
            "{count} rows are identical to others of this file.",
            here,
        ).format(count=here)
    if there := inserted.repeated_there:
        yield ngettext(
            "{count} row was already in the data set and is there twice now.",
            "{count} rows were already in the data set and are there twice now.",
            there,
        ).format(count=there)


def _tell_nobody(_done: int, _total: int) -> None:
    pass


def _never_cancelled() -> bool:
    return False
