"""A prompt to keep: what is asked, and what an answer must be like."""

from PySide6.QtCore import Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QFormLayout, QLineEdit, QWidget

from studio.core.contract import Contract
from studio.core.prompt import ANY_KIND, RegressionPrompt
from studio.ui.controls import ExactTextEdit, Picker, button, label
from studio.ui.dialogs import PlainDialog
from studio.ui.theme import GRID
from studio.words import _, current_language

_PROMPT_HEIGHT, _SMALL_HEIGHT = 14 * GRID, 8 * GRID


class PromptDialog(PlainDialog):
    """`wanted` carries the prompt; a known one keeps its number."""

    wanted = Signal(object)  # RegressionPrompt

    def __init__(
        self, prompt: RegressionPrompt | None, contract: Contract | None, parent: QWidget | None = None
    ) -> None:
        about = _(
            "Kept in the project’s folder, as you write it: leave out what could identify a patient. Every model is "
            "asked it alone, without a conversation, and always answers with its likeliest words."
        )
        super().__init__(_("Keep a prompt"), about, parent)
        self.setMinimumWidth(680)
        self._id = prompt.id if prompt else 0
        self.title = QLineEdit(prompt.title if prompt else "")
        self.title.setAccessibleName(_("Title"))
        self.prompt = _box(_("Question"), prompt.prompt if prompt else "", _PROMPT_HEIGHT)
        self.system = _box(_("System prompt"), prompt.system if prompt else "", _SMALL_HEIGHT)
        self.contains = _box(_("Must contain"), "\n".join(prompt.contains) if prompt else "", _SMALL_HEIGHT)
        self.contains.setPlaceholderText(_("One word or phrase a line; case and accents aside"))
        self.kind, self.urgent = Picker(_("Form of the answer")), Picker(_("Urgency"))
        self._fill(contract, prompt)
        self._lay_out(contract)
        self.prompt.textChanged.connect(self._judge)
        self._judge()

    def kept(self) -> RegressionPrompt:
        """What is asked to be kept."""
        words = [line.strip() for line in self.contains.exact_text().splitlines()]
        return RegressionPrompt(
            id=self._id,
            title=self.title.text().strip(),
            prompt=self.prompt.exact_text().strip(),
            system=self.system.exact_text().strip(),
            kind=self.kind.currentData(),
            urgent=self.urgent.currentData(),
            contains=tuple(each for each in words if each),
        )

    def _fill(self, contract: Contract | None, prompt: RegressionPrompt | None) -> None:
        self.kind.addItem(_("Any form"), "")
        if contract is not None:
            self.kind.addItem(_("Keeps the contract"), ANY_KIND)
            for form in contract.formats:
                self.kind.addItem(form.name.fr if current_language() == "fr" else form.name.en, form.name.en)
        for value, words in (("", _("Either")), ("yes", _("Must be urgent")), ("no", _("Must not be urgent"))):
            self.urgent.addItem(words, value)
        if prompt is not None:
            # A contract may have lost the kind since: it is shown all the same.
            if self.kind.findData(prompt.kind) < 0:
                self.kind.addItem(prompt.kind, prompt.kind)
            self.kind.setCurrentIndex(self.kind.findData(prompt.kind))
            self.urgent.setCurrentIndex(self.urgent.findData(prompt.urgent))

    def _lay_out(self, contract: Contract | None) -> None:
        form = QFormLayout()
        form.setVerticalSpacing(GRID + GRID // 2)
        form.setHorizontalSpacing(2 * GRID)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        form.addRow(_("Title"), self.title)
        form.addRow(_("Question"), self.prompt)
        form.addRow(_("System prompt"), self.system)
        form.addRow(_("Form of the answer"), self.kind)
        form.addRow(_("Urgency"), self.urgent)
        form.addRow(_("Must contain"), self.contains)
        if contract is None:
            why = _("Without an answer contract neither form nor urgency can be judged: see Data, Checks.")
            form.addRow("", label(why, "caption", wrap=True))
        form.setRowVisible(self.urgent, contract is not None and contract.tells_urgency)
        self.column.addLayout(form)
        cancel, self.keep = button(_("Cancel")), button(_("Keep"), "save", "primary")
        cancel.clicked.connect(self.reject)
        self.keep.clicked.connect(self._on_keep)
        self.add_buttons(cancel, self.keep)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.make_room()

    def _judge(self) -> None:
        self.keep.setEnabled(bool(self.prompt.exact_text().strip()))

    def _on_keep(self) -> None:
        self.wanted.emit(self.kept())
        self.accept()


def _box(name: str, text: str, height: int) -> ExactTextEdit:
    made = ExactTextEdit()
    made.setAccessibleName(name)
    made.setTabChangesFocus(True)
    made.setFixedHeight(height)
    made.give(text)
    return made
