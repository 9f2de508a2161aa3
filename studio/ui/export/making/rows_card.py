"""The rows that artefacts answer worst: the question, both answers, and where they part."""

from collections.abc import Sequence
from html import escape

from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QGridLayout, QLabel, QVBoxLayout, QWidget

from studio.ui.controls import Picker, card, label
from studio.ui.export.making.presenter import WorstRow
from studio.ui.theme import GRID, Colours, colours_for
from studio.words import _

_SHOWN = 5


class WorstRowsCard(QWidget):
    """Of one artefact at a time; what differs is underlined, so that it shows without colour too."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rows: tuple[WorstRow, ...] = ()
        self._texts: list[tuple[QLabel, str, int]] = []
        frame, inside = card(spacing=2 * GRID)
        inside.addWidget(label(_("Where they differ most"), "heading"))
        self.artefact = Picker(_("Artefact"))
        inside.addWidget(self.artefact, 0, Qt.AlignmentFlag.AlignLeft)
        self._column = QVBoxLayout()
        self._column.setSpacing(3 * GRID)
        inside.addLayout(self._column)
        around = QVBoxLayout(self)
        around.setContentsMargins(0, 0, 0, 0)
        around.addWidget(frame)
        self.artefact.currentIndexChanged.connect(self._lay_out_rows)

    def show_rows(self, rows: Sequence[WorstRow]) -> None:
        """Nothing is shown where nothing differs; the choice stays while its artefact has rows."""
        if tuple(rows) == self._rows:
            return
        self._rows = tuple(rows)
        chosen = self.artefact.currentText()
        names = list(dict.fromkeys(row.artefact for row in rows))
        blocked = self.artefact.blockSignals(True)
        self.artefact.clear()
        self.artefact.addItems(names)
        self.artefact.setCurrentIndex(max(0, self.artefact.findText(chosen)))
        self.artefact.blockSignals(blocked)
        self._lay_out_rows()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and hasattr(self, "_texts"):
            self._paint()

    def _lay_out_rows(self) -> None:
        while (item := self._column.takeAt(0)) is not None:
            if widget := item.widget():
                widget.hide()
                widget.deleteLater()
        self._texts = []
        chosen = [row for row in self._rows if row.artefact == self.artefact.currentText()]
        for row in chosen[:_SHOWN]:
            self._column.addWidget(self._row(row))
        self._paint()

    def _row(self, row: WorstRow) -> QWidget:
        holder = QWidget()
        grid = QGridLayout(holder)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(3 * GRID)
        grid.setVerticalSpacing(GRID // 2)
        grid.addWidget(label(_("Question · row {number}").format(number=row.number), "caption"), 0, 0, 1, 2)
        grid.addWidget(label(row.question, wrap=True), 1, 0, 1, 2)
        grid.setRowMinimumHeight(2, GRID)
        for column, (title, text) in enumerate(((_("The application"), row.inside), (row.artefact, row.outside))):
            grid.addWidget(label(title, "caption", wrap=True), 3, column)
            shown = label("", wrap=True)
            shown.setTextFormat(Qt.TextFormat.RichText)
            grid.addWidget(shown, 4, column, Qt.AlignmentFlag.AlignTop)
            grid.setColumnStretch(column, 1)
            self._texts.append((shown, text, row.alike))
        if row.parting:
            grid.addWidget(label(row.parting, "muted", wrap=True), 5, 0, 1, 2)
        return holder

    def _paint(self) -> None:
        colours = colours_for(self.palette())
        for shown, text, alike in self._texts:
            shown.setText(_marked(text, alike, colours))


def _marked(text: str, alike: int, colours: Colours) -> str:
    first, rest = (escape(part).replace("\n", "<br>") for part in (text[:alike], text[alike:]))
    if not text:
        return escape(_("(empty)"))
    mark = f'<span style="background-color: {colours.warn_soft}; text-decoration: underline">{rest}</span>'
    return f"{first}{mark}" if rest else first
