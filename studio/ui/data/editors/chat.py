"""A conversation."""

from PySide6.QtCore import Signal

from studio.core.example import Chat, Content
from studio.ui.controls import label
from studio.ui.data.editors.content_editor import ContentEditor
from studio.ui.data.editors.text_field import TextField
from studio.ui.data.editors.turns import TurnList


class ChatEditor(ContentEditor):
    """One card for each turn."""

    split_wanted = Signal(object)  # int

    def __init__(self, *, read_only: bool, can_split: bool) -> None:
        super().__init__(read_only=read_only)
        self.turns = TurnList("messages", self, can_split=can_split)
        self.turns.changed.connect(self.kept)
        self.turns.fields_changed.connect(self.fields_changed)
        self.turns.split_wanted.connect(self.split_wanted)
        self._whole = label("", "caution", wrap=True)
        self._whole.hide()
        self.column.addWidget(self._whole)
        self.column.addWidget(self.turns)

    def content(self) -> Content:
        return Chat(messages=self.turns.turns())

    def show_content(self, content: Content) -> None:
        assert isinstance(content, Chat)
        self.turns.show_turns(content.messages)

    def fields(self) -> tuple[TextField, ...]:
        return tuple(self.turns.fields())

    def show_problems(self, problems: dict[str, str]) -> None:
        super().show_problems(problems)
        self._whole.setText(problems.get("", ""))
        self._whole.setVisible(bool(self._whole.text()))
