"""Two views of one text: the contract as a form and as YAML, with the line that is wrong tinted."""

from dataclasses import dataclass

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import QHBoxLayout, QMenu, QStackedWidget, QVBoxLayout, QWidget

from studio.core.contract import Contract, contract_fields, fields_text, parse_contract
from studio.core.contract_errors import ContractWrong
from studio.ui.controls import ExactTextEdit, button, label
from studio.ui.data.checks.contract.draft import Fields, empty_contract, empty_text, sample_text
from studio.ui.data.checks.contract.form import ContractForm
from studio.ui.data.sections import SectionBar
from studio.ui.icons import tint_icons
from studio.ui.line_tint import tint_line
from studio.ui.theme import GRID, code_font, colours_for
from studio.words import _

PAUSE_MS = 200
FORM, TEXT = "form", "text"


@dataclass(frozen=True)
class Judged:
    """A text, its contract or None, and what is wrong with it; an empty text is neither."""

    text: str
    contract: Contract | None
    trouble: str


class ContractEditor(QWidget):
    """Tells after every change, and a short pause, what the text is."""

    judged = Signal(object)  # Judged

    def __init__(self) -> None:
        super().__init__()
        self._contract: Contract | None = None
        self._form_is_stale = True
        self.views, self.form, self.text = SectionBar(self), ContractForm(), ExactTextEdit()
        self.views.add(FORM, _("Form"))
        self.views.add(TEXT, _("Text"))
        self.text.setFont(code_font())
        self.text.setAccessibleName(_("The contract as text"))
        self.text.setLineWrapMode(ExactTextEdit.LineWrapMode.NoWrap)
        self._form_closed = label(_("The text has an error, so it cannot be shown as a form."), "muted", wrap=True)
        self.anew_button = button(_("Begin anew"))
        self.anew_button.setMenu(self._make_menu())
        self.anew_button.setAutoDefault(False)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(PAUSE_MS)
        self._lay_out()
        self._pause.timeout.connect(self.judge)
        self.views.section_chosen.connect(self.show_view)
        self.form.edited.connect(self._on_form_edited)
        self.text.textChanged.connect(self._on_text_changed)

    def give(self, text: str) -> None:
        """Show a contract that is stored, as a form where it is right."""
        self.text.give(text)
        self.judge()
        self.show_view(FORM if self._contract is not None else TEXT)

    def begin_empty(self) -> None:
        """Begin with a kind of answer that says nothing yet."""
        self._replace(empty_text())
        self.form.show_fields(empty_contract())
        self.form.list.setCurrentRow(1)
        self._form_is_stale = False
        self.show_view(FORM)

    def begin_sample(self) -> None:
        """Begin with the contract of the sample."""
        self._replace(sample_text())
        self.show_view(FORM)

    def show_view(self, view: str) -> None:
        """Bring one of the views to the front."""
        self.views.choose(view)
        self.judge()
        if view == TEXT:
            self._stack.setCurrentWidget(self.text)
            self.text.setFocus()
            return
        if self._form_is_stale and self._contract is not None:
            self.form.show_fields(contract_fields(self._contract))
            self._form_is_stale = False
        self._stack.setCurrentWidget(self._form_closed if self._form_is_stale else self.form)
        tint_icons(self.form, colours_for(self.palette()))

    def judge(self) -> Judged:
        """Read the text now, and tell."""
        self._pause.stop()
        text = self.text.exact_text()
        self._contract, line, trouble = None, 0, ""
        if text.strip():
            try:
                self._contract = parse_contract(text)
            except ContractWrong as error:
                line, trouble = error.line, "\n".join(filter(None, (error.message, error.hint)))
        tint_line(self.text, line)
        judged = Judged(text, self._contract, trouble)
        self.judged.emit(judged)
        return judged

    def stop(self) -> None:
        """Judge no more."""
        self._pause.stop()

    def _lay_out(self) -> None:
        self._stack = QStackedWidget()
        for each in (self.form, self.text, self._form_closed):
            self._stack.addWidget(each)
        bar = QHBoxLayout()
        bar.addWidget(self.views)
        bar.addStretch(1)
        bar.addWidget(self.anew_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GRID)
        column.addLayout(bar)
        column.addWidget(self._stack, 1)

    def _make_menu(self) -> QMenu:
        menu = QMenu(self)
        menu.addAction(_("Begin with the headache contract"), self.begin_sample)
        menu.addAction(_("Begin empty"), self.begin_empty)
        return menu

    def _on_form_edited(self, fields: Fields) -> None:
        self._replace(fields_text(fields))
        self._form_is_stale = False

    def _replace(self, text: str) -> None:
        """As if it were typed, so that the text view can undo it."""
        cursor = QTextCursor(self.text.document())
        cursor.select(QTextCursor.SelectionType.Document)
        cursor.insertText(text)

    def _on_text_changed(self) -> None:
        self._form_is_stale = True
        self._pause.start()
