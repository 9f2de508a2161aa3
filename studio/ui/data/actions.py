"""The actions of the Data tab, shared by its buttons and by the Edit menu."""

from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QWidget

from studio.ui.data.presenter import Allowed
from studio.ui.icons import give_icon
from studio.words import _


class DataActions:
    """Each action with its keys; in a read-only window only searching is on."""

    def __init__(self, page: QWidget, *, read_only: bool) -> None:
        self._page = page
        self.undo = self._action(_("Undo"), "undo", "Ctrl+Z")
        self.redo = self._action(_("Redo"), "redo", "Ctrl+Shift+Z", "Ctrl+Y")
        self.add = self._action(_("Add an example"), "add", "Ctrl+Shift+N")
        self.delete = self._action(_("Delete the selected examples"), "remove", "Ctrl+Delete", "Ctrl+Backspace")
        self.find = self._action(_("Find"), "search", "Ctrl+F")
        self.bring_in = self._action(_("Import a file…"), "import")
        self.bring_in.setEnabled(not read_only)
        self.show_allowed(Allowed())

    def menu(self) -> list[QAction]:
        """As the Edit menu shows them, a line between the groups."""
        return [self.undo, self.redo, self._line(), self.add, self.delete, self._line(), self.find]

    def show_allowed(self, allowed: Allowed) -> None:
        """Switch on what makes sense, and name the steps that undo and redo would take."""
        for action, label, plain, named in (
            (self.undo, allowed.undo, _("Undo"), _("Undo: {label}")),
            (self.redo, allowed.redo, _("Redo"), _("Redo: {label}")),
        ):
            action.setEnabled(bool(label))
            # An ampersand in a label would be taken for a shortcut.
            action.setText(named.format(label=label.replace("&", "&&")) if label else plain)
        self.add.setEnabled(allowed.add)
        self.delete.setEnabled(allowed.delete)

    def _action(self, text: str, icon: str, *keys: str) -> QAction:
        action = QAction(text, self._page)
        action.setShortcuts([QKeySequence(each) for each in keys])
        action.setIconVisibleInMenu(False)
        give_icon(action, icon)
        return action

    def _line(self) -> QAction:
        line = QAction(self._page)
        line.setSeparator(True)
        return line
