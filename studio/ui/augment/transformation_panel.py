"""The left column: which transformations may be used, and how variants are made of them."""

from collections.abc import Sequence
from itertools import pairwise

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QGridLayout, QLabel, QSpinBox, QVBoxLayout, QWidget

from studio.core.augmentation import AugmentationPlan, Chosen
from studio.text.augment.transformation import Info
from studio.ui.augment.parts import NumberBox, scrolled
from studio.ui.augment.transformation_row import TransformationRow
from studio.ui.augment.words import STRENGTHS, TOUCHES
from studio.ui.controls import button, label
from studio.ui.flow import FlowLayout
from studio.ui.icons import tint_icons
from studio.ui.theme import GRID, colours_for
from studio.words import _

MOST_COMBINED, MOST_PER_PARENT = 5, 100
LARGEST_SEED = 2**31 - 1
"""Of the box; a larger one comes from a file only, and stays until another is typed."""


class TransformationPanel(QWidget):
    """Writes its part of a plan; the rest of the plan passes through."""

    edited = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.rows: dict[str, TransformationRow] = {}
        self._unknown: tuple[Chosen, ...] = ()
        self._seed = 0
        self.careful, self.broad = button(_("Careful")), button(_("Broad"))
        self.careful.setToolTip(_("Wording only, a little of each."))
        self.broad.setToolTip(_("All that leaves the findings as they are, at medium strength."))
        self.none = button(_("Choose none"), role="quiet")
        self.combine = NumberBox(_("Combine up to"), 1, MOST_COMBINED)
        self.per_parent = NumberBox(_("Variants per example, at most"), 1, MOST_PER_PARENT)
        self.seed = NumberBox(_("Seed"), 0, LARGEST_SEED)
        self.only_approved = QCheckBox(_("Approved examples only"))
        self.full_check = QCheckBox(_("Full check"))
        self._groups = QVBoxLayout()
        self._groups.setSpacing(GRID + GRID // 2)
        self._lay_out()
        self._connect()

    def show_catalogue(self, infos: Sequence[Info]) -> None:
        """List the transformations there are, grouped by what they touch."""
        self._clear()
        for touches, (title, about) in TOUCHES.items():
            group = [each for each in infos if each.touches == touches]
            if not group:
                continue
            self._groups.addWidget(_group_head(_(title), _(about)))
            for info in group:
                row = self.rows[info.key] = TransformationRow(info)
                row.edited.connect(self.edited)
                self._groups.addWidget(row)
        self._order_tabs()
        tint_icons(self, colours_for(self.palette()))

    def show_plan(self, plan: AugmentationPlan) -> None:
        """Show a plan, and tell nobody."""
        chosen = {each.key: each for each in plan.transformations}
        self._unknown = tuple(each for each in plan.transformations if each.key not in self.rows)
        for key, row in self.rows.items():
            row.show_chosen(chosen.get(key))
        self._seed = plan.seed
        boxes = ((self.combine, plan.combine), (self.per_parent, plan.per_parent), (self.seed, plan.seed))
        for box, value in boxes:
            box.show_value(min(value, box.maximum()))
        for check, on in ((self.only_approved, plan.only_approved), (self.full_check, plan.full_check)):
            check.blockSignals(True)
            check.setChecked(on)
            check.blockSignals(False)

    def written_into(self, plan: AugmentationPlan) -> AugmentationPlan:
        """The plan with what is chosen here; a transformation that is not listed stays as it was."""
        chosen = tuple(each for row in self.rows.values() if (each := row.chosen()) is not None)
        return plan.model_copy(
            update={
                "transformations": (*chosen, *self._unknown),
                "combine": self.combine.value(),
                "per_parent": self.per_parent.value(),
                "only_approved": self.only_approved.isChecked(),
                "full_check": self.full_check.isChecked(),
                "seed": self._seed,
            }
        )

    def _lay_out(self) -> None:
        content = QWidget()
        column = QVBoxLayout(content)
        column.setContentsMargins(2 * GRID, 2 * GRID, 2 * GRID, 2 * GRID)
        column.setSpacing(GRID)
        column.addWidget(label(_("Transformations"), "title"))
        choices = FlowLayout()
        for each in (self.careful, self.broad, self.none):
            choices.addWidget(each)
        column.addLayout(choices)
        column.addLayout(self._groups)
        column.addSpacing(GRID)
        column.addWidget(label(_("How variants are made"), "heading"))
        column.addLayout(self._numbers())
        column.addWidget(self.only_approved)
        column.addWidget(self.full_check)
        about = _("A second, independent opinion on every finding: fewer wrong variants, many times slower.")
        cost = label(about, "caption", wrap=True)
        cost.setContentsMargins(2 * GRID + 6, 0, 0, 0)
        column.addWidget(cost)
        column.addStretch(1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(scrolled(content))

    def _numbers(self) -> QGridLayout:
        grid = QGridLayout()
        grid.setHorizontalSpacing(GRID)
        grid.setVerticalSpacing(GRID // 2)
        grid.setColumnStretch(0, 1)
        boxes: tuple[tuple[QSpinBox, str], ...] = (
            (self.combine, _("At most so many transformations make one variant.")),
            (self.per_parent, _("Those made earlier count too: no example is used too often.")),
            (self.seed, _("The same seed, examples and choices give the same variants.")),
        )
        for at, (box, about) in enumerate(boxes):
            title: QLabel = label(box.accessibleName(), wrap=True)
            title.setTextInteractionFlags(Qt.TextInteractionFlag.NoTextInteraction)
            title.setBuddy(box)
            for each in (title, box):
                each.setToolTip(about)
            grid.addWidget(title, at, 0)
            grid.addWidget(box, at, 1)
        return grid

    def _connect(self) -> None:
        self.careful.clicked.connect(self._on_careful)
        self.broad.clicked.connect(self._on_broad)
        self.none.clicked.connect(self._on_none)
        self.seed.valueChanged.connect(self._on_seed)
        for box in (self.combine, self.per_parent, self.seed):
            box.valueChanged.connect(self.edited)
        for check in (self.only_approved, self.full_check):
            check.toggled.connect(self.edited)

    def _order_tabs(self) -> None:
        """The list is made after what stands below it."""
        listed = (widget for row in self.rows.values() for widget in (row.check, row.fold, row.slider))
        for before, after in pairwise((self.none, *listed, self.combine)):
            QWidget.setTabOrder(before, after)

    def _clear(self) -> None:
        self.rows = {}
        while (item := self._groups.takeAt(0)) is not None:
            if (gone := item.widget()) is not None:
                gone.hide()
                gone.deleteLater()

    def _choose(self, strengths: dict[str, float]) -> None:
        for key, row in self.rows.items():
            row.show_chosen(Chosen(key=key, strength=strengths[key]) if key in strengths else None)
        self.edited.emit()

    def _on_careful(self) -> None:
        low = STRENGTHS[0][0]
        self._choose({key: low for key, row in self.rows.items() if row.info.touches == "wording"})

    def _on_broad(self) -> None:
        medium = STRENGTHS[1][0]
        # A change of the findings, and of the answer with them, is a choice of its own.
        self._choose({key: medium for key, row in self.rows.items() if row.info.touches != "finding"})

    def _on_none(self) -> None:
        self._choose({})

    def _on_seed(self, seed: int) -> None:
        self._seed = seed


def _group_head(title: str, about: str) -> QWidget:
    head = QWidget()
    column = QVBoxLayout(head)
    column.setContentsMargins(0, GRID, 0, 0)
    column.setSpacing(2)
    column.addWidget(label(title, "heading"))
    column.addWidget(label(about, "caption", wrap=True))
    return head
