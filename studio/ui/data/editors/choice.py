"""A question with options to choose from."""

from string import ascii_uppercase
from typing import Literal

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QFrame, QVBoxLayout

from studio.core.example import Choice, Content
from studio.data.content_problems import LEAST_OPTIONS, MOST_OPTIONS
from studio.ui.controls import button, icon_button, label
from studio.ui.data.editors.content_editor import ContentEditor
from studio.ui.data.editors.text_field import TextField
from studio.ui.icons import tint_icons
from studio.ui.theme import GRID, colours_for
from studio.words import _

OptionAct = Literal["up", "down", "remove"]


class OptionCard(QFrame):
    """One option: whether it is right, its text, its place."""

    wanted = Signal(object)  # OptionAct
    marked = Signal()

    def __init__(self, field: TextField, *, read_only: bool) -> None:
        super().__init__()
        self.field = field
        self.right = QCheckBox(_("Right answer"))
        self.right.setEnabled(not read_only)
        self.up = icon_button(_("Move up"), "up")
        self.down = icon_button(_("Move down"), "down")
        self.remove = icon_button(_("Remove this option"), "close")
        field.head.insertWidget(1, self.right)
        buttons = (self.up, self.down, self.remove)
        field.add_tools(*buttons)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(field)
        for each in buttons if read_only else ():
            each.hide()
        tint_icons(self, colours_for(self.palette()))
        self.right.clicked.connect(self.marked)
        self.up.clicked.connect(self._on_up)
        self.down.clicked.connect(self._on_down)
        self.remove.clicked.connect(self._on_remove)

    def show_option(self, text: str, at: int, content: Choice) -> None:
        """Show the option at a position."""
        letter = ascii_uppercase[at] if at < len(ascii_uppercase) else str(at + 1)
        title = _("Option {letter}").format(letter=letter)
        self.field.caption.setText(title)
        self.field.box.setAccessibleName(title)
        self.field.show_text(text)
        self.right.setChecked(at in content.answers)
        self.up.setEnabled(at > 0)
        self.down.setEnabled(at < len(content.options) - 1)
        enough = len(content.options) > LEAST_OPTIONS
        self.remove.setEnabled(enough)
        self.remove.setToolTip(_("Remove this option") if enough else _("A question needs at least two options."))

    def _on_up(self) -> None:
        self.wanted.emit("up")

    def _on_down(self) -> None:
        self.wanted.emit("down")

    def _on_remove(self) -> None:
        self.wanted.emit("remove")


class ChoiceEditor(ContentEditor):
    """Question, context, and two to ten options of which one or more are right."""

    def __init__(self, *, read_only: bool) -> None:
        super().__init__(read_only=read_only)
        self.question = self.new_field("question", _("Question"))
        self.context = self.new_field("context", _("Context"), least_lines=1)
        self.options: list[OptionCard] = []
        self._rows = QVBoxLayout()
        self._rows.setSpacing(GRID)
        self._whole = label("", "caution", wrap=True)
        self._whole.hide()
        self.add_button = button(_("Add an option"), "add", "quiet")
        self.add_button.clicked.connect(self._on_add)
        self.limit = label(_("A question has at most ten options."), "caption", wrap=True)
        self.limit.hide()
        tint_icons(self.add_button, colours_for(self.palette()))
        for field in (self.question, self.context):
            self.column.addWidget(field)
        self.column.addLayout(self._rows)
        self.column.addWidget(self._whole)
        self.column.addWidget(self.add_button, 0, Qt.AlignmentFlag.AlignLeft)
        self.column.addWidget(self.limit)
        if read_only:
            self.add_button.hide()

    def content(self) -> Content:
        return self._choice()

    def show_content(self, content: Content) -> None:
        assert isinstance(content, Choice)
        self.question.show_text(content.question)
        self.context.show_text(content.context)
        while len(self.options) > len(content.options):
            gone = self.options.pop()
            self._rows.removeWidget(gone)
            gone.hide()
            gone.deleteLater()
        while len(self.options) < len(content.options):
            self._add_card()
        for at, (card, text) in enumerate(zip(self.options, content.options, strict=True)):
            card.show_option(text, at, content)
        full = len(content.options) >= MOST_OPTIONS
        self.add_button.setEnabled(not full)
        self.limit.setVisible(full and not self.read_only)
        self.fields_changed.emit()

    def fields(self) -> tuple[TextField, ...]:
        return (self.question, self.context, *(card.field for card in self.options))

    def show_problems(self, problems: dict[str, str]) -> None:
        super().show_problems(problems)
        self._whole.setText(problems.get("options", ""))
        self._whole.setVisible(bool(self._whole.text()))

    def act(self, card: OptionCard, act: OptionAct) -> None:
        """Do what was asked at one option; what is right stays right."""
        at = self.options.index(card)
        order = list(range(len(self.options)))
        if act == "remove":
            order.remove(at)
        else:
            other = at + (1 if act == "down" else -1)
            order[at], order[other] = order[other], order[at]
            at = other
        self._change(order)
        self.options[min(at, len(self.options) - 1)].field.box.setFocus()

    def _choice(self) -> Choice:
        return Choice(
            question=self.question.text(),
            context=self.context.text(),
            options=tuple(card.field.text() for card in self.options),
            answers=tuple(at for at, card in enumerate(self.options) if card.right.isChecked()),
        )

    def _change(self, order: list[int]) -> None:
        now = self._choice()
        self.show_content(
            Choice(
                question=now.question,
                context=now.context,
                options=tuple(now.options[at] for at in order),
                answers=tuple(new for new, old in enumerate(order) if old in now.answers),
            )
        )
        self.kept.emit()

    def _add_card(self) -> None:
        field = self.new_field(f"options.{len(self.options)}", "", least_lines=1)
        card = OptionCard(field, read_only=self.read_only)
        card.marked.connect(self.kept)
        card.wanted.connect(self._on_wanted)
        self.options.append(card)
        self._rows.addWidget(card)

    def _on_wanted(self, act: OptionAct) -> None:
        card = self.sender()
        if isinstance(card, OptionCard):
            self.act(card, act)

    def _on_add(self) -> None:
        now = self._choice()
        self.show_content(now.model_copy(update={"options": (*now.options, "")}))
        self.kept.emit()
        self.options[-1].field.box.setFocus()
