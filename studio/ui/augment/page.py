"""The Augment tab: lays out, passes on what is asked, shows what the presenter decides."""

from collections.abc import Sequence

import numpy as np
from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QFrame, QSplitter, QStackedWidget, QVBoxLayout, QWidget

from studio.core.augmentation import AugmentationPlan
from studio.data.child import ChildCancelled
from studio.data.records import Changes, Dataset
from studio.errors import StudioError
from studio.settings import Settings
from studio.text.augment.transformation import Info
from studio.ui.augment.blank import BlankAugment
from studio.ui.augment.desk import PAUSE_MS, AugmentDesk
from studio.ui.augment.drafting.section import DraftingSection
from studio.ui.augment.head import AugmentationView, AugmentHead
from studio.ui.augment.making import Stored
from studio.ui.augment.mixes import Mix
from studio.ui.augment.outlook_lines import PlanOutlook
from studio.ui.augment.plan_files import PlanFiles
from studio.ui.augment.plan_panel import PlanPanel
from studio.ui.augment.presenter import AugmentPresenter, Blank
from studio.ui.augment.preview import ShownVariant
from studio.ui.augment.preview_panel import PreviewPanel
from studio.ui.augment.transformation_panel import TransformationPanel
from studio.ui.augment.wishes import ByChoice, PlanWishes, Standing
from studio.ui.augment.words import made_words
from studio.ui.background import Background
from studio.ui.data.rows_wanted import RowsWanted
from studio.ui.data.undoing import undo_offers
from studio.ui.icons import tint_icons
from studio.ui.messages import Messages, Offer
from studio.ui.project_context import ProjectContext
from studio.ui.theme import GRID, colours_for, set_role
from studio.words import _

NARROW, WIDTHS = (39 * GRID, 37 * GRID, 45 * GRID), (33, 65, 42)
"""Of the columns: the least of each, and their proportions where there is room."""


class AugmentPage(QWidget):
    """Looks at the project when it comes to the front, and again when something has changed meanwhile."""

    rows_wanted = Signal(object)  # RowsWanted, to be opened in the Data tab
    review_wanted = Signal(object)  # RowsWanted
    data_wanted = Signal()
    network_changed = Signal()

    def __init__(
        self,
        project: ProjectContext,
        background: Background,
        messages: Messages,
        settings: Settings,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._project, self._background, self._messages = project, background, messages
        self._stale = self._blank_shown = True
        self.head, self.blank = AugmentHead(), BlankAugment()
        self.transformations, self.preview, self.planning = (
            TransformationPanel(),
            PreviewPanel(),
            PlanPanel(read_only=project.read_only),
        )
        self.drafting = DraftingSection(project, background, messages, settings)
        self.desk = AugmentDesk(project, background, self)
        self.files = PlanFiles(background, messages, self)
        self.presenter = AugmentPresenter(self, self.desk, project.reader, read_only=project.read_only)
        self._stack = QStackedWidget()
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.setInterval(PAUSE_MS)
        self._later.timeout.connect(self._refresh)
        self._lay_out()
        self._connect()

    def look_again(self) -> None:
        """Something that variants are made with has changed, a lexicon for instance."""
        self._stale = True
        self._later.start(0)

    def open_lexicons(self) -> None:
        """Open the lexicons; what is saved there is seen in the preview."""
        # With all that reads French, which the window does without until then.
        from studio.ui.augment.lexicons.dialog import LexiconsDialog

        dialog = LexiconsDialog(self._project, self._background, self._messages, self)
        dialog.saved.connect(self.look_again)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def show_view(self, view: AugmentationView) -> None:
        """Variants by rules, or drafts by a language model; neither while there is nothing to vary."""
        self.head.show_view(view)
        here = self.drafting if view == "drafting" else self._columns
        self._stack.setCurrentWidget(self.blank if self._blank_shown else here)

    def leave(self) -> None:
        """End what is under way: the project is about to be closed."""
        self._project.changed.disconnect(self._on_changed)
        self._later.stop()
        self.desk.leave()
        self.drafting.leave()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        # The tab is painted before anything is read.
        self._later.start(0)

    # What the presenter asks to be shown.

    def show_datasets(self, datasets: Sequence[Dataset], current: int | None) -> None:
        self.head.show_datasets(datasets, current)

    def show_blank(self, why: Blank | None) -> None:
        self.head.show_plan_there(why is None)
        if why is not None:
            self.blank.show_reason(why)
        self._blank_shown = why is not None
        self.show_view(self.head.view)

    def show_catalogue(self, infos: Sequence[Info]) -> None:
        self.transformations.show_catalogue(infos)

    def show_choices(self, choices: Sequence[ByChoice], mixes: Sequence[Mix]) -> None:
        self.planning.show_choices(choices, mixes)

    def show_plan(self, plan: AugmentationPlan, wishes: PlanWishes) -> None:
        self.transformations.show_plan(plan)
        self.planning.show_wishes(wishes)
        self.drafting.show_plan(plan)

    def show_preview(self, variants: Sequence[ShownVariant], why_none: str) -> None:
        if variants:
            self.preview.show_variants(variants)
        else:
            self.preview.show_nothing(why_none)

    def show_outlook(self, outlook: PlanOutlook | None) -> None:
        self.planning.show_outlook(outlook)

    def show_standing(self, standing: Standing) -> None:
        self.planning.show_standing(standing)

    def make(self, plan: AugmentationPlan) -> None:
        """Have the variants made, with a bar that tells how far it is."""
        self.desk.make(plan, self.planning.begin())

    def _lay_out(self) -> None:
        self._columns = QSplitter()
        self._columns.setChildrenCollapsible(False)
        self._columns.setHandleWidth(1)
        panels = (self.transformations, self.preview, self.planning)
        for at, (panel, least) in enumerate(zip(panels, NARROW, strict=True)):
            column = QFrame()
            if panel is not self.preview:
                set_role(column, "page")
            column.setMinimumWidth(least)
            inside = QVBoxLayout(column)
            inside.setContentsMargins(0, 0, 0, 0)
            inside.addWidget(panel)
            self._columns.addWidget(column)
            self._columns.setStretchFactor(at, WIDTHS[at])
        self._columns.setSizes([10 * width for width in WIDTHS])
        # Nothing is on show until it is known what there is.
        for page in (QWidget(), self.blank, self._columns, self.drafting):
            self._stack.addWidget(page)
        column_of_all = QVBoxLayout(self)
        column_of_all.setContentsMargins(0, 0, 0, 0)
        column_of_all.setSpacing(0)
        column_of_all.addWidget(self.head)
        column_of_all.addWidget(self._stack, 1)
        tint_icons(self, colours_for(self.palette()))

    def _connect(self) -> None:
        presenter, desk = self.presenter, self.desk
        for signal, slot in (
            (self._project.changed, self._on_changed),
            (self.head.dataset_chosen, presenter.choose_dataset),
            (self.head.lexicons.clicked, self.open_lexicons),
            (self.head.load.clicked, self.files.ask_load),
            (self.head.save.clicked, self._on_save),
            (self.head.view_chosen, self.show_view),
            (self.drafting.parent_wanted, self._on_parent_wanted),
            (self.drafting.review_wanted, self.review_wanted),
            (self.drafting.network_changed, self.network_changed),
            (self.files.loaded, self._on_plan_loaded),
            (self.blank.data_wanted, self.data_wanted),
            (self.transformations.edited, self._on_edited),
            (self.preview.others_wanted, presenter.on_others),
            (self.preview.parent_wanted, self._on_parent_wanted),
            (self.planning.wishes_changed, presenter.on_wishes),
            (self.planning.shares_edited, presenter.on_shares),
            (self.planning.apply_wanted, presenter.on_apply),
            (desk.described, presenter.on_described),
            (desk.counted, presenter.on_counted),
            (desk.foreseen, presenter.on_outlook),
            (desk.previewed, presenter.on_previewed),
            (desk.preview_failed, presenter.on_preview_failed),
            (desk.look_failed, presenter.on_look_failed),
            (desk.trying, self.preview.show_waiting),
            (desk.made, self._on_made),
            (desk.make_failed, self._on_make_failed),
        ):
            signal.connect(slot)

    def _refresh(self) -> None:
        if self._stale and self.isVisible():
            self._stale = False
            self.presenter.refresh()

    def _on_changed(self, _changes: Changes) -> None:
        self._stale = True
        self._later.start(PAUSE_MS)

    def _on_edited(self) -> None:
        if self.presenter.plan is not None:
            self.presenter.on_edited(self.transformations.written_into(self.presenter.plan))

    def _on_save(self) -> None:
        """The plan of the view on show."""
        if self.head.view == "drafting":
            self.drafting.ask_save(self.files)
        elif self.presenter.plan is not None:
            self.files.ask_save(self.presenter.plan)

    def _on_plan_loaded(self, plan: AugmentationPlan) -> None:
        if not self.presenter.on_plan_loaded(plan) or plan.drafting is None:
            return
        self.drafting.presenter.on_drafting_loaded(plan.drafting)
        if plan.transformations:
            self._messages.notice(_("This plan also asks a language model for drafts: see Language model."))
        else:
            self.show_view("drafting")

    def _on_parent_wanted(self, row_id: int) -> None:
        if self.presenter.dataset is not None:
            title = _("Example {number}").format(number=row_id)
            self.rows_wanted.emit(RowsWanted(self.presenter.dataset.id, np.array([row_id], np.int64), title))

    def _on_made(self, stored: Stored) -> None:
        self.planning.end()
        self.presenter.on_make_ended()
        offers = list(undo_offers(self._project, self._messages, stored.step))
        new = np.array(stored.step.changes.inserted, np.int64)
        dataset = next((each for each in self._project.reader.datasets() if each.name == stored.dataset), None)
        if new.size and dataset is not None:
            wanted = RowsWanted(dataset.id, new, _("New variants"))
            offers.append(Offer(_("Review drafts"), lambda: self.review_wanted.emit(wanted), once=True))
        self._messages.done(made_words(stored.added, stored.left_out), " ".join(stored.missed), *offers)

    def _on_make_failed(self, error: StudioError) -> None:
        self.planning.end()
        self.presenter.on_make_ended()
        if isinstance(error, ChildCancelled):
            self._messages.notice(_("No variant was made: the work was cancelled."))
        else:
            self._messages.problem(error)
