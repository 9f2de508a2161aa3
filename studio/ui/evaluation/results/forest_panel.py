"""The plot of scores in the window: lines are chosen with the pointer or the arrow keys and read out below."""

from PySide6.QtCore import QByteArray, QEvent, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QHBoxLayout, QMenu, QSizePolicy, QVBoxLayout, QWidget

from studio.ui.controls import button, card, label
from studio.ui.evaluation.results.forest import Forest, ForestPlan, forest_svg
from studio.ui.icons import give_icon
from studio.ui.theme import GRID, colours_for
from studio.ui.training.watching.bar import EXPORTS
from studio.ui.training.watching.vector import FONTS
from studio.words import _

_KEYS = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}


class ForestPlot(QWidget):
    """As tall as its lines need; the page scrolls."""

    line_changed = Signal(object)  # int: -1 for none

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._forest = Forest((), ())
        self._current = -1
        self._renderer: QSvgRenderer | None = None
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setAccessibleName(_("Plot of the scores"))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    @property
    def current(self) -> int:
        """The metric that is read out, -1 for none."""
        return self._current

    def show_forest(self, forest: Forest) -> None:
        """Take the place of what is drawn; the line that is read out stays."""
        if forest == self._forest:
            return
        self._forest = forest
        self._choose(min(self._current, len(forest.lines) - 1))
        self._redraw()

    def sizeHint(self) -> QSize:
        return QSize(60 * GRID, round(self._plan().height))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        last, key = len(self._forest.lines) - 1, event.key()
        if key in (Qt.Key.Key_Home, Qt.Key.Key_End):
            self._choose(0 if key == Qt.Key.Key_Home else last)
        elif key == Qt.Key.Key_Escape and self._current >= 0:
            self._choose(-1)
        elif key in _KEYS:
            self._choose(min(last, max(0, self._current + _KEYS[Qt.Key(key)])))
        else:
            super().keyPressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._choose(self._plan().line_at(event.position().y()))

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        if not self.hasFocus():
            self._choose(-1)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        if self._current < 0 and self._forest.lines:
            self._choose(0)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self._choose(-1)
        self.update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._redraw()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and hasattr(self, "_renderer"):
            self._redraw()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter, colours = QPainter(self), colours_for(self.palette())
        if self._renderer is None:
            svg = forest_svg(self._plan(), colours, self._current)
            # Qt takes a list of fonts for the name of one.
            self._renderer = QSvgRenderer(QByteArray(svg.replace(FONTS, 'font-family="Inter"').encode()))
        self._renderer.render(painter, QRectF(0, 0, self.width(), self._plan().height))
        if self.hasFocus():
            painter.setPen(QPen(QColor(colours.accent)))
            painter.drawRect(self.rect().adjusted(0, 0, -1, -1))

    def _plan(self) -> ForestPlan:
        return ForestPlan(self._forest, float(max(self.width(), 40 * GRID)))

    def _choose(self, line: int) -> None:
        if line == self._current:
            return
        self._current = line
        spoken = self._forest.lines[line].spoken(self._forest.models) if line >= 0 else ""
        self.setAccessibleDescription(spoken)
        self.line_changed.emit(line)
        self._redraw()

    def _redraw(self) -> None:
        self._renderer = None
        self.setFixedHeight(round(self._plan().height))
        self.update()


class ForestPanel(QWidget):
    """The plot in a card, with what is read out and what can be taken along."""

    export_wanted = Signal(object)  # ExportKind

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._forest = Forest((), ())
        self.plot = ForestPlot()
        self.readout = label("", "caption", wrap=True)
        self.exports = QMenu(_("Export"), self)
        for kind, words in EXPORTS.items():
            self.exports.addAction(_(words)).setData(kind)
        self.export = button(_("Export"), role="quiet")
        self._lay_out()
        self.exports.triggered.connect(lambda action: self.export_wanted.emit(action.data()))
        self.plot.line_changed.connect(self._on_line)
        self._on_line(-1)

    def show_forest(self, forest: Forest) -> None:
        """Hidden where there is nothing to draw."""
        self._forest = forest
        self.setVisible(bool(forest.lines))
        self.plot.show_forest(forest)
        self._on_line(self.plot.current)

    def _on_line(self, line: int) -> None:
        hint = _("The lines are 95 % intervals. Values: pointer, or arrow keys. Other units stand in the table alone.")
        self.readout.setText(self._forest.lines[line].spoken(self._forest.models) if line >= 0 else hint)

    def _lay_out(self) -> None:
        frame, inside = card(spacing=GRID // 2, margin=GRID + GRID // 2)
        head = QHBoxLayout()
        head.addWidget(label(_("Scores with their 95 % intervals"), "heading"))
        head.addStretch(1)
        self.export.setMenu(self.exports)
        give_icon(self.export, "chevron", "muted", 12)
        self.export.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
        head.addWidget(self.export)
        # Two lines always: what is read out must not move what it is read from.
        self.readout.setMinimumHeight(2 * self.readout.fontMetrics().lineSpacing())
        self.readout.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
        inside.addLayout(head)
        inside.addWidget(self.plot)
        inside.addWidget(self.readout)
        around = QVBoxLayout(self)
        around.setContentsMargins(0, 0, 0, 0)
        around.addWidget(frame)
