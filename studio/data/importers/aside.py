"""Look at a file without the window waiting: in a process of its own, which can be stopped and may crash."""

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter

from studio.core.example import Kind
from studio.data.child import rows_from_child
from studio.data.importers.formats import SourceFile
from studio.data.importers.inspecting import inspect_file
from studio.data.importers.place import Place, found_at
from studio.data.importers.reports import FileSummary
from studio.errors import ImportFailed
from studio.words import _

_SUMMARY: TypeAdapter[FileSummary] = TypeAdapter(FileSummary)


def inspect_aside(
    file: Path | SourceFile,
    mapping: Mapping[str, str],
    kind: Kind | None,
    layout: str,
    cancelled: Callable[[], bool],
) -> FileSummary:
    """As `inspect_file`; raises ChildCancelled a tenth of a second after `cancelled` said so."""
    place = Place.of(file)
    if place is None:
        return inspect_file(file, mapping, kind, layout)
    asked = {**place.arguments(), "mapping": dict(mapping), "kind": kind, "layout": layout}
    for found in rows_from_child(f"{__name__}:inspect_in_child", asked, cancelled=cancelled):
        return _SUMMARY.validate_python(found)
    raise ImportFailed(_("The file could not be read: {path}").format(path=place.path))


def inspect_in_child(path: str, part: str, mapping: Mapping[str, str], kind: Kind | None, layout: str) -> Iterator[Any]:
    """The task of the child process."""
    yield _SUMMARY.dump_python(inspect_file(found_at(path, part), mapping, kind, layout), mode="json")
