"""Writes plots of labels where the user wants them."""

import csv
from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QFileDialog, QWidget

from studio.ui.background import Background
from studio.ui.evaluation.results.labels.drawing import Table
from studio.ui.evaluation.results.labels.plot import TakenPlot
from studio.ui.messages import Messages
from studio.ui.saving import save_text
from studio.ui.training.watching.taking_along import file_filter, save_rendered
from studio.words import _

_NOT_IN_NAMES = str.maketrans({each: "_" for each in '/\\:*?"<>|'})


class PlotFiles(QObject):
    """Asks for a place, and writes there in the background."""

    def __init__(self, background: Background, messages: Messages, window: QWidget) -> None:
        super().__init__(window)
        self._background, self._messages, self._window = background, messages, window
        self._taken: TakenPlot | None = None

    def ask_where(self, taken: TakenPlot) -> None:
        """Ask for a place and write the plot there."""
        self._taken = taken
        dialog = QFileDialog(self._window, _("Save the plot"))
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setNameFilter(file_filter(taken.kind))
        dialog.setDefaultSuffix(taken.kind)
        dialog.selectFile(f"{taken.name.translate(_NOT_IN_NAMES)}.{taken.kind}")
        dialog.fileSelected.connect(self._on_place_chosen)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def save(self, taken: TakenPlot, target: Path) -> None:
        """Write the plot."""
        self._background.run(lambda: write_plot(taken, target), self._on_saved, self._messages.problem)

    def _on_place_chosen(self, target: str) -> None:
        if self._taken is not None:
            self.save(self._taken, Path(target))

    def _on_saved(self, target: Path) -> None:
        self._messages.done(_("Saved: {file}").format(file=target))


def write_plot(taken: TakenPlot, target: Path) -> Path:
    """As its kind wants it; raises StudioError."""
    if taken.kind == "csv":
        return _write_table(taken.table, target)
    return save_rendered(taken.svg, target) if taken.kind == "png" else save_text(taken.svg, target)


def _write_table(table: Table, target: Path) -> Path:
    from studio.placing import placed

    with placed(target) as partial, partial.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(table)
    return target
