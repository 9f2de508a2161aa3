"""The right column: what exactly is asked of the model, how many drafts, and having them written."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QDoubleSpinBox, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from studio.assist.prompts import Task
from studio.ui.augment.drafting.wishes import RequestWish, Standing
from studio.ui.augment.parts import BOX_WIDTH, NumberBox, scrolled
from studio.ui.background import Progress
from studio.ui.controls import ExactTextEdit, button, label
from studio.ui.data.dialogs.progress_row import ProgressRow
from studio.ui.formats import integer
from studio.ui.theme import GRID
from studio.words import _, ngettext

MOST_DRAFTS = 100_000
SPECIFICATION_HEIGHT, PROMPT_HEIGHT = 10 * GRID, 22 * GRID


class RequestPanel(QWidget):
    """Shows the request as it is sent, to read and to change; the presenter says what may be done."""

    edited = Signal()
    built_in_wanted = Signal()
    draft_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.specification = _text_box(_("What the new cases are about"), SPECIFICATION_HEIGHT)
        self.specification.setFixedHeight(SPECIFICATION_HEIGHT)
        self.specification.setPlaceholderText(
            _("For example: sudden headaches in adults of 30 to 60, half of them with fever")
        )
        self.prompt = _text_box(_("Wording of the prompt"), PROMPT_HEIGHT)
        self.prompt.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.problems = label("", "caution", wrap=True)
        self.built_in = button(_("Back to the built-in prompt"), "undo", "quiet")
        self.temperature, self.count = _TemperatureBox(), NumberBox(_("Drafts wanted"), 1, MOST_DRAFTS)
        self.possible = label("", "caption", wrap=True)
        self.where = label("", "caption", wrap=True)
        self.progress = ProgressRow(_("Drafting"))
        self.draft = button("", "add", "primary")
        self.reason = label("", "caption", wrap=True)
        self._lay_out()
        self._connect()

    def wish(self) -> RequestWish:
        """What is asked for now."""
        return RequestWish(
            prompt=self.prompt.exact_text(),
            specification=self.specification.exact_text(),
            temperature=round(self.temperature.value(), 2),
            count=self.count.value(),
        )

    def show_wish(self, wish: RequestWish) -> None:
        """Show a request, and tell nobody."""
        for box, text in ((self.prompt, wish.prompt), (self.specification, wish.specification)):
            if box.exact_text() != text:
                box.blockSignals(True)
                box.give(text)
                box.blockSignals(False)
        self.temperature.blockSignals(True)
        self.temperature.setValue(wish.temperature)
        self.temperature.blockSignals(False)
        self.count.show_value(wish.count)

    def show_task(self, task: Task) -> None:
        """A description belongs to new cases alone."""
        self._described.setVisible(task == "new_cases")

    def show_standing(self, standing: Standing) -> None:
        """Drafts can be written, or the reason why not stands under the button."""
        words = ngettext("Draft {count}", "Draft {count}", standing.drafts).format(count=integer(standing.drafts))
        self.draft.setText(words)
        self.draft.setAccessibleName(words)
        self.draft.setAccessibleDescription(standing.cannot_draft)
        self.draft.setEnabled(not standing.cannot_draft)
        for shown, text in (
            (self.reason, standing.cannot_draft),
            (self.possible, standing.possible),
            (self.where, standing.where),
            (self.problems, "\n".join(standing.prompt_problems)),
        ):
            shown.setText(text)
            shown.setVisible(bool(text))

    def begin(self) -> Progress:
        """Show the bar; who pressed the button by key finds Cancel under the next press."""
        began = self.progress.begin()
        if self.draft.hasFocus():
            self.progress.cancel_button.setFocus()
        return began

    def end(self) -> None:
        """Hide the bar; the keys go on in the request."""
        if self.progress.cancel_button.hasFocus():
            self.count.setFocus()
        self.progress.end()

    def _lay_out(self) -> None:
        content = QWidget()
        column = QVBoxLayout(content)
        column.setContentsMargins(2 * GRID, 2 * GRID, 2 * GRID, GRID)
        column.setSpacing(GRID)
        column.addWidget(label(_("Request"), "title"))
        self._described = QWidget()
        described = QVBoxLayout(self._described)
        described.setContentsMargins(0, 0, 0, 0)
        described.setSpacing(GRID // 2)
        described.addWidget(_title_of(self.specification))
        described.addWidget(self.specification)
        column.addWidget(self._described)
        column.addWidget(_title_of(self.prompt))
        about = _(
            "Sent as it stands; the places in braces are filled with the example. A line of dashes parts two steps."
        )
        column.addWidget(label(about, "caption", wrap=True))
        column.addWidget(self.prompt, 1)
        column.addWidget(self.problems)
        column.addWidget(self.built_in, 0, Qt.AlignmentFlag.AlignLeft)
        column.addLayout(_line(self.temperature))
        freedom = _("0 keeps to the likeliest words; higher values vary more and go wrong more often.")
        column.addWidget(label(freedom, "caption", wrap=True))
        foot = QVBoxLayout()
        foot.setContentsMargins(2 * GRID, GRID, 2 * GRID, 2 * GRID)
        foot.setSpacing(GRID // 2)
        foot.addLayout(_line(self.count))
        for part in (self.possible, self.where, self.progress, self.draft, self.reason):
            foot.addWidget(part)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(scrolled(content), 1)
        whole.addLayout(foot)

    def _connect(self) -> None:
        for box in (self.prompt, self.specification):
            box.textChanged.connect(self.edited)
        for number in (self.temperature, self.count):
            number.valueChanged.connect(self.edited)
        self.built_in.clicked.connect(self.built_in_wanted)
        self.draft.clicked.connect(self.draft_wanted)


class _TemperatureBox(QDoubleSpinBox):
    """Scrolling past does not change it."""

    def __init__(self) -> None:
        super().__init__()
        self.setRange(0, 2)
        self.setSingleStep(0.1)
        self.setDecimals(2)
        self.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.setAccessibleName(_("Freedom (temperature)"))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setFixedWidth(BOX_WIDTH)
        self.lineEdit().setTextMargins(0, 0, GRID // 2, 0)

    def wheelEvent(self, event: QWheelEvent) -> None:
        if self.hasFocus():
            super().wheelEvent(event)
        else:
            event.ignore()


def _text_box(name: str, height: int) -> ExactTextEdit:
    made = ExactTextEdit()
    made.setAccessibleName(name)
    made.setMinimumHeight(height)
    made.setTabChangesFocus(True)
    return made


def _title_of(box: QWidget) -> QWidget:
    title = label(box.accessibleName(), "heading")
    title.setBuddy(box)
    return title


def _line(box: QWidget) -> QHBoxLayout:
    line = QHBoxLayout()
    title = label(box.accessibleName())
    title.setWordWrap(True)
    title.setBuddy(box)
    line.addWidget(title, 1)
    line.addWidget(box)
    return line
