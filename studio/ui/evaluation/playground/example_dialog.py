"""An answer becomes a draft example: in which data set, for which part, and with which answer."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QCheckBox, QFormLayout, QLineEdit, QWidget

from studio.core.example import Chat, Content, Instruction, Kind, Message, Split
from studio.ui.controls import ExactTextEdit, Picker, button, label
from studio.ui.data.columns import SPLIT_NAMES
from studio.ui.dialogs import PlainDialog
from studio.ui.evaluation.playground.wishes import ExampleDraft, NewExample
from studio.ui.theme import GRID
from studio.words import _

if TYPE_CHECKING:
    from studio.data.records import Dataset

KINDS: tuple[Kind, ...] = ("instruction", "chat")
_QUESTION_HEIGHT, _ANSWER_HEIGHT = 12 * GRID, 18 * GRID
_PARTS: tuple[Split | None, ...] = ("train", "validation", None)


class ExampleDialog(PlainDialog):
    """Offers no test part: what a model wrote is no measure of it."""

    wanted = Signal(object)  # NewExample

    def __init__(self, draft: ExampleDraft, datasets: "Sequence[Dataset]", parent: QWidget | None = None) -> None:
        about = _(
            "It becomes a draft: a run learns from it only once somebody has reviewed it. Correct the answer to what "
            "the model should have said."
        )
        super().__init__(_("Add as an example"), about, parent)
        self.setMinimumWidth(680)
        self._draft = draft
        self.dataset, self.part = Picker(_("Data set")), Picker(_("Part"))
        self.new_name = QLineEdit(_("Playground"))
        self.new_name.setAccessibleName(_("Name of the new data set"))
        self.earlier = QCheckBox(_("With the turns before"))
        self.system = QCheckBox(_("With the system prompt"))
        self.question = _box(_("Question"), draft.turns[-1].content, _QUESTION_HEIGHT)
        self.answer = _box(_("Answer"), draft.answer, _ANSWER_HEIGHT)
        self.question.setMaximumHeight(_QUESTION_HEIGHT)
        self.problem = label("", "caution", wrap=True)
        self._fill(datasets)
        self._lay_out()
        self.dataset.currentIndexChanged.connect(self._judge)
        for box in (self.question, self.answer):
            box.textChanged.connect(self._judge)
        self.new_name.textChanged.connect(self._judge)
        self._judge()

    def example(self) -> NewExample:
        """What is asked for now."""
        chosen = self.dataset.currentData()
        kind: Kind = "instruction" if chosen is None else chosen.kind
        name = self.new_name.text().strip() if chosen is None else chosen.name
        answer = self.answer.exact_text().strip()
        return NewExample(
            dataset=name,
            content=self._content(kind, answer),
            split=self.part.currentData(),
            origin=self._draft.origin if answer == self._draft.answer else self._corrected(),
        )

    def _corrected(self) -> str:
        return _("{origin}, corrected").format(origin=self._draft.origin)

    def _content(self, kind: Kind, answer: str) -> Content:
        question = self.question.exact_text().strip()
        system = [each for each in self._draft.turns if each.role == "system" and self.system.isChecked()]
        if kind == "instruction":
            return Instruction(
                system=system[0].content if system else "", instruction=question, input="", response=answer
            )
        before = [each for each in self._draft.turns[:-1] if each.role != "system" and self.earlier.isChecked()]
        last = (Message(role="user", content=question), Message(role="assistant", content=answer))
        return Chat(messages=(*system, *before, *last))

    def _fill(self, datasets: "Sequence[Dataset]") -> None:
        for each in datasets:
            if each.kind in KINDS:
                self.dataset.addItem(each.name, each)
        self.dataset.addItem(_("A new data set"), None)
        for part in _PARTS:
            self.part.addItem(_(SPLIT_NAMES[part]) if part else _("None yet"), part)
        self.earlier.setChecked(True)
        self.system.setChecked(True)

    def _lay_out(self) -> None:
        self._form = form = QFormLayout()
        form.setVerticalSpacing(GRID + GRID // 2)
        form.setHorizontalSpacing(2 * GRID)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        form.addRow(_("Data set"), self.dataset)
        form.addRow(_("Name"), self.new_name)
        form.addRow(_("Part"), self.part)
        form.addRow(_("Question"), self.question)
        form.addRow("", self.earlier)
        form.addRow("", self.system)
        form.addRow(_("Answer"), self.answer)
        form.addRow(_("Origin"), label(self._draft.origin, "muted", wrap=True))
        self.column.addLayout(form)
        self.column.addWidget(self.problem)
        cancel, self.add = button(_("Cancel")), button(_("Add the draft"), "add", "primary")
        cancel.clicked.connect(self.reject)
        self.add.clicked.connect(self._on_add)
        self.add_buttons(cancel, self.add)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.make_room()

    def _judge(self) -> None:
        chosen = self.dataset.currentData()
        roles = [each.role for each in self._draft.turns[:-1]]
        self._form.setRowVisible(self.new_name, chosen is None)
        self._form.setRowVisible(self.earlier, chosen is not None and chosen.kind == "chat" and "user" in roles)
        self._form.setRowVisible(self.system, "system" in roles)
        missing = not (self.question.exact_text().strip() and self.answer.exact_text().strip())
        nameless = chosen is None and not self.new_name.text().strip()
        self.problem.setText(
            _("An example needs a question and an answer.")
            if missing
            else _("A data set needs a name.")
            if nameless
            else ""
        )
        self.problem.setVisible(bool(self.problem.text()))
        self.add.setEnabled(not (missing or nameless))

    def _on_add(self) -> None:
        self.wanted.emit(self.example())
        self.accept()


def _box(name: str, text: str, height: int) -> ExactTextEdit:
    made = ExactTextEdit()
    made.setAccessibleName(name)
    made.setTabChangesFocus(True)
    made.setMinimumHeight(height)
    made.give(text)
    return made
