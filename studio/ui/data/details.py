"""The pane beside the table: one example in full, each part in its own editor."""

from dataclasses import dataclass

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QScrollArea, QVBoxLayout, QWidget

from studio.core.example import SPLITS, STATUSES, Split, Status
from studio.data.records import Origin, Row
from studio.ui.controls import ExactTextEdit, Picker, label
from studio.ui.data.columns import SPLIT_NAMES, STATUS_NAMES, UNASSIGNED, Field, fields_of
from studio.ui.data.table_model import EditRequest
from studio.ui.theme import GRID, set_role
from studio.words import _

LEAST_LINES, MOST_LINES = 2, 14


@dataclass(frozen=True)
class SplitRequest:
    """A new split for the selected examples; None takes them out of all."""

    value: Split | None


@dataclass(frozen=True)
class StatusRequest:
    """A new status for the selected examples."""

    value: Status


class FieldEditor(ExactTextEdit):
    """Grows with its text; leaving it, or Ctrl+Enter, keeps the edit."""

    edited = Signal(object)  # EditRequest

    def __init__(self, row_id: int, field: Field, *, read_only: bool) -> None:
        super().__init__()
        self.field = field
        self._row_id = row_id
        self.give(field.text)
        self.setReadOnly(read_only or field.fixed)
        self.setAccessibleName(field.title)
        self.setTabChangesFocus(True)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        self.document().contentsChanged.connect(self._fit)

    def keep(self) -> None:
        """Ask for what was typed to be stored, when it differs."""
        text = self.exact_text()
        if not self.isReadOnly() and text != self.field.text:
            self.field = Field(self.field.name, self.field.title, text)
            self.edited.emit(EditRequest(self._row_id, self.field.name, text))

    def show_stored(self, field: Field) -> None:
        """The store holds this text now; what is being typed here is not overwritten."""
        typed = self.exact_text()
        untouched = typed == self.field.text
        self.field = field
        if untouched and typed != field.text:
            self.give(field.text)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        # A context menu borrows the focus and gives it back.
        if event.reason() != Qt.FocusReason.PopupFocusReason:
            self.keep()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if enter and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.keep()
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def sizeHint(self) -> QSize:
        return QSize(240, self._wanted_height())

    def _fit(self) -> None:
        self.setFixedHeight(self._wanted_height())

    def _wanted_height(self) -> int:
        # A plain text document counts its height in lines.
        lines = round(self.document().size().height())
        shown = min(max(lines, LEAST_LINES), MOST_LINES)
        return shown * self.fontMetrics().lineSpacing() + 3 * GRID


class DetailPane(QFrame):
    """Shows one row; says what should change, and waits for the store to agree."""

    edit_requested = Signal(object)  # EditRequest
    mark_requested = Signal(object)  # SplitRequest | StatusRequest

    def __init__(self, *, read_only: bool, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        set_role(self, "card")
        self._read_only = read_only
        self._row: Row | None = None
        self._editors: list[FieldEditor] = []
        self.setMinimumWidth(320)
        self.setAccessibleName(_("Example in full"))
        self._title, self._origin = label("", "heading"), label("", "caption", wrap=True)
        self.split = _marks(_("Split"), [(None, _(UNASSIGNED)), *((each, _(SPLIT_NAMES[each])) for each in SPLITS)])
        self.status = _marks(_("Status"), [(each, _(STATUS_NAMES[each])) for each in STATUSES])
        self.split.activated.connect(self._on_split)
        self.status.activated.connect(self._on_status)
        column = QVBoxLayout(self)
        column.setContentsMargins(2 * GRID, 2 * GRID, GRID // 2, 2 * GRID)
        column.setSpacing(GRID)
        column.addWidget(self._title)
        column.addWidget(self._origin)
        column.addLayout(self._mark_row())
        column.addWidget(self._scroll_area(), 1)
        self.show_row(None)

    @property
    def editors(self) -> list[FieldEditor]:
        """One editor per part of the row on show, in reading order."""
        return list(self._editors)

    def show_row(self, row: Row | None) -> None:
        """Show a row, or nothing; the same row again keeps what is being typed."""
        fields = fields_of(row.content) if row else ()
        same = self._row is not None and row is not None and row.id == self._row.id
        self._row = row
        self._show_marks(row)
        if same and [each.name for each in fields] == [editor.field.name for editor in self._editors]:
            for editor, field in zip(self._editors, fields, strict=True):
                editor.show_stored(field)
            return
        self.keep()
        self._fill(row, fields)

    def keep(self) -> None:
        """Store whatever is still being typed."""
        for editor in self._editors:
            editor.keep()

    def _mark_row(self) -> QHBoxLayout:
        line = QHBoxLayout()
        line.setContentsMargins(0, 0, GRID + GRID // 2, GRID // 2)
        line.setSpacing(GRID)
        for title, picker in ((_("Split"), self.split), (_("Status"), self.status)):
            column = QVBoxLayout()
            column.setSpacing(GRID // 2)
            caption = label(title, "caption")
            caption.setBuddy(picker)
            column.addWidget(caption)
            column.addWidget(picker)
            line.addLayout(column, 1)
        return line

    def _scroll_area(self) -> QScrollArea:
        inside = QWidget()
        self._fields = QVBoxLayout(inside)
        self._fields.setContentsMargins(0, 0, GRID, 0)
        self._fields.setSpacing(GRID // 2)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setWidget(inside)
        # Both would paint the window's colour over the card.
        area.viewport().setAutoFillBackground(False)
        inside.setAutoFillBackground(False)
        return area

    def _fill(self, row: Row | None, fields: tuple[Field, ...]) -> None:
        self._editors = []
        while (item := self._fields.takeAt(0)) is not None:
            if (gone := item.widget()) is not None:
                gone.hide()
                gone.deleteLater()
        for field in fields:
            assert row is not None
            self._fields.addWidget(self._caption(field))
            editor = FieldEditor(row.id, field, read_only=self._read_only)
            editor.edited.connect(self.edit_requested)
            self._editors.append(editor)
            self._fields.addWidget(editor)
            self._fields.addSpacing(GRID)
        self._fields.addStretch(1)

    def _caption(self, field: Field) -> QLabel:
        return label(field.title, "caption")

    def _show_marks(self, row: Row | None) -> None:
        self._title.setText(_("Example {number}").format(number=row.id) if row else _("No example selected"))
        self._origin.setText(_origin_words(row.origin) if row else "")
        self._origin.setVisible(bool(self._origin.text()))
        for picker, value in ((self.split, row.split if row else None), (self.status, row.status if row else "draft")):
            picker.setEnabled(row is not None and not self._read_only)
            picker.setCurrentIndex(picker.findData(value))

    def _on_split(self) -> None:
        if self._row is not None and self.split.currentData() != self._row.split:
            self.mark_requested.emit(SplitRequest(self.split.currentData()))

    def _on_status(self) -> None:
        if self._row is not None and self.status.currentData() != self._row.status:
            self.mark_requested.emit(StatusRequest(self.status.currentData()))


def _marks(name: str, choices: list[tuple[Split | Status | None, str]]) -> Picker:
    picker = Picker(name)
    for value, text in choices:
        picker.addItem(text, value)
    return picker


def _origin_words(origin: Origin) -> str:
    if origin.file and origin.line:
        return _("From {file}, line {line}").format(file=origin.file, line=origin.line)
    return _("From {file}").format(file=origin.file) if origin.file else ""
