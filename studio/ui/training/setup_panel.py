"""The left column's upper part: what the next run shall be, and Start."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QToolButton, QVBoxLayout, QWidget

from studio.core.preset import words_of
from studio.core.recipe import Recipe, option_fields
from studio.runs.presets import NamedPreset
from studio.ui.background import Progress
from studio.ui.controls import Picker, button, label
from studio.ui.form import OptionForm
from studio.ui.theme import GRID, set_role
from studio.ui.training.fit.card import FitCard
from studio.ui.training.listed_run import preset_title
from studio.ui.training.model_picker import ModelPicker
from studio.ui.training.readiness import DataCounts, Readiness, Wish, data_words, recipe_words
from studio.ui.training.warning_list import WarningList
from studio.ui.xray.check_bar import CheckBar
from studio.words import _

MODEL = "model.base"


class SetupPanel(QWidget):
    """Gathers a Wish and shows whether it can start."""

    wish_changed = Signal(object)  # Wish
    start_requested = Signal()
    xray_requested = Signal()
    options_opened = Signal(object)  # bool

    def __init__(self, presets: Sequence[NamedPreset], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._presets: dict[str, NamedPreset] = {}
        self._data: list[DataCounts] = []
        self.preset = Picker(_("Preset"))
        self.description = label("", "caption", wrap=True)
        self.model = ModelPicker()
        self.dataset = Picker(_("Examples"))
        self.counts = label("", "caption", wrap=True)
        for picker in (self.preset, self.dataset):
            # A long name is cut rather than the column widened.
            picker.setSizeAdjustPolicy(Picker.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.options = OptionForm([name for name in option_fields() if name != MODEL])
        self.more = _disclosure(_("Options"))
        self.summary = label("", "caption", wrap=True)
        self.reset = button(_("Back to the preset"), "undo", "quiet")
        self.warnings = WarningList()
        self.fit = FitCard()
        self.start = button(_("Start training"), "play", "primary")
        self.start.setEnabled(False)  # until someone has judged and listens
        self.xray = button(_("X-ray…"), role="link")
        self.xray.setToolTip(_("The examples as they will be trained, token by token, and the check of all of them"))
        self.reason = label("", "caption", wrap=True)
        self.checking_words = label(_("The examples are being checked before the run starts."), "caption", wrap=True)
        self.checking = CheckBar()
        self._lay_out()
        self._connect()
        self.show_presets(presets)

    def wish(self) -> Wish:
        """What is chosen now."""
        recipe, model = self.options.recipe(), self.model.base()
        if recipe is not None and model:
            recipe = recipe.model_copy(update={"model": recipe.model.model_copy(update={"base": model})})
        return Wish(
            preset=str(self.preset.currentData() or ""),
            recipe=recipe,
            data=self._chosen_data(),
            model_problem=self.model.problem(),
        )

    def show_presets(self, presets: Sequence[NamedPreset]) -> None:
        """The presets to choose from; the choice, and what was changed in it, stays while its preset does."""
        chosen = self._presets.get(str(self.preset.currentData()))
        self._presets = {each.name: each for each in presets}
        blocked = self.preset.blockSignals(True)
        self.preset.clear()
        for each in presets:
            self.preset.addItem(preset_title(each), each.name)
        if chosen is not None:
            self.preset.setCurrentIndex(max(0, self.preset.findData(chosen.name)))
        self.preset.blockSignals(blocked)
        if chosen is None or self._presets.get(chosen.name) != chosen:
            self._on_preset_chosen()

    def choose_preset(self, name: str, recipe: Recipe | None = None) -> None:
        """Choose a preset, or a recipe that was made from it."""
        if (at := self.preset.findData(name)) < 0:
            return
        blocked = self.preset.blockSignals(True)
        self.preset.setCurrentIndex(at)
        self.preset.blockSignals(blocked)
        self._on_preset_chosen()
        if recipe is not None:
            self.options.show_recipe(recipe, self._presets[name].preset.recipe)
            self.model.show_base(recipe.model.base)
            self._on_options_edited()

    def propose(self, preset: str, recipe: Recipe, dataset: str) -> None:
        """A recipe made from an earlier run's, on its data set, with the options open so that its changes show."""
        self.choose_preset(preset if preset in self._presets else str(self.preset.currentData()), recipe)
        if (at := self.dataset.findText(dataset)) >= 0:
            self.dataset.setCurrentIndex(at)
        self.more.setChecked(True)

    def show_data(self, data: Sequence[DataCounts]) -> None:
        """The data sets to choose from; the choice stays while its data set exists."""
        chosen = self._chosen_data()
        self._data = list(data)
        blocked = self.dataset.blockSignals(True)
        self.dataset.clear()
        for each in self._data:
            self.dataset.addItem(each.name, each.dataset_id)
        if chosen is not None:
            self.dataset.setCurrentIndex(max(0, self.dataset.findData(chosen.dataset_id)))
        self.dataset.blockSignals(blocked)
        self.dataset.setEnabled(bool(self._data))
        self._on_data_chosen()

    def show_readiness(self, readiness: Readiness) -> None:
        """Start can be pressed, or the reason why not stands under it."""
        self.start.setEnabled(readiness.ready and not self.checking.busy)
        self.start.setAccessibleDescription(readiness.obstacle)
        self.reason.setText(readiness.obstacle)
        self.reason.setVisible(bool(readiness.obstacle))
        self.warnings.show_texts(readiness.warnings)

    def show_checking(self, progress: Progress | None) -> None:
        """Show how far the check before the run is, or that there is none; Start waits for it."""
        if progress is None:
            self.checking.end()
        else:
            self.checking.follow(progress)
        self.checking_words.setVisible(progress is not None)
        self.tell_again()

    def tell_again(self) -> None:
        """Have the same wish judged anew."""
        self.wish_changed.emit(self.wish())

    def _chosen_data(self) -> DataCounts | None:
        return next((each for each in self._data if each.dataset_id == self.dataset.currentData()), None)

    def _lay_out(self) -> None:
        content = QWidget()
        column = QVBoxLayout(content)
        column.setContentsMargins(2 * GRID, 2 * GRID, 2 * GRID, GRID)
        column.setSpacing(GRID)
        column.addWidget(label(_("New run"), "title"))
        self._add_part(column, _("Preset"), self.preset, self.description)
        self._add_part(column, _("Base model"), self.model)
        self._add_part(column, _("Examples"), self.dataset, self.counts, self.warnings)
        head = QHBoxLayout()
        head.addWidget(self.more)
        head.addStretch(1)
        head.addWidget(self.reset)
        column.addSpacing(GRID // 2)
        column.addLayout(head)
        column.addWidget(self.summary)
        column.addWidget(self.options)
        self._add_part(column, _("Memory and time"), self.fit)
        column.addStretch(1)
        self.options.hide()
        self.reset.hide()
        scroll = QScrollArea()
        scroll.setWidget(content)
        scroll.setWidgetResizable(True)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        # The column's own ground shows through.
        scroll.viewport().setAutoFillBackground(False)
        content.setAutoFillBackground(False)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(scroll, 1)
        whole.addLayout(self._foot())

    def _foot(self) -> QVBoxLayout:
        foot = QVBoxLayout()
        foot.setContentsMargins(2 * GRID, GRID, 2 * GRID, 2 * GRID)
        foot.setSpacing(GRID // 2)
        pressed = QHBoxLayout()
        pressed.setSpacing(GRID)
        pressed.addWidget(self.start, 1)
        pressed.addWidget(self.xray)
        foot.addLayout(pressed)
        foot.addWidget(self.checking_words)
        foot.addWidget(self.checking)
        foot.addWidget(self.reason)
        self.checking_words.hide()
        return foot

    def _add_part(self, column: QVBoxLayout, title: str, *widgets: QWidget) -> None:
        column.addSpacing(GRID // 2)
        head = label(title, "heading")
        head.setBuddy(widgets[0])
        column.addWidget(head)
        for widget in widgets:
            column.addWidget(widget)

    def _connect(self) -> None:
        self.preset.currentIndexChanged.connect(self._on_preset_chosen)
        self.dataset.currentIndexChanged.connect(self._on_data_chosen)
        self.options.edited.connect(self._on_options_edited)
        self.model.edited.connect(self._on_options_edited)
        self.more.toggled.connect(self._on_more_toggled)
        self.reset.clicked.connect(self._on_preset_chosen)
        self.start.clicked.connect(self.start_requested)
        self.xray.clicked.connect(self.xray_requested)

    def _on_preset_chosen(self) -> None:
        preset = self._presets.get(str(self.preset.currentData()))
        if preset is None:
            return
        self.description.setText(words_of(preset.preset.description))
        self.options.show_recipe(preset.preset.recipe)
        self.model.show_base(preset.preset.recipe.model.base)
        self.reset.hide()
        self._tell()

    def _on_more_toggled(self, opened: bool) -> None:
        self.options.setVisible(opened)
        self.summary.setVisible(not opened)
        self.more.setArrowType(Qt.ArrowType.DownArrow if opened else Qt.ArrowType.RightArrow)
        self.options_opened.emit(opened)

    def _on_options_edited(self) -> None:
        preset = self._presets.get(str(self.preset.currentData()))
        self.reset.setVisible(preset is not None and self.wish().recipe != preset.preset.recipe)
        self._tell()

    def _on_data_chosen(self) -> None:
        data = self._chosen_data()
        self.counts.setText(data_words(data) if data else "")
        self.counts.setVisible(data is not None)
        self._tell()

    def _tell(self) -> None:
        wish = self.wish()
        if wish.recipe is not None:
            self.summary.setText(recipe_words(wish.recipe))
        self.xray.setEnabled(wish.recipe is not None and wish.data is not None and not wish.model_problem)
        self.wish_changed.emit(wish)


def _disclosure(text: str) -> QToolButton:
    made = QToolButton()
    made.setText(text)
    made.setAccessibleName(text)
    made.setCheckable(True)
    made.setArrowType(Qt.ArrowType.RightArrow)
    made.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
    made.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    set_role(made, "quiet")
    return made
