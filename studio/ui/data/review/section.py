"""The section of the review: one example at a time, large, decided with a key; the next one comes at once."""

from typing import TYPE_CHECKING

from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QSplitter, QStackedWidget, QVBoxLayout, QWidget

from studio.data.records import Changes, Dataset
from studio.errors import StudioError
from studio.settings import Settings
from studio.ui.background import Background
from studio.ui.controls import card
from studio.ui.data.review.aside import AsidePane
from studio.ui.data.review.bars import CorrectionBar, DecisionBar, ReviewActions
from studio.ui.data.review.briefing import Briefing
from studio.ui.data.review.correcting import CorrectionPane
from studio.ui.data.review.desk import Judgement, ReviewDesk
from studio.ui.data.review.finished import FinishedPage
from studio.ui.data.review.head import ReviewHead
from studio.ui.data.review.looking import RowPast, RowView
from studio.ui.data.review.queue import Queue, QueueWanted
from studio.ui.data.review.reading import ReadingPane
from studio.ui.data.review.rejecting import RejectPanel
from studio.ui.data.review.reviewer import Reviewer
from studio.ui.data.review.row_line import RowLine
from studio.ui.data.rows_wanted import RowsWanted
from studio.ui.icons import tint_icons
from studio.ui.messages import Messages
from studio.ui.project_context import ProjectContext
from studio.ui.theme import GRID, colours_for
from studio.words import _

if TYPE_CHECKING:
    from studio.core.example import Content
    from studio.data.project import Project


class ReviewSection(QWidget):
    """Lays out and forwards; the desk leads."""

    def __init__(
        self,
        project: ProjectContext,
        background: Background,
        messages: Messages,
        settings: Settings,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._project, self._messages = project, messages
        self._dataset: Dataset | None = None
        self._correcting: RowView | None = None
        self.desk = ReviewDesk(project, background, settings, self)
        self.actions_here = ReviewActions(self)
        self.reviewer, self.head = Reviewer(project, messages, settings, self), ReviewHead()
        self.question = self.reviewer.question
        self.row_line, self.reading, self.aside = RowLine(read_only=project.read_only), ReadingPane(), AsidePane()
        self.correction = CorrectionPane(project.path, background)
        self.finished = FinishedPage()
        self.deciding, self.rejecting = DecisionBar(self.actions_here), RejectPanel()
        self.keeping = CorrectionBar(self.actions_here)
        self._lay_out()
        self._connect()
        self.rejecting.hide()
        self.head.show_reviewer(settings.signature)
        self.setFocusProxy(self.reading)
        self._show_allowed()

    def show_dataset(self, dataset: Dataset | None) -> None:
        """Review another data set; a correction being typed is stored as an edit, which decides nothing."""
        self._store_typing()
        self._dataset = dataset
        self.head.show_wanted(QueueWanted())
        self.desk.open(dataset)

    def show_only(self, wanted: RowsWanted) -> None:
        """Review rows that were chosen elsewhere."""
        self._store_typing()
        self.head.show_opened(wanted.title)
        self.desk.show_only(wanted)

    def refresh(self, changes: Changes) -> None:
        """Something has changed."""
        self.desk.refresh(changes)

    def leave(self) -> None:
        """Store what is still being typed."""
        self._store_typing()
        self.desk.leave()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        # Otherwise no key would work before the first click.
        self.reading.setFocus()

    def _lay_out(self) -> None:
        self._pages = QStackedWidget()
        for page in (self.reading, self.correction):
            self._pages.addWidget(page)
        example_card, example = card()
        example.addWidget(self.row_line)
        example.addWidget(self._pages, 1)
        aside_card, aside = card()
        aside.addWidget(self.aside)
        aside_card.setMinimumWidth(240)
        self._split = QSplitter()
        self._split.setChildrenCollapsible(False)
        self._split.setHandleWidth(2 * GRID)
        for part in (example_card, aside_card):
            self._split.addWidget(part)
        self._split.setSizes([880, 320])
        self._split.setStretchFactor(0, 1)
        self._middle = QStackedWidget()
        self._middle.addWidget(self._split)
        self._middle.addWidget(self.finished)
        inside = QVBoxLayout()
        inside.setContentsMargins(3 * GRID, GRID + GRID // 2, 3 * GRID, GRID + GRID // 2)
        inside.setSpacing(GRID + GRID // 2)
        for widget in (self.head, self._middle, self.rejecting, self.keeping, self.deciding):
            inside.addWidget(widget, 1 if widget is self._middle else 0)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, GRID // 2, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.question)
        column.addLayout(inside)
        tint_icons(self, colours_for(self.palette()))

    def _connect(self) -> None:
        here, desk = self.actions_here, self.desk
        for signal, slot in (
            (here.approve.triggered, self._on_approve),
            (here.reject.triggered, self._on_reject_wanted),
            (here.correct.triggered, self._on_correct_wanted),
            (here.skip.triggered, desk.skip),
            (here.back.triggered, self._on_back),
            (here.forth.triggered, self._on_forth),
            (here.undo.triggered, desk.undo),
            (here.keep.triggered, self._on_keep),
            (here.keep_and_approve.triggered, self._on_keep_and_approve),
            (here.give_up.triggered, self._end_correction),
            (desk.row_shown, self._on_row_shown),
            (desk.queue_shown, self._on_queue_shown),
            (desk.tally_changed, self.head.show_tally),
            (desk.briefed, self._on_briefed),
            (desk.failed, self._on_failed),
            (desk.looker.past_found, self._on_past_found),
            (self.head.wanted, desk.want),
            (self.head.name_wanted, self.reviewer.ask_again),
            (self.reviewer.named, self._on_named),
            (self.rejecting.rejected, self._on_rejected),
            (self.rejecting.given_up, self._on_not_rejected),
            (self.correction.given_up, self._on_escape),
            (self.correction.failed, self._on_failed),
            (self.finished.skipped_wanted, desk.review_skipped),
            (self.finished.again_wanted, desk.again),
        ):
            signal.connect(slot)

    def _show_allowed(self) -> None:
        """Letters decide only while an example is read, never while something is typed."""
        here, free = self.actions_here, self._correcting is None and not self.rejecting.isVisibleTo(self)
        decides = free and self.desk.can_decide
        for action in (here.approve, here.reject, here.correct):
            action.setEnabled(decides)
        queue = self.desk.queue
        here.skip.setEnabled(free and queue.current is not None)
        here.back.setEnabled(free and queue.at > 0)
        here.forth.setEnabled(free and queue.at + 1 < len(queue))
        here.undo.setEnabled(free and self.desk.can_undo)
        for action in (here.keep, here.keep_and_approve, here.give_up):
            action.setEnabled(self._correcting is not None)
        self.head.setEnabled(self._correcting is None)

    def _on_row_shown(self, view: RowView | None) -> None:
        if self._correcting is not None and view is not None and view.row.id == self._correcting.row.id:
            # What is being typed is not disturbed by what has changed meanwhile.
            self.aside.show_view(view)
            return
        self._show_bar(self.deciding)
        self.row_line.show_view(view)
        self.reading.show_content(view.row.content if view else None)
        self.aside.show_view(view)
        if view is not None:
            self.desk.looker.look_back(view.row.id)
        self._show_allowed()

    def _on_queue_shown(self, queue: Queue) -> None:
        self.head.show_queue(queue)
        page = self._split if queue.current is not None else self.finished
        if page is self.finished:
            self.finished.show_end(queue, has_rows=self.desk.tally.rows > 0)
        if page is not self._middle.currentWidget():
            self._middle.setCurrentWidget(page)
            # A hidden widget loses the focus, and with it the keys would go.
            (self.finished if page is self.finished else self.reading).setFocus()

    def _on_briefed(self, brief: Briefing) -> None:
        self.head.show_rules(brief.rules)
        if self._middle.currentWidget() is self.finished:
            self.finished.show_end(self.desk.queue, has_rows=brief.tally.rows > 0)
        self.rejecting.use_recent(brief.reasons)

    def _on_past_found(self, past: RowPast) -> None:
        self.aside.show_past(past)

    def _on_approve(self) -> None:
        self.desk.decide(Judgement("approved"))

    def _on_reject_wanted(self) -> None:
        if self.desk.shown is not None and self._dataset is not None:
            self._show_bar(self.rejecting)
            self.rejecting.ask(self._dataset.kind)
            self._show_allowed()

    def _on_rejected(self, reason: str) -> None:
        self._show_bar(self.deciding)
        self.desk.decide(Judgement("rejected", reason))

    def _on_not_rejected(self) -> None:
        self._show_bar(self.deciding)
        self._show_allowed()

    def _on_correct_wanted(self) -> None:
        view = self.desk.shown
        if view is not None and self._dataset is not None:
            self._correcting = view
            self._pages.setCurrentWidget(self.correction)
            self._show_bar(self.keeping)
            self.correction.edit(view.row.content, self._dataset.id)
            self._show_allowed()

    def _on_keep(self) -> None:
        content = self.correction.changed()
        self._end_correction()
        if content is not None:
            self.desk.decide(Judgement("corrected", content=content))

    def _on_keep_and_approve(self) -> None:
        content = self.correction.changed()
        self._end_correction()
        self.desk.decide(Judgement("approved", content=content))

    def _on_escape(self) -> None:
        if self.correction.changed() is None:
            self._end_correction()
        else:
            self._messages.notice(
                _("Your correction is not kept yet."),
                _("Ctrl+Enter keeps it; “Give up” drops it."),
            )

    def _end_correction(self) -> None:
        self._correcting = None
        self._pages.setCurrentWidget(self.reading)
        self._show_bar(self.deciding)
        self._show_allowed()

    def _on_back(self) -> None:
        self.desk.move(-1)

    def _on_forth(self) -> None:
        self.desk.move(1)

    def _show_bar(self, bar: QWidget) -> None:
        typed_in = self.rejecting.isVisibleTo(self) or self.keeping.isVisibleTo(self)
        for each in (self.deciding, self.rejecting, self.keeping):
            each.setVisible(each is bar)
        if bar is self.deciding and typed_in:
            self.reading.setFocus()

    def _on_named(self, name: str) -> None:
        self.head.show_reviewer(name)
        self.reading.setFocus()

    def _on_failed(self, error: StudioError) -> None:
        self._messages.problem(error)
        self._show_allowed()

    def _store_typing(self) -> None:
        view, content = self._correcting, self.correction.changed() if self._correcting else None
        if view is None:
            return
        self._end_correction()
        if content is not None:
            row_id, kept = view.row.id, content
            self._project.change(lambda writer: _edit(writer, row_id, kept), self._messages.problem)


def _edit(writer: "Project", row_id: int, content: "Content") -> Changes:
    from studio.data.editing import set_content

    return set_content(writer, row_id, content)
