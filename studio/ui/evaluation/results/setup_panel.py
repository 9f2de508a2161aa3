"""The left column's upper part: what the next evaluation shall be, and Start."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QDoubleSpinBox,
    QFormLayout,
    QFrame,
    QPlainTextEdit,
    QScrollArea,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from studio.core.evaluation import Decoding
from studio.ui.augment.parts import BOX_WIDTH, NumberBox
from studio.ui.controls import Picker, button, label
from studio.ui.evaluation.results.model_list import ModelList
from studio.ui.evaluation.results.wish import DatasetParts, EvaluationWish, Part, caution, count_words, obstacle
from studio.ui.theme import GRID, set_role
from studio.words import _

_LONGEST, _TIMED, _SYSTEM_LINES = 32_768, 20, 3


class EvaluationSetup(QWidget):
    """Gathers an EvaluationWish and says why it cannot start."""

    start_requested = Signal(object)  # EvaluationWish

    def __init__(self, *, read_only: bool, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._read_only, self._busy = read_only, False
        self._data: list[DatasetParts] = []
        self.dataset, self.part = Picker(_("Examples")), Picker(_("Part"))
        self.dataset.setSizeAdjustPolicy(Picker.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        parts: tuple[tuple[Part, str], ...] = (
            ("test", _("Test")),
            ("validation", _("Validation")),
            ("train", _("Training")),
            ("all", _("All parts")),
        )
        for key, name in parts:
            self.part.addItem(name, key)
        self.counts, self.caution = label("", "caption", wrap=True), label("", "caution", wrap=True)
        self.models = ModelList()
        self.more = QToolButton()
        self.options = _Options()
        self.start = button(_("Start evaluation"), "play", "primary")
        self.reason = label("", "caption", wrap=True)
        self._lay_out()
        self._connect()
        self._judge()

    def wish(self) -> EvaluationWish:
        """What is chosen now."""
        return EvaluationWish(
            data=next((each for each in self._data if each.id == self.dataset.currentData()), None),
            part=self.part.currentData(),
            subjects=self.models.subjects(),
            decoding=self.options.decoding(),
            most_rows=self.options.rows.value(),
            timed_rows=self.options.timed.value(),
            model_problem=self.models.problem(),
        )

    def show_data(self, data: Sequence[DatasetParts]) -> None:
        """The data sets to choose from; the choice stays while its data set exists."""
        chosen = self.dataset.currentData()
        self._data = list(data)
        blocked = self.dataset.blockSignals(True)
        self.dataset.clear()
        for each in data:
            self.dataset.addItem(each.name, each.id)
        self.dataset.setCurrentIndex(max(0, self.dataset.findData(chosen)))
        self.dataset.blockSignals(blocked)
        self._judge()

    def show_busy(self, *, busy: bool) -> None:
        """While the rows are being frozen, Start waits."""
        self._busy = busy
        self._judge()

    def _judge(self) -> None:
        wish = self.wish()
        why = obstacle(wish, read_only=self._read_only)
        self.start.setEnabled(not why and not self._busy)
        self.start.setAccessibleDescription(why)
        for line, words in ((self.reason, why), (self.caution, caution(wish)), (self.counts, count_words(wish))):
            line.setText(words)
            line.setVisible(bool(words))

    def _connect(self) -> None:
        self.dataset.currentIndexChanged.connect(self._judge)
        self.part.currentIndexChanged.connect(self._judge)
        self.models.edited.connect(self._judge)
        self.more.toggled.connect(self._on_more)
        self.start.clicked.connect(self._on_start)

    def _on_more(self, wanted: bool) -> None:
        self.options.setVisible(wanted)
        self.more.setArrowType(Qt.ArrowType.DownArrow if wanted else Qt.ArrowType.RightArrow)

    def _on_start(self) -> None:
        self.start_requested.emit(self.wish())

    def _lay_out(self) -> None:
        inner = QWidget()
        column = QVBoxLayout(inner)
        column.setContentsMargins(2 * GRID, 2 * GRID, 2 * GRID, GRID)
        column.setSpacing(GRID)
        column.addWidget(label(_("New evaluation"), "title"))
        form = QFormLayout()
        form.setHorizontalSpacing(2 * GRID)
        form.addRow(label(_("Examples"), "muted"), self.dataset)
        form.addRow(label(_("Part"), "muted"), self.part)
        column.addLayout(form)
        column.addWidget(self.counts)
        column.addWidget(self.caution)
        column.addWidget(label(_("Models"), "heading"))
        column.addWidget(self.models)
        self.more.setText(_("Options"))
        self.more.setCheckable(True)
        self.more.setArrowType(Qt.ArrowType.RightArrow)
        self.more.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        set_role(self.more, "quiet")
        self.options.hide()
        column.addWidget(self.more)
        column.addWidget(self.options)
        column.addStretch(1)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setWidget(inner)
        scroll.viewport().setAutoFillBackground(False)
        inner.setAutoFillBackground(False)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(scroll, 1)
        foot = QVBoxLayout()
        foot.setContentsMargins(2 * GRID, GRID, 2 * GRID, 2 * GRID)
        foot.setSpacing(GRID // 2)
        foot.addWidget(self.start)
        foot.addWidget(self.reason)
        whole.addLayout(foot)


class _Options(QWidget):
    """How answers are drawn, and how many."""

    def __init__(self) -> None:
        super().__init__()
        standard = Decoding()
        self.longest = NumberBox(_("Longest answer, in tokens"), 1, _LONGEST)
        self.longest.setValue(standard.max_new_tokens)
        self.rows = NumberBox(_("At most so many examples"), 0, 1_000_000)
        self.rows.setSpecialValueText(_("all"))
        self.rows.setToolTip(_("Of more, some are drawn at random, the same ones every time."))
        self.timed = NumberBox(_("Answers timed one by one"), 0, 1_000)
        self.timed.setValue(_TIMED)
        self.timed.setToolTip(_("A person waits for one answer; many at once say nothing about that."))
        self.temperature = QDoubleSpinBox()
        self.temperature.setRange(0.0, 2.0)
        self.temperature.setSingleStep(0.1)
        self.temperature.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.temperature.setFixedWidth(BOX_WIDTH)
        self.temperature.setAccessibleName(_("Temperature"))
        self.temperature.setToolTip(_("0 gives the likeliest answer, the same one every time."))
        self.system = QPlainTextEdit()
        self.system.setAccessibleName(_("System prompt"))
        self.system.setPlaceholderText(_("That of each example"))
        self.system.setTabChangesFocus(True)
        self.system.setFixedHeight(_SYSTEM_LINES * self.fontMetrics().lineSpacing() + 2 * GRID)
        form = QFormLayout(self)
        form.setContentsMargins(0, 0, 0, 0)
        form.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapLongRows)
        for words, field in (
            (_("Longest answer, in tokens"), self.longest),
            (_("Temperature"), self.temperature),
            (_("At most so many examples"), self.rows),
            (_("Answers timed one by one"), self.timed),
        ):
            form.addRow(label(words, "muted"), field)
        form.addRow(label(_("System prompt"), "muted"))
        form.addRow(self.system)

    def decoding(self) -> Decoding:
        """As it is set now."""
        return Decoding(
            max_new_tokens=self.longest.value(),
            temperature=self.temperature.value(),
            system=self.system.toPlainText().strip(),
        )
