"""Reads what is compared, ranked and judged anew, and writes what is taken along."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from studio.errors import StudioError
from studio.runs.folder import RunFolder
from studio.ui.background import Background
from studio.ui.evaluation.results.forest import ForestPlan, forest_svg
from studio.ui.evaluation.results.reading import Compared, Ranked, Read, judge_again, read_board, read_comparison
from studio.ui.evaluation.results.score_export import save_scores
from studio.ui.messages import Messages
from studio.ui.saving import save_text
from studio.ui.theme import LIGHT
from studio.ui.training.watching.bar import ExportKind
from studio.ui.training.watching.taking_along import file_filter, save_rendered
from studio.words import _

if TYPE_CHECKING:
    from studio.core.targets import Targets
    from studio.evaluating.leaderboard import Part, Scored
    from studio.evaluating.together import ModelKey

PAPER_WIDTH = 1000.0


class ComparingDesk(QObject):
    """Of several readings asked for, the last one is told."""

    compared = Signal(object)  # Compared
    not_comparable = Signal(object)  # StudioError
    ranked = Signal(object)  # Ranked
    judged = Signal(object)  # Read

    def __init__(
        self, project: Path, background: Background, messages: Messages, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._project, self._background, self._messages = project, background, messages
        self._wanted: tuple[RunFolder, ...] = ()
        self._asked = 0
        self._kind: ExportKind = "csv"
        self._taken: Read | None = None

    def compare(self, runs: Sequence[RunFolder], first: "ModelKey | None" = None) -> None:
        """Put the models of these evaluations side by side."""
        self._asked += 1
        project, wanted, asked = self._project, tuple(runs), self._asked
        self._background.run(
            lambda: read_comparison(project, wanted, first),
            lambda found: self._on_compared(asked, found),
            lambda error: self._on_not_comparable(asked, error),
        )

    def forget(self) -> None:
        """Tell nothing of a comparison that is still being read."""
        self._asked += 1

    def rank(self, known: "Scored | None" = None, part: "Part | None" = None, metric: str = "") -> None:
        """Put the models in order; `known` saves reading them again."""
        project = self._project
        self._background.run(lambda: read_board(project, known, part, metric), self._on_ranked, self._messages.problem)

    def set_targets(self, targets: "Targets", read: Read) -> None:
        """Store the project's targets and judge by them what is in view."""
        project = self._project
        self._background.run(lambda: _judged(project, targets, read), self.judged.emit, self._messages.problem)

    def ask_where(self, window: QWidget, kind: ExportKind, read: Read) -> None:
        """Ask for a place and write the scores there."""
        self._kind, self._taken = kind, read
        dialog = QFileDialog(window, _("Save the scores"))
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setNameFilter(file_filter(kind))
        dialog.setDefaultSuffix(kind)
        name = _("{evaluation} scores").format(evaluation=read.found.results.run.name)
        dialog.selectFile(f"{name}.{kind}")
        dialog.fileSelected.connect(self._on_place_chosen)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def save(self, kind: ExportKind, read: Read, target: Path) -> None:
        """Write the plot on white paper, or every number."""
        if kind == "csv":
            self._background.run(lambda: save_scores(read, target), self._on_saved, self._messages.problem)
            return
        write = save_rendered if kind == "png" else save_text
        svg = forest_svg(ForestPlan(read.forest, PAPER_WIDTH), LIGHT)
        self._background.run(lambda: write(svg, target), self._on_saved, self._messages.problem)

    def _on_compared(self, asked: int, found: Compared) -> None:
        if asked == self._asked:
            self.compared.emit(found)

    def _on_not_comparable(self, asked: int, error: StudioError) -> None:
        if asked == self._asked:
            self.not_comparable.emit(error)

    def _on_ranked(self, ranked: Ranked) -> None:
        self.ranked.emit(ranked)

    def _on_place_chosen(self, target: str) -> None:
        if self._taken is not None:
            self.save(self._kind, self._taken, Path(target))

    def _on_saved(self, target: Path) -> None:
        self._messages.done(_("Saved: {file}").format(file=target))


def _judged(project: Path, targets: "Targets", read: Read) -> Read:
    from studio.evaluating.targets import write_targets

    write_targets(project, targets)
    return judge_again(read, targets)
