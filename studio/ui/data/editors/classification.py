"""A text with its labels."""

from collections.abc import Sequence

from PySide6.QtCore import Signal

from studio.core.example import Classification, Content
from studio.ui.controls import label
from studio.ui.data.editors.chips import Chips
from studio.ui.data.editors.content_editor import ContentEditor
from studio.ui.data.editors.text_field import TextField
from studio.words import _


class ClassificationEditor(ContentEditor):
    """The labels of the data set are offered while one is typed."""

    labels_wanted = Signal()

    def __init__(self, *, read_only: bool) -> None:
        super().__init__(read_only=read_only)
        self.text = self.new_field("text", _("Text"))
        self.labels = Chips(_("Labels"), prompt=_("Add a label"), read_only=read_only)
        self._problem = label("", "caution", wrap=True)
        self._problem.hide()
        self.column.addWidget(self.text)
        caption = label(_("Labels"), "caption")
        caption.setBuddy(self.labels)
        for widget in (caption, self.labels, self._problem):
            self.column.addWidget(widget)
        self.column.setSpacing(self.column.spacing() // 2)
        self.labels.added.connect(self._on_added)
        self.labels.removed.connect(self._on_removed)
        self.labels.entered.connect(self.labels_wanted)

    def content(self) -> Content:
        return Classification(text=self.text.text(), labels=self.labels.words())

    def show_content(self, content: Content) -> None:
        assert isinstance(content, Classification)
        self.text.show_text(content.text)
        self.labels.show_words(content.labels)

    def fields(self) -> tuple[TextField, ...]:
        return (self.text,)

    def show_problems(self, problems: dict[str, str]) -> None:
        super().show_problems(problems)
        self._problem.setText(problems.get("labels", ""))
        self._problem.setVisible(bool(self._problem.text()))

    def show_known_labels(self, labels: Sequence[str]) -> None:
        """Offer these while someone types."""
        self.labels.show_known(labels)

    def _on_added(self, word: str) -> None:
        self.labels.show_words((*self.labels.words(), word))
        self.kept.emit()

    def _on_removed(self, word: str) -> None:
        self.labels.show_words(tuple(each for each in self.labels.words() if each != word))
        self.kept.emit()
