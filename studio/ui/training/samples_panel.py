"""What the model answers to the fixed questions over the course of a run, beside the reference."""

from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QPlainTextEdit, QTextBrowser, QVBoxLayout, QWidget

from studio.ui.controls import Picker, label
from studio.ui.theme import GRID, colours_for
from studio.ui.training.listed_run import ListedRun
from studio.ui.training.sample_words import Against, emptiness_words, story_html
from studio.ui.training.samples import AnswerStory, SampleBook
from studio.ui.training.wording import step_words
from studio.words import N_, _

PROMPT_IN_PICKER = 60
STORY_SHARE, ASIDE_SHARE = 3, 2
_AGAINST: dict[Against, str] = {
    "before": N_("Changes since the answer before"),
    "reference": N_("Difference from the reference"),
    "nothing": N_("Answers as they are"),
}


class SamplesPanel(QWidget):
    """One question at a time, its newest answer first; a new answer does not move what is being read."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._book, self._shown = SampleBook(), ""
        self.question, self.against = Picker(_("Question")), Picker(_("What is marked in the answers"))
        self.question.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        for value, words in _AGAINST.items():
            self.against.addItem(_(words), value)
        self.story = QTextBrowser()
        self.story.setOpenLinks(False)
        self.story.setAccessibleName(_("Answers over time"))
        self.prompt, self.reference = _text(_("Question")), _text(_("Reference answer"))
        self.empty = label("", "muted")
        self._lay_out()
        self.question.currentIndexChanged.connect(self._show)
        self.against.currentIndexChanged.connect(self._show)
        self.show_samples(self._book)

    def show_samples(self, book: SampleBook) -> None:
        """Take the answers known so far; the question stays as chosen."""
        self._book = book
        stories = [story for index in book.questions() if (story := book.story(index))]
        self._fill([(_short(story), story.index) for story in stories])
        self.empty.setVisible(not stories)
        self._body.setVisible(bool(stories))
        self._show()

    def show_run(self, run: ListedRun) -> None:
        """Say why a run without answers has none."""
        self.empty.setText(emptiness_words(run))

    def newest(self) -> str:
        """The last answer to the question on show."""
        story = self._story()
        return story.answers[-1].text if story else ""

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and hasattr(self, "_body"):
            self._show()

    def _story(self) -> AnswerStory | None:
        index = self.question.currentData()
        return None if index is None else self._book.story(index)

    def _fill(self, items: list[tuple[str, int]]) -> None:
        picker = self.question
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
        story = self._story()
        self.against.setVisible(story is not None)
        if story is None:
            self._tell("")
            return
        self._tell(story_html(story, self.against.currentData(), colours_for(self.palette())))
        self._give(self.prompt, "\n".join(line for line in story.prompt.split("\n") if line.strip()))
        self._give(self.reference, story.reference)
        newest = story.answers[-1]
        self.story.setAccessibleDescription(f"{step_words(newest.last)}: {newest.text}")

    def _tell(self, html: str) -> None:
        if html == self._shown:
            return
        bar = self.story.verticalScrollBar()
        from_below = bar.maximum() - bar.value() if bar.value() else None
        self._shown = html
        self.story.setHtml(html)
        if from_below is not None:
            bar.setValue(bar.maximum() - from_below)

    def _give(self, box: QPlainTextEdit, text: str) -> None:
        if box.toPlainText() != text:
            box.setPlainText(text)

    def _lay_out(self) -> None:
        self._body = QWidget()
        body = QVBoxLayout(self._body)
        body.setContentsMargins(0, 0, 0, 0)
        body.setSpacing(GRID)
        head = QHBoxLayout()
        head.setSpacing(GRID)
        head.addWidget(self.question, 1)
        head.addWidget(self.against)
        body.addLayout(head)
        aside = QVBoxLayout()
        aside.setSpacing(GRID // 2)
        for title, box in ((_("Question"), self.prompt), (_("Reference answer"), self.reference)):
            aside.addWidget(label(title, "heading"))
            aside.addWidget(box, 1)
        row = QHBoxLayout()
        row.setSpacing(2 * GRID)
        row.addWidget(self.story, STORY_SHARE)
        row.addLayout(aside, ASIDE_SHARE)
        body.addLayout(row, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(2 * GRID, 2 * GRID, 2 * GRID, GRID)
        column.addWidget(self._body, 1)
        column.addWidget(self.empty, 0, Qt.AlignmentFlag.AlignCenter)


def _text(name: str) -> QPlainTextEdit:
    box = QPlainTextEdit()
    box.setReadOnly(True)
    box.setTabChangesFocus(True)
    box.setMinimumHeight(5 * GRID)
    box.setAccessibleName(name)
    return box


def _short(story: AnswerStory) -> str:
    text = " ".join(story.prompt.split())
    cut = text[:PROMPT_IN_PICKER] + "…" if len(text) > PROMPT_IN_PICKER else text
    return f"{story.index + 1}. {cut}"
