"""The settings of the checks: what counts as too long or too short, the language, what counts as almost the same."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFormLayout, QHBoxLayout, QLineEdit, QSlider, QWidget

from studio.data.checks import CheckOptions
from studio.ui.controls import Picker, button, label
from studio.ui.data.checks.words import language_choices
from studio.ui.dialogs import PlainDialog
from studio.ui.formats import percent
from studio.ui.theme import GRID
from studio.words import _

LEAST, MOST, STEP = 50, 95, 5
DIGITS = 7


class NumberLine(QLineEdit):
    """A whole number, or nothing."""

    def __init__(self, name: str, hint: str = "") -> None:
        super().__init__()
        self.setAccessibleName(name)
        self.setPlaceholderText(hint)
        self.setMaxLength(DIGITS)
        self.setFixedWidth(14 * GRID)
        self.textEdited.connect(self._on_edited)

    def number(self) -> int | None:
        """What was typed."""
        return int(self.text()) if self.text() else None

    def show_number(self, number: int | None) -> None:
        """Show a number or nothing."""
        self.setText("" if number is None else str(number))

    def _on_edited(self, text: str) -> None:
        digits = "".join(character for character in text if character in "0123456789")
        if digits != text:
            self.setText(digits)


class CheckSettingsDialog(PlainDialog):
    """Nothing is checked before the button is pressed."""

    chosen = Signal(object)  # CheckOptions

    def __init__(self, options: CheckOptions, model: str, parent: QWidget | None = None) -> None:
        super().__init__(
            _("Settings of the checks"),
            _("What is left open is taken from the data set itself: lengths far from the usual ones, for instance."),
            parent,
        )
        self.setFixedWidth(600)
        self._options = options
        usual = _("the usual")
        self.question = NumberLine(_("Shortest question"), usual), NumberLine(_("Longest question"), usual)
        self.answer = NumberLine(_("Shortest answer"), usual), NumberLine(_("Longest answer"), usual)
        self.tokens = NumberLine(_("Most tokens"), _("not counted"))
        self.language = Picker(_("Language"))
        for code, name in language_choices():
            self.language.addItem(name, code)
        self.similarity, self._share = QSlider(Qt.Orientation.Horizontal), label("", "muted")
        self.similarity.setAccessibleName(_("Near duplicates"))
        self.similarity.setRange(LEAST // STEP, MOST // STEP)
        self.similarity.setPageStep(1)
        self.similarity.valueChanged.connect(self._show_share)
        self._trouble = label("", "caution", wrap=True)
        self._lay_out(model)
        self._show(options)
        for line in (*self.question, *self.answer, self.tokens):
            line.textChanged.connect(self._judge)
        self._judge()

    def _lay_out(self, model: str) -> None:
        form = QFormLayout()
        form.setVerticalSpacing(GRID + GRID // 2)
        form.setHorizontalSpacing(2 * GRID)
        form.addRow(_("Question"), _between(*self.question))
        form.addRow(_("Answer"), _between(*self.answer))
        form.addRow(_("Language"), self.language)
        form.addRow(_("Near duplicates"), _row(label(_("from"), "muted"), self.similarity, self._share))
        form.addRow(_("Most tokens"), _row(self.tokens, label(_("for the model {name}").format(name=model), "muted")))
        self.column.addLayout(form)
        self.column.addWidget(self._trouble)
        cancel = button(_("Cancel"))
        self.usual_button = button(_("The usual ones"))
        self.check_button = button(_("Check with these"), role="primary")
        cancel.clicked.connect(self.reject)
        self.usual_button.clicked.connect(self._on_usual)
        self.check_button.clicked.connect(self._on_check)
        self.add_buttons(self.usual_button, cancel, self.check_button)

    def _show(self, options: CheckOptions) -> None:
        self.question[0].show_number(options.shortest_question)
        self.question[1].show_number(options.longest_question)
        self.answer[0].show_number(options.shortest_answer)
        self.answer[1].show_number(options.longest_answer)
        self.tokens.show_number(options.longest_tokens)
        self.language.setCurrentIndex(max(0, self.language.findData(options.language)))
        self.similarity.setValue(round(100 * options.similarity) // STEP)
        self._show_share()

    def _show_share(self) -> None:
        share = percent(self.similarity.value() * STEP / 100)
        self._share.setText(_("{share} of common wording").format(share=share))

    def _judge(self) -> None:
        crossed = any(
            low is not None and high is not None and low > high
            for low, high in ((a.number(), b.number()) for a, b in (self.question, self.answer))
        )
        nothing = any(line.number() == 0 for line in (self.question[1], self.answer[1], self.tokens))
        trouble = ""
        if crossed:
            trouble = _("The shortest length may not be greater than the longest.")
        elif nothing:
            trouble = _("A longest length must be at least 1.")
        self._trouble.setText(trouble)
        self._trouble.setVisible(bool(trouble))
        self.check_button.setEnabled(not trouble)

    def _on_usual(self) -> None:
        self._show(CheckOptions(longest_tokens=self._options.longest_tokens))

    def _on_check(self) -> None:
        chosen = {
            "shortest_question": self.question[0].number(),
            "longest_question": self.question[1].number(),
            "shortest_answer": self.answer[0].number(),
            "longest_answer": self.answer[1].number(),
            "longest_tokens": self.tokens.number(),
            "language": self.language.currentData(),
            "similarity": self.similarity.value() * STEP / 100,
        }
        self.chosen.emit(self._options.model_copy(update=chosen))
        self.accept()


def _between(low: QWidget, high: QWidget) -> QWidget:
    return _row(low, label(_("to"), "muted"), high, label(_("characters"), "muted"))


def _row(*widgets: QWidget) -> QWidget:
    holder = QWidget()
    line = QHBoxLayout(holder)
    line.setContentsMargins(0, 0, 0, 0)
    line.setSpacing(GRID)
    for each in widgets:
        line.addWidget(each)
    line.addStretch(1)
    return holder
