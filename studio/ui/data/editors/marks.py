"""What is known around an example: split, status and tags."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from studio.core.example import SPLITS, STATUSES, Split, Status
from studio.data.records import Row
from studio.ui.controls import Picker, label
from studio.ui.data.columns import SPLIT_NAMES, STATUS_NAMES, UNASSIGNED
from studio.ui.data.editors.chips import Chips
from studio.ui.data.editors.requests import SplitRequest, StatusRequest, TagsRequest
from studio.ui.theme import GRID
from studio.words import _


class Marks(QWidget):
    """Shows those of one row; what is chosen is asked for all that are selected."""

    requested = Signal(object)  # MarkRequest

    def __init__(self, *, read_only: bool) -> None:
        super().__init__()
        self._read_only = read_only
        self._row: Row | None = None
        self.split = _picker(_("Split"), [(None, _(UNASSIGNED)), *((each, _(SPLIT_NAMES[each])) for each in SPLITS)])
        self.status = _picker(_("Status"), [(each, _(STATUS_NAMES[each])) for each in STATUSES])
        self.tags = Chips(_("Tags"), prompt=_("Add a tag"), read_only=read_only)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GRID)
        line = QHBoxLayout()
        line.setSpacing(GRID)
        line.addLayout(_titled(_("Split"), self.split), 1)
        line.addLayout(_titled(_("Status"), self.status), 1)
        column.addLayout(line)
        column.addWidget(self.tags)
        self.split.activated.connect(self._on_split)
        self.status.activated.connect(self._on_status)
        self.tags.added.connect(self._on_tag_added)
        self.tags.removed.connect(self._on_tag_removed)

    def show_row(self, row: Row | None) -> None:
        """Show what the store holds."""
        self._row = row
        for picker, value in ((self.split, row.split if row else None), (self.status, row.status if row else "draft")):
            picker.setEnabled(row is not None and not self._read_only)
            picker.setCurrentIndex(picker.findData(value))
        self.tags.show_words(row.tags if row else ())
        self.tags.setVisible(row is not None and bool(row.tags or not self._read_only))

    def _on_split(self) -> None:
        if self._row is not None and self.split.currentData() != self._row.split:
            self.requested.emit(SplitRequest(self.split.currentData()))

    def _on_status(self) -> None:
        if self._row is not None and self.status.currentData() != self._row.status:
            self.requested.emit(StatusRequest(self.status.currentData()))

    def _on_tag_added(self, word: str) -> None:
        self.requested.emit(TagsRequest(add=(word,)))

    def _on_tag_removed(self, word: str) -> None:
        self.requested.emit(TagsRequest(remove=(word,)))


def _picker(name: str, choices: Sequence[tuple[Split | Status | None, str]]) -> Picker:
    picker = Picker(name)
    for value, text in choices:
        picker.addItem(text, value)
    return picker


def _titled(title: str, picker: Picker) -> QVBoxLayout:
    column = QVBoxLayout()
    column.setSpacing(GRID // 2)
    caption = label(title, "caption")
    caption.setBuddy(picker)
    column.addWidget(caption)
    column.addWidget(picker)
    return column
