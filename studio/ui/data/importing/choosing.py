"""Asks which files or which folder to bring examples in from."""

from PySide6.QtWidgets import QFileDialog, QWidget

from studio.words import _

ENDINGS = ("jsonl", "json", "csv", "tsv", "txt", "xlsx", "parquet", "arrow", "zip", "gz")


def file_dialog(parent: QWidget, *, several: bool) -> QFileDialog:
    """Asks for files of every kind that can be read; `filesSelected` answers."""
    dialog = QFileDialog(parent, _("Import examples"))
    dialog.setFileMode(QFileDialog.FileMode.ExistingFiles if several else QFileDialog.FileMode.ExistingFile)
    every = " ".join(f"*.{ending}" for ending in ENDINGS)
    dialog.setNameFilters([_("Examples ({endings})").format(endings=every), _("All files (*)")])
    dialog.finished.connect(dialog.deleteLater)
    return dialog


def folder_dialog(parent: QWidget) -> QFileDialog:
    """Asks for a folder, such as one that the `datasets` library has saved; `filesSelected` answers."""
    dialog = QFileDialog(parent, _("Import a folder of examples"))
    dialog.setFileMode(QFileDialog.FileMode.Directory)
    dialog.setOption(QFileDialog.Option.ShowDirsOnly)
    dialog.finished.connect(dialog.deleteLater)
    return dialog
