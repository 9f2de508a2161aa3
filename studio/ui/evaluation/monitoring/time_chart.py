"""A metric over time: a point with its interval for each stretch, and the evaluation's value as a dashed line."""

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from studio.ui.evaluation.monitoring.presenter import Chart, value_words
from studio.ui.plots.axes import even_ticks
from studio.ui.theme import GRID, Colours, colours_for
from studio.words import _

_HEIGHT = 30 * GRID
_SMALL = 8.5
_RADIUS, _CAP = 4.0, 4.0
_ROOM = 1.08
_TICKS = 5


class TimeChart(QWidget):
    """Arrow keys, Home and End, or the pointer, go from point to point; what it says is told by `pointed`."""

    pointed = Signal(object)  # str

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._chart: Chart | None = None
        self.at: int | None = None
        """The point that is told of."""
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFixedHeight(_HEIGHT)

    def sizeHint(self) -> QSize:
        return QSize(60 * GRID, _HEIGHT)

    def show_chart(self, chart: Chart) -> None:
        """Take the place of what is shown; the newest point is told of."""
        self._chart = chart
        self.setAccessibleName(_("{metric} over time").format(metric=chart.title))
        self._point(len(chart.points) - 1)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        count = len(self._chart.points) if self._chart else 0
        at = self.at or 0
        places = {
            Qt.Key.Key_Left: at - 1,
            Qt.Key.Key_Right: at + 1,
            Qt.Key.Key_Home: 0,
            Qt.Key.Key_End: count - 1,
        }
        wanted = places.get(Qt.Key(event.key()))
        if wanted is None or not count:
            event.ignore()
            return
        self._point(min(max(0, wanted), count - 1))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        super().mouseMoveEvent(event)
        if self._chart and self._chart.points:
            inside, count = self._inside(), len(self._chart.points)
            share = (event.position().x() - inside.left()) / max(1.0, inside.width())
            self._point(min(max(0, int(share * count)), count - 1))

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.PaletteChange, QEvent.Type.FontChange):
            self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter, colours = QPainter(self), colours_for(self.palette())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        small = QFont(self.font())
        small.setPointSizeF(_SMALL)
        painter.setFont(small)
        if self._chart and self._chart.points:
            self._paint_axes(painter, colours, self._chart)
            self._paint_expected(painter, colours, self._chart)
            self._paint_points(painter, colours, self._chart)
        if self.hasFocus():
            painter.setPen(QPen(QColor(colours.accent), 1))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 5, 5)

    def _point(self, at: int) -> None:
        if self._chart is None or not self._chart.points:
            self.at = None
            self.update()
            return
        self.at = at
        words = self._chart.points[at].words
        self.setAccessibleDescription(words)
        self.pointed.emit(words)
        self.update()

    def _inside(self) -> QRectF:
        left = 8.0 * GRID
        return QRectF(self.rect()).adjusted(left, GRID, -2.0 * GRID, -3.5 * GRID)

    def _most(self, chart: Chart) -> float:
        if chart.unit == "share":
            return 1.0
        found = [each.high for each in chart.points if each.value is not None]
        if chart.expected is not None:
            found.append(chart.expected)
        return max(found, default=1.0) * _ROOM or 1.0

    def _x(self, at: int, count: int) -> float:
        inside = self._inside()
        return inside.left() + inside.width() * (at + 0.5) / count

    def _y(self, value: float, most: float) -> float:
        inside = self._inside()
        return inside.bottom() - inside.height() * min(1.0, value / most)

    def _paint_axes(self, painter: QPainter, colours: Colours, chart: Chart) -> None:
        inside, most = self._inside(), self._most(chart)
        height = painter.fontMetrics().height()
        for value in even_ticks(0.0, most, _TICKS)[1]:
            y = self._y(value, most)
            painter.setPen(QPen(QColor(colours.border), 1))
            painter.drawLine(QPointF(inside.left(), y), QPointF(inside.right(), y))
            painter.setPen(QColor(colours.muted))
            place = QRectF(0, y - height / 2, inside.left() - GRID, height)
            said = value_words(value, chart.unit)
            painter.drawText(place, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, said)
        count = len(chart.points)
        wide = painter.fontMetrics().horizontalAdvance(chart.points[0].title) + 2 * GRID
        every = max(1, -(-wide * count // max(1, round(inside.width()))))
        for at in range(0, count, every):
            place = QRectF(self._x(at, count) - wide / 2, inside.bottom() + GRID / 2, wide, height)
            painter.drawText(place, Qt.AlignmentFlag.AlignCenter, chart.points[at].title)

    def _paint_expected(self, painter: QPainter, colours: Colours, chart: Chart) -> None:
        if chart.expected is None:
            return
        inside, y = self._inside(), self._y(chart.expected, self._most(chart))
        painter.setPen(QPen(QColor(colours.series[1]), 1.5, Qt.PenStyle.DashLine))
        painter.drawLine(QPointF(inside.left(), y), QPointF(inside.right(), y))

    def _paint_points(self, painter: QPainter, colours: Colours, chart: Chart) -> None:
        most, count = self._most(chart), len(chart.points)
        for at, point in enumerate(chart.points):
            if point.value is None:
                continue
            x, ends = self._x(at, count), (self._y(point.low, most), self._y(point.high, most))
            pen = QPen(QColor(colours.series[0]), 2.5 if at == self.at else 1.5)
            painter.setPen(pen)
            painter.drawLine(QPointF(x, ends[0]), QPointF(x, ends[1]))
            for y in ends:
                painter.drawLine(QPointF(x - _CAP, y), QPointF(x + _CAP, y))
            painter.setBrush(QColor(colours.series[0]))
            radius = _RADIUS + (1.5 if at == self.at else 0.0)
            painter.drawEllipse(QPointF(x, self._y(point.value, most)), radius, radius)
            painter.setBrush(Qt.BrushStyle.NoBrush)
