"""Filters and order kept under a name: a menu that saves, opens, renames and deletes them."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QWidget

from studio.data.records import RowQuery
from studio.errors import StudioError
from studio.ui.data.naming import NameDialog
from studio.ui.messages import Messages, Offer
from studio.ui.project_context import ProjectContext
from studio.words import _

if TYPE_CHECKING:
    from studio.data.project import Project
    from studio.data.views import SavedView


class ViewMenu(QMenu):
    """Lists the views of the data set on show; the one whose query is in force is ticked."""

    view_chosen = Signal(object)  # RowQuery
    name_changed = Signal(object)  # str: the name of the view in force, "" for none

    def __init__(self, project: ProjectContext, messages: Messages, parent: QWidget | None = None) -> None:
        super().__init__(_("Views"), parent)
        self.setToolTipsVisible(True)
        self._project = project
        self._messages = messages
        self._query: RowQuery | None = None
        self._views: tuple[SavedView, ...] = ()
        self._of: int | None = None
        # Filled only when it opens: an action must not go while it acts.
        self.aboutToShow.connect(self._fill)

    def show_query(self, query: RowQuery | None) -> None:
        """Tick the view of this query, and offer to keep it when it has no name yet."""
        self._query = query
        if query is not None and query.dataset_id != self._of:
            self._read()
        self._say_name()

    def names(self) -> list[str]:
        """The views on offer."""
        return [view.name for view in self._views]

    def _current(self) -> "SavedView | None":
        return next((view for view in self._views if view.query == self._query), None)

    def _read(self) -> None:
        from studio.data.views import saved_views

        if self._query is not None:
            self._of = self._query.dataset_id
            self._views = tuple(saved_views(self._project.reader, self._of))

    def _fill(self) -> None:
        self.clear()
        current = self._current()
        for view in self._views:
            action = self.addAction(view.name.replace("&", "&&"))
            action.setCheckable(True)
            action.setChecked(view == current)
            action.setData(view)
            action.triggered.connect(self._on_chosen)
        if not self._views:
            self.addAction(_("No view saved yet")).setEnabled(False)
        self.addSeparator()
        query = self._query
        worth = query is not None and (query.is_filtered or bool(query.sort))
        self._offer(_("Save these filters and this order…"), self._on_save, allowed=worth and current is None)
        if current is not None:
            name = current.name.replace("&", "&&")
            self._offer(_("Rename “{name}”…").format(name=name), self._on_rename)
            self._offer(_("Delete “{name}”").format(name=name), self._on_delete)

    def _say_name(self) -> None:
        current = self._current()
        self.name_changed.emit(current.name if current else "")

    def _offer(self, words: str, slot: Callable[[], None], *, allowed: bool = True) -> None:
        action = self.addAction(words)
        action.setEnabled(allowed and not self._project.read_only)
        action.triggered.connect(slot)

    def _on_chosen(self) -> None:
        action = self.sender()
        if isinstance(action, QAction):
            self.view_chosen.emit(action.data().query)

    def _on_save(self) -> None:
        self._ask(_("Save the view"), "", _("Save"), self._on_named)

    def _on_rename(self) -> None:
        current = self._current()
        if current is not None:
            self._ask(_("Rename the view"), current.name, _("Rename"), self._on_renamed)

    def _ask(self, title: str, name: str, verb: str, then: Callable[[str], None]) -> None:
        dialog = NameDialog(title, name, [each for each in self.names() if each != name], verb, self.window())
        dialog.named.connect(then)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _on_named(self, name: str) -> None:
        query = self._query
        if query is not None:
            self._write(lambda writer: _save(writer, name, query))

    def _on_renamed(self, name: str) -> None:
        current = self._current()
        if current is not None and name != current.name:
            self._write(lambda writer: _rename(writer, current, name))

    def _on_delete(self) -> None:
        current = self._current()
        if current is not None:
            self._write(lambda writer: _delete(writer, current))
            self._messages.notice(
                _("The view “{name}” was deleted.").format(name=current.name),
                "",
                Offer(_("Undo"), lambda: self._bring_back(current), once=True),
            )

    def _bring_back(self, view: "SavedView") -> None:
        self._write(lambda writer: _save(writer, view.name, view.query))

    def _write(self, work: "Callable[[Project], None]") -> None:
        self._project.write(work, self._on_written, self._on_failed)

    def _on_written(self, _nothing: None) -> None:
        self._read()
        self._say_name()

    def _on_failed(self, error: StudioError) -> None:
        self._messages.problem(error)


def _save(writer: "Project", name: str, query: RowQuery) -> None:
    from studio.data.views import save_view

    save_view(writer, query.dataset_id, name, query)


def _delete(writer: "Project", view: "SavedView") -> None:
    from studio.data.views import delete_view

    delete_view(writer, view.query.dataset_id, view.name)


def _rename(writer: "Project", view: "SavedView", name: str) -> None:
    _save(writer, name, view.query)
    _delete(writer, view)
