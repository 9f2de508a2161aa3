"""Sharing rows among training, validation and test: shares, what stays together, and what would come of it."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QCheckBox, QFormLayout, QHBoxLayout, QSpinBox, QWidget

from studio.data.records import Changes, Dataset
from studio.errors import StudioError
from studio.ui.background import Background
from studio.ui.controls import Picker, button, label
from studio.ui.data.dialogs.lock_row import LockRow
from studio.ui.data.dialogs.share_table import ShareTable
from studio.ui.data.dialogs.split_choices import LARGEST_SEED, fill_group, fill_stratify, number_box
from studio.ui.data.undoing import undo_offers
from studio.ui.dialogs import PlainDialog
from studio.ui.formats import examples, integer
from studio.ui.messages import Messages
from studio.ui.project_context import Made, ProjectContext
from studio.ui.theme import GRID
from studio.words import N_, _, ngettext

if TYPE_CHECKING:
    from studio.data.project import Project
    from studio.data.splitting import SplitPlan, SplitPreview

LOOK_AFTER_MS = 250
WHOLE = 100
SHARES = ((70, 15, 15), (80, 10, 10), (80, 20, 0))
_SHARE_NAMES = (N_("Training"), N_("Validation"), N_("Test"))


class SplitDialog(PlainDialog):
    """Every change of the plan is previewed; nothing is moved before the button is pressed."""

    folds_wanted = Signal()

    def __init__(
        self,
        project: ProjectContext,
        background: Background,
        messages: Messages,
        dataset: Dataset,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(
            _("Split “{name}”").format(name=dataset.name),
            _("What is trained on may not be what is tested on: rows of one family always go together."),
            parent,
        )
        self._project, self._background, self._messages = project, background, messages
        self._dataset = dataset
        self._plan: SplitPlan | None = None
        self.setMinimumWidth(680)
        self.shares = tuple(_share_box(_(name)) for name in _SHARE_NAMES)
        self.seed = number_box(0, LARGEST_SEED)
        self.stratify, self.group = Picker(_("In equal shares")), Picker(_("Kept together"))
        self.only_unassigned = QCheckBox(_("Rows that have a split keep it"))
        self.keep_test = QCheckBox(_("The test split stays as it is"))
        self._about, self.table = label("", "muted", wrap=True), ShareTable()
        self.lock = LockRow(project, background, messages, dataset)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(LOOK_AFTER_MS)
        self._pause.timeout.connect(self._look)
        self._lay_out()
        self._fill()
        self._connect()
        self._look()

    def use_shares(self, train: int, validation: int, test: int) -> None:
        """Put these per cent into the fields."""
        for box, value in zip(self.shares, (train, validation, test), strict=True):
            box.setValue(value)

    def about_text(self) -> str:
        """What would move, or why nothing can."""
        return self._about.text()

    def _lay_out(self) -> None:
        form = QFormLayout()
        form.setVerticalSpacing(GRID + GRID // 2)
        form.setHorizontalSpacing(2 * GRID)
        form.addRow(_("Shares"), self._share_line())
        form.addRow("", self._preset_line())
        form.addRow(_("In equal shares"), self.stratify)
        form.addRow(_("Kept together"), self.group)
        self.seed.setAccessibleName(_("Seed"))
        form.addRow(_("Seed"), self.seed)
        form.addRow("", self.only_unassigned)
        form.addRow("", self.keep_test)
        self.column.addLayout(form)
        self.column.addWidget(self.table)
        self.column.addWidget(self._about)
        self.column.addWidget(self.lock)
        self.close_button, self.apply_button = button(_("Close")), button(_("Share out"), role="primary")
        self.folds_button = button(_("Folds for cross-validation…"), role="quiet")
        self.close_button.clicked.connect(self.reject)
        self.add_buttons(self.folds_button, self.close_button, self.apply_button)

    def _share_line(self) -> QHBoxLayout:
        line = QHBoxLayout()
        line.setSpacing(GRID)
        for name, box in zip(_SHARE_NAMES, self.shares, strict=True):
            line.addWidget(label(_(name), "muted"))
            line.addWidget(box)
        line.addStretch(1)
        return line

    def _preset_line(self) -> QHBoxLayout:
        line = QHBoxLayout()
        line.setSpacing(GRID)
        for shares in SHARES:
            preset = button(" / ".join(map(str, shares)))
            preset.setAutoDefault(False)
            preset.clicked.connect(self._using(shares))
            line.addWidget(preset)
        line.addStretch(1)
        return line

    def _using(self, shares: tuple[int, int, int]) -> Callable[[], None]:
        return lambda: self.use_shares(*shares)

    def _fill(self) -> None:
        from studio.data.locking import test_lock
        from studio.data.split import SEED

        self.use_shares(*SHARES[0])
        self.seed.setValue(SEED)
        fill_stratify(self.stratify, self._project, self._dataset)
        fill_group(self.group, self._project, self._dataset)
        # What is locked can only stay as it is: that is no reason to begin with a refusal.
        self.keep_test.setChecked(test_lock(self._project.reader, self._dataset.id) is not None)

    def _connect(self) -> None:
        for box in (*self.shares, self.seed):
            box.valueChanged.connect(self._on_edited)
        for picker in (self.stratify, self.group):
            picker.currentIndexChanged.connect(self._on_edited)
        for check in (self.only_unassigned, self.keep_test):
            check.toggled.connect(self._on_edited)
        self.lock.changed.connect(self._on_edited)
        self.apply_button.clicked.connect(self._on_apply)
        self.folds_button.clicked.connect(self._on_folds)

    def _on_edited(self) -> None:
        self.apply_button.setEnabled(False)
        self._plan = None
        self._pause.start()

    def _wanted(self) -> "SplitPlan":
        from studio.data.splitting import SplitPlan

        train, validation, test = (box.value() / WHOLE for box in self.shares)
        return SplitPlan(
            train,
            validation,
            test,
            self.seed.value(),
            self.stratify.currentData(),
            self.group.currentData(),
            only_unassigned=self.only_unassigned.isChecked(),
            keep_test=self.keep_test.isChecked(),
        )

    def _look(self) -> None:
        plan, path, dataset_id = self._wanted(), self._project.path, self._dataset.id
        self._plan = plan
        self._background.run(lambda: (plan, _preview(path, dataset_id, plan)), self._on_looked, self._on_look_failed)

    def _on_looked(self, answer: "tuple[SplitPlan, SplitPreview]") -> None:
        plan, preview = answer
        if plan is not self._plan:
            return
        self.table.show_shares(preview.counts, preview.by_stratum)
        moved = ngettext(
            "{count} example would change its split.", "{count} examples would change their split.", preview.moved
        )
        groups = ngettext("{count} group stays together.", "{count} groups stay together.", preview.groups)
        self._about.setText(
            f"{moved.format(count=integer(preview.moved))} {groups.format(count=integer(preview.groups))}"
        )
        self.apply_button.setEnabled(preview.moved > 0 and not self._project.read_only)
        QTimer.singleShot(0, self, self.make_room)

    def _on_look_failed(self, error: StudioError) -> None:
        self.table.show_shares({}, {})
        self._about.setText("\n".join(filter(None, (error.message, error.hint))))
        QTimer.singleShot(0, self, self.make_room)

    def _on_apply(self) -> None:
        plan, dataset_id = self._plan, self._dataset.id
        if plan is not None:
            self.apply_button.setEnabled(False)
            self._project.make(lambda writer: _apply(writer, dataset_id, plan), self._on_applied, self._on_look_failed)

    def _on_applied(self, made: Made) -> None:
        project, messages = self._project, self._messages
        project.announce(made.changes)
        messages.done(made.changes.label, examples(self._dataset.rows), *undo_offers(project, messages, made))
        self.accept()

    def _on_folds(self) -> None:
        self.accept()
        self.folds_wanted.emit()


def _share_box(name: str) -> QSpinBox:
    box = number_box(0, WHOLE)
    box.setMinimumWidth(72)
    box.setSuffix(" %")
    box.setAccessibleName(name)
    return box


def _preview(path: Path, dataset_id: int, plan: "SplitPlan") -> "SplitPreview":
    from studio.data.project import ProjectReader
    from studio.data.splitting import preview_split

    with ProjectReader(path) as reader:
        return preview_split(reader, dataset_id, plan)


def _apply(writer: "Project", dataset_id: int, plan: "SplitPlan") -> Changes:
    from studio.data.splitting import apply_split

    return apply_split(writer, dataset_id, plan)
