"""Files of examples into a project: good rows come in, bad ones are listed with their line and the reason."""

from studio.data.importers.importing import (
    FileSummary,
    ImportCancelled,
    ImportOptions,
    ImportReport,
    SkippedLine,
    import_file,
    inspect_file,
)

__all__ = [
    "FileSummary",
    "ImportCancelled",
    "ImportOptions",
    "ImportReport",
    "SkippedLine",
    "import_file",
    "inspect_file",
]
