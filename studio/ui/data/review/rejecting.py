"""Why an example is rejected: a field, and the usual reasons a key away."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QPushButton, QVBoxLayout, QWidget

from studio.core.example import Kind
from studio.ui.controls import button, label
from studio.ui.flow import FlowLayout
from studio.ui.theme import GRID, set_role
from studio.words import N_, _

MOST = 6
_ANY = (N_("Medically wrong"), N_("Incomplete"), N_("Unclear question"), N_("Could identify a patient"))
_TYPICAL: dict[Kind, tuple[str, ...]] = {
    "instruction": (N_("Warning sign missed"), *_ANY),
    "chat": (N_("Warning sign missed"), *_ANY),
    "preference": (N_("The worse answer is the better one"), *_ANY),
    "classification": (N_("Wrong label"), *_ANY[2:]),
    "choice": (N_("The marked answer is wrong"), *_ANY[2:]),
    "text": _ANY[:1] + _ANY[3:],
}


class ReasonField(QLineEdit):
    """A digit as the first key chooses one of the reasons offered."""

    number_pressed = Signal(object)  # int, from 1
    given_up = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.given_up.emit()
        elif not self.text() and event.text() in tuple("123456789"):
            self.number_pressed.emit(int(event.text()))
        else:
            super().keyPressEvent(event)


class RejectPanel(QWidget):
    """A reason is required; those given lately come first."""

    rejected = Signal(object)  # str
    given_up = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._recent: list[str] = []
        self._offered: list[QPushButton] = []
        self.reason = ReasonField()
        self.reason.setAccessibleName(_("Reason for rejecting"))
        self.reason.setPlaceholderText(_("Why is this example rejected?"))
        self.reason.setMaxLength(500)
        self.reject_button = button(_("Reject (Enter)"), role="primary")
        self.cancel_button = button(_("Cancel (Esc)"))
        self._hint = label(_("A number chooses a reason, Enter rejects."), "caption")
        self._flow_holder = QWidget()
        self._flow = FlowLayout(self._flow_holder)
        line = QHBoxLayout()
        line.setSpacing(GRID)
        for widget in (self.reason, self.reject_button, self.cancel_button):
            line.addWidget(widget, 1 if widget is self.reason else 0)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GRID)
        column.addWidget(self._flow_holder)
        column.addLayout(line)
        column.addWidget(self._hint)
        self.reason.textChanged.connect(self._on_typed)
        self.reason.returnPressed.connect(self._on_reject)
        self.reason.number_pressed.connect(self._on_number)
        self.reason.given_up.connect(self.given_up)
        self.reject_button.clicked.connect(self._on_reject)
        self.cancel_button.clicked.connect(self.given_up)

    def use_recent(self, reasons: Sequence[str]) -> None:
        """Reasons given lately, the latest first."""
        self._recent = list(reasons)

    def ask(self, kind: Kind) -> None:
        """Begin with an empty field."""
        for gone in self._offered:
            self._flow.removeWidget(gone)
            gone.hide()
            gone.deleteLater()
        reasons = list(dict.fromkeys((*self._recent, *map(_, _TYPICAL[kind]))))[:MOST]
        self._offered = [self._chip(number, reason) for number, reason in enumerate(reasons, 1)]
        self.reason.clear()
        self._on_typed("")
        self.reason.setFocus()

    def offered(self) -> list[str]:
        """The reasons on show, in the order of their numbers."""
        return [str(chip.property("reason")) for chip in self._offered]

    def _chip(self, number: int, reason: str) -> QPushButton:
        made = QPushButton(f"{number}  {reason}".replace("&", "&&"))
        made.setAccessibleName(reason)
        made.setProperty("reason", reason)
        made.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        set_role(made, "chip")
        made.clicked.connect(self._on_chip)
        self._flow.addWidget(made)
        made.show()
        return made

    def _on_typed(self, text: str) -> None:
        self.reject_button.setEnabled(bool(text.strip()))

    def _on_number(self, number: int) -> None:
        if number <= len(self._offered):
            self.reason.setText(self.offered()[number - 1])

    def _on_chip(self) -> None:
        chip = self.sender()
        if chip is not None:
            self.reason.setText(str(chip.property("reason")))
            self.reason.setFocus()

    def _on_reject(self) -> None:
        reason = " ".join(self.reason.text().split())
        if reason:
            self._recent = [reason, *(each for each in self._recent if each != reason)]
            self.rejected.emit(reason)
