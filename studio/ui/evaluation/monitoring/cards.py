"""Metrics over time, drift, and the imports: three of the cards of monitoring."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QLabel, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from studio.core.monitoring import DriftLine, LogImport, MonitoringReport
from studio.ui.controls import button, card, label
from studio.ui.evaluation.monitoring.plain_table import PlainTable
from studio.ui.evaluation.monitoring.presenter import (
    chart_of,
    course_lines,
    coverage,
    drift_headline,
    import_words,
    p_words,
    problem_words,
)
from studio.ui.evaluation.monitoring.time_chart import TimeChart
from studio.ui.icons import give_icon, tint_icons
from studio.ui.theme import GRID, colours_for
from studio.words import N_, _

_TABLE_WIDTH = 62 * GRID
_VERDICTS = {"drift": N_("shifted"), "none": N_("no shift shown"), "unknown": N_("too few")}


class CoursesCard(QWidget):
    """The metrics on the left; the one that is current over time on the right."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._report: MonitoringReport | None = None
        frame, inside = card()
        self.title, self.coverage = label(_("Over time"), "heading"), label("", "caption")
        self.table = PlainTable(_("Metrics of all lines"))
        self.about, self.read = label("", "caption", wrap=True), label("", wrap=True)
        self.expected = label("", "caption", wrap=True)
        self.chart = TimeChart()
        head = QHBoxLayout()
        head.addWidget(self.title)
        head.addStretch(1)
        head.addWidget(self.coverage)
        inside.addLayout(head)
        right = QVBoxLayout()
        right.setSpacing(GRID // 2)
        for each in (self.about, self.chart, self.read, self.expected):
            right.addWidget(each)
        right.addStretch(1)
        self.table.setMinimumWidth(_TABLE_WIDTH)
        line = QHBoxLayout()
        line.setSpacing(2 * GRID)
        line.addWidget(self.table, 4, Qt.AlignmentFlag.AlignTop)
        line.addLayout(right, 5)
        inside.addLayout(line)
        _fill(self, frame)
        self.table.currentCellChanged.connect(self._on_chosen)
        self.chart.pointed.connect(self.read.setText)

    def show_report(self, report: MonitoringReport) -> None:
        """The metric that was current stays so where it is still there."""
        before = self._metric()
        self._report = report
        self.coverage.setText(coverage(report))
        titles = [_("Measure"), _("Value"), _("95% interval"), _("Lines"), _("Evaluation")]
        rows = [(each.title, each.value, each.interval, each.lines, each.evaluation) for each in course_lines(report)]
        # A column for what nobody has measured would only take room.
        width = len(titles) if any(each.expected is not None for each in report.courses) else -1
        self.table.show_rows(titles[:width], [row[:width] for row in rows])
        self.table.fit_height()
        at = next((at for at, each in enumerate(report.courses) if each.metric == before), 0)
        if report.courses:
            self.table.setCurrentCell(at, 0)
            self._show(at)

    def _metric(self) -> str:
        at = self.table.currentRow()
        courses = self._report.courses if self._report else ()
        return courses[at].metric if 0 <= at < len(courses) else ""

    def _on_chosen(self, row: int, _column: int, _before: int, _before_column: int) -> None:
        self._show(row)

    def _show(self, row: int) -> None:
        if self._report is None or not 0 <= row < len(self._report.courses):
            return
        course = self._report.courses[row]
        chart = chart_of(course, self._report.unit)
        self.about.setText(course.explanation)
        has_times = bool(chart.points)
        self.chart.setVisible(has_times)
        self.expected.setText(chart.expected_words if has_times else "")
        self.expected.setVisible(bool(self.expected.text()))
        if not has_times:
            self.read.setText(_("No line has a time: nothing can be shown over time."))
        self.chart.show_chart(chart)


class DriftCard(QWidget):
    """What has shifted in sentences, then everything that was compared."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        frame, inside = card()
        self.sign, self.headline = QLabel(), label("", "heading")
        self.sentences = label("", wrap=True)
        self.table = PlainTable(_("Compared with the test set"))
        self.note = label("", "caption", wrap=True)
        head = QHBoxLayout()
        head.setSpacing(GRID)
        head.addWidget(self.sign)
        head.addWidget(self.headline, 1)
        inside.addLayout(head)
        for each in (self.sentences, self.table, self.note):
            inside.addWidget(each)
        _fill(self, frame)

    def show_report(self, report: MonitoringReport) -> None:
        """Sentences for what shifted or could not be told; a line for each property."""
        lines = report.drift
        shifted = any(each.verdict == "drift" for each in lines)
        give_icon(self.sign, "warning" if shifted else "notice", "warn" if shifted else "muted", 20)
        tint_icons(self.sign, colours_for(self.palette()))
        self.headline.setText(drift_headline(lines))
        told = [" ".join(filter(None, (each.sentence, each.advice))) for each in lines if each.verdict != "none"]
        self.sentences.setText("\n".join(f"• {each}" for each in told))
        self.sentences.setVisible(bool(told))
        titles = _("Property"), _("Test set"), _("In use"), _("Result"), _("p (Holm)"), _("n")
        compared = [each for each in lines if each.verdict != "unknown"]
        self.table.show_rows(titles, [_cells(each) for each in compared])
        self.table.fit_height()
        self.table.setVisible(bool(compared))
        self.note.setText(report.drift_note)


class ImportsCard(QWidget):
    """The logs, each with its removal."""

    removal_wanted = Signal(object)  # LogImport

    def __init__(self, *, read_only: bool, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._read_only = read_only
        self.buttons: list[QPushButton] = []
        frame, inside = card()
        inside.addWidget(label(_("Imported logs"), "heading"))
        self._rows = QWidget()
        self._grid = QGridLayout(self._rows)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(2 * GRID)
        self._grid.setVerticalSpacing(GRID)
        self._grid.setColumnStretch(1, 1)
        inside.addWidget(self._rows)
        inside.addWidget(
            label(
                _("A line that several logs hold counts once. Removing a log deletes its lines from the project."),
                "caption",
                wrap=True,
            )
        )
        _fill(self, frame)
        self._logs: tuple[LogImport, ...] = ()

    @property
    def has_logs(self) -> bool:
        """Whether there is anything to look through."""
        return bool(self._logs)

    def show_logs(self, logs: Sequence[LogImport]) -> bool:
        """Newest first; whether they are others than before."""
        if tuple(logs) == self._logs:
            return False
        self._logs = tuple(logs)
        while (item := self._grid.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        self.buttons = []
        for row, each in enumerate(reversed(self._logs)):
            name, about = label(each.source), label(import_words(each), "muted", wrap=True)
            about.setToolTip(problem_words(each))
            about.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
            remove = button(_("Remove…"), "remove")
            remove.setAccessibleName(_("Remove the log {name}").format(name=each.source))
            remove.setProperty("log", each.name)
            remove.setEnabled(not self._read_only)
            remove.clicked.connect(self._on_remove)
            self.buttons.append(remove)
            for column, widget in enumerate((name, about, remove)):
                self._grid.addWidget(widget, row, column)
        tint_icons(self, colours_for(self.palette()))
        return True

    def _on_remove(self) -> None:
        name = self.sender().property("log")
        log = next((each for each in self._logs if each.name == name), None)
        if log is not None:
            self.removal_wanted.emit(log)


def _cells(line: DriftLine) -> tuple[str, ...]:
    counts = f"{line.n_before} / {line.n_now}"
    return line.title, line.before, line.now, _(_VERDICTS[line.verdict]), p_words(line), counts


def _fill(widget: QWidget, frame: QFrame) -> None:
    column = QVBoxLayout(widget)
    column.setContentsMargins(0, 0, 0, 0)
    column.addWidget(frame)
