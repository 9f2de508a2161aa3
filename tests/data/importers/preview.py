"""Rows shown as the import would take them, without a project."""

from collections.abc import Callable, Mapping
from pathlib import Path

from studio.core.example import Content, Kind
from studio.data.importers import FileSummary, inspect_file
from tests.data.conftest import WriteLines

Preview = Callable[..., FileSummary]


def preview_with(jsonl: WriteLines) -> Preview:
    """From rows, and how they are asked for, to what becomes of them."""

    def preview(
        *rows: object, kind: Kind | None = None, layout: str = "", mapping: Mapping[str, str] | None = None
    ) -> FileSummary:
        return inspect_file(jsonl(*rows), mapping, kind, layout)

    return preview


def contents(summary: FileSummary) -> list[Content]:
    """Of rows that all come in."""
    assert (summary.refusal, summary.problems) == ("", ())
    return [row.content for row in summary.sample if row.content is not None]


def problems(summary: FileSummary) -> list[tuple[int, str]]:
    """The lines left out and why."""
    return [(each.line, each.reason) for each in summary.problems]


def written(path: Path, text: str) -> Path:
    """A file with this text."""
    path.write_bytes(text.encode())
    return path
