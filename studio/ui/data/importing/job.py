"""What is to be brought in and how; looked at in a thread, imported on the writer's thread."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from studio.core.example import Kind
from studio.ui.background import Progress

if TYPE_CHECKING:
    from studio.data.importers import FileSummary, ImportReport
    from studio.data.importers.formats import SourceFile
    from studio.data.project import Project


@dataclass(frozen=True)
class Pasted:
    """Text from the clipboard under a name that its rows remember."""

    name: str
    text: str


Source = Path | Pasted
"""A file, a folder or text."""


@dataclass(frozen=True)
class Question:
    """How a source is to be read; what is left empty is recognised."""

    source: Source
    part: str = ""
    """A sheet, a list or a member, where it is not the first that is meant."""
    kind: Kind | None = None
    layout: str = ""
    mapping: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class ImportJob:
    """A source, how it is read, and the data set it goes into."""

    question: Question
    dataset: str

    @property
    def name(self) -> str:
        """What the source is called."""
        return self.question.source.name


def dataset_name(source: Source) -> str:
    """What a data set made of this source alone is called."""
    return source.stem if isinstance(source, Path) and not source.is_dir() else source.name


def look(question: Question, cancelled: Callable[[], bool]) -> "FileSummary":
    """What the source looks like when it is read so; a large file is opened in a process that Cancel ends at once."""
    from studio.data.importers.aside import inspect_aside

    return inspect_aside(_opened(question), question.mapping, question.kind, question.layout, cancelled)


def all_alike(sources: Sequence[Source], first: "FileSummary", cancelled: Callable[[], bool]) -> bool:
    """Whether every source would be read by itself as the first is; raises what a source raises that is no data."""
    wanted = (first.layout, first.kind, first.mapping)
    for source in sources:
        found = look(Question(source), cancelled)
        if found.refusal or (found.layout, found.kind, found.mapping) != wanted:
            return False
    return True


def bring_in(writer: "Project", job: ImportJob, progress: Progress) -> "ImportReport":
    """Import on the writer's thread."""
    from studio.data.importers import import_file

    asked = job.question
    return import_file(
        writer,
        _opened(asked),
        dataset=job.dataset,
        kind=asked.kind,
        mapping=asked.mapping,
        layout=asked.layout,
        progress=progress.report,
        cancelled=progress.cancelled,
    )


def _opened(question: Question) -> "Path | SourceFile":
    from studio.data.importers.formats import open_source, open_text

    source = question.source
    if isinstance(source, Pasted):
        return open_text(source.text, source.name)
    return open_source(source, part=question.part) if question.part else source
