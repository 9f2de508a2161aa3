"""Where the model is: on this machine, or on a server whose address stands there as long as it is used."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QComboBox, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from studio.ui.augment.drafting.local_choice import LocalChoice
from studio.ui.augment.drafting.wishes import ModelWish
from studio.ui.controls import Picker, button, label
from studio.ui.data.sections import SectionBar
from studio.ui.theme import GRID
from studio.words import _

EXAMPLE = "http://127.0.0.1:11434"


class ModelChoice(QWidget):
    """Tells of every change; nothing is sent to an address before somebody presses a button."""

    edited = Signal()
    list_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.place = SectionBar(self)
        self.place.setAccessibleName(_("Where the model is"))
        self.place.add("machine", _("This machine"))
        self.place.add("server", _("A server"))
        self._on_server = False
        self.local = LocalChoice()
        self.address = QLineEdit()
        self.address.setPlaceholderText(EXAMPLE)
        self.address.setAccessibleName(_("Address of the server"))
        self.address_problem = label("", "caution", wrap=True)
        self.remote = QCheckBox(_("Allow other machines"))
        self.list = button(_("List models"), "refresh")
        self.name = Picker(_("Model of the server"))
        self.name.setEditable(True)
        self.name.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.name.setSizeAdjustPolicy(Picker.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.listed = label("", "caption", wrap=True)
        self._lay_out()
        self._connect()

    def wish(self) -> ModelWish:
        """What is chosen now."""
        return ModelWish(
            on_server=self._on_server,
            local=self.local.base(),
            local_problem=self.local.problem(),
            address=self.address.text(),
            name=self.name.currentText(),
            remote_allowed=self.remote.isChecked(),
        )

    def show_wish(self, wish: ModelWish) -> None:
        """Show a choice, and tell nobody."""
        for each in (self.address, self.name, self.remote):
            each.blockSignals(True)
        self.local.show_base(wish.local)
        self.address.setText(wish.address)
        self.name.setEditText(wish.name)
        self.remote.setChecked(wish.remote_allowed)
        for each in (self.address, self.name, self.remote):
            each.blockSignals(False)
        self.place.choose("server" if wish.on_server else "machine")
        self._show_place(on_server=wish.on_server)

    def show_models(self, names: Sequence[str], said: str) -> None:
        """Fill the list of the server's models; one that was typed or chosen stays if it can."""
        chosen = self.name.currentText()
        self.name.blockSignals(True)
        self.name.clear()
        self.name.addItems(list(names))
        self.name.setEditText(chosen if chosen or not names else names[0])
        self.name.blockSignals(False)
        self.listed.setText(said)
        self.listed.setVisible(bool(said))
        if self.name.currentText() != chosen:
            self.edited.emit()

    def show_address_problem(self, problem: str) -> None:
        """Say what is wrong with the address; "" for nothing."""
        self.address_problem.setText(problem)
        self.address_problem.setVisible(bool(problem))
        self.list.setEnabled(not problem and bool(self.address.text().strip()))

    def _lay_out(self) -> None:
        bar = QHBoxLayout()
        bar.addWidget(self.place)
        bar.addStretch(1)
        self._machine, machine = _part()
        machine.addWidget(self.local)
        machine.addWidget(
            label(_("Runs here, without any network. Larger models need a graphics card."), "caption", wrap=True)
        )
        self._server, server = _part()
        title = label(_("Address"))
        title.setBuddy(self.address)
        about = label(
            _("Texts leave this machine. Only for servers that are allowed to read them."), "caption", wrap=True
        )
        about.setContentsMargins(2 * GRID + 6, 0, 0, 0)
        model = label(_("Model"))
        model.setBuddy(self.name)
        line = QHBoxLayout()
        line.setSpacing(GRID)
        line.addWidget(self.name, 1)
        line.addWidget(self.list)
        for each in (title, self.address, self.address_problem, self.remote, about, model):
            server.addWidget(each)
        server.addLayout(line)
        server.addWidget(self.listed)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GRID)
        column.addWidget(label(_("Where the model is"), "heading"))
        column.addLayout(bar)
        column.addWidget(self._machine)
        column.addWidget(self._server)
        self.listed.hide()

    def _connect(self) -> None:
        self.place.section_chosen.connect(self._on_place)
        self.local.edited.connect(self.edited)
        self.address.textEdited.connect(self.edited)
        self.remote.toggled.connect(self.edited)
        self.name.editTextChanged.connect(self.edited)
        self.list.clicked.connect(self.list_wanted)

    def _on_place(self, place: str) -> None:
        self._show_place(on_server=place == "server")
        self.edited.emit()

    def _show_place(self, *, on_server: bool) -> None:
        self._on_server = on_server
        self._machine.setVisible(not on_server)
        self._server.setVisible(on_server)


def _part() -> tuple[QWidget, QVBoxLayout]:
    part = QWidget()
    column = QVBoxLayout(part)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(GRID // 2)
    return part, column
