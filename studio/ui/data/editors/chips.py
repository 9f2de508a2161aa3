"""Short words as chips: press one to take it away, type to add one."""

from collections.abc import Sequence

from PySide6.QtCore import QStringListModel, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QCompleter, QLineEdit, QPushButton, QWidget

from studio.ui.flow import FlowLayout
from studio.ui.icons import give_icon, tint_icons
from studio.ui.theme import GRID, colours_for, set_role
from studio.words import _


class ChipEntry(QLineEdit):
    """Says when someone begins to type, and when Backspace is pressed in the empty field."""

    entered = Signal()
    took_back = Signal()

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.entered.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Backspace and not self.text():
            self.took_back.emit()
        elif event.key() == Qt.Key.Key_Escape and self.text():
            self.clear()
        else:
            super().keyPressEvent(event)


class Chips(QWidget):
    """Asks for words to be added and removed; `show_words` brings the answer."""

    added = Signal(object)  # str
    removed = Signal(object)  # str
    entered = Signal()

    def __init__(self, name: str, *, prompt: str, read_only: bool, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._words: tuple[str, ...] = ()
        self._chips: list[QPushButton] = []
        self._read_only = read_only
        self._flow = FlowLayout(self)
        self.entry = ChipEntry()
        self.entry.setAccessibleName(name)
        self.entry.setPlaceholderText(prompt)
        self.entry.setFixedWidth(self.entry.fontMetrics().horizontalAdvance(prompt) + 5 * GRID)
        set_role(self.entry, "chip")
        self._known = QStringListModel(self)
        completer = QCompleter(self._known, self.entry)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        completer.activated.connect(self._on_entered, Qt.ConnectionType.QueuedConnection)
        self.entry.setCompleter(completer)
        self._flow.addWidget(self.entry)
        if read_only:
            self.entry.hide()
        self.setFocusProxy(self.entry)
        self.entry.returnPressed.connect(self._on_entered)
        self.entry.editingFinished.connect(self._on_entered)
        self.entry.took_back.connect(self._on_took_back)
        self.entry.entered.connect(self.entered)

    def words(self) -> tuple[str, ...]:
        """The words on show."""
        return self._words

    def show_words(self, words: Sequence[str]) -> None:
        """Show these and no others; what is being typed stays."""
        if tuple(words) == self._words:
            return
        self._words = tuple(words)
        while self._chips:
            gone = self._chips.pop()
            self._flow.removeWidget(gone)
            gone.hide()
            gone.deleteLater()
        for at, word in enumerate(words):
            chip = self._chip(word)
            self._chips.append(chip)
            self._flow.insert(at, chip)
            chip.show()
        self.updateGeometry()

    def show_known(self, words: Sequence[str]) -> None:
        """Offer these while someone types."""
        self._known.setStringList(list(words))

    def _chip(self, word: str) -> QPushButton:
        made = QPushButton(word.replace("&", "&&"))
        set_role(made, "chip")
        made.setProperty("word", word)
        made.setEnabled(not self._read_only)
        made.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        if self._read_only:
            return made
        made.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
        made.setToolTip(_("Take “{word}” away").format(word=word))
        made.setAccessibleName(made.toolTip())
        give_icon(made, "close", "accent", 12)
        tint_icons(made, colours_for(self.palette()))
        made.clicked.connect(self._on_chip_pressed)
        return made

    def _on_chip_pressed(self) -> None:
        chip = self.sender()
        if chip is not None:
            self.removed.emit(str(chip.property("word")))

    def _on_took_back(self) -> None:
        if self._words:
            self.removed.emit(self._words[-1])

    def _on_entered(self) -> None:
        word = " ".join(self.entry.text().split())
        self.entry.clear()
        if word and word not in self._words:
            self.added.emit(word)
