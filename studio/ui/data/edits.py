"""What the Data tab asks of the project's writer."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from studio.core.example import Content, Kind, Split, Status
from studio.data.records import Changes, Dataset
from studio.errors import StudioError
from studio.ui.data.rows_wanted import Ids
from studio.ui.data.table_model import EditRequest
from studio.ui.data.undoing import undo_offers
from studio.ui.formats import integer
from studio.ui.messages import Messages
from studio.ui.project_context import Made, ProjectContext, make_step
from studio.words import _, ngettext

if TYPE_CHECKING:
    from studio.data.project import Project


@dataclass(frozen=True)
class Removed:
    """Something is gone: what the user is told, and the step that brings it back."""

    words: str
    made: Made


class Edits(QObject):
    """Each method is one undoable step, made on the writer's thread; what fails is told."""

    dataset_made = Signal(object)  # Dataset

    def __init__(self, project: ProjectContext, messages: Messages, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._project = project
        self._messages = messages

    def set_field(self, request: EditRequest) -> None:
        """Replace one text of a row."""
        self._change(lambda writer: writer.update_field(request.row_id, request.field, request.text))

    def add(self, dataset: Dataset | None, content: Content) -> None:
        """A new row; the first one of a project makes its data set."""
        name = dataset.name if dataset else _("Examples")
        self._change(lambda writer: _add(writer, name, content))

    def set_split(self, ids: Ids, split: Split | None) -> None:
        """Move rows, with their families; None takes them out of all splits."""
        self._change(lambda writer: writer.set_split(ids.tolist(), split))

    def set_status(self, ids: Ids, status: Status) -> None:
        """Mark rows."""
        self._change(lambda writer: writer.set_status(ids.tolist(), status))

    def tag(self, ids: Ids, *, add: tuple[str, ...] = (), remove: tuple[str, ...] = ()) -> None:
        """Give rows tags and take others from them."""

        def work(writer: "Project") -> Changes:
            from studio.data.editing import set_tags

            return set_tags(writer, ids.tolist(), add=add, remove=remove)

        self._change(work)

    def duplicate(self, ids: Ids) -> None:
        """Draft copies of rows, in the families of the originals."""

        def work(writer: "Project") -> Changes:
            from studio.data.editing import duplicate_rows

            return duplicate_rows(writer, ids.tolist())

        self._change(work)

    def merge(self, ids: Ids) -> None:
        """One row of several, in the order in which they are shown."""

        def work(writer: "Project") -> Changes:
            from studio.data.editing import merge_rows

            return merge_rows(writer, ids.tolist())

        self._change(work)

    def delete(self, ids: Ids) -> None:
        """Take rows out, with the way back in the message."""
        count = len(ids)
        words = ngettext("{count} example deleted.", "{count} examples deleted.", count)
        deleted = words.format(count=integer(count))
        self._remove(lambda writer: writer.delete_rows(ids.tolist()), deleted)

    def add_dataset(self, name: str, kind: Kind) -> None:
        """A new, empty data set, brought to the front."""
        self._project.write(lambda writer: writer.add_dataset(name, kind), self._on_dataset_made, self._on_failed)

    def rename_dataset(self, dataset: Dataset, name: str) -> None:
        """Give a data set another name."""

        def work(writer: "Project") -> Changes:
            from studio.data.editing import rename_dataset

            return rename_dataset(writer, dataset.id, name)

        self._change(work)

    def delete_dataset(self, dataset: Dataset) -> None:
        """Take a data set out with its rows, with the way back in the message."""

        def work(writer: "Project") -> Changes:
            from studio.data.editing import delete_dataset

            return delete_dataset(writer, dataset.id)

        self._remove(work, _("The data set “{name}” was deleted.").format(name=dataset.name))

    def undo(self) -> None:
        """Take the last step back."""
        self._change(lambda writer: writer.undo())

    def redo(self) -> None:
        """Make the step last undone again."""
        self._change(lambda writer: writer.redo())

    def _change(self, work: "Callable[[Project], Changes]") -> None:
        self._project.change(work, self._on_failed)

    def _remove(self, work: "Callable[[Project], Changes]", words: str) -> None:
        self._project.write(lambda writer: Removed(words, make_step(writer, work)), self._on_removed, self._on_failed)

    def _on_removed(self, removed: Removed) -> None:
        self._project.announce(removed.made.changes)
        self._messages.notice(removed.words, "", *undo_offers(self._project, self._messages, removed.made))

    def _on_dataset_made(self, dataset: Dataset) -> None:
        self._project.announce_unknown()
        self.dataset_made.emit(dataset)

    def _on_failed(self, error: StudioError) -> None:
        self._messages.problem(error)


def _add(writer: "Project", dataset: str, content: Content) -> Changes:
    found = writer.dataset(dataset) or writer.add_dataset(dataset, content.kind)
    return writer.add_rows(found.id, [content])
