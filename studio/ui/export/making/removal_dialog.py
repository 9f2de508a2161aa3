"""Asks whether an export is to be deleted."""

from pathlib import Path

from PySide6.QtWidgets import QWidget

from studio.ui.controls import button
from studio.ui.dialogs import PlainDialog
from studio.ui.export.making.listing import ListedExport
from studio.words import _

_WIDTH = 560


class RemovalDialog(PlainDialog):
    """Says which files go and which stay."""

    def __init__(self, each: ListedExport, parent: QWidget | None = None) -> None:
        super().__init__(_("Delete this export?"), _what(each), parent)
        self.setMinimumWidth(_WIDTH)
        keep, self.remove_button = button(_("Keep it")), button(_("Delete the export"), role="danger")
        keep.clicked.connect(self.reject)
        self.remove_button.clicked.connect(self.accept)
        self.add_buttons(keep, self.remove_button)
        keep.setDefault(True)


def _what(each: ListedExport) -> str:
    target = Path(each.job.target) if each.job else each.run.path
    if each.job and each.job.wanted and not target.is_relative_to(each.run.path.resolve()):
        return _(
            "{title} leaves the project with its comparison. The files in {folder} stay. This cannot be undone."
        ).format(title=each.title, folder=target)
    return _(
        "{title} is deleted from the project, with its files and its comparison. This cannot be undone; "
        "it can be exported again from its run."
    ).format(title=each.title)
