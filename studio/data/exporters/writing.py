"""How a file that is being exported takes its lines."""

from collections.abc import Callable

from studio.data.exporters.rows import Fields

Write = Callable[[Fields], None]
"""Adds one line; raises DoesNotFit where the format cannot hold it, ExportFailed, and OSError."""
