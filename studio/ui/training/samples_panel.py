"""What the model answers to the fixed questions, now and before, beside the reference."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QGridLayout, QHBoxLayout, QPlainTextEdit, QVBoxLayout, QWidget

from studio.ui.controls import Picker, label
from studio.ui.formats import integer
from studio.ui.theme import GRID
from studio.ui.training.samples import SampleBook, SampleShown
from studio.words import _

LATEST = -1
PROMPT_IN_PICKER = 60
# Two lines; a longer question is scrolled, so that the answers keep their room.
PROMPT_HEIGHT = 7 * GRID


class AnswerBox(QWidget):
    """One answer under its heading."""

    def __init__(self, title: str) -> None:
        super().__init__()
        self.title = label(title, "heading")
        self.text = QPlainTextEdit()
        self.text.setReadOnly(True)
        self.text.setMinimumHeight(5 * GRID)
        self.text.setAccessibleName(title)
        self.text.setTabChangesFocus(True)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GRID // 2)
        column.addWidget(self.title)
        column.addWidget(self.text, 1)

    def show_answer(self, title: str, text: str) -> None:
        """The scroll position stays when the text does."""
        self.title.setText(title)
        self.text.setAccessibleName(title)
        if self.text.toPlainText() != text:
            self.text.setPlainText(text)


class SamplesPanel(QWidget):
    """One question at a time; without a chosen step the newest answer is shown as it comes."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._book = SampleBook()
        self.question, self.step = Picker(_("Question")), Picker(_("Answer at step"))
        self.question.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.prompt = QPlainTextEdit()
        self.prompt.setReadOnly(True)
        self.prompt.setTabChangesFocus(True)
        self.prompt.setAccessibleName(_("Question"))
        self.prompt.setFixedHeight(PROMPT_HEIGHT)
        self.before, self.now = AnswerBox(_("Answer before")), AnswerBox(_("Answer"))
        self.reference = AnswerBox(_("Reference answer"))
        self.empty = label(_("Sample answers appear here at every check of progress."), "muted")
        self.before.text.setPlaceholderText(_("There is no earlier answer."))
        self._lay_out()
        self.question.currentIndexChanged.connect(self._show)
        self.step.currentIndexChanged.connect(self._show)
        self.show_samples(self._book)

    def show_samples(self, book: SampleBook) -> None:
        """Take the answers known so far; question and step stay as chosen."""
        self._book = book
        questions, steps = book.questions(), book.steps()
        prompts = [book.shown(index) for index in questions]
        self._fill(self.question, [(_short(shown), shown.index) for shown in prompts if shown])
        at_steps = [(_at_step(step), step) for step in reversed(steps)]
        self._fill(self.step, [(_("Latest"), LATEST), *at_steps] if steps else [])
        self.empty.setVisible(not questions)
        self._body.setVisible(bool(questions))
        self._show()

    def _fill(self, picker: Picker, items: list[tuple[str, int]]) -> None:
        if [(picker.itemText(at), picker.itemData(at)) for at in range(picker.count())] == items:
            return
        chosen = picker.currentData()
        blocked = picker.blockSignals(True)
        picker.clear()
        for text, value in items:
            picker.addItem(text, value)
        if items:
            picker.setCurrentIndex(max(0, picker.findData(chosen)))
        picker.blockSignals(blocked)

    def _show(self) -> None:
        index, step = self.question.currentData(), self.step.currentData()
        shown = None if index is None else self._book.shown(index, None if step == LATEST else step)
        if shown is None:
            self.prompt.clear()
            for box in (self.before, self.now, self.reference):
                box.show_answer(box.title.text(), "")
            return
        self.prompt.setPlainText("\n".join(line for line in shown.prompt.split("\n") if line.strip()))
        self.now.show_answer(_("Answer · {step}").format(step=_at_step(shown.step)), shown.answer)
        before = _("Before · {step}").format(step=_at_step(shown.previous_step or 0))
        self.before.show_answer(before if shown.previous_step is not None else _("Before"), shown.previous)
        self.reference.show_answer(_("Reference answer"), shown.reference)

    def _lay_out(self) -> None:
        self._body = QWidget()
        body = QVBoxLayout(self._body)
        body.setContentsMargins(0, 0, 0, 0)
        body.setSpacing(GRID)
        head = QHBoxLayout()
        head.setSpacing(GRID)
        head.addWidget(self.question, 1)
        head.addWidget(self.step)
        body.addLayout(head)
        body.addWidget(self.prompt)
        boxes = QGridLayout()
        boxes.setSpacing(GRID)
        for at, box in enumerate((self.before, self.now, self.reference)):
            boxes.addWidget(box, 0, at)
            boxes.setColumnStretch(at, 1)
        body.addLayout(boxes, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(2 * GRID, 2 * GRID, 2 * GRID, GRID)
        column.addWidget(self._body, 1)
        column.addWidget(self.empty, 0, Qt.AlignmentFlag.AlignCenter)


def _short(shown: SampleShown) -> str:
    text = " ".join(shown.prompt.split())
    cut = text[:PROMPT_IN_PICKER] + "…" if len(text) > PROMPT_IN_PICKER else text
    return f"{shown.index + 1}. {cut}"


def _at_step(step: int) -> str:
    return _("step {step}").format(step=integer(step)) if step else _("untrained")
