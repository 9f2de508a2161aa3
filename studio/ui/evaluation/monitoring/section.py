"""Monitoring: logs come in, are looked through in the background, and shown as cards one below the other."""

from pathlib import Path

from PySide6.QtCore import QTimer
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QFileDialog, QFrame, QHBoxLayout, QScrollArea, QStackedWidget, QVBoxLayout, QWidget

from studio.core.monitoring import LogImport, MonitoringReport, WorthRow
from studio.data.records import Changes, Dataset
from studio.errors import StudioError
from studio.settings import Settings
from studio.ui.background import Background, Progress
from studio.ui.controls import Picker, button, label
from studio.ui.data.dialogs.progress_row import ProgressRow
from studio.ui.data.undoing import undo_offers
from studio.ui.evaluation.monitoring.asking import IdentifyingDialog, RemovalDialog
from studio.ui.evaluation.monitoring.blank import BlankMonitoring
from studio.ui.evaluation.monitoring.cards import CoursesCard, DriftCard, ImportsCard
from studio.ui.evaluation.monitoring.desk import MonitoringDesk, Reported, Wanted
from studio.ui.evaluation.monitoring.presenter import import_words, problem_words
from studio.ui.evaluation.monitoring.worth_card import WorthCard
from studio.ui.messages import Messages
from studio.ui.project_context import Made, ProjectContext
from studio.ui.theme import GRID
from studio.words import _, ngettext

PAUSE_MS = 600
"""Changes of the data that follow each other are looked at once."""


class MonitoringSection(QWidget):
    """A report is made again when logs, the data, or what is chosen have changed, and stays on show until then."""

    def __init__(
        self,
        project: ProjectContext,
        background: Background,
        messages: Messages,
        settings: Settings,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._project, self._messages = project, messages
        self._datasets: list[Dataset] = []
        self._progress: Progress | None = None
        self._stale = True
        self.report: MonitoringReport | None = None
        """What is on show."""
        self.desk = MonitoringDesk(project, background, messages, self)
        self.dataset, self.model = Picker(_("Data set to compare with")), Picker(_("Model"))
        self.import_button = button(_("Import a log…"), "import")
        self.importing = ProgressRow(_("Progress of importing"))
        self.looking = ProgressRow(_("Progress of looking through the logs"))
        self.blank = BlankMonitoring(read_only=project.read_only)
        self.courses, self.drift = CoursesCard(), DriftCard()
        self.worth, self.imports = WorthCard(read_only=project.read_only), ImportsCard(read_only=project.read_only)
        self._stack, self._sheet = QStackedWidget(), QWidget()
        self._again = QTimer(self)
        self._again.setSingleShot(True)
        self._again.timeout.connect(self._look)
        self._lay_out()
        self._connect()

    def leave(self) -> None:
        """End what is under way: the project is about to be closed."""
        self._project.changed.disconnect(self._on_changed)
        self._again.stop()
        self._progress = None
        for each in (self.importing, self.looking):
            each.cancel()
            each.end()

    def import_log(self, file: Path) -> None:
        """Bring a file in; one at a time."""
        if not self.importing.busy:
            self.import_button.setEnabled(False)
            self.blank.import_button.setEnabled(False)
            self.desk.import_log(file, self.importing.begin())

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.desk.list_logs()
        if self._stale:
            self._again.start(0)

    def _lay_out(self) -> None:
        self.import_button.setEnabled(not self._project.read_only)
        self._head = QWidget()
        head = QHBoxLayout(self._head)
        head.setContentsMargins(3 * GRID, GRID, 3 * GRID, GRID // 2)
        head.setSpacing(GRID)
        for beside, picker in ((_("Compare with"), self.dataset), (_("Model"), self.model)):
            head.addWidget(label(beside, "muted"))
            head.addWidget(picker)
        head.addWidget(self.looking, 1)
        head.addStretch(1)
        head.addWidget(self.import_button)
        sheet = QVBoxLayout(self._sheet)
        sheet.setContentsMargins(3 * GRID, GRID, 3 * GRID, 3 * GRID)
        sheet.setSpacing(2 * GRID)
        for card in (self.courses, self.drift, self.worth, self.imports):
            sheet.addWidget(card)
        sheet.addStretch(1)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setWidget(self._sheet)
        for page in (QWidget(), self.blank, area):
            self._stack.addWidget(page)
        self._area = area
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._head)
        bar = QHBoxLayout()
        bar.setContentsMargins(3 * GRID, 0, 3 * GRID, 0)
        bar.addWidget(self.importing)
        column.addLayout(bar)
        column.addWidget(self._stack, 1)
        self._head.hide()
        self._show_cards(shown=False)

    def _connect(self) -> None:
        for signal, slot in (
            (self._project.changed, self._on_changed),
            (self.import_button.clicked, self._ask_file),
            (self.blank.import_button.clicked, self._ask_file),
            (self.dataset.activated, self._on_chosen),
            (self.model.activated, self._on_chosen),
            (self.desk.listed, self._on_listed),
            (self.desk.imported, self._on_imported),
            (self.desk.import_ended, self._on_import_ended),
            (self.desk.reported, self._on_reported),
            (self.desk.report_failed, self._on_report_failed),
            (self.desk.added, self._on_added),
            (self.imports.removal_wanted, self._on_removal_wanted),
            (self.worth.add_wanted, self._on_add_wanted),
        ):
            signal.connect(slot)

    def _show_cards(self, *, shown: bool) -> None:
        for each in (self.courses, self.drift, self.worth):
            each.setVisible(shown)

    def _wanted(self) -> Wanted | None:
        chosen = self.dataset.currentData()
        return None if chosen is None else Wanted(int(chosen), str(self.model.currentData() or ""))

    def _show_datasets(self) -> None:
        found = self._project.reader.datasets()
        if found == self._datasets:
            return
        before = self.dataset.currentData()
        self._datasets = found
        self.dataset.clear()
        for each in found:
            self.dataset.addItem(each.name, each.id)
        self.dataset.setCurrentIndex(max(0, self.dataset.findData(before)))

    def _show_models(self, report: MonitoringReport) -> None:
        self.model.clear()
        self.model.addItem(_("all models"), "")
        for name in report.models:
            self.model.addItem(name, name)
        self.model.setCurrentIndex(max(0, self.model.findData(report.model)))

    def _look(self) -> None:
        """Make the report; one that is under way is no longer wanted."""
        self._show_datasets()
        wanted = self._wanted()
        if not self.isVisible() or not self.imports.has_logs:
            return
        self.looking.cancel()
        self.looking.end()
        self._stale = False
        if wanted is None:
            self._messages.notice(_("Import examples in the Data tab first: a log is compared with them."))
            return
        self._progress = self.looking.begin()
        self.desk.report(wanted, self._progress)

    def _ask_file(self) -> None:
        dialog = QFileDialog(self, _("Import a log"))
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.setNameFilters([_("Logs (*.jsonl *.ndjson *.json *.log)"), _("All files (*)")])
        dialog.fileSelected.connect(self._on_file_chosen)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _on_file_chosen(self, file: str) -> None:
        self.import_log(Path(file))

    def _on_chosen(self) -> None:
        self._again.start(0)

    def _on_changed(self, _changes: Changes) -> None:
        self._stale = True
        self._again.start(PAUSE_MS)

    def _on_listed(self, logs: tuple[LogImport, ...]) -> None:
        changed = self.imports.show_logs(logs)
        self._head.setVisible(bool(logs))
        self._stack.setCurrentWidget(self._area if logs else self.blank)
        if not logs:
            self.report = None
            self._show_cards(shown=False)
        elif changed:
            self._stale = True
            self._again.start(0)

    def _on_imported(self, made: LogImport) -> None:
        words = ngettext("{name}: {count} line imported.", "{name}: {count} lines imported.", made.lines)
        told = words.format(name=made.source, count=made.lines)
        if made.bad:
            self._messages.warning(f"{told} {import_words(made)}", problem_words(made))
        else:
            self._messages.done(told)
        self.desk.list_logs()

    def _on_import_ended(self) -> None:
        self.importing.end()
        for each in (self.import_button, self.blank.import_button):
            each.setEnabled(not self._project.read_only)

    def _on_reported(self, reported: Reported) -> None:
        if reported.progress is not self._progress:
            return
        self._progress = None
        self.looking.end()
        if reported.report is None:
            return
        self.report = reported.report
        self._show_models(self.report)
        for each in (self.courses, self.drift, self.worth):
            each.show_report(self.report)
        self._show_cards(shown=True)

    def _on_report_failed(self, error: StudioError) -> None:
        self._progress = None
        self.looking.end()
        self._messages.problem(error)

    def _on_removal_wanted(self, log: LogImport) -> None:
        dialog = RemovalDialog(log, self)
        dialog.accepted.connect(lambda: self.desk.remove(log))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _on_add_wanted(self, rows: tuple[WorthRow, ...]) -> None:
        if not any(row.identifying for row in rows):
            self._add(rows)
            return
        dialog = IdentifyingDialog(rows, self)
        dialog.answered.connect(self._add)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _add(self, rows: tuple[WorthRow, ...]) -> None:
        wanted = self._wanted()
        if wanted is not None and rows:
            self.desk.add(wanted.dataset_id, rows)

    def _on_added(self, made: Made) -> None:
        count = len(made.changes.inserted)
        words = ngettext("{count} row was added as a draft.", "{count} rows were added as drafts.", count)
        hint = _("Write the answers that are missing in the Data tab; runs leave such rows out until then.")
        self._messages.done(words.format(count=count), hint, *undo_offers(self._project, self._messages, made))
