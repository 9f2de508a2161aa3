"""Where the rows came from, and under which licence: the user says."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QLineEdit, QSizePolicy, QVBoxLayout, QWidget

from studio.data.portion import Portion
from studio.ui.controls import button, card, label
from studio.ui.data.overview.bars import BarRow
from studio.ui.data.overview.words import Bar
from studio.ui.formats import integer
from studio.ui.theme import GRID
from studio.words import _, ngettext

if TYPE_CHECKING:
    from studio.data.overview import Count

SHOWN = 6
TITLE_HEIGHT = 26
"""Of cards that stand beside one with a button beside its title."""
LICENCES = ("CC BY 4.0", "CC BY-SA 4.0", "CC BY-NC 4.0", "CC0 1.0", "MIT", "Apache 2.0", "PhysioNet 1.5.0")


@dataclass(frozen=True)
class Licence:
    """What the user wrote beside a source."""

    source: str
    text: str


class LicenceField(QLineEdit):
    """Tells what was typed once it is left or Enter is pressed."""

    given = Signal(object)  # Licence

    def __init__(self, source: str, text: str, *, read_only: bool) -> None:
        super().__init__(text)
        self._source, self._given = source, text
        self.setAccessibleName(_("Licence of {source}").format(source=source))
        self.setPlaceholderText(_("licence not stated"))
        self.setToolTip(_("For instance: {names}").format(names=", ".join(LICENCES)))
        self.setReadOnly(read_only)
        self.setCursorPosition(0)
        self.editingFinished.connect(self._on_finished)

    def _on_finished(self) -> None:
        text = self.text().strip()
        if text != self._given:
            self._given = text
            self.given.emit(Licence(self._source, text))


class SourcesCard(QWidget):
    """One line per source: its rows, and its licence to be typed; rows written here need none."""

    opened = Signal(object)  # Portion
    licence_given = Signal(object)  # Licence

    def __init__(self, *, read_only: bool, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._read_only = read_only
        self._shown: tuple[object, ...] = ()
        self._whole = False
        self._sources: tuple[Count, ...] = ()
        self._licences: Mapping[str, str] = {}
        self._total = 0
        self.rows: list[BarRow] = []
        self.fields: dict[str, LicenceField] = {}
        self.more_button = button("", role="link")
        self.more_button.clicked.connect(self._on_more)
        frame, inside = card()
        title = label(_("Sources and licences"), "heading")
        title.setMinimumHeight(TITLE_HEIGHT)
        inside.addWidget(title)
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(GRID)
        self._grid.setVerticalSpacing(GRID // 2)
        self._grid.setColumnStretch(0, 3)
        self._grid.setColumnStretch(1, 2)
        inside.addLayout(self._grid)
        inside.addWidget(self.more_button, 0, Qt.AlignmentFlag.AlignLeft)
        inside.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(frame)

    def show_sources(self, sources: "Sequence[Count]", licences: Mapping[str, str], total: int) -> None:
        """Replace the lines, unless they are the same: what is being typed stays then."""
        shown = (tuple(sources), tuple(licences.items()), total)
        if shown != self._shown:
            self._shown = shown
            self._sources, self._licences, self._total = tuple(sources), dict(licences), total
            self._fill()

    def _fill(self) -> None:
        typed_in = next((name for name, field in self.fields.items() if field.hasFocus()), None)
        for old in (*self.rows, *self.fields.values()):
            self._grid.removeWidget(old)
            old.hide()
            old.deleteLater()
        self.rows, self.fields = [], {}
        shown = self._sources if self._whole else self._sources[:SHOWN]
        for at, each in enumerate(shown):
            self._add_line(at, each)
        hidden = len(self._sources) - len(shown)
        words = ngettext("Show {count} more", "Show {count} more", hidden).format(count=integer(hidden))
        self.more_button.setText(words)
        self.more_button.setAccessibleName(words)
        self.more_button.setVisible(hidden > 0)
        if typed_in in self.fields:
            self.fields[typed_in].setFocus()

    def _add_line(self, at: int, source: "Count") -> None:
        share = source.rows / self._total if self._total else 0.0
        row = BarRow(Bar(source.name or _("written here"), source.rows, share, Portion("source", source.name)))
        row.clicked.connect(self._on_clicked)
        self.rows.append(row)
        self._grid.addWidget(row, at, 0)
        if source.name:
            field = LicenceField(source.name, self._licences.get(source.name, ""), read_only=self._read_only)
            field.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
            field.given.connect(self.licence_given)
            self.fields[source.name] = field
            self._grid.addWidget(field, at, 1)

    def _on_more(self) -> None:
        self._whole = True
        self._fill()

    def _on_clicked(self) -> None:
        row = self.sender()
        if isinstance(row, BarRow) and isinstance(row.bar.portion, Portion):
            self.opened.emit(row.bar.portion)
