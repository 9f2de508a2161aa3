"""The right side of the results: one evaluation, several side by side, or the leaderboard."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLabel, QStackedWidget, QVBoxLayout, QWidget

from studio.runs.folder import RunFolder
from studio.ui.background import Background
from studio.ui.controls import label
from studio.ui.evaluation.results.board_view import BoardView
from studio.ui.evaluation.results.comparing_desk import ComparingDesk
from studio.ui.evaluation.results.comparison_view import ComparisonView
from studio.ui.evaluation.results.labels.taking import PlotFiles
from studio.ui.evaluation.results.reading import Compared, Ranked, Read
from studio.ui.evaluation.results.targets_dialog import TargetsDialog
from studio.ui.evaluation.results.view import EvaluationView
from studio.ui.icons import give_icon, tint_icons
from studio.ui.messages import Messages
from studio.ui.project_context import ProjectContext
from studio.ui.theme import GRID, colours_for
from studio.ui.training.watching.bar import ExportKind
from studio.words import _


class Stage(QStackedWidget):
    """The view of the evaluation that is followed goes on being fed while another is in front."""

    evaluation_wanted = Signal(object)  # str: the name of its folder

    def __init__(self, project: ProjectContext, background: Background, messages: Messages) -> None:
        super().__init__()
        self.desk = ComparingDesk(project.path, background, messages, self)
        self.invitation, self.board = _invitation(), BoardView()
        self.view = EvaluationView(background, read_only=project.read_only)
        self.comparison = ComparisonView(background, read_only=project.read_only)
        self._plots = PlotFiles(background, messages, self)
        self._runs: tuple[RunFolder, ...] = ()
        self._ranked: Ranked | None = None
        for widget in (self.invitation, self.view, self.comparison, self.board):
            self.addWidget(widget)
        self._connect()

    def compare(self, runs: Sequence[RunFolder]) -> None:
        """Put these side by side, and that in front."""
        self._runs = tuple(runs)
        self.comparison.show_waiting(len(runs))
        self.desk.compare(runs)
        self.setCurrentWidget(self.comparison)

    def end_comparison(self) -> None:
        """There are not two any more: back to the one evaluation."""
        self.desk.forget()
        if self.currentWidget() is self.comparison:
            self.setCurrentWidget(self.view)

    def show_board(self) -> None:
        """Put the models in their order, and that in front."""
        self.desk.rank()
        self.setCurrentWidget(self.board)

    def refresh(self) -> None:
        """An evaluation began or ended: the board, while it is in front, is put in order anew."""
        if self.currentWidget() is self.board:
            board = self._ranked.board if self._ranked else None
            self.desk.rank(None, board.part if board else None, board.metric if board else "")

    def edit_targets(self) -> TargetsDialog | None:
        """Open the project's targets, with the metrics that what is in front has measured."""
        read = self._read()
        if read is None:
            return None
        from studio.assess.catalogue import info, label_of

        names = [each.metric for each in read.scores if not label_of(each.metric)]
        dialog = TargetsDialog(read.targets, [name for name in names if info(name).better != "neither"], self)
        dialog.chosen.connect(lambda targets: self.desk.set_targets(targets, read))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()
        return dialog

    def _read(self) -> Read | None:
        if self.currentWidget() is self.comparison:
            return self.comparison.compared.read if self.comparison.compared else None
        return self.view.read

    def _on_first(self, key: tuple[str, int]) -> None:
        self.desk.compare(self._runs, key)

    def _on_ranked(self, ranked: Ranked) -> None:
        self._ranked = ranked
        self.board.show_ranked(ranked)

    def _on_board_wanted(self, part: tuple[str, str], metric: str) -> None:
        self.desk.rank(self._ranked.scored if self._ranked else None, part, metric)

    def _on_judged(self, read: Read) -> None:
        """By the new targets; what is not in front is judged by them when it is read again."""
        compared = self.comparison.compared
        if compared is not None and compared.read.found is read.found:
            self.comparison.show_compared(Compared(compared.runs, read, compared.keys))
        elif self.view.read is not None and self.view.read.found.results.run == read.found.results.run:
            self.view.show_read(read)

    def _on_export(self, kind: ExportKind) -> None:
        read = self._read()
        if read is not None:
            self.desk.ask_where(self, kind, read)

    def _connect(self) -> None:
        for parts in (self.view.parts, self.comparison.parts):
            parts.targets_wanted.connect(self.edit_targets)
            parts.export_wanted.connect(self._on_export)
            parts.labels.export_wanted.connect(self._plots.ask_where)
        self.comparison.first_chosen.connect(self._on_first)
        self.board.board_wanted.connect(self._on_board_wanted)
        self.board.evaluation_wanted.connect(self.evaluation_wanted)
        self.desk.compared.connect(self.comparison.show_compared)
        self.desk.not_comparable.connect(self.comparison.show_problem)
        self.desk.ranked.connect(self._on_ranked)
        self.desk.judged.connect(self._on_judged)
        tint_icons(self, colours_for(self.palette()))


def _invitation() -> QWidget:
    """What stands where the results will be, until there are some."""
    holder, sign = QWidget(), QLabel()
    give_icon(sign, "view", "faint", 48)
    column = QVBoxLayout(holder)
    column.setSpacing(GRID)
    column.addStretch(1)
    advice = _("Tick models on the left and press Start. They answer examples that none of them has learned.")
    for widget in (sign, label(_("No evaluation yet"), "title"), label(advice, "muted")):
        column.addWidget(widget, 0, Qt.AlignmentFlag.AlignHCenter)
    column.addStretch(1)
    return holder
