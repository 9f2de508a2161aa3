"""The file formats people have their examples in, read one record at a time."""

from studio.data.importers.formats.record import Fields, Record, is_valid_text
from studio.data.importers.formats.source import SourceFile, open_source, open_text

__all__ = ["Fields", "Record", "SourceFile", "is_valid_text", "open_source", "open_text"]
