"""A drawing in the window: its points are told of one by one, by pointer or arrow keys, and it can be taken along."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QByteArray, QEvent, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QHBoxLayout, QMenu, QSizePolicy, QVBoxLayout, QWidget

from studio.ui.controls import button, card, label
from studio.ui.evaluation.results.labels.drawing import Drawing, Square, Table
from studio.ui.icons import give_icon
from studio.ui.theme import GRID, LIGHT, colours_for
from studio.ui.training.watching.bar import EXPORTS, ExportKind
from studio.ui.training.watching.vector import FONTS
from studio.words import _

_HEIGHT = 40 * GRID
_PAPER = Square(720, 480)
_STEPS = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1, Qt.Key.Key_Down: -1, Qt.Key.Key_Up: 1}
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space)


@dataclass(frozen=True)
class TakenPlot:
    """A plot to be written to a file of some kind."""

    kind: ExportKind
    name: str
    svg: str
    table: Table


class Plot(QWidget):
    """Tells of its last point until another one is chosen."""

    moved = Signal(object)  # int: the point told of
    opened = Signal(object)  # int: a point of which more is wanted

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._drawing: Drawing | None = None
        self._renderer: QSvgRenderer | None = None
        self.at = -1
        """The point told of, -1 for none."""
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFixedHeight(_HEIGHT)

    def show_drawing(self, drawing: Drawing, at: int) -> None:
        """Take the place of what is shown."""
        self._drawing = drawing
        self.setAccessibleName(drawing.title)
        self.at = -1
        self.go_to(at)

    def go_to(self, at: int) -> None:
        """Tell of another point; nothing is emitted."""
        drawing = self._drawing
        self.at = min(at, len(drawing.places) - 1) if drawing else -1
        self.setAccessibleDescription(drawing.spoken(self.at) if drawing and self.at >= 0 else "")
        self._redraw()

    def sizeHint(self) -> QSize:
        return QSize(60 * GRID, _HEIGHT)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, last = event.key(), len(self._places()) - 1
        if key in _STEPS:
            self._move(min(last, max(0, self.at + _STEPS[Qt.Key(key)])))
        elif key in (Qt.Key.Key_Home, Qt.Key.Key_End):
            self._move(0 if key == Qt.Key.Key_Home else last)
        elif key in _ENTER and self.at >= 0:
            self.opened.emit(self.at)
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        super().mousePressEvent(event)
        share = self._square().share_at(event.position().x())
        places = self._places()
        if places:
            self._move(min(range(len(places)), key=lambda at: abs(places[at] - share)))

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        super().mouseDoubleClickEvent(event)
        if self.at >= 0:
            self.opened.emit(self.at)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._redraw()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._redraw()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter, colours = QPainter(self), colours_for(self.palette())
        if self._renderer is None and self._drawing is not None:
            svg = self._drawing.svg(self._square(), colours, self.at)
            # Qt takes a list of fonts for the name of one.
            self._renderer = QSvgRenderer(QByteArray(svg.replace(FONTS, 'font-family="Inter"').encode()))
        if self._renderer is not None:
            self._renderer.render(painter, QRectF(self.rect()))
        if self.hasFocus():
            painter.setPen(QPen(QColor(colours.accent), 1))
            painter.drawRect(self.rect().adjusted(0, 0, -1, -1))

    def _move(self, at: int) -> None:
        if at != self.at and at >= 0:
            self.go_to(at)
            self.moved.emit(at)

    def _places(self) -> Sequence[float]:
        return self._drawing.places if self._drawing else ()

    def _square(self) -> Square:
        return Square(float(self.width()), float(self.height()))

    def _redraw(self) -> None:
        self._renderer = None
        self.update()


class PlotCard(QWidget):
    """A plot with its heading, what is told of the chosen point, and a menu of files to take it along in."""

    export_wanted = Signal(object)  # TakenPlot

    def __init__(self, heading: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._drawing: Drawing | None = None
        self.plot, self.told = Plot(), label("", "caption", wrap=True)
        self.exports = QMenu(_("Export"), self)
        for kind, words in EXPORTS.items():
            self.exports.addAction(_(words)).setData(kind)
        self.exports.triggered.connect(lambda action: self.export_wanted.emit(self.taken(action.data())))
        self.plot.moved.connect(self._tell)
        self.column = self._lay_out(heading)

    def show_drawing(self, drawing: Drawing, at: int) -> None:
        """`at` is the point to tell of first."""
        self._drawing = drawing
        self.plot.show_drawing(drawing, at)
        self._tell(self.plot.at)

    def go_to(self, at: int) -> None:
        """Tell of another point."""
        self.plot.go_to(at)
        self._tell(at)

    def taken(self, kind: ExportKind) -> TakenPlot:
        """What is shown, on white paper."""
        assert self._drawing is not None
        return TakenPlot(
            kind, self._drawing.title, self._drawing.svg(_PAPER, LIGHT, self.plot.at), self._drawing.table()
        )

    def _tell(self, at: int) -> None:
        self.told.setText(self._drawing.spoken(at) if self._drawing and at >= 0 else "")

    def _lay_out(self, heading: str) -> QVBoxLayout:
        frame, inside = card(spacing=GRID, margin=GRID + GRID // 2)
        export = button(_("Export"), role="quiet")
        export.setMenu(self.exports)
        give_icon(export, "chevron", "muted", 12)
        export.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
        head = QHBoxLayout()
        head.addWidget(label(heading, "heading"))
        head.addStretch(1)
        head.addWidget(export)
        inside.addLayout(head)
        inside.addWidget(self.plot)
        inside.addWidget(self.told)
        around = QVBoxLayout(self)
        around.setContentsMargins(0, 0, 0, 0)
        around.addWidget(frame)
        return inside
