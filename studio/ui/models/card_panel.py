"""The right side of the window of the models: one card, and everything that speaks against the model."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QPlainTextEdit, QVBoxLayout, QWidget

from studio.models.card import ModelCard, ModelProblem
from studio.ui.controls import button, label
from studio.ui.formats import integer
from studio.ui.icons import give_icon, tint_icons
from studio.ui.models.listing import ListedModel
from studio.ui.models.words import card_facts
from studio.ui.theme import GRID, code_font, colours_for
from studio.words import _

_SIGNS = {"blocking": ("problem", "bad"), "warning": ("warning", "warn"), "note": ("notice", "muted")}
_GOOD = ("done", "good")
_TEXT_HEIGHT = 17 * GRID


class CardPanel(QWidget):
    """Shows one model at a time; `fetch_wanted` is pressed for one that is only on the hub."""

    fetch_wanted = Signal()
    forget_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.title, self.place = label("", "title", wrap=True), label("", "caption", wrap=True)
        self.status = label("", "muted", wrap=True)
        self.fetch = button(_("Fetch this model"), "down")
        self.fetch.clicked.connect(self.fetch_wanted)
        self.forget = button(_("Take its place off the list"), "remove", "quiet")
        self.forget.clicked.connect(self.forget_wanted)
        self._said: dict[str, str] = {}
        self._sentences: list[str] = []
        self._facts, self._problems = QGridLayout(), QVBoxLayout()
        self._facts.setHorizontalSpacing(2 * GRID)
        self._facts.setVerticalSpacing(GRID // 2)
        self._facts.setColumnStretch(1, 1)
        self._problems.setSpacing(GRID)
        self.theirs, self.expected = _text(_("This model writes")), _text(_("Its family writes"))
        self._comparison = _side_by_side((_("This model writes"), self.theirs), (_("Its family writes"), self.expected))
        column = QVBoxLayout(self)
        column.setContentsMargins(2 * GRID, 0, GRID, 0)
        column.setSpacing(GRID + GRID // 2)
        for each in (self.title, self.place, self.status):
            column.addWidget(each)
        column.addLayout(self._facts)
        column.addLayout(self._problems)
        column.addWidget(self._comparison)
        for pressed in (self.fetch, self.forget):
            pressed.setAutoDefault(False)
            column.addWidget(pressed, 0, Qt.AlignmentFlag.AlignLeft)
        column.addStretch(1)
        self.show_nothing()

    def show_nothing(self) -> None:
        """Before a model is chosen."""
        self._begin("", "", _("Choose a model on the left."))

    def show_looking(self, listed: ListedModel) -> None:
        """While its files are read."""
        place = str(listed.found.path) if listed.found else ""
        self._begin(listed.title, place, _("Looking at the files…"))

    def show_failure(self, text: str) -> None:
        """Why there is no card."""
        self.status.setText(text)
        self.status.show()

    def show_card(self, listed: ListedModel, card: ModelCard) -> None:
        """Everything that is known."""
        self._begin(listed.title, str(card.folder))
        self._show_facts(card_facts(card))
        self._show_problems(card.problems)
        self.theirs.setPlainText(card.template.theirs)
        self.expected.setPlainText(card.template.expected)
        self._comparison.setVisible(card.template.match == "differs")

    def show_online(self, listed: ListedModel) -> None:
        """What the hub told of a model that is not here."""
        if listed.online is None:
            return
        self._begin(listed.title, _("On the hub, not on this machine."))
        self._show_facts(
            [
                (_("Licence"), listed.online["licence"] or _("not stated")),
                (_("Format"), "GGUF" if listed.online["gguf"] else "safetensors"),
                (_("Downloads"), integer(listed.online["downloads"])),
                (_("Terms to accept"), _("yes") if listed.online["gated"] else _("none")),
            ]
        )
        self.fetch.setVisible(not listed.online["gguf"] and not listed.online["gated"])

    def facts(self) -> dict[str, str]:
        """What the card says, by title."""
        return dict(self._said)

    def problems(self) -> list[str]:
        """The sentences under the facts."""
        return list(self._sentences)

    def _begin(self, title: str, place: str, status: str = "") -> None:
        for shown, text in ((self.title, title), (self.place, place), (self.status, status)):
            shown.setText(text)
            shown.setVisible(bool(text))
        self._said, self._sentences = {}, []
        for layout in (self._facts, self._problems):
            while item := layout.takeAt(0):
                if widget := item.widget():
                    widget.hide()
                    widget.deleteLater()
        self._comparison.hide()
        self.fetch.hide()
        self.forget.hide()

    def _show_facts(self, facts: Sequence[tuple[str, str]]) -> None:
        self._said = dict(facts)
        for row, (title, value) in enumerate(facts):
            self._facts.addWidget(label(title, "muted"), row, 0, Qt.AlignmentFlag.AlignTop)
            self._facts.addWidget(label(value, wrap=True), row, 1)

    def _show_problems(self, problems: Sequence[ModelProblem]) -> None:
        lines = [(each.sentence.text(), *_SIGNS[each.level]) for each in problems]
        lines.sort(key=lambda line: list(_SIGNS.values()).index(line[1:]))
        if not any(problem.level == "blocking" for problem in problems):
            lines.insert(0, (_("Safe format, whole files, no code is run."), *_GOOD))
        self._sentences = [text for text, _icon, _tint in lines]
        for text, icon, tint in lines:
            self._problems.addWidget(_line(text, icon, tint))
        tint_icons(self, colours_for(self.palette()))


def _line(text: str, icon: str, tint: str) -> QWidget:
    holder, sign = QWidget(), QLabel()
    give_icon(sign, icon, tint, 16)
    row = QHBoxLayout(holder)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(GRID)
    row.addWidget(sign, 0, Qt.AlignmentFlag.AlignTop)
    row.addWidget(label(text, wrap=True), 1)
    return holder


def _text(name: str) -> QPlainTextEdit:
    made = QPlainTextEdit()
    made.setReadOnly(True)
    made.setFont(code_font())
    made.setAccessibleName(name)
    made.setFixedHeight(_TEXT_HEIGHT)
    return made


def _side_by_side(*parts: tuple[str, QPlainTextEdit]) -> QWidget:
    holder = QWidget()
    row = QHBoxLayout(holder)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(GRID)
    for title, text in parts:
        column = QVBoxLayout()
        column.setSpacing(GRID // 2)
        column.addWidget(label(title, "heading"))
        column.addWidget(text)
        row.addLayout(column)
    return holder
