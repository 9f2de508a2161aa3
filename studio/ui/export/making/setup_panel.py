"""The next export: which result, what for, where to, and Start."""

from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QFileDialog, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from studio.core.export import OLLAMA, WantedArtefact
from studio.runs.folder import RunFolder
from studio.ui.augment.parts import scrolled
from studio.ui.controls import Picker, button, card, label
from studio.ui.data.sections import SectionBar
from studio.ui.export.making.choices import FormatChoice, PurposeChoice
from studio.ui.export.making.comparison import MadeBefore
from studio.ui.export.making.reading import Offered
from studio.ui.export.making.wish import Exportable, ExportWish, Place, obstacle, size_words
from studio.ui.icons import tint_icons
from studio.ui.theme import GRID, colours_for
from studio.words import _

_WIDEST = 110 * GRID


@dataclass(frozen=True)
class Asked:
    """An export as it was chosen; `folder` is None for one in the project."""

    run: RunFolder
    artefacts: tuple[WantedArtefact, ...]
    folder: Path | None
    create_in_ollama: bool


class NewExport(QWidget):
    """Gathers an ExportWish and says why it cannot start."""

    start_requested = Signal(object)  # Asked
    place_wanted = Signal(object)  # Path | None
    comparison_wanted = Signal(object, object, str)  # RunFolder, tuple[Path, ...], base of adapters

    def __init__(self, *, read_only: bool, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._read_only, self._busy, self._expert = read_only, False, False
        self._models: tuple[Exportable, ...] = ()
        self._has_ollama = False
        self._place = Place()
        self.run = Picker(_("Result to export"))
        self.run.setSizeAdjustPolicy(Picker.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.levels = SectionBar(self)
        self.levels.setAccessibleName(_("How much can be chosen"))
        self.levels.add("simple", _("Simple"))
        self.levels.add("expert", _("Expert"))
        self.simple, self.expert = PurposeChoice(), FormatChoice()
        self.expert.hide()
        self.into_ollama = QCheckBox(_("Hand the model to Ollama on this machine when it is made"))
        self.into_ollama.setChecked(True)
        self.folder = QLineEdit()
        self.folder.setReadOnly(True)
        self.folder.setAccessibleName(_("Folder"))
        self.choose, self.inside = button(_("Choose another…"), "folder"), button(_("In the project"), role="link")
        self.sizes = label("", "caption", wrap=True)
        self.start = button(_("Start the export"), "play", "primary")
        self.reason = label("", "caption", wrap=True)
        self.before = MadeBefore()
        self._lay_out()
        self._connect()
        self.show_place(Place())

    def wish(self) -> ExportWish:
        """What is chosen now."""
        simple = not self._expert
        artefacts = self.simple.artefacts() if simple else self.expert.artefacts()
        return ExportWish(self._chosen(), artefacts, not simple and self.expert.lacks_type(), self._place)

    def show_offered(self, offered: Offered) -> None:
        """The results to choose from; the choice stays while its result exists."""
        self._has_ollama = offered.has_ollama
        if offered.models != self._models:
            chosen = self.run.currentData()
            self._models = offered.models
            blocked = self.run.blockSignals(True)
            self.run.clear()
            for each in offered.models:
                self.run.addItem(each.title, each.run)
            runs = [each.run for each in offered.models]
            self.run.setCurrentIndex(runs.index(chosen) if chosen in runs else 0)
            self.run.blockSignals(blocked)
        self._on_model()

    def choose_run(self, run: RunFolder) -> None:
        """Let the result of a run be what is exported next."""
        runs = [each.run for each in self._models]
        if run in runs:
            self.run.setCurrentIndex(runs.index(run))

    def show_place(self, place: Place) -> None:
        """Where it will be written, and what is free there."""
        self._place = place
        self.folder.setText(str(place.folder) if place.folder else _("In the project’s folder"))
        self.folder.setToolTip(self.folder.text())
        self.inside.setVisible(place.folder is not None)
        self._judge()

    def show_busy(self, *, busy: bool) -> None:
        """While rows are being frozen, Start waits."""
        self._busy = busy
        self._judge()

    def _chosen(self) -> Exportable | None:
        at = self.run.currentIndex()
        return self._models[at] if 0 <= at < len(self._models) else None

    def _judge(self) -> None:
        wish = self.wish()
        why = obstacle(wish, read_only=self._read_only)
        able = not why and not self._busy
        self.start.setEnabled(able)
        self.start.setAccessibleDescription(why)
        self.reason.setText(why)
        self.reason.setVisible(bool(why))
        self.sizes.setText(size_words(wish))
        self.into_ollama.setVisible(self._has_ollama and any(each.format in OLLAMA for each in wish.artefacts))
        comparable = wish.model is not None and not wish.model.chooses_labels
        self.before.setVisible(comparable and not self._read_only)
        self.before.setEnabled(not self._busy)

    def _on_model(self) -> None:
        chosen = self._chosen()
        if chosen is not None:
            self.simple.show_model(chosen)
            self.expert.show_model(chosen)
        self._judge()

    def _on_level(self, key: str) -> None:
        self._expert = key == "expert"
        self.simple.setVisible(not self._expert)
        self.expert.setVisible(self._expert)
        self._judge()

    def _on_start(self) -> None:
        wish = self.wish()
        if wish.model is not None:
            into = self.into_ollama.isChecked()
            self.start_requested.emit(Asked(wish.model.run, wish.artefacts, self._place.folder, into))

    def _on_choose(self) -> None:
        dialog = QFileDialog(self, _("Choose a new or empty folder"))
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.setOption(QFileDialog.Option.ShowDirsOnly)
        dialog.fileSelected.connect(self._on_folder_chosen)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _on_folder_chosen(self, folder: str) -> None:
        self.place_wanted.emit(Path(folder))

    def _on_inside(self) -> None:
        self.place_wanted.emit(None)

    def _on_made_before(self, files: tuple[Path, ...], base: str) -> None:
        chosen = self._chosen()
        if chosen is not None:
            self.comparison_wanted.emit(chosen.run, files, base)

    def _connect(self) -> None:
        self.run.currentIndexChanged.connect(self._on_model)
        self.levels.section_chosen.connect(self._on_level)
        self.simple.edited.connect(self._judge)
        self.expert.edited.connect(self._judge)
        self.choose.clicked.connect(self._on_choose)
        self.inside.clicked.connect(self._on_inside)
        self.start.clicked.connect(self._on_start)
        self.before.wanted.connect(self._on_made_before)

    def _lay_out(self) -> None:
        frame, inside = card(spacing=2 * GRID)
        head = QHBoxLayout()
        head.addWidget(label(_("New export"), "title"))
        head.addStretch(1)
        head.addWidget(self.levels)
        inside.addLayout(head)
        promise = _(
            "Files for other programs. As soon as they are made, each is asked rows that the model has not learned, "
            "and a verdict says whether it answers as it does in the application."
        )
        inside.addWidget(label(promise, "muted", wrap=True))
        inside.addWidget(label(_("Which result"), "heading"))
        inside.addWidget(self.run)
        inside.addWidget(label(_("What for"), "heading"))
        for each in (self.simple, self.expert, self.into_ollama):
            inside.addWidget(each)
        inside.addWidget(label(_("Where to"), "heading"))
        self._lay_out_place(inside)
        sheet = QWidget()
        sheet.setMaximumWidth(_WIDEST)
        column = QVBoxLayout(sheet)
        column.setContentsMargins(2 * GRID, 2 * GRID, 2 * GRID, GRID)
        column.setSpacing(GRID)
        column.addWidget(frame)
        column.addWidget(self.before)
        column.addStretch(1)
        around = QVBoxLayout(self)
        around.setContentsMargins(0, 0, 0, 0)
        around.setSpacing(0)
        around.addWidget(scrolled(sheet), 1)
        # In sight however long the list of formats is.
        foot = QHBoxLayout()
        foot.setContentsMargins(2 * GRID, GRID, 2 * GRID, 2 * GRID)
        foot.setSpacing(2 * GRID)
        foot.addWidget(self.start)
        foot.addWidget(self.reason, 1)
        foot.addStretch(0)
        around.addLayout(foot)
        tint_icons(self, colours_for(self.palette()))

    def _lay_out_place(self, inside: QVBoxLayout) -> None:
        place = QHBoxLayout()
        place.setSpacing(GRID)
        place.addWidget(self.folder, 1)
        place.addWidget(self.choose)
        inside.addLayout(place)
        below = QHBoxLayout()
        below.addWidget(self.sizes, 1)
        below.addWidget(self.inside)
        inside.addLayout(below)
