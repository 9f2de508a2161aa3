"""Everything slow that the window of the models asks for; files that may be hostile are read in a child process."""

from contextlib import closing
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from studio.data.child import rows_from_child
from studio.errors import ModelFailed, StudioError
from studio.models.card import ModelCard
from studio.models.hub import HubModel, check_online
from studio.models.importing import Steering, import_model, meant
from studio.models.places import FoundModel, find_models, hub_cache, models_folder
from studio.ui.background import Background, Progress
from studio.words import _

_CARDS, _SEARCHED, _FETCHED = (
    "studio.models.inspection:cards",
    "studio.models.hub:searched",
    "studio.models.hub:fetched",
)


class ModelDesk(QObject):
    """Asks in the background; an answer about a model that nobody looks at any more is dropped."""

    listed = Signal(object)  # tuple[FoundModel, ...]
    inspected = Signal(object)  # ModelCard
    inspection_failed = Signal(object)  # StudioError
    arrived = Signal(object)  # Path of a model that was imported or fetched
    arrival_failed = Signal(object)  # StudioError
    searched = Signal(object)  # tuple[HubModel, ...]
    search_failed = Signal(object)  # StudioError

    def __init__(self, background: Background, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._background = background
        self._wanted: Path | None = None
        self._looking: Progress | None = None

    def list_models(self, folders: tuple[Path, ...]) -> None:
        """`listed` follows."""
        self._background.run(partial(_list, folders), self.listed.emit, self.inspection_failed.emit)

    def inspect(self, found: FoundModel) -> None:
        """`inspected` or `inspection_failed` follows, for the newest question alone."""
        self.leave()
        self._wanted = found.path
        looking = self._looking = Progress(self)
        self._background.run(partial(_card, found.path, looking), self._on_inspected, self._on_inspection_failed)

    def import_from(self, source: Path, progress: Progress) -> None:
        """`arrived` or `arrival_failed` follows."""
        self._background.run(partial(_import, source, progress), self._on_arrived, self.arrival_failed.emit)

    def search(self, text: str, *, online: bool) -> None:
        """`searched` or `search_failed` follows."""
        self._background.run(partial(_search, text, online), self.searched.emit, self.search_failed.emit)

    def fetch(self, name: str, progress: Progress, *, online: bool) -> None:
        """`arrived` or `arrival_failed` follows."""
        self._background.run(partial(_fetch, name, online, progress), self._on_arrived, self.arrival_failed.emit)

    def leave(self) -> None:
        """End what looks at a model."""
        self._wanted = None
        if self._looking is not None:
            self._looking.cancel()

    def _on_inspected(self, card: ModelCard) -> None:
        if card.folder == self._wanted:
            self.inspected.emit(card)

    def _on_inspection_failed(self, error: StudioError) -> None:
        if self._wanted is not None and self._looking is not None and not self._looking.cancelled():
            self.inspection_failed.emit(error)

    def _on_arrived(self, folder: Path) -> None:
        self.arrived.emit(folder)


def _list(folders: tuple[Path, ...]) -> tuple[FoundModel, ...]:
    return tuple(find_models(folders, hub_cache()))


def _card(path: Path, progress: Progress) -> ModelCard:
    with closing(rows_from_child(_CARDS, {"paths": [str(path)]}, cancelled=progress.cancelled)) as rows:
        return ModelCard.model_validate(next(rows))


def _import(source: Path, progress: Progress) -> Path:
    source = meant(source)
    card = _card(source, progress)
    if not card.usable:
        said = " ".join(each.sentence.text() for each in card.problems if each.level == "blocking")
        raise ModelFailed(
            _("{path} cannot be imported. {reason}").format(path=source, reason=said),
            hint=_("Copy the model to the drive again, whole and in the safetensors or GGUF format."),
        )
    return import_model(source, models_folder(), Steering(progress.report, progress.cancelled)).folder


def _search(text: str, online: bool) -> tuple[HubModel, ...]:
    check_online(online)
    with closing(rows_from_child(_SEARCHED, {"online": online, "text": text})) as rows:
        return tuple(rows)


def _fetch(name: str, online: bool, progress: Progress) -> Path:
    check_online(online)
    arguments = {"online": online, "name": name, "into": str(models_folder())}
    folder = ""
    with closing(rows_from_child(_FETCHED, arguments, cancelled=progress.cancelled)) as rows:
        for row in rows:
            progress.report(row["done"], row["total"])
            folder = row["folder"]
    return Path(folder)
