"""Fetches the runs to compare with and writes what is taken along; no widget of its own."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QFileDialog

from studio.errors import StudioError
from studio.runs.folder import LIVING, RunFolder
from studio.settings import Settings
from studio.ui.background import Background
from studio.ui.messages import Messages
from studio.ui.saving import save_text
from studio.ui.training.curves import Curves
from studio.ui.training.listed_run import ListedRun
from studio.ui.training.watching.bar import ExportKind
from studio.ui.training.watching.lines import OtherRun
from studio.ui.training.watching.others import News, OtherRuns
from studio.ui.training.watching.taking_along import Numbers, file_filter, save_numbers, save_rendered
from studio.ui.training.watching.vector import svg_of
from studio.words import _

READ_EVERY_MS = 2000


class WatchDesk(QObject):
    """Closing it stops all reading; what was asked to be saved is saved all the same."""

    removal_wanted = Signal(object)  # str: the name of a run that shall be compared with no more

    def __init__(self, curves: Curves, background: Background, messages: Messages, settings: Settings) -> None:
        super().__init__(curves)
        self._curves, self._background, self._messages, self._settings = curves, background, messages, settings
        self._others, self._reading, self._again = OtherRuns(), False, False
        self._runs: tuple[ListedRun, ...] = ()
        self._ticked: tuple[RunFolder, ...] = ()
        self._in_view: RunFolder | None = None
        self._kind: ExportKind = "csv"
        self._timer = QTimer(self)
        self._timer.setInterval(READ_EVERY_MS)
        self._timer.timeout.connect(self._read)
        curves.begin_with(settings.curves)
        for chosen in (curves.bar.smoothing_changed, curves.bar.logarithm_changed, curves.bar.measures_chosen):
            chosen.connect(self._on_look_chosen)
        curves.bar.export_wanted.connect(self.ask_where)
        curves.removal_wanted.connect(self.removal_wanted)

    def show_runs(self, runs: Sequence[ListedRun], in_view: RunFolder | None) -> None:
        """How the runs of the project stand now, and which of them is followed."""
        self._runs, self._in_view = tuple(runs), in_view
        self._compare()

    def show_run(self, run: RunFolder) -> None:
        """Another run is in view."""
        if run != self._in_view:
            self._in_view = run
            self._compare()

    def compare(self, ticked: Sequence[RunFolder]) -> None:
        """Show these beside the one in view."""
        self._ticked = tuple(ticked)
        self._compare()

    def ask_where(self, kind: ExportKind) -> None:
        """Ask for a place and write the curves there."""
        self._kind = kind
        dialog = QFileDialog(self._curves.window(), _("Save the curves"))
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setNameFilter(file_filter(kind))
        dialog.setDefaultSuffix(kind)
        name = _("{run} curves").format(run=self._name_in_view()).strip()
        dialog.selectFile(f"{name}.{kind}")
        dialog.fileSelected.connect(self._on_place_chosen)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def save(self, kind: ExportKind, target: Path) -> None:
        """Write the curves as they are on show now."""
        curves = self._curves
        if kind == "csv":
            numbers = self._numbers()
            self._background.run(lambda: save_numbers(numbers, target), self._on_saved, self._messages.problem)
            return
        write = save_rendered if kind == "png" else save_text
        svg = svg_of(curves.pictures(), curves.legend_entries(), self._title())
        self._background.run(lambda: write(svg, target), self._on_saved, self._messages.problem)

    def close(self) -> None:
        """Read nothing more."""
        self._timer.stop()
        self._others.follow(())

    def _compare(self) -> None:
        listed = {run.run: run for run in self._runs}
        others = [listed[run] for run in self._ticked if run in listed and run != self._in_view]
        self._curves.compare([OtherRun(each.run.name, each.title, each.full_title) for each in others])
        self._others.follow(tuple(each.run for each in others))
        if any(each.state in LIVING for each in others):
            self._timer.start()
        else:
            self._timer.stop()
        if others:
            self._read()

    def _read(self) -> None:
        if self._reading:
            self._again = True
            return
        self._reading = True
        self._background.run(self._others.read, self._on_read, self._on_unreadable)

    def _on_look_chosen(self) -> None:
        self._settings.curves = self._curves.look()

    def _on_read(self, news: News) -> None:
        self._reading = False
        for name, pieces in news.points.items():
            for points in pieces:
                self._curves.extend(name, points)
        if self._again:
            self._again = False
            self._read()

    def _on_unreadable(self, error: StudioError) -> None:
        self._reading = self._again = False
        self._timer.stop()
        self._messages.problem(error)

    def _on_place_chosen(self, target: str) -> None:
        self.save(self._kind, Path(target))

    def _on_saved(self, target: Path) -> None:
        self._messages.done(_("Saved: {file}").format(file=target))

    def _numbers(self) -> list[Numbers]:
        # Copies: the points go on growing while they are written.
        return [
            Numbers(run.key or self._name_in_view(), metric, points.xs.copy(), points.ys.copy())
            for run in self._curves.runs
            for metric, points in run.track.measures()
        ]

    def _name_in_view(self) -> str:
        return self._in_view.name if self._in_view else ""

    def _title(self) -> str:
        return self._curves.runs[0].title or self._name_in_view()
