"""The list of models: those of this machine, then what a search of the hub found."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from studio.models.hub import HubModel
from studio.models.places import FoundModel
from studio.ui.formats import integer, size
from studio.ui.models.words import model_title
from studio.words import _, ngettext

Index = QModelIndex | QPersistentModelIndex
NOWHERE = QModelIndex()


@dataclass(frozen=True)
class ListedModel:
    """One line of the list; `found` is None for a model that is only on the hub."""

    base: str
    title: str
    detail: str
    found: FoundModel | None = None
    online: HubModel | None = None


class ModelListModel(QAbstractListModel):
    """Two lines of text for each model; a filter keeps those whose title or place holds every word."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._here: tuple[ListedModel, ...] = ()
        self._online: tuple[ListedModel, ...] = ()
        self._words: tuple[str, ...] = ()
        self._shown: tuple[ListedModel, ...] = ()

    def rowCount(self, parent: Index = NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._shown)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        listed = self._shown[index.row()]
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return f"{listed.title}\n{listed.detail}"
            case Qt.ItemDataRole.ToolTipRole:
                return str(listed.found.path) if listed.found else listed.base
            case Qt.ItemDataRole.AccessibleTextRole:
                return _("{what}: {said}").format(what=listed.title, said=listed.detail)
        return None

    def at(self, index: Index) -> ListedModel | None:
        """The model of a line."""
        return self._shown[index.row()] if index.isValid() else None

    def row_of(self, base: str) -> int:
        """The line of a model as a recipe names it, -1 where it is not shown."""
        return next((at for at, each in enumerate(self._shown) if each.base == base), -1)

    def first_below(self, folder: Path) -> str:
        """The first model that lies in a folder, as a recipe names it; "" where there is none."""
        paths = ((each.base, each.found.path) for each in self._here if each.found)
        return next((base for base, path in paths if path == folder or folder in path.parents), "")

    def show_here(self, found: Sequence[FoundModel]) -> None:
        """Replace the models of this machine."""
        self._here = tuple(ListedModel(each.base, model_title(each), _detail(each), found=each) for each in found)
        self._refresh()

    def show_online(self, found: Sequence[HubModel]) -> None:
        """Replace what the hub answered."""
        self._online = tuple(
            ListedModel(each["name"], each["name"], _online_detail(each), online=each) for each in found
        )
        self._refresh()

    def filter(self, text: str) -> None:
        """Show the models of this machine that hold every word; what the hub found stays."""
        self._words = tuple(text.casefold().split())
        self._refresh()

    def _refresh(self) -> None:
        self.beginResetModel()
        here = [each for each in self._here if all(word in _searchable(each) for word in self._words)]
        self._shown = (*here, *self._online)
        self.endResetModel()


def _searchable(listed: ListedModel) -> str:
    return f"{listed.title} {listed.found.path if listed.found else ''}".casefold()


def _detail(found: FoundModel) -> str:
    if found.source == "demo":
        return _("{size} · comes with Atelier").format(size=size(found.size))
    if found.source == "hub":
        return _("{size} · cache of the hub").format(size=size(found.size))
    folder = found.path.parent
    short = f"~/{folder.relative_to(Path.home())}" if folder.is_relative_to(Path.home()) else str(folder)
    return f"{size(found.size)} · {short}"


def _online_detail(found: HubModel) -> str:
    words = ngettext("on the hub · {count} download", "on the hub · {count} downloads", found["downloads"])
    return words.format(count=integer(found["downloads"]))
