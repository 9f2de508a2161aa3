"""How programs reach the server: its address, its key where this window made it, programs to copy, a test question."""

import sys
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtGui import QFontMetrics, QGuiApplication
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLineEdit, QPlainTextEdit, QVBoxLayout, QWidget

from studio.serving.snippets import KEY_VARIABLE, curl_snippet, python_snippet
from studio.ui.controls import Picker, button, card, icon_button, label
from studio.ui.evaluation.monitoring.presenter import value_words
from studio.ui.theme import GRID, code_font
from studio.words import _, ngettext

if TYPE_CHECKING:
    from studio.serving.asking import TrialAnswer
    from studio.serving.places import ServerState

_LINES = 10


class AccessCard(QWidget):
    """Shows one living server."""

    ask_wanted = Signal(object)  # str

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._state: ServerState | None = None
        self._key = ""
        self.address, self.key = _shown(_("Address")), _shown(_("Key"))
        self.key.setEchoMode(QLineEdit.EchoMode.Password)
        self.show_key = button(_("Show"), role="link")
        self.copy_address = icon_button(_("Copy the address"), "copy")
        self.copy_key = icon_button(_("Copy the key"), "copy")
        self.language = Picker(_("Language of the program"))
        for title, make in (("Python", python_snippet), ("curl", curl_snippet)):
            self.language.addItem(title, make)
        self.program = QPlainTextEdit()
        self.program.setReadOnly(True)
        self.program.setFont(code_font())
        self.program.setAccessibleName(_("Program that asks the server"))
        self.program.setTabChangesFocus(True)
        self.program.setFixedHeight(_LINES * QFontMetrics(code_font()).lineSpacing() + 2 * GRID)
        self.copy_program = button(_("Copy the program"), "copy")
        self.question = QLineEdit(_("My head has been aching since yesterday."))
        self.question.setAccessibleName(_("Test question"))
        self.ask_button = button(_("Ask"), "play")
        self.answer = label("", wrap=True)
        self._lay_out()
        self._connect()

    def show_server(self, state: "ServerState", key: str) -> None:
        """`key` is empty where another program has started the server."""
        self._state, self._key = state, key
        self.address.setText(state.address)
        self.key.setText(key)
        self.key.setPlaceholderText(_("Shown once, when the server was started."))
        self._mask(masked=True)
        for each in (self.copy_key, self.show_key):
            each.setEnabled(bool(key))
        self.ask_button.setEnabled(bool(key))
        self.answer.clear()
        self._show_program()

    def show_answer(self, answer: "TrialAnswer") -> None:
        """What came back of the test question."""
        said = ngettext("{count} token in {time}", "{count} tokens in {time}", answer.tokens)
        told = said.format(count=answer.tokens, time=value_words(answer.seconds, "seconds"))
        self.answer.setText(f"{answer.text.strip() or '–'}\n({told})")
        self.ask_button.setEnabled(True)

    def allow_asking(self) -> None:
        """After a question that was not answered."""
        self.ask_button.setEnabled(bool(self._key))

    def _lay_out(self) -> None:
        frame, inside = card(spacing=GRID + GRID // 2)
        inside.addWidget(label(_("Use it"), "heading"))
        grid = QGridLayout()
        grid.setSpacing(GRID)
        lines: tuple[tuple[QWidget, ...], ...] = (
            (label(_("Address"), "muted"), self.address, self.copy_address),
            (label(_("Key"), "muted"), self.key, self.copy_key, self.show_key),
        )
        for row, line in enumerate(lines):
            for place, shown in enumerate(line):
                grid.addWidget(shown, row, place)
        inside.addLayout(grid)
        inside.addLayout(_line(self.language, None, self.copy_program))
        inside.addWidget(self.program)
        caption = _(
            "The program takes the key from its surroundings, so that it can be passed on without it: in the same "
            "terminal, type {command} and the copied key first."
        ).format(command=f"{'set' if sys.platform == 'win32' else 'export'} {KEY_VARIABLE}=")
        inside.addWidget(label(caption, "caption", wrap=True))
        inside.addLayout(_line(self.question, self.ask_button))
        inside.addWidget(self.answer)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(frame)

    def _connect(self) -> None:
        self.copy_address.clicked.connect(self._on_copy_address)
        self.show_key.clicked.connect(self._on_show_key)
        self.copy_key.clicked.connect(self._on_copy_key)
        self.copy_program.clicked.connect(self._on_copy_program)
        self.language.activated.connect(self._show_program)
        self.ask_button.clicked.connect(self._on_ask)
        self.question.returnPressed.connect(self.ask_button.click)

    def _show_program(self) -> None:
        if self._state is not None:
            self.program.setPlainText(self.language.currentData()(self._state.address, self._state.title))

    def _mask(self, *, masked: bool) -> None:
        mode = QLineEdit.EchoMode
        self.key.setEchoMode(mode.Password if masked else mode.Normal)
        self.show_key.setText(_("Show") if masked else _("Hide"))
        self.show_key.setAccessibleName(_("Show the key") if masked else _("Hide the key"))

    def _on_show_key(self) -> None:
        self._mask(masked=self.key.echoMode() == QLineEdit.EchoMode.Normal)

    def _on_copy_address(self) -> None:
        QGuiApplication.clipboard().setText(self.address.text())

    def _on_copy_key(self) -> None:
        QGuiApplication.clipboard().setText(self._key)

    def _on_copy_program(self) -> None:
        QGuiApplication.clipboard().setText(self.program.toPlainText())

    def _on_ask(self) -> None:
        if question := self.question.text().strip():
            self.ask_button.setEnabled(False)
            self.answer.setText(_("Waiting for the answer…"))
            self.ask_wanted.emit(question)


def _shown(name: str) -> QLineEdit:
    made = QLineEdit()
    made.setReadOnly(True)
    made.setFont(code_font())
    made.setAccessibleName(name)
    return made


def _line(*widgets: QWidget | None) -> QHBoxLayout:
    """One beside the other; None is room between them."""
    made = QHBoxLayout()
    made.setSpacing(GRID)
    for each in widgets:
        if each is None:
            made.addStretch(1)
        else:
            made.addWidget(each, 1 if isinstance(each, QLineEdit) else 0)
    return made
