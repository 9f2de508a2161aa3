"""Rows of a project into files that Atelier and other programs read: whole files or none."""

from studio.data.exporters.exporting import (
    FORMATS,
    ExportCancelled,
    ExportOptions,
    ExportReport,
    Format,
    export_rows,
    format_of,
    layouts_for,
)
from studio.data.exporters.layouts import OWN, Layout

__all__ = [
    "FORMATS",
    "OWN",
    "ExportCancelled",
    "ExportOptions",
    "ExportReport",
    "Format",
    "Layout",
    "export_rows",
    "format_of",
    "layouts_for",
]
