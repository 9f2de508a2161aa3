"""Which column each field of an example is taken from."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QStringListModel, Qt, Signal
from PySide6.QtWidgets import QComboBox, QFrame, QGridLayout, QLabel, QScrollArea, QWidget

from studio.ui.controls import Picker, label
from studio.ui.theme import GRID
from studio.words import _

if TYPE_CHECKING:
    from studio.data.importers import FieldChoice, FileSummary

BESIDE = 2
"""Fields in a line."""
PICKER_WIDTH = 18 * GRID
LINES_SEEN = 5


@dataclass(frozen=True)
class Mapped:
    """A column was chosen for a field; "" for none."""

    field: str
    column: str
    required: bool


class MappingForm(QScrollArea):
    """A picker per field; all of them share one list of columns, however many there are."""

    mapped = Signal(object)  # Mapped

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setAccessibleName(_("Where each field comes from"))
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._shown: tuple[tuple[FieldChoice, ...], tuple[str, ...]] = ((), ())
        self._columns = QStringListModel(self)
        self.pickers: dict[str, Picker] = {}

    def show_summary(self, summary: "FileSummary") -> None:
        """Show the fields of its layout and the columns they are taken from."""
        shown = (summary.mappable, summary.fields)
        if shown != self._shown:
            self._shown = shown
            self._build()
        for field, picker in self.pickers.items():
            picker.blockSignals(True)
            column = summary.mapping.get(field, "")
            picker.setCurrentIndex(summary.fields.index(column) + 1 if column in summary.fields else 0)
            picker.setToolTip(column)
            picker.blockSignals(False)

    def _build(self) -> None:
        fields, columns = self._shown
        self._columns.setStringList([_("(none)"), *columns])
        inside, grid = QWidget(), QGridLayout()
        inside.setLayout(grid)
        grid.setContentsMargins(0, 0, GRID, 0)
        grid.setHorizontalSpacing(GRID)
        grid.setVerticalSpacing(GRID)
        self.pickers = {}
        for at, each in enumerate(fields):
            line, place = divmod(at, BESIDE)
            grid.addWidget(_name(each), line, 2 * place)
            self.pickers[each.field] = self._picker(each)
            grid.addWidget(self.pickers[each.field], line, 2 * place + 1)
        for place in range(BESIDE):
            grid.setColumnStretch(2 * place + 1, 1)
        grid.setRowStretch(grid.rowCount(), 1)
        self.setWidget(inside)
        # Whole lines: half a picker looks like a fault.
        line = max((picker.sizeHint().height() for picker in self.pickers.values()), default=0) + GRID
        self.setFixedHeight(min(-(-len(fields) // BESIDE), LINES_SEEN) * line)

    def _picker(self, field: "FieldChoice") -> Picker:
        picker = Picker(field.title)
        picker.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        picker.setModel(self._columns)
        picker.setMinimumWidth(PICKER_WIDTH)
        picker.setProperty("field", field.field)
        picker.setProperty("required", field.required)
        picker.activated.connect(self._on_chosen)
        return picker

    def _on_chosen(self) -> None:
        picker = self.sender()
        if isinstance(picker, Picker):
            column = picker.currentText() if picker.currentIndex() > 0 else ""
            self.mapped.emit(Mapped(picker.property("field"), column, picker.property("required")))


def _name(field: "FieldChoice") -> QLabel:
    made = label(_("{field} (needed)").format(field=field.title) if field.required else field.title)
    made.setToolTip(field.field)
    return made
