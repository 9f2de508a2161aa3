"""Small widgets that the columns of the Augment tab share."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QSpinBox, QWidget

from studio.ui.theme import GRID

BOX_WIDTH = 11 * GRID


class NumberBox(QSpinBox):
    """A whole number; scrolling past does not change it."""

    def __init__(self, name: str, least: int, most: int) -> None:
        super().__init__()
        self.setRange(least, most)
        self.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.setAccessibleName(name)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setFixedWidth(BOX_WIDTH)
        self.lineEdit().setTextMargins(0, 0, GRID // 2, 0)
        # One change for a number typed, not one for each of its digits.
        self.setKeyboardTracking(False)

    def show_value(self, value: int) -> None:
        """Show a number, and tell nobody."""
        self.blockSignals(True)
        self.setValue(value)
        self.blockSignals(False)

    def wheelEvent(self, event: QWheelEvent) -> None:
        if self.hasFocus():
            super().wheelEvent(event)
        else:
            event.ignore()


def scrolled(content: QWidget) -> QScrollArea:
    """The widget in an area that scrolls up and down, on the ground of what is around it."""
    area = QScrollArea()
    area.setWidget(content)
    area.setWidgetResizable(True)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.viewport().setAutoFillBackground(False)
    content.setAutoFillBackground(False)
    return area
