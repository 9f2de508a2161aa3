"""Kinds that are a few named texts: a question with its answer, and a plain text."""

from collections.abc import Mapping

from studio.core.example import Content
from studio.ui.data.editors.content_editor import ContentEditor
from studio.ui.data.editors.draft import texts_of, with_texts
from studio.ui.data.editors.text_field import TextField
from studio.words import N_, _

INSTRUCTION_TITLES = {
    "instruction": N_("Instruction"),
    "input": N_("Input"),
    "response": N_("Response"),
    "system": N_("System message"),
}
TEXT_TITLES = {"text": N_("Text")}


class PlainEditor(ContentEditor):
    """One box for each text, in the order of the titles."""

    def __init__(self, titles: Mapping[str, str], *, read_only: bool) -> None:
        super().__init__(read_only=read_only)
        self._shown: Content | None = None
        self._fields = [self.new_field(name, _(title)) for name, title in titles.items()]
        for field in self._fields:
            self.column.addWidget(field)

    def content(self) -> Content:
        assert self._shown is not None
        return with_texts(self._shown, {field.name: field.text() for field in self._fields})

    def show_content(self, content: Content) -> None:
        self._shown = content
        texts = texts_of(content)
        for field in self._fields:
            field.show_text(texts[field.name])

    def fields(self) -> tuple[TextField, ...]:
        return tuple(self._fields)
