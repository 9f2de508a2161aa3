"""Carries out the actions of the Data tab on what is selected and on show."""

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QDialog, QWidget

from studio.core.example import Split, Status
from studio.data.records import Dataset
from studio.errors import StudioError
from studio.ui.background import Background
from studio.ui.data.actions import DataActions
from studio.ui.data.edits import Edits
from studio.ui.data.naming import NameDialog, NewDataset, NewDatasetDialog, TagChange, TagDialog
from studio.ui.data.presenter import NO_IDS, DataPresenter
from studio.ui.data.rows_wanted import Ids
from studio.ui.data.searching import KnownValues, listing
from studio.ui.messages import Messages
from studio.ui.project_context import ProjectContext
from studio.words import _


class Commands(QObject):
    """Between the actions, the presenter who knows what they are for, and the edits; opens the small dialogs."""

    about_to_change = Signal()
    """What is being typed has to be stored first."""

    def __init__(
        self,
        project: ProjectContext,
        background: Background,
        messages: Messages,
        presenter: DataPresenter,
        table: QWidget,
    ) -> None:
        super().__init__(table)
        self._project = project
        self._background = background
        self._messages = messages
        self._presenter = presenter
        self._table = table
        self._tagged: Ids = NO_IDS
        self._tagging: TagDialog | None = None
        self.edits = Edits(project, messages, self)
        self.edits.dataset_made.connect(self._on_dataset_made)

    def connect_actions(self, actions: DataActions) -> None:
        """Let the actions do what they say."""
        for action, slot in (
            (actions.add, self._on_add),
            (actions.duplicate, self._on_duplicate),
            (actions.merge, self._on_merge),
            (actions.delete, self._on_delete),
            (actions.tag, self._on_tag),
            (actions.undo, self._on_undo),
            (actions.redo, self._on_redo),
            (actions.new_dataset, self._on_new_dataset),
            (actions.rename_dataset, self._on_rename_dataset),
            (actions.delete_dataset, self._on_delete_dataset),
        ):
            action.triggered.connect(slot)
        for status, action in actions.statuses.items():
            action.triggered.connect(self._marking(status))
        for split, action in actions.splits.items():
            action.triggered.connect(self._moving(split))

    def _selected(self) -> Ids:
        """What is selected, nothing while the table is out of sight: keys work on every tab."""
        return self._presenter.selected if self._table.isVisible() else NO_IDS

    def _on_selected(self, change: Callable[[Ids], None]) -> None:
        self.about_to_change.emit()
        ids = self._selected()
        if len(ids):
            change(ids)

    def _marking(self, status: Status) -> Callable[[], None]:
        return lambda: self._on_selected(lambda ids: self.edits.set_status(ids, status))

    def _moving(self, split: Split | None) -> Callable[[], None]:
        return lambda: self._on_selected(lambda ids: self.edits.set_split(ids, split))

    def _on_add(self) -> None:
        self.about_to_change.emit()
        self.edits.add(self._presenter.dataset, self._presenter.blank_row())
        QTimer.singleShot(0, self._table, self._table.setFocus)

    def _on_duplicate(self) -> None:
        self._on_selected(self.edits.duplicate)

    def _on_merge(self) -> None:
        self._on_selected(self.edits.merge)

    def _on_delete(self) -> None:
        self._on_selected(self.edits.delete)

    def _on_undo(self) -> None:
        self.about_to_change.emit()
        self.edits.undo()

    def _on_redo(self) -> None:
        self.about_to_change.emit()
        self.edits.redo()

    def _on_tag(self) -> None:
        self._on_selected(self._ask_for_tags)

    def _ask_for_tags(self, ids: Ids) -> None:
        dataset = self._presenter.dataset
        if dataset is None:
            return
        self._tagged = ids
        self._tagging = TagDialog(len(ids), self._table.window())
        self._tagging.wanted.connect(self._on_tags_wanted)
        self._background.run(listing(self._project.path, dataset.id, "tag"), self._on_tags_known, self._on_failed)
        self._open(self._tagging)

    def _on_tags_known(self, known: KnownValues | None) -> None:
        if self._tagging is not None and known is not None:
            self._tagging.show_known([tag for tag, _rows in known.values])

    def _on_tags_wanted(self, change: TagChange) -> None:
        self.edits.tag(self._tagged, add=change.add, remove=change.remove)

    def _on_new_dataset(self) -> None:
        dialog = NewDatasetDialog(self._names(), self._table.window())
        dialog.wanted.connect(self._on_dataset_wanted)
        self._open(dialog)

    def _on_dataset_wanted(self, wanted: NewDataset) -> None:
        self.edits.add_dataset(wanted.name, wanted.kind)

    def _on_dataset_made(self, dataset: Dataset) -> None:
        self._presenter.show_filled(dataset.id)

    def _on_rename_dataset(self) -> None:
        dataset = self._presenter.dataset
        if dataset is not None:
            others = [name for name in self._names() if name != dataset.name]
            dialog = NameDialog(_("Rename the data set"), dataset.name, others, _("Rename"), self._table.window())
            dialog.named.connect(self._on_dataset_named)
            self._open(dialog)

    def _on_dataset_named(self, name: str) -> None:
        dataset = self._presenter.dataset
        if dataset is not None:
            self.edits.rename_dataset(dataset, name)

    def _on_delete_dataset(self) -> None:
        dataset = self._presenter.dataset
        if dataset is not None:
            self.edits.delete_dataset(dataset)

    def _names(self) -> list[str]:
        return [each.name for each in self._presenter.datasets]

    def _open(self, dialog: QDialog) -> None:
        dialog.finished.connect(self._on_dialog_closed)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _on_dialog_closed(self) -> None:
        self._tagging = None

    def _on_failed(self, error: StudioError) -> None:
        self._messages.problem(error)
