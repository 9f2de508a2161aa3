"""The editor for whatever kind of example is on show."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from studio.core.example import Content, Kind
from studio.data.content_problems import content_problems
from studio.ui.data.editors.chat import ChatEditor
from studio.ui.data.editors.choice import ChoiceEditor
from studio.ui.data.editors.classification import ClassificationEditor
from studio.ui.data.editors.content_editor import ContentEditor
from studio.ui.data.editors.lengths import Lengths
from studio.ui.data.editors.plain import INSTRUCTION_TITLES, TEXT_TITLES, PlainEditor
from studio.ui.data.editors.preference import PreferenceEditor
from studio.ui.data.editors.text_field import TextField


class Body(QWidget):
    """Makes each kind's editor when it is first needed and keeps it."""

    typed = Signal()
    kept = Signal()
    given_up = Signal(object)  # TextField
    grown = Signal()
    split_wanted = Signal(object)  # int
    labels_wanted = Signal()

    def __init__(self, *, read_only: bool, can_split: bool = True) -> None:
        super().__init__()
        self._read_only, self._can_split = read_only, can_split
        self._code_font = False
        self._editors: dict[Kind, ContentEditor] = {}
        self.editor: ContentEditor | None = None
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)

    def show_content(self, content: Content | None) -> None:
        """Put a content on screen, in the editor of its kind."""
        editor = self._editor(content.kind) if content is not None else None
        if self.editor is not None and self.editor is not editor:
            self.editor.hide()
        self.editor = editor
        if editor is not None and content is not None:
            editor.show_content(content)
            editor.show()

    def content(self) -> Content | None:
        """What is on screen."""
        return self.editor.content() if self.editor is not None else None

    def fields(self) -> Sequence[TextField]:
        """The boxes of text in reading order."""
        return self.editor.fields() if self.editor is not None else ()

    def use_code_font(self, wanted: bool) -> None:
        """Show all texts in letters of one width, or in the application's font."""
        self._code_font = wanted
        for editor in self._editors.values():
            editor.use_code_font(wanted)

    def show_problems(self, content: Content) -> None:
        """Say what is wrong with the content on screen, beside each part."""
        if self.editor is not None:
            sentences: dict[str, list[str]] = {}
            for each in content_problems(content):
                sentences.setdefault(each.part, []).append(each.text)
            self.editor.show_problems({part: " ".join(found) for part, found in sentences.items()})

    def show_lengths(self, lengths: Lengths) -> None:
        """Say how long each text is."""
        for field in self.fields():
            # An empty box says how long it is by itself.
            words = lengths.of(field.name) if lengths.texts.get(field.name) else ""
            field.show_lengths(words, lengths.note)

    def _made(self, kind: Kind) -> ContentEditor:
        if kind == "chat":
            return ChatEditor(read_only=self._read_only, can_split=self._can_split)
        return _MAKERS[kind](self._read_only)

    def _editor(self, kind: Kind) -> ContentEditor:
        if kind not in self._editors:
            made = self._editors[kind] = self._made(kind)
            made.typed.connect(self.typed)
            made.kept.connect(self.kept)
            made.given_up.connect(self.given_up)
            made.fields_changed.connect(self.grown)
            made.use_code_font(self._code_font)
            if isinstance(made, ChatEditor):
                made.split_wanted.connect(self.split_wanted)
            if isinstance(made, ClassificationEditor):
                made.labels_wanted.connect(self.labels_wanted)
            self._column.addWidget(made)
        return self._editors[kind]


_MAKERS: dict[Kind, Callable[[bool], ContentEditor]] = {
    "instruction": lambda read_only: PlainEditor(INSTRUCTION_TITLES, read_only=read_only),
    "preference": lambda read_only: PreferenceEditor(read_only=read_only),
    "classification": lambda read_only: ClassificationEditor(read_only=read_only),
    "choice": lambda read_only: ChoiceEditor(read_only=read_only),
    "text": lambda read_only: PlainEditor(TEXT_TITLES, read_only=read_only),
}
