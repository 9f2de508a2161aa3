"""The pages of one project, built when the window asks for them."""

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QWidget

from studio.settings import Settings
from studio.ui.background import Background
from studio.ui.messages import Messages
from studio.ui.project_context import ProjectContext
from studio.words import _

if TYPE_CHECKING:
    from studio.runs.folder import RunFolder
    from studio.runs.presets import NamedPreset
    from studio.ui.augment.page import AugmentPage
    from studio.ui.data.page import DataPage
    from studio.ui.data.rows_wanted import RowsWanted
    from studio.ui.evaluation.page import EvaluationPage
    from studio.ui.export.page import ExportPage
    from studio.ui.presets.page import PresetsPage
    from studio.ui.presets.wanted import RunWanted
    from studio.ui.training.page import TrainingPage


class Pages(QObject):
    """Imports each page late, because the window is painted before pyqtgraph is there."""

    summary_changed = Signal(object)  # str
    sample_wanted = Signal()
    tab_wanted = Signal(object)  # str: the page's key
    network_changed = Signal()

    def __init__(self, project: ProjectContext, background: Background, messages: Messages, settings: Settings) -> None:
        super().__init__(project)
        self._project = project
        self._background = background
        self._messages = messages
        self._settings = settings
        self._data: DataPage | None = None
        self._augment: AugmentPage | None = None
        self._presets: PresetsPage | None = None
        self._training: TrainingPage | None = None
        self._evaluation: EvaluationPage | None = None
        self._export: ExportPage | None = None
        self._shown_run: RunFolder | None = None

    def build_data(self) -> QWidget:
        """The Data tab."""
        return self._data_page()

    def build_augment(self) -> QWidget:
        """The Augment tab."""
        from studio.ui.augment.page import AugmentPage

        self._augment = AugmentPage(self._project, self._background, self._messages, self._settings)
        self._augment.rows_wanted.connect(self._on_rows_wanted)
        self._augment.review_wanted.connect(self._on_review_wanted)
        self._augment.data_wanted.connect(self._on_data_wanted)
        self._augment.network_changed.connect(self.network_changed)
        return self._augment

    def build_presets(self) -> QWidget:
        """The Presets tab."""
        return self._presets_page()

    def build_training(self) -> QWidget:
        """The Train tab."""
        from studio.ui.models.browsing import ModelBrowser
        from studio.ui.training.page import TrainingPage

        self._training = TrainingPage(self._project, self._background, self._messages, self._settings)
        self._training.run_shown.connect(self._on_run_shown)
        self._training.rows_wanted.connect(self._on_rows_wanted)
        models = ModelBrowser(self._training.setup.model, self._settings, self._background)
        models.network_changed.connect(self.network_changed)
        runs = self._training.runs.view
        keep = QAction(_("Save its options as a preset"), runs)
        keep.triggered.connect(self._on_keep_run)
        runs.addAction(keep)
        evaluate = QAction(_("Evaluate its result"), runs)
        evaluate.triggered.connect(self._on_evaluate_run)
        runs.addAction(evaluate)
        export = QAction(_("Export its result"), runs)
        export.triggered.connect(self._on_export_run)
        runs.addAction(export)
        runs.setContextMenuPolicy(Qt.ContextMenuPolicy.ActionsContextMenu)
        return self._training

    def build_evaluation(self) -> QWidget:
        """The Evaluate tab."""
        from studio.ui.evaluation.page import EvaluationPage

        self._evaluation = EvaluationPage(self._project, self._background, self._messages, self._settings)
        return self._evaluation

    def build_export(self) -> QWidget:
        """The Export tab."""
        from studio.ui.export.page import ExportPage

        self._export = ExportPage(self._project, self._background, self._messages, self._settings)
        self._export.training_wanted.connect(self._on_training_wanted)
        return self._export

    def edit_actions(self) -> list[QAction]:
        """What the Edit menu holds."""
        return self._data_page().actions_here.menu()

    def export_actions(self) -> list[QAction]:
        """What the File menu offers to export."""
        return [self._data_page().actions_here.export]

    def import_files(self, files: Iterable[Path]) -> None:
        """Import into the project."""
        self._data_page().import_files(files)

    def choose_file(self) -> None:
        """Ask which file to import."""
        self._data_page().choose_file()

    def leave(self) -> None:
        """Store what is still being typed, and let the pages end what they watch."""
        if self._data is not None:
            self._data.leave()
        if self._augment is not None:
            self._augment.leave()
        if self._presets is not None:
            self._presets.leave()
        if self._training is not None:
            self._training.shut_down()
        if self._evaluation is not None:
            self._evaluation.leave()
        if self._export is not None:
            self._export.leave()
        self.deleteLater()

    def _on_rows_wanted(self, wanted: "RowsWanted") -> None:
        self._on_data_wanted()
        self._data_page().show_only(wanted)

    def _on_review_wanted(self, wanted: "RowsWanted") -> None:
        self._on_data_wanted()
        self._data_page().review_only(wanted)

    def _on_xray_wanted(self, wanted: "RowsWanted") -> None:
        # The window builds its pages one after the other as soon as it is there.
        if self._training is not None:
            self._training.start_check.open_rows(wanted, self._settings.base_model)

    def _on_data_wanted(self) -> None:
        self.tab_wanted.emit("data")

    def _on_run_wanted(self, wanted: "RunWanted") -> None:
        self.tab_wanted.emit("train")
        if self._training is not None:
            self._training.setup.choose_preset(wanted.preset, wanted.recipe)

    def _on_presets_changed(self, presets: "tuple[NamedPreset, ...]") -> None:
        if self._training is not None:
            self._training.setup.show_presets(presets)
            self._training.desk.know_presets(presets)

    def _on_run_shown(self, run: "RunFolder") -> None:
        self._shown_run = run

    def _on_keep_run(self) -> None:
        # A click with the right button has brought the run into view.
        if self._shown_run is not None:
            self.tab_wanted.emit("presets")
            self._presets_page().save_run(self._shown_run)

    def _on_evaluate_run(self) -> None:
        self.tab_wanted.emit("evaluate")
        if self._shown_run is not None and self._evaluation is not None:
            self._evaluation.evaluate_run(self._shown_run)

    def _on_export_run(self) -> None:
        self.tab_wanted.emit("export")
        if self._shown_run is not None and self._export is not None:
            self._export.export_run(self._shown_run)

    def _on_training_wanted(self) -> None:
        self.tab_wanted.emit("train")

    def _presets_page(self) -> "PresetsPage":
        if self._presets is None:
            from studio.ui.presets.page import PresetsPage

            self._presets = PresetsPage(self._project.path, self._messages)
            self._presets.run_wanted.connect(self._on_run_wanted)
            self._presets.presets_changed.connect(self._on_presets_changed)
        return self._presets

    def _data_page(self) -> "DataPage":
        if self._data is None:
            from studio.ui.data.checks.section import ChecksSection
            from studio.ui.data.history.section import HistorySection
            from studio.ui.data.overview.section import OverviewSection
            from studio.ui.data.page import DataPage
            from studio.ui.data.review.section import ReviewSection

            doors = self._project, self._background, self._messages
            self._data = DataPage(*doors, self._settings)
            checks = ChecksSection(*doors, self._settings)
            checks.remembered.connect(self._data.details.findings.read_again)
            self._data.add_section("overview", _("Overview"), OverviewSection(*doors, self._settings))
            self._data.add_section("checks", _("Checks"), checks)
            self._data.add_section("review", _("Review"), ReviewSection(*doors, self._settings))
            self._data.add_section("history", _("History"), HistorySection(*doors))
            self._data.summary_changed.connect(self.summary_changed)
            self._data.sample_wanted.connect(self.sample_wanted)
            self._data.xray_wanted.connect(self._on_xray_wanted)
            self._data.open()
        return self._data
