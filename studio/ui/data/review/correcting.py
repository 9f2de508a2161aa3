"""The example in its editor, in the size of the review."""

from pathlib import Path

from PySide6.QtCore import QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QFrame, QScrollArea, QVBoxLayout, QWidget

from studio.core.example import Content
from studio.ui.background import Background
from studio.ui.data.editors.body import Body
from studio.ui.data.editors.classification import ClassificationEditor
from studio.ui.data.editors.draft import texts_of, with_texts
from studio.ui.data.editors.known_values import ValueReader
from studio.ui.data.editors.text_field import TextField
from studio.ui.data.review.reading import large_font
from studio.ui.data.searching import KnownValues
from studio.ui.theme import GRID

OFFERED = 2_000


class CorrectionPane(QScrollArea):
    """Nothing typed here is stored until it is kept as a correction."""

    given_up = Signal()
    failed = Signal(object)  # StudioError

    def __init__(self, path: Path, background: Background, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._stored: Content | None = None
        self._dataset_id = 0
        self.body = Body(read_only=False, can_split=False)
        self._values = ValueReader(path, background, self)
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, GRID, 0)
        column.addWidget(self.body)
        column.addStretch(1)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setWidget(inside)
        self.viewport().setAutoFillBackground(False)
        inside.setAutoFillBackground(False)
        self.body.grown.connect(self._on_grown)
        self.body.typed.connect(self._judge)
        self.body.kept.connect(self._judge)
        self.body.given_up.connect(self._on_text_given_up)
        self.body.labels_wanted.connect(self._on_labels_wanted)
        self._values.found.connect(self._on_values_found)
        self._values.failed.connect(self.failed)

    def edit(self, content: Content, dataset_id: int) -> None:
        """Begin with what is stored."""
        self._stored, self._dataset_id = content, dataset_id
        self.body.show_content(content)
        self._on_grown()
        self.verticalScrollBar().setValue(0)
        field = self._answer()
        if field is not None:
            field.setFocus()
            # Its place is known once everything is laid out.
            QTimer.singleShot(0, self, self._reveal)

    def changed(self) -> Content | None:
        """What has been made of the example; None while nothing differs."""
        content = self.body.content()
        return None if content == self._stored else content

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.given_up.emit()
        else:
            super().keyPressEvent(event)

    def _answer(self) -> TextField | None:
        """The text that is most often wrong; the first one where there is no answer."""
        fields = {field.name: field for field in self.body.fields()}
        turns = [name for name in fields if name.startswith("messages.")]
        names = ("response", "chosen", *turns[-1:], *fields)
        return next((fields[name] for name in names if name in fields), None)

    def _reveal(self) -> None:
        field = self._answer()
        if field is not None:
            self.verticalScrollBar().setValue(field.mapTo(self.body, QPoint()).y())

    def _judge(self) -> None:
        content = self.body.content()
        if content is not None:
            self.body.show_problems(content)

    def _on_grown(self) -> None:
        font = large_font(QApplication.font())
        for field in self.body.fields():
            field.box.use_font(font)
        self._judge()

    def _on_text_given_up(self, field: TextField) -> None:
        content = self.body.content()
        if self._stored is not None and content is not None:
            stored = texts_of(self._stored).get(field.name, "")
            self.body.show_content(with_texts(content, {field.name: stored}))
            field.box.document().setModified(False)
            self._judge()

    def _on_labels_wanted(self) -> None:
        self._values.forget()
        self._values.ask(self._dataset_id, "label")

    def _on_values_found(self, known: KnownValues) -> None:
        if known.dataset_id == self._dataset_id and isinstance(self.body.editor, ClassificationEditor):
            self.body.editor.show_known_labels([value for value, _rows in known.values[:OFFERED]])
