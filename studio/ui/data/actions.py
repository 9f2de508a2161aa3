"""The actions of the Data tab, shared by its buttons, its menus and the Edit menu."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMenu, QWidget

from studio.core.example import SPLITS, STATUSES, Split, Status
from studio.ui.data.columns import SPLIT_NAMES, STATUS_NAMES
from studio.ui.data.presenter import Allowed
from studio.ui.formats import integer
from studio.ui.icons import give_icon
from studio.words import _, ngettext


class DataActions:
    """Each action with its keys; in a read-only window only looking is on.

    What changes the selected rows belongs into `_lay_out_row_menu`, what changes the data set into `dataset_menu`.
    """

    def __init__(self, page: QWidget, *, read_only: bool) -> None:
        self._page = page
        self._read_only = read_only
        self.undo = self._action(_("Undo"), "undo", "Ctrl+Z")
        self.redo = self._action(_("Redo"), "redo", "Ctrl+Shift+Z", "Ctrl+Y")
        self.add = self._action(_("Add an example"), "add", "Ctrl+Shift+N")
        self.duplicate = self._action("", "copy", "Ctrl+D")
        self.merge = self._action("", "merge")
        self.review = self._action("", "view", "Ctrl+R")
        self.xray = self._action(_("X-ray…"), "")
        self.delete = self._action("", "remove", "Ctrl+Delete", "Ctrl+Backspace")
        # Only in the table, which adds it: in a text these keys delete a word.
        self.delete.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
        self.tag = self._action(_("Tags…"), "tag", "Ctrl+T")
        self.select_all = self._action(_("Select all examples on show"), "", "Ctrl+A")
        self.find = self._action(_("Find"), "search", "Ctrl+F")
        self.filter = self._action(_("Filter"), "filter", "Ctrl+Shift+F")
        self.bring_in = self._action(_("Import a file…"), "import")
        self.bring_in_folder = self._action(_("Import a folder…"), "")
        self.paste = self._action(_("Paste examples"), "", "Ctrl+V")
        self.new_dataset = self._action(_("New data set…"), "")
        self.replace = self._action(_("Find and replace…"), "", "Ctrl+H")
        self.export = self._action(_("Export…"), "export", "Ctrl+E")
        self.share_out = self._action(_("Split…"), "")
        self.folds = self._action(_("Folds for cross-validation…"), "")
        self.rename_dataset = self._action(_("Rename this data set…"), "")
        self.delete_dataset = self._action(_("Delete this data set"), "")
        self.statuses: dict[Status, QAction] = {each: self._action(_(STATUS_NAMES[each]), "") for each in STATUSES}
        self.splits: dict[Split | None, QAction] = {
            **{each: self._action(_(SPLIT_NAMES[each]), "") for each in SPLITS},
            None: self._action(_("No split"), ""),
        }
        self.status_menu = self._menu(_("Status"), list(self.statuses.values()))
        self.split_menu = self._menu(_("Split"), list(self.splits.values()))
        self.row_menu = self._menu(_("Selected examples"), self._rows())
        self.dataset_menu = self._menu(
            _("Data set"),
            [
                *(self.share_out, self.folds, self.export, self._line()),
                *(self.bring_in_folder, self.paste, self._line()),
                *(self.new_dataset, self.rename_dataset, self._line(), self.delete_dataset),
            ],
        )
        for each in (self.bring_in, self.bring_in_folder, self.paste, self.new_dataset):
            each.setEnabled(not read_only)
        self.show_allowed(Allowed())

    def menu(self) -> list[QAction]:
        """As the Edit menu shows them, a line between the groups."""
        looking = [self.find, self.replace, self.filter, self.select_all]
        return [self.undo, self.redo, self._line(), *looking, self._line(), self.add, self.paste, *self._rows()]

    def show_allowed(self, allowed: Allowed) -> None:
        """Switch on what makes sense, count the rows it would change, name the steps to undo and redo."""
        for action, label, plain, named in (
            (self.undo, allowed.undo, _("Undo"), _("Undo: {label}")),
            (self.redo, allowed.redo, _("Redo"), _("Redo: {label}")),
        ):
            action.setEnabled(bool(label))
            # An ampersand in a label would be taken for a shortcut.
            action.setText(named.format(label=label.replace("&", "&&")) if label else plain)
        self.add.setEnabled(allowed.add)
        for dataset_action in (self.rename_dataset, self.delete_dataset, self.replace, self.share_out, self.folds):
            dataset_action.setEnabled(allowed.dataset)
        self.export.setEnabled(allowed.export)
        self._show_selected(allowed.selected)
        self.merge.setEnabled(allowed.merge)

    def _show_selected(self, count: int) -> None:
        for action in (
            self.tag,
            self.duplicate,
            self.review,
            self.xray,
            self.delete,
            self.status_menu.menuAction(),
            self.split_menu.menuAction(),
        ):
            action.setEnabled(count > 0)
        shown = integer(count)
        for action, words in (
            (self.duplicate, ngettext("Duplicate {count} example", "Duplicate {count} examples", count)),
            (self.merge, ngettext("Merge {count} example", "Merge {count} examples into one", count)),
            (self.review, ngettext("Review {count} example", "Review {count} examples", count)),
            (self.delete, ngettext("Delete {count} example", "Delete {count} examples", count)),
        ):
            action.setText(words.format(count=shown))
        for menu, words in (
            (self.status_menu, ngettext("Status of {count} example", "Status of {count} examples", count)),
            (self.split_menu, ngettext("Split of {count} example", "Split of {count} examples", count)),
        ):
            menu.setTitle(words.format(count=shown))

    def _rows(self) -> list[QAction]:
        marks = [self.tag, self.status_menu.menuAction(), self.split_menu.menuAction()]
        return [self.duplicate, self.merge, self.delete, self._line(), self.review, self.xray, *marks]

    def _menu(self, title: str, actions: list[QAction]) -> QMenu:
        menu = QMenu(title, self._page)
        menu.addActions(actions)
        return menu

    def _action(self, text: str, icon: str, *keys: str) -> QAction:
        action = QAction(text, self._page)
        action.setShortcuts([QKeySequence(each) for each in keys])
        action.setIconVisibleInMenu(False)
        if icon:
            give_icon(action, icon)
        return action

    def _line(self) -> QAction:
        line = QAction(self._page)
        line.setSeparator(True)
        return line
