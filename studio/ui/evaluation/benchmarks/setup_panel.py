"""The left column: which benchmark, from which file, which models, how many questions, and Start."""

from collections.abc import Mapping
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFileDialog, QFormLayout, QFrame, QScrollArea, QVBoxLayout, QWidget

from studio.paths import readable_name
from studio.ui.augment.parts import NumberBox
from studio.ui.controls import button, label
from studio.ui.evaluation.benchmarks.catalogue import BenchmarkList
from studio.ui.evaluation.benchmarks.presenter import (
    BenchmarkWish,
    FileLook,
    duration_words,
    file_words,
    known_benchmarks,
    obstacle,
)
from studio.ui.evaluation.results.model_list import ModelList
from studio.ui.theme import GRID
from studio.words import _

_MOST = 1_000_000
_SAID = 5


class BenchmarkSetup(QWidget):
    """Gathers a BenchmarkWish and says why it cannot start."""

    file_chosen = Signal(object)  # Path
    start_requested = Signal(object)  # BenchmarkWish

    def __init__(self, *, read_only: bool, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._read_only, self._busy = read_only, False
        self._look: FileLook | None = None
        self._pace: Mapping[str, float] = {}
        self.benchmarks = BenchmarkList(known_benchmarks())
        self.choose_file = button(_("Choose a file…"), "file")
        self.file = label("", wrap=True)
        self.models = ModelList()
        self.rows = NumberBox(_("At most so many questions"), 0, _MOST)
        self.rows.setSpecialValueText(_("all"))
        self.rows.setToolTip(_("Of more, some are drawn at random, the same ones every time."))
        self.duration = label("", "caption", wrap=True)
        self.start = button(_("Ask these questions"), "play", "primary")
        self.reason = label("", "caption", wrap=True)
        self._lay_out()
        self.benchmarks.chosen.connect(self._on_benchmark)
        self.choose_file.clicked.connect(self._on_choose_file)
        self.models.edited.connect(self._judge)
        self.rows.valueChanged.connect(self._judge)
        self.start.clicked.connect(self._on_start)
        self._judge()

    def wish(self) -> BenchmarkWish:
        """What is chosen now."""
        return BenchmarkWish(
            benchmark=self.benchmarks.benchmark,
            look=self._look,
            subjects=self.models.subjects(),
            most_rows=self.rows.value(),
            model_problem=self.models.problem(),
        )

    def show_look(self, look: FileLook) -> None:
        """What a file is; that of another benchmark leads there at once."""
        self._look = look
        wanted = self.benchmarks.benchmark.name
        if look.problem and look.fitting and wanted not in look.fitting:
            self.benchmarks.choose(look.fitting[0])
            return
        self._judge()

    def show_pace(self, pace: Mapping[str, float]) -> None:
        """Seconds a question took, by base model."""
        self._pace = pace
        self._judge()

    def show_busy(self, *, busy: bool) -> None:
        """While the questions are being copied, Start waits."""
        self._busy = busy
        self._judge()

    def _judge(self) -> None:
        wish = self.wish()
        why = obstacle(wish, read_only=self._read_only)
        self.start.setEnabled(not why and not self._busy)
        self.start.setAccessibleDescription(why)
        self.choose_file.setVisible(not wish.benchmark.shipped)
        if self._look is not None and not self._look.problem:
            self.file.setText(f"{readable_name(self._look.file.name)} · {file_words(self._look)}")
            self.file.setToolTip("\n".join(self._look.left_out[:_SAID]))
        elif self._look is not None:
            self.file.setText(readable_name(self._look.file.name))
        self.file.setVisible(self._look is not None and not wish.benchmark.shipped)
        for line, words in ((self.reason, why), (self.duration, duration_words(wish, self._pace))):
            line.setText(words)
            line.setVisible(bool(words))

    def _on_benchmark(self) -> None:
        looked, self._look = self._look, None
        self._judge()
        # A file with questions of several benchmarks' form is read once more as this one's.
        if looked is not None and self.benchmarks.benchmark.name in looked.fitting:
            self.file_chosen.emit(looked.file)

    def _on_choose_file(self) -> None:
        dialog = QFileDialog(self, _("Choose the file of the benchmark"))
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.fileSelected.connect(self._on_file)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _on_file(self, name: str) -> None:
        self.file_chosen.emit(Path(name))

    def _on_start(self) -> None:
        self.start_requested.emit(self.wish())

    def _lay_out(self) -> None:
        inner = QWidget()
        column = QVBoxLayout(inner)
        column.setContentsMargins(2 * GRID, 2 * GRID, 2 * GRID, GRID)
        column.setSpacing(GRID)
        column.addWidget(label(_("Benchmarks"), "title"))
        column.addWidget(label(_("From files on this machine; nothing is downloaded."), "caption", wrap=True))
        column.addWidget(self.benchmarks)
        column.addWidget(self.choose_file)
        column.addWidget(self.file)
        column.addWidget(label(_("Models"), "heading"))
        column.addWidget(self.models)
        form = QFormLayout()
        form.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapLongRows)
        form.addRow(label(_("At most so many questions"), "muted"), self.rows)
        column.addLayout(form)
        column.addStretch(1)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setWidget(inner)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(scroll, 1)
        foot = QVBoxLayout()
        foot.setContentsMargins(2 * GRID, GRID, 2 * GRID, 2 * GRID)
        foot.setSpacing(GRID // 2)
        foot.addWidget(self.duration)
        foot.addWidget(self.start)
        foot.addWidget(self.reason)
        whole.addLayout(foot)
