"""Folds for cross-validation: how many, and how many rows each has."""

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QFormLayout, QWidget

from studio.data.records import Changes, Dataset
from studio.errors import StudioError
from studio.ui.background import Background
from studio.ui.controls import Picker, button, label
from studio.ui.data.dialogs.split_choices import LARGEST_SEED, fill_group, fill_stratify, number_box
from studio.ui.dialogs import PlainDialog
from studio.ui.formats import integer
from studio.ui.messages import Messages
from studio.ui.project_context import ProjectContext
from studio.ui.theme import GRID
from studio.words import _

if TYPE_CHECKING:
    from studio.data.project import Project
    from studio.data.strata import Stratify

USUAL_FOLDS, MOST_FOLDS = 5, 20


class FoldsDialog(PlainDialog):
    """Shares training and validation among k folds; the test split takes no part."""

    def __init__(
        self,
        project: ProjectContext,
        background: Background,
        messages: Messages,
        dataset: Dataset,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(
            _("Folds for cross-validation"),
            _(
                "The rows of training and validation are shared among folds of about equal size; each is the "
                "validation once. Families stay together, and the test split takes no part."
            ),
            parent,
        )
        self._project, self._background, self._messages, self._dataset = project, background, messages, dataset
        self.setMinimumWidth(560)
        self.folds, self.seed = number_box(2, MOST_FOLDS), number_box(0, LARGEST_SEED)
        self.folds.setValue(USUAL_FOLDS)
        self.stratify, self.group = Picker(_("In equal shares")), Picker(_("Kept together"))
        self._counts, self._trouble = label("", "muted", wrap=True), label("", "caution", wrap=True)
        form = QFormLayout()
        form.setVerticalSpacing(GRID + GRID // 2)
        form.setHorizontalSpacing(2 * GRID)
        for name, field in (
            (_("Number of folds"), self.folds),
            (_("In equal shares"), self.stratify),
            (_("Kept together"), self.group),
            (_("Seed"), self.seed),
        ):
            field.setAccessibleName(name)
            form.addRow(name, field)
        self.column.addLayout(form)
        self.column.addWidget(self._counts)
        self.column.addWidget(self._trouble)
        self._trouble.hide()
        close, self.apply_button = button(_("Close")), button(_("Share into folds"), role="primary")
        close.clicked.connect(self.reject)
        self.apply_button.clicked.connect(self._on_apply)
        self.apply_button.setEnabled(not project.read_only)
        self.add_buttons(close, self.apply_button)
        self._fill()
        self._count()

    def counts_text(self) -> str:
        """How many rows each fold has."""
        return self._counts.text()

    def _fill(self) -> None:
        from studio.data.split import SEED

        self.seed.setValue(SEED)
        fill_stratify(self.stratify, self._project, self._dataset)
        fill_group(self.group, self._project, self._dataset)

    def _count(self) -> None:
        path, dataset_id = self._project.path, self._dataset.id
        self._background.run(lambda: _counted(path, dataset_id), self._on_counted, self._messages.problem)

    def _on_counted(self, counts: dict[int, int]) -> None:
        if counts:
            listed = " · ".join(integer(count) for _fold, count in sorted(counts.items()))
            self._counts.setText(_("Rows in each fold: {counts}").format(counts=listed))
        else:
            self._counts.setText(_("There are no folds yet."))

    def _on_apply(self) -> None:
        self._trouble.hide()
        dataset_id, folds, seed = self._dataset.id, self.folds.value(), self.seed.value()
        stratify, group = self.stratify.currentData(), self.group.currentData()
        self._project.write(
            lambda writer: _assign(writer, dataset_id, folds, seed, (stratify, group)),
            self._on_assigned,
            self._on_failed,
        )

    def _on_assigned(self, changes: Changes) -> None:
        self._project.announce(changes)
        self._count()

    def _on_failed(self, error: StudioError) -> None:
        self._trouble.setText("\n".join(filter(None, (error.message, error.hint))))
        self._trouble.show()


def _counted(path: Path, dataset_id: int) -> dict[int, int]:
    from studio.data.project import ProjectReader
    from studio.data.splitting import fold_counts

    with ProjectReader(path) as reader:
        return fold_counts(reader, dataset_id)


def _assign(writer: "Project", dataset_id: int, folds: int, seed: int, kept: "tuple[Stratify, str]") -> Changes:
    from studio.data.splitting import assign_folds

    return assign_folds(writer, dataset_id, folds=folds, seed=seed, stratify=kept[0], group=kept[1])
