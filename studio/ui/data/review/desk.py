"""Leads through the examples to review: what is on show, what a decision does, and the way back; no widget."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from studio.core.example import Content, Status
from studio.data.records import Changes, Dataset
from studio.errors import ProjectFailed, StudioError
from studio.settings import Settings
from studio.ui.background import Background
from studio.ui.data.review.briefing import Briefing, briefing
from studio.ui.data.review.looking import RowLooker, RowView
from studio.ui.data.review.queue import Queue, QueueWanted
from studio.ui.data.review.tally import Act, Tally
from studio.ui.data.rows_wanted import RowsWanted
from studio.ui.data.searching import FoundRows, Reading, finding
from studio.ui.project_context import ProjectContext
from studio.words import _

if TYPE_CHECKING:
    from studio.data.project import Project
    from studio.data.reviewing import Decision

_AFTER: "dict[Decision, Status]" = {"approved": "approved", "rejected": "rejected", "corrected": "reviewed"}


@dataclass(frozen=True)
class Judgement:
    """What a reviewer decides about the example on show; a correction comes with the new content."""

    decision: "Decision"
    reason: str = ""
    content: Content | None = None


class ReviewDesk(QObject):
    """The next example is shown at once; a decision that the store refuses brings its example back."""

    row_shown = Signal(object)  # RowView | None
    queue_shown = Signal(object)  # Queue
    briefed = Signal(object)  # Briefing
    tally_changed = Signal(object)  # Tally
    failed = Signal(object)  # StudioError

    def __init__(self, project: ProjectContext, background: Background, settings: Settings, parent: QObject) -> None:
        super().__init__(parent)
        self._project, self._background, self._settings = project, background, settings
        self._dataset: Dataset | None = None
        self._wanted = QueueWanted()
        self._search: Reading[FoundRows] | None = None
        self._announcing = False
        self._briefings = self._under_way = 0
        self._brief_later = False
        self._acts: list[Act] = []
        self.queue, self.tally = Queue(), Tally()
        self.shown: RowView | None = None
        self.looker = RowLooker(project.path, background, self)
        self.looker.found.connect(self._on_found)
        self.looker.gone.connect(self._on_gone)
        self.looker.failed.connect(self.failed)

    @property
    def can_decide(self) -> bool:
        """Whether the example on show takes a decision."""
        return self.shown is not None and not self.shown.locked and not self._project.read_only

    @property
    def can_undo(self) -> bool:
        """Whether there is a decision of this sitting to take back."""
        return bool(self._acts)

    def open(self, dataset: Dataset | None) -> None:
        """Begin with a data set."""
        self._dataset = dataset
        self._acts.clear()
        self.looker.forget()
        self.tally = Tally()
        self.tally_changed.emit(self.tally)
        self.want(QueueWanted())
        self.brief()

    def want(self, wanted: QueueWanted) -> None:
        """Review other rows of the data set."""
        self._wanted = wanted
        self.shown = None
        self.row_shown.emit(None)
        if self._search is not None:
            self._search.drop()
        if self._dataset is None:
            self._take(Queue())
            return
        self._search = finding(self._project.path, wanted.query(self._dataset.id))
        self._background.run(self._search, self._on_rows_found, self._on_failed)

    def show_only(self, wanted: RowsWanted) -> None:
        """Review these rows, whatever their status."""
        if self._search is not None:
            self._search.drop()
            # Its answer may be on its way already.
            self._search = None
        self._take(Queue(wanted.ids))

    def again(self) -> None:
        """Look for rows to review once more."""
        self.want(self._wanted)

    def brief(self) -> None:
        """Read how far the review is."""
        self._briefings += 1
        if self._dataset is not None:
            work = briefing(self._project.path, self._dataset.id, self._briefings)
            self._background.run(work, self._on_briefed, self._on_failed)

    def refresh(self, changes: Changes) -> None:
        """Something was changed, here or elsewhere."""
        if self._announcing:
            return
        self.looker.forget()
        self.brief()
        if self.queue.current is None:
            self.again()
        else:
            self.looker.look(self.queue.current)

    def decide(self, judgement: Judgement) -> None:
        """Store a decision about the example on show, and show the next one without waiting for that."""
        view = self.shown
        if view is None or not self.can_decide:
            return
        last = view.decisions[-1].reviewer if view.decisions else None
        act = Act(view.row.id, self._settings.signature, view.row.status, _AFTER[judgement.decision], last)
        self._acts.append(act)
        self.tally.count(act)
        self.tally_changed.emit(self.tally)
        self._under_way += 1
        _Storing(self, self._project, act, judgement)
        self.looker.forget(act.row_id)
        self.queue.settle()
        self._show()

    def skip(self) -> None:
        """Leave the example on show for later."""
        self.queue.skip()
        self._show()

    def move(self, step: int) -> None:
        """Show a neighbour."""
        self.queue.move(step)
        self._show()

    def review_skipped(self) -> None:
        """Begin with what was skipped."""
        self.queue.go_to_skipped()
        self._show()

    def undo(self) -> None:
        """Take the last decision of this sitting back and show its example."""
        if self._acts:
            _Undoing(self, self._project, self._acts.pop())

    def stored(self, act: Act, changes: Changes) -> None:
        """The store has taken a decision."""
        self._answered()
        self.looker.forget(act.row_id)
        self._announce(changes)
        if self.queue.current == act.row_id:
            self.looker.look(act.row_id)

    def refused(self, act: Act, error: StudioError) -> None:
        """The store has not taken a decision."""
        self._answered()
        if act in self._acts:
            self._acts.remove(act)
        self._return_to(act)
        self.failed.emit(error)

    def undone(self, act: Act, changes: Changes) -> None:
        """The store has taken a decision back."""
        self._announce(changes)
        self._return_to(act)
        # It may have been undone elsewhere before, and counted then.
        self.brief()

    def not_undone(self, act: Act, error: StudioError) -> None:
        """The store could not."""
        if act.step_id:
            self._acts.append(act)
            self._show()
        self.failed.emit(error)

    def leave(self) -> None:
        """Look for nothing more."""
        if self._search is not None:
            self._search.drop()

    def _answered(self) -> None:
        self._under_way -= 1
        if self._brief_later and not self._under_way:
            self._brief_later = False
            self.brief()

    def _return_to(self, act: Act) -> None:
        self.tally.take_back(act)
        self.tally_changed.emit(self.tally)
        self.looker.forget(act.row_id)
        self.queue.reopen(act.row_id)
        self.queue.go_to(act.row_id)
        self._show()

    def _announce(self, changes: Changes) -> None:
        self._announcing = True
        try:
            self._project.announce(changes)
        finally:
            self._announcing = False

    def _take(self, queue: Queue) -> None:
        self.queue = queue
        self._show()

    def _show(self) -> None:
        row_id = self.queue.current
        self.shown = self.looker.known(row_id) if row_id is not None else None
        self.looker.look(row_id)
        self.looker.look(self.queue.upcoming())
        self.queue_shown.emit(self.queue)
        self.row_shown.emit(self.shown)

    def _on_rows_found(self, found: FoundRows | None) -> None:
        if found is None or self._dataset is None or self._search is None:
            return
        if found.query == self._wanted.query(self._dataset.id):
            self._take(Queue(found.ids))

    def _on_briefed(self, brief: Briefing) -> None:
        if self._dataset is None or brief.dataset_id != self._dataset.id:
            return
        if brief.number != self._briefings:
            return
        if self._under_way:
            # Some decisions may be in it and some not.
            self._brief_later = True
            return
        self.tally = brief.tally
        self.briefed.emit(brief)
        self.tally_changed.emit(self.tally)

    def _on_found(self, view: RowView) -> None:
        if view.row.id == self.queue.current:
            self.shown = view
            self.row_shown.emit(view)

    def _on_gone(self, row_id: int) -> None:
        self.queue.drop(row_id)
        self._show()

    def _on_failed(self, error: StudioError) -> None:
        self.failed.emit(error)


class _Storing(QObject):
    """One decision on its way to the store."""

    def __init__(self, desk: ReviewDesk, project: ProjectContext, act: Act, judgement: Judgement) -> None:
        super().__init__(desk)
        self._desk, self._act, self._judgement = desk, act, judgement
        project.write(self._write, self._on_stored, self._on_refused)

    def _write(self, writer: "Project") -> Changes:
        from studio.data.reviewing import review_row

        judged = self._judgement
        changes = review_row(writer, self._act.row_id, judged.decision, judged.reason, judged.content)
        self._act.step_id = writer.history.position
        return changes

    def _on_stored(self, changes: Changes) -> None:
        self._desk.stored(self._act, changes)
        self.deleteLater()

    def _on_refused(self, error: StudioError) -> None:
        self._desk.refused(self._act, error)
        self.deleteLater()


class _Undoing(QObject):
    """One decision on its way back."""

    def __init__(self, desk: ReviewDesk, project: ProjectContext, act: Act) -> None:
        super().__init__(desk)
        self._desk, self._act = desk, act
        project.write(self._write, self._on_undone, self._on_refused)

    def _write(self, writer: "Project") -> Changes:
        position = writer.history.position
        if position < self._act.step_id:
            # Undone already, from the menu for instance.
            return Changes("")
        if position > self._act.step_id:
            raise ProjectFailed(
                _("Something else was changed after your last decision, so it cannot be undone alone."),
                hint=_("Undo that change first (Ctrl+Z), or decide about the example anew."),
            )
        return writer.undo()

    def _on_undone(self, changes: Changes) -> None:
        self._desk.undone(self._act, changes)
        self.deleteLater()

    def _on_refused(self, error: StudioError) -> None:
        self._desk.not_undone(self._act, error)
        self.deleteLater()
