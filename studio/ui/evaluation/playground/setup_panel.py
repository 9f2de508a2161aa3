"""The right column of the Playground: which models are asked, and how they answer."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QCheckBox, QDoubleSpinBox, QFileDialog, QHBoxLayout, QVBoxLayout, QWidget

from studio.core.evaluation import Subject
from studio.ui.adapter_base import with_bases
from studio.ui.augment.parts import BOX_WIDTH, NumberBox, scrolled
from studio.ui.controls import ExactTextEdit, Picker, button, label
from studio.ui.evaluation.playground.sure_legend import SureLegend
from studio.ui.evaluation.playground.wishes import MINUTES, OWN_CHOICE, Choices, TalkWish
from studio.ui.flow import FlowLayout
from studio.ui.formats import integer
from studio.ui.theme import GRID
from studio.words import _, ngettext

LARGEST_SEED = 2**31 - 1
LONGEST = 4096
_SYSTEM_HEIGHT = 10 * GRID


class SetupPanel(QWidget):
    """Tells what is chosen; shows what the presenter says."""

    run_chosen = Signal(str)
    pair_chosen = Signal(object)  # tuple[Subject, ...]
    path_chosen = Signal(str, object)  # tuple[str, ...]: what an adapter is put on
    wish_edited = Signal()
    minutes_chosen = Signal(int)
    release_wanted = Signal()
    clear_wanted = Signal()
    tint_wanted = Signal(bool)

    def __init__(self, minutes: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.run = Picker(_("What to compare"))
        self.left, self.right = Picker(_("Left model")), Picker(_("Right model"))
        self.folder = button(_("Model folder…"), "folder", "quiet")
        self.file = button(_("GGUF file…"), "file", "quiet")
        self.system = ExactTextEdit()
        self.system.setAccessibleName(_("System prompt"))
        self.system.setPlaceholderText(_("None"))
        self.system.setTabChangesFocus(True)
        self.system.setFixedHeight(_SYSTEM_HEIGHT)
        self.temperature = _TemperatureBox()
        self.seed = NumberBox(_("Seed"), 0, LARGEST_SEED)
        self.longest = NumberBox(_("Longest answer (tokens)"), 1, LONGEST)
        self.remembers = QCheckBox(_("Remember the conversation"))
        self.remembers.setToolTip(
            _("Each model reads what was said with it before. Without it every question is a new conversation.")
        )
        self.sure = QCheckBox(_("Show how sure the model was"))
        self.legend = SureLegend()
        self.legend.hide()
        self.minutes = Picker(_("Keep the models in memory"))
        self.release = button(_("Take them out of memory now"), role="quiet")
        self.clear = button(_("New conversation"), "refresh")
        self._lay_out()
        self._fill_minutes(minutes)
        self._connect()

    def wish(self) -> TalkWish:
        """How answers are to be given now."""
        return TalkWish(
            system=self.system.exact_text(),
            temperature=round(self.temperature.value(), 2),
            seed=self.seed.value(),
            longest=self.longest.value(),
            remembers=self.remembers.isChecked(),
        )

    def show_wish(self, wish: TalkWish) -> None:
        """Show a wish, and tell nobody."""
        for box in (self.system, self.temperature, self.remembers):
            box.blockSignals(True)
        self.system.give(wish.system)
        self.temperature.setValue(wish.temperature)
        self.remembers.setChecked(wish.remembers)
        for box in (self.system, self.temperature, self.remembers):
            box.blockSignals(False)
        self.seed.show_value(wish.seed)
        self.longest.show_value(wish.longest)
        self._show_drawing()

    def show_choices(self, choices: Choices, run: str, pair: Sequence[Subject]) -> None:
        """The models that there are, and what is chosen; tells nobody."""
        self.run.clear()
        for each in choices.runs:
            self.run.addItem(_("{run}: before and after").format(run=each.title), each.name)
        self.run.addItem(_("Models of your choice"), OWN_CHOICE)
        self.run.setCurrentIndex(max(0, self.run.findData(run)))
        self._own.setVisible(run == OWN_CHOICE)
        for at, picker in enumerate((self.left, self.right)):
            picker.clear()
            if at:
                picker.addItem(_("No second model"), None)
            known = dict.fromkeys((*choices.models, *pair))
            for subject in known:
                picker.addItem(subject.title, subject)
            wanted = pair[at] if at < len(pair) else None
            here = [picker.itemData(place) for place in range(picker.count())]
            picker.setCurrentIndex(here.index(wanted) if wanted in here else 0)

    def choose_path(self, path: str) -> None:
        """A folder or a file; what an adapter is put on may have to be asked for."""
        with_bases(self, path, lambda bases: self.path_chosen.emit(path, bases))

    def show_busy(self, busy: bool) -> None:
        """While a model is asked, the models and the conversation stay."""
        for each in (self.run, self.left, self.right, self.folder, self.file, self.clear, self.release):
            each.setEnabled(not busy)

    def _lay_out(self) -> None:
        self._own = QWidget()
        own = QVBoxLayout(self._own)
        own.setContentsMargins(0, 0, 0, 0)
        own.setSpacing(GRID // 2)
        for picker in (self.left, self.right):
            _shrinking(picker)
            own.addLayout(_titled(picker))
        paths = FlowLayout()
        for each in (self.folder, self.file):
            paths.addWidget(each)
        own.addLayout(paths)
        for picker in (self.run, self.minutes):
            _shrinking(picker)
        content = QWidget()
        column = QVBoxLayout(content)
        column.setContentsMargins(2 * GRID, 2 * GRID, 2 * GRID, GRID)
        column.setSpacing(GRID)
        column.addWidget(label(_("Models"), "title"))
        column.addLayout(_titled(self.run))
        column.addWidget(self._own)
        column.addLayout(_titled(self.system))
        for number in (self.temperature, self.seed, self.longest):
            column.addLayout(_line(number))
        self._drawing = label("", "caption", wrap=True)
        column.addWidget(self._drawing)
        column.addWidget(self.remembers)
        column.addWidget(self.sure)
        column.addWidget(self.legend)
        column.addLayout(_titled(self.minutes))
        column.addWidget(self.release, 0, Qt.AlignmentFlag.AlignLeft)
        column.addStretch(1)
        foot = QVBoxLayout()
        foot.setContentsMargins(2 * GRID, GRID, 2 * GRID, 2 * GRID)
        foot.setSpacing(GRID)
        stored = _("Nothing said here is stored. Only what you add to the data or keep as a prompt goes to the disk.")
        foot.addWidget(label(stored, "caption", wrap=True))
        foot.addWidget(self.clear)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(scrolled(content), 1)
        whole.addLayout(foot)

    def _fill_minutes(self, minutes: int) -> None:
        for each in sorted({*MINUTES, minutes}):
            words = ngettext("{count} minute after the last answer", "{count} minutes after the last answer", each)
            self.minutes.addItem(words.format(count=integer(each)), each)
        self.minutes.setCurrentIndex(self.minutes.findData(minutes))

    def _connect(self) -> None:
        self.run.activated.connect(self._on_run)
        for picker in (self.left, self.right):
            picker.activated.connect(self._on_pair)
        self.folder.clicked.connect(self._on_folder)
        self.file.clicked.connect(self._on_file)
        self.system.textChanged.connect(self.wish_edited)
        for box in (self.temperature, self.seed, self.longest):
            box.valueChanged.connect(self.wish_edited)
        self.remembers.toggled.connect(self.wish_edited)
        self.temperature.valueChanged.connect(self._show_drawing)
        self.sure.toggled.connect(self.legend.setVisible)
        self.sure.toggled.connect(self.tint_wanted)
        self.minutes.activated.connect(self._on_minutes)
        self.release.clicked.connect(self.release_wanted)
        self.clear.clicked.connect(self.clear_wanted)

    def _show_drawing(self) -> None:
        drawn = self.temperature.value() > 0
        self.seed.setEnabled(drawn)
        self._drawing.setText(
            _("Words are drawn; the same seed draws the same ones.")
            if drawn
            else _("0: always the likeliest word, so always the same answer.")
        )

    def _on_run(self) -> None:
        self.run_chosen.emit(self.run.currentData())

    def _on_pair(self) -> None:
        chosen = (self.left.currentData(), self.right.currentData())
        self.pair_chosen.emit(tuple(each for each in chosen if each is not None))

    def _on_minutes(self) -> None:
        self.minutes_chosen.emit(self.minutes.currentData())

    def _on_folder(self) -> None:
        dialog = QFileDialog(self, _("Choose a model folder"))
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        self._open(dialog)

    def _on_file(self) -> None:
        dialog = QFileDialog(self, _("Choose a GGUF file"))
        dialog.setNameFilter(_("GGUF models") + " (*.gguf)")
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        self._open(dialog)

    def _open(self, dialog: QFileDialog) -> None:
        dialog.fileSelected.connect(self.choose_path)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()


class _TemperatureBox(QDoubleSpinBox):
    """Scrolling past does not change it."""

    def __init__(self) -> None:
        super().__init__()
        self.setRange(0, 2)
        self.setSingleStep(0.1)
        self.setDecimals(2)
        self.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.setAccessibleName(_("Freedom (temperature)"))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setFixedWidth(BOX_WIDTH)
        self.lineEdit().setTextMargins(0, 0, GRID // 2, 0)

    def wheelEvent(self, event: QWheelEvent) -> None:
        if self.hasFocus():
            super().wheelEvent(event)
        else:
            event.ignore()


def _shrinking(picker: Picker) -> None:
    """A long title is cut instead of widening the column."""
    picker.setSizeAdjustPolicy(Picker.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
    picker.setMinimumContentsLength(12)


def _titled(box: QWidget) -> QVBoxLayout:
    column = QVBoxLayout()
    column.setSpacing(GRID // 2)
    title = label(box.accessibleName(), "caption")
    title.setBuddy(box)
    column.addWidget(title)
    column.addWidget(box)
    return column


def _line(box: QWidget) -> QHBoxLayout:
    line = QHBoxLayout()
    title = label(box.accessibleName())
    title.setWordWrap(True)
    title.setBuddy(box)
    line.addWidget(title, 1)
    line.addWidget(box)
    return line
