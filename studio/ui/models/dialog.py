"""The window of the base models: choose one, see what it is, bring another."""

from pathlib import Path

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QListView,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from studio.errors import StudioError
from studio.models.card import ModelCard
from studio.models.hub import HubModel
from studio.models.places import FoundModel
from studio.settings import Settings
from studio.ui.background import Background, Progress
from studio.ui.controls import button, label
from studio.ui.data.dialogs.progress_row import ProgressRow
from studio.ui.dialogs import PlainDialog
from studio.ui.models.card_panel import CardPanel
from studio.ui.models.desk import ModelDesk
from studio.ui.models.listing import ListedModel, ModelListModel
from studio.ui.models.sources import Sources
from studio.ui.theme import GRID
from studio.words import _

WIDTH, HEIGHT, LIST_WIDTH = 132 * GRID, 84 * GRID, 46 * GRID


class ModelsDialog(PlainDialog):
    """`chosen` gives a model as a recipe names it."""

    chosen = Signal(str)
    online_changed = Signal()

    def __init__(self, settings: Settings, background: Background, base: str, parent: QWidget | None = None) -> None:
        super().__init__(_("Base models"), "", parent)
        self._settings, self._wanted = settings, base
        self.resize(WIDTH, HEIGHT)
        self.desk = ModelDesk(background, self)
        self.models, self.list = ModelListModel(self), QListView()
        self.filter = QLineEdit()
        self.card = CardPanel()
        self.progress = ProgressRow(_("Progress of the copy"))
        self.trouble = label("", "caution", wrap=True)
        self.trouble.hide()
        self.sources = Sources(online=settings.online)
        self._copying: Progress | None = None
        self.use = button(_("Use this model"), role="primary")
        self.use.setEnabled(False)
        self._lay_out()
        self._connect()
        self.desk.list_models(settings.model_folders)

    def reject(self) -> None:
        """While a model is being copied this cancels, which leaves nothing of it."""
        if self.progress.busy:
            self.progress.cancel()
            return
        self.desk.leave()
        super().reject()

    def add_place(self, place: Path) -> None:
        """Look for models in a folder, or keep a GGUF file in the list, from now on."""
        others = [each for each in self._settings.model_folders if each != place]
        self._settings.model_folders = (*others, place)
        self._settings.save()
        self._wanted = str(place)
        self.desk.list_models(self._settings.model_folders)

    def import_from(self, source: Path) -> None:
        """Copy a model from a drive into the models folder."""
        self.desk.import_from(source, self._begin_copy())

    def current(self) -> ListedModel | None:
        """The model that is marked in the list."""
        return self.models.at(self.list.currentIndex())

    def _lay_out(self) -> None:
        self.list.setModel(self.models)
        self.list.setAccessibleName(_("Base models"))
        self.list.setUniformItemSizes(True)
        self.list.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        self.list.setSpacing(GRID // 2)
        self.filter.setPlaceholderText(_("Filter by name"))
        self.filter.setAccessibleName(_("Filter by name"))
        self.filter.setClearButtonEnabled(True)
        left = QVBoxLayout()
        left.setSpacing(GRID)
        left.addWidget(self.filter)
        left.addWidget(self.list, 1)
        left.addWidget(self.sources)
        holder = QWidget()
        holder.setFixedWidth(LIST_WIDTH)
        holder.setLayout(left)
        left.setContentsMargins(0, 0, 0, 0)
        scroll = QScrollArea()
        scroll.setWidget(self.card)
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.viewport().setAutoFillBackground(False)
        self.card.setAutoFillBackground(False)
        row = QHBoxLayout()
        row.setSpacing(2 * GRID)
        row.addWidget(holder)
        row.addWidget(scroll, 1)
        self.column.addLayout(row, 1)
        self.column.addWidget(self.trouble)
        self.column.addWidget(self.progress)
        self.close_button = button(_("Close"))
        self.add_buttons(self.close_button, self.use)

    def _connect(self) -> None:
        self.filter.textChanged.connect(self._on_filtered)
        self.list.selectionModel().currentChanged.connect(self._on_marked)
        self.list.doubleClicked.connect(self._on_use)
        self.sources.place_chosen.connect(self.add_place)
        self.sources.drive_chosen.connect(self.import_from)
        self.sources.online.toggled.connect(self._on_online_toggled)
        self.sources.search.clicked.connect(self._on_search)
        self.card.fetch_wanted.connect(self._on_fetch)
        self.card.forget_wanted.connect(self._on_forget)
        self.use.clicked.connect(self._on_use)
        self.close_button.clicked.connect(self.reject)
        desk = self.desk
        desk.listed.connect(self._on_listed)
        desk.inspected.connect(self._on_inspected)
        desk.inspection_failed.connect(self._on_inspection_failed)
        desk.arrived.connect(self._on_arrived)
        desk.arrival_failed.connect(self._on_arrival_failed)
        desk.searched.connect(self._on_searched)
        desk.search_failed.connect(self._on_search_failed)

    def _mark(self, base: str) -> None:
        row = self.models.row_of(base)
        if row < 0:
            row = self.models.row_of(self.models.first_below(Path(base)))
        self.list.setCurrentIndex(self.models.index(max(0, row)))
        self.list.scrollTo(self.list.currentIndex())

    def _places_of(self, listed: ListedModel) -> list[Path]:
        """The chosen places for which a model is listed."""
        path = listed.found.path if listed.found else None
        return [each for each in self._settings.model_folders if path and (path == each or each in path.parents)]

    def _say(self, error: StudioError) -> None:
        self.trouble.setText(f"{error.message} {error.hint}".strip())
        self.trouble.show()

    def _begin_copy(self) -> Progress:
        self.trouble.hide()
        self._copying = self.progress.begin()
        for each in (self.sources.drive, self.card.fetch):
            each.setEnabled(False)
        return self._copying

    def _end_copy(self) -> None:
        self.progress.end()
        for each in (self.sources.drive, self.card.fetch):
            each.setEnabled(True)

    def _on_listed(self, found: tuple[FoundModel, ...]) -> None:
        self.models.show_here(found)
        self._mark(self._wanted)

    def _on_filtered(self, text: str) -> None:
        self.models.filter(text)
        self._mark(self._wanted)

    def _on_marked(self, index: QModelIndex) -> None:
        listed = self.models.at(index)
        self.use.setEnabled(False)
        if listed is None:
            self.desk.leave()
            self.card.show_nothing()
        elif listed.found is None:
            self.desk.leave()
            self.card.show_online(listed)
        else:
            self._wanted = listed.base
            self.card.show_looking(listed)
            self.desk.inspect(listed.found)

    def _on_inspected(self, card: ModelCard) -> None:
        listed = self.current()
        if listed is not None:
            self.card.show_card(listed, card)
            self.card.forget.setVisible(bool(self._places_of(listed)))
            self.use.setEnabled(card.usable)

    def _on_inspection_failed(self, error: StudioError) -> None:
        self.card.show_failure(f"{error.message} {error.hint}".strip())

    def _on_use(self) -> None:
        listed = self.current()
        if listed is not None and self.use.isEnabled():
            self.chosen.emit(listed.base)
            self.accept()

    def _on_online_toggled(self, online: bool) -> None:
        self._settings.online = online
        self._settings.save()
        if not online:
            self.models.show_online(())
        self.online_changed.emit()

    def _on_search(self) -> None:
        self.trouble.hide()
        self.sources.search.setEnabled(False)
        self.desk.search(self.filter.text().strip(), online=self._settings.online)

    def _on_forget(self) -> None:
        listed = self.current()
        if listed is not None:
            gone = self._places_of(listed)
            self._settings.model_folders = tuple(each for each in self._settings.model_folders if each not in gone)
            self._settings.save()
            self.desk.list_models(self._settings.model_folders)

    def _on_searched(self, found: tuple[HubModel, ...]) -> None:
        self.sources.search.setEnabled(True)
        self.models.show_online(found if self._settings.online else ())
        self._mark(found[0]["name"] if found else self._wanted)

    def _on_search_failed(self, error: StudioError) -> None:
        self.sources.search.setEnabled(True)
        self._say(error)

    def _on_fetch(self) -> None:
        listed = self.current()
        if listed is not None and listed.online is not None:
            self.desk.fetch(listed.base, self._begin_copy(), online=self._settings.online)

    def _on_arrived(self, folder: Path) -> None:
        self._end_copy()
        self._wanted = str(folder)
        self.filter.clear()
        self.desk.list_models(self._settings.model_folders)

    def _on_arrival_failed(self, error: StudioError) -> None:
        self._end_copy()
        if self._copying is not None and not self._copying.cancelled():
            self._say(error)
