"""Two answers to one prompt."""

from PySide6.QtCore import Qt

from studio.core.example import Content, Preference
from studio.ui.controls import button, label
from studio.ui.data.editors.content_editor import ContentEditor, SideBySide
from studio.ui.data.editors.text_field import TextField
from studio.ui.data.editors.turns import TurnList
from studio.ui.icons import tint_icons
from studio.ui.theme import GRID, colours_for
from studio.words import _

WIDE = 72 * GRID


class PreferenceEditor(ContentEditor):
    """The better answer beside the worse one; what was said before the prompt stands above it."""

    def __init__(self, *, read_only: bool) -> None:
        super().__init__(read_only=read_only)
        self.system = self.new_field("system", _("System message"), least_lines=1)
        self.history = TurnList("history", self)
        self.history.add_button.setText(_("Add an earlier turn"))
        self.prompt = self.new_field("prompt", _("Prompt"))
        self.chosen = self.new_field("chosen", _("Better answer"), least_lines=3)
        self.rejected = self.new_field("rejected", _("Worse answer"), least_lines=3)
        self.unpaired = label("", "caption", wrap=True)
        self.unpaired.hide()
        self.swap = button(_("Swap the answers"), "swap", "quiet")
        tint_icons(self.swap, colours_for(self.palette()))
        answers = SideBySide(self.chosen, self.rejected, least_width=WIDE)
        for widget in (self.system, self.history, self.prompt, answers):
            self.column.addWidget(widget)
        self.column.addWidget(self.unpaired)
        self.column.addWidget(self.swap, 0, Qt.AlignmentFlag.AlignLeft)
        if read_only:
            self.swap.hide()
        self.history.changed.connect(self.kept)
        self.history.fields_changed.connect(self.fields_changed)
        self.swap.clicked.connect(self._on_swap)

    def content(self) -> Content:
        return Preference(
            system=self.system.text(),
            history=self.history.turns(),
            prompt=self.prompt.text(),
            chosen=self.chosen.text(),
            rejected=self.rejected.text(),
        )

    def show_content(self, content: Content) -> None:
        assert isinstance(content, Preference)
        for field, text in (
            (self.system, content.system),
            (self.prompt, content.prompt),
            (self.chosen, content.chosen),
            (self.rejected, content.rejected),
        ):
            field.show_text(text)
        self.history.show_turns(content.history)
        self._say_unpaired()

    def fields(self) -> tuple[TextField, ...]:
        return (self.system, *self.history.fields(), self.prompt, self.chosen, self.rejected)

    def show_problems(self, problems: dict[str, str]) -> None:
        super().show_problems(problems)
        self._say_unpaired()

    def _say_unpaired(self) -> None:
        better, worse = bool(self.chosen.text().strip()), bool(self.rejected.text().strip())
        words = ""
        if better and not worse:
            words = _("A single answer, judged good.")
        elif worse and not better:
            words = _("A single answer, judged bad: it is never learned as a target.")
        self.unpaired.setText(words)
        self.unpaired.setVisible(bool(words))

    def _on_swap(self) -> None:
        better, worse = self.chosen.text(), self.rejected.text()
        self.chosen.show_text(worse)
        self.rejected.show_text(better)
        self._say_unpaired()
        self.kept.emit()
