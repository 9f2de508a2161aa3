"""Carries what the pane asks for to the project's writer, and back what became of it."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from studio.data.records import Changes
from studio.errors import StudioError
from studio.ui.data.editors.pane import DetailPane
from studio.ui.data.editors.requests import ContentRequest, NoteRequest, SplitTurnRequest
from studio.ui.data.table_model import EditRequest
from studio.ui.project_context import ProjectContext

if TYPE_CHECKING:
    from studio.data.project import Project


class PaneStoring(QObject):
    """Each request is one undoable step, in the order of the requests."""

    failed = Signal(object)  # StudioError

    def __init__(self, pane: DetailPane, project: ProjectContext) -> None:
        super().__init__(pane)
        self._pane, self._project = pane, project
        pane.edit_requested.connect(self._on_edit_requested)
        pane.content_requested.connect(self._on_content_requested)
        pane.note_requested.connect(self._on_note_requested)
        pane.split_turn_requested.connect(self._on_split_turn_requested)

    def _on_edit_requested(self, request: EditRequest) -> None:
        _Edit(self, self._pane, self._project, request)

    def _on_content_requested(self, request: ContentRequest) -> None:
        _Edit(self, self._pane, self._project, request)

    def _on_note_requested(self, request: NoteRequest) -> None:
        def work(writer: "Project") -> Changes:
            from studio.data.editing import set_note

            return set_note(writer, request.row_id, request.text)

        self._project.change(work, self._on_failed)

    def _on_split_turn_requested(self, request: SplitTurnRequest) -> None:
        def work(writer: "Project") -> Changes:
            from studio.data.editing import split_turn

            return split_turn(writer, request.row_id, request.at)

        self._project.change(work, self._on_failed)

    def _on_failed(self, error: StudioError) -> None:
        self.failed.emit(error)


class _Edit(QObject):
    """One edit of a content under way; it lives until the answer is there."""

    def __init__(
        self, storing: PaneStoring, pane: DetailPane, project: ProjectContext, request: EditRequest | ContentRequest
    ) -> None:
        super().__init__(storing)
        self._storing, self._pane, self._project, self._request = storing, pane, project, request
        project.write(self._write, self._on_stored, self._on_refused)

    def _write(self, writer: "Project") -> Changes:
        from studio.data.editing import set_content

        request = self._request
        if isinstance(request, EditRequest):
            return writer.update_field(request.row_id, request.field, request.text)
        return set_content(writer, request.row_id, request.content)

    def _on_stored(self, changes: Changes) -> None:
        self._pane.stored(self._request.row_id)
        self._project.announce(changes)
        self.deleteLater()

    def _on_refused(self, error: StudioError) -> None:
        self._pane.refused(self._request.row_id)
        self._storing.failed.emit(error)
        self.deleteLater()
