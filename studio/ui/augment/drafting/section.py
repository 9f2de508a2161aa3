"""The drafting view of the Augment tab: lays out, passes on what is asked, shows what its presenter decides."""

from collections.abc import Sequence

import numpy as np
from PySide6.QtCore import Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QFrame, QSplitter, QVBoxLayout, QWidget

from studio.assist.prompts import Task
from studio.core.augmentation import AugmentationPlan
from studio.errors import StudioError
from studio.settings import Settings
from studio.ui.augment.drafting.desk import DraftDesk
from studio.ui.augment.drafting.making import Stored
from studio.ui.augment.drafting.presenter import DraftPresenter
from studio.ui.augment.drafting.request_panel import RequestPanel
from studio.ui.augment.drafting.task_panel import TaskPanel
from studio.ui.augment.drafting.wishes import TRIED, ModelWish, RequestWish, Standing
from studio.ui.augment.drafting.words import answered_words, drafted_words, refused_words
from studio.ui.augment.plan_files import PlanFiles
from studio.ui.augment.preview import ShownVariant
from studio.ui.augment.preview_panel import PreviewPanel
from studio.ui.background import Background
from studio.ui.data.rows_wanted import RowsWanted
from studio.ui.data.undoing import undo_offers
from studio.ui.messages import Messages, Offer
from studio.ui.project_context import ProjectContext
from studio.ui.theme import GRID, set_role
from studio.words import _

NARROW, WIDTHS = (42 * GRID, 37 * GRID, 45 * GRID), (40, 56, 44)
"""Of the columns: the least of each, and their proportions where there is room."""


class DraftingSection(QWidget):
    """Is told of the data set, the seed and the limits by the page; asks no model before a button is pressed."""

    parent_wanted = Signal(object)  # int: the row
    review_wanted = Signal(object)  # RowsWanted
    network_changed = Signal()  # other machines may be asked, or no longer

    def __init__(
        self,
        project: ProjectContext,
        background: Background,
        messages: Messages,
        settings: Settings,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._project, self._messages, self._settings = project, messages, settings
        self.tasks, self.preview, self.request = TaskPanel(), PreviewPanel(), RequestPanel()
        self.desk = DraftDesk(project, background, self)
        self.presenter = DraftPresenter(self, settings, read_only=project.read_only)
        self._lay_out()
        self._connect()
        self.presenter.open()
        self.preview.show_nothing(_("Try a few drafts before you ask for many: nothing of a trial is kept."))

    def show_plan(self, plan: AugmentationPlan) -> None:
        """The plan of the rules: its data set, its seed and its limits hold here too."""
        self.presenter.on_plan(plan)

    def ask_save(self, files: PlanFiles) -> None:
        """Ask where the plan of this view goes; what it still lacks is said instead."""
        plan = self.presenter.plan
        if plan is None:
            self._messages.notice(_("This makes no plan yet."), self.request.reason.text())
        else:
            files.ask_save(plan)

    def leave(self) -> None:
        """End what is under way: the project is about to be closed."""
        self.desk.leave()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.desk.find_adapters()

    # What the presenter asks to be shown, and to be done.

    def show_task(self, task: Task) -> None:
        self.tasks.show_task(task)
        self.request.show_task(task)

    def show_model(self, wish: ModelWish) -> None:
        self.tasks.model.show_wish(wish)
        # What the picker of this machine says of its choice is part of the wish.
        self.presenter.on_model(self.tasks.model.wish())

    def show_request(self, wish: RequestWish) -> None:
        self.request.show_wish(wish)

    def show_models(self, names: Sequence[str], said_of_it: str) -> None:
        self.tasks.model.show_models(names, said_of_it)

    def show_standing(self, standing: Standing) -> None:
        self.tasks.model.show_address_problem(standing.address_problem)
        self.request.show_standing(standing)
        self.preview.others.setEnabled(not standing.cannot_try)
        self.preview.others.setAccessibleDescription(standing.cannot_try)

    def show_cards(self, variants: Sequence[ShownVariant], note: str) -> None:
        if variants:
            self.preview.show_variants(variants)
        else:
            self.preview.show_nothing(note)

    def keep_settings(self) -> None:
        """Make the settings last; where they cannot be saved, the user is told so."""
        try:
            self._settings.save()
        except StudioError as error:
            self._messages.problem(error)
        self.network_changed.emit()

    def count(self, plan: AugmentationPlan) -> None:
        self.desk.count(plan)

    def list_models(self, wish: ModelWish) -> None:
        self.desk.list_models(wish)

    def try_some(self, plan: AugmentationPlan, *, remote_allowed: bool) -> None:
        self.preview.show_waiting()
        self.desk.try_some(plan, self.request.begin(), remote_allowed=remote_allowed)

    def draft(self, plan: AugmentationPlan, *, remote_allowed: bool) -> None:
        self.desk.draft(plan, self.request.begin(), remote_allowed=remote_allowed)

    def _lay_out(self) -> None:
        trial = self.preview.others
        trial.setText(_("Try {count}").format(count=TRIED))
        trial.setAccessibleName(trial.text())
        trial.setToolTip(_("Ask the model for a few drafts, to look at; nothing is kept."))
        columns = QSplitter()
        columns.setChildrenCollapsible(False)
        columns.setHandleWidth(1)
        for at, (panel, least) in enumerate(zip((self.tasks, self.preview, self.request), NARROW, strict=True)):
            column = QFrame()
            if panel is not self.preview:
                set_role(column, "page")
            column.setMinimumWidth(least)
            inside = QVBoxLayout(column)
            inside.setContentsMargins(0, 0, 0, 0)
            inside.addWidget(panel)
            columns.addWidget(column)
            columns.setStretchFactor(at, WIDTHS[at])
        columns.setSizes([10 * width for width in WIDTHS])
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(columns)

    def _connect(self) -> None:
        presenter, desk, model = self.presenter, self.desk, self.tasks.model
        for signal, slot in (
            (self.tasks.task_chosen, presenter.on_task),
            (model.edited, self._on_model_edited),
            (model.list_wanted, presenter.on_list),
            (self.request.edited, self._on_request_edited),
            (self.request.built_in_wanted, presenter.on_built_in_prompt),
            (self.request.draft_wanted, presenter.on_draft),
            (self.preview.others_wanted, presenter.on_try),
            (self.preview.parent_wanted, self.parent_wanted),
            (desk.counted, presenter.on_counted),
            (desk.adapters_found, model.local.show_adapters),
            (desk.listed, presenter.on_listed),
            (desk.list_failed, presenter.on_list_failed),
            (desk.look_failed, self._messages.problem),
            (desk.tried, self._on_tried),
            (desk.stored, self._on_stored),
            (desk.failed, self._on_failed),
            (desk.cancelled, self._on_cancelled),
        ):
            signal.connect(slot)

    def _on_model_edited(self) -> None:
        self.presenter.on_model(self.tasks.model.wish())

    def _on_request_edited(self) -> None:
        self.presenter.on_request(self.request.wish())

    def _on_tried(self, variants: Sequence[ShownVariant]) -> None:
        self.request.end()
        self.presenter.on_tried(variants)

    def _on_failed(self, error: StudioError) -> None:
        self.request.end()
        self.presenter.on_failed(error)

    def _on_cancelled(self) -> None:
        self.request.end()
        self.presenter.on_cancelled()

    def _on_stored(self, stored: Stored) -> None:
        self.request.end()
        self.presenter.on_ended(stored.refused)
        if stored.refused:
            self.preview.summary.setText(_("Refused drafts; they are not kept."))
        changes = stored.step.changes
        written = answered_words(stored.added) if changes.updated else drafted_words(stored.added)
        offers = list(undo_offers(self._project, self._messages, stored.step))
        touched = np.array((*changes.inserted, *changes.updated), np.int64)
        dataset = next((each for each in self._project.reader.datasets() if each.name == stored.dataset), None)
        if touched.size and dataset is not None:
            wanted = RowsWanted(dataset.id, touched, _("New drafts"))
            offers.append(Offer(_("Review drafts"), lambda: self.review_wanted.emit(wanted), once=True))
        self._messages.done(written, refused_words(stored.reasons), *offers)
