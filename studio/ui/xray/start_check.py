"""Stands between Start and the run: checks the rows where that was not done yet, and opens the X-ray."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial

from PySide6.QtCore import QObject, Signal

from studio.core.options import ModelOptions
from studio.core.recipe import Recipe
from studio.core.tokens import Checked
from studio.data.child import ChildCancelled, ChildDied
from studio.errors import StudioError
from studio.ui.background import Background, Progress
from studio.ui.data.rows_wanted import RowsWanted
from studio.ui.messages import Messages, Offer
from studio.ui.project_context import ProjectContext
from studio.ui.training.readiness import Readiness, Wish
from studio.ui.training.setup_panel import SetupPanel
from studio.ui.xray.desk import check
from studio.ui.xray.dialog import XrayDialog
from studio.ui.xray.subject import (
    CheckBook,
    Question,
    Subject,
    doubts,
    question_about,
    subject_of,
    suited,
)
from studio.words import _


@dataclass(frozen=True)
class _Check:
    """A check that Start waits for."""

    subject: Subject
    question: Question
    progress: Progress


class StartCheck(QObject):
    """`passed` follows where nothing stands against the run; a fault that would end it opens the X-ray instead."""

    passed = Signal()
    rows_wanted = Signal(object)  # RowsWanted

    def __init__(self, project: ProjectContext, background: Background, messages: Messages, setup: SetupPanel) -> None:
        super().__init__(setup)
        self._project, self._background, self._messages, self._setup = project, background, messages, setup
        self._book = CheckBook()
        self._under_way: _Check | None = None
        self._left = False
        self.dialog: XrayDialog | None = None
        setup.start_requested.connect(self.on_start)
        setup.xray_requested.connect(self.open_xray)
        setup.wish_changed.connect(self._on_wish_changed)

    def on_start(self) -> None:
        """Let Start through, at once or after the check."""
        subject = subject_of(self._setup.wish())
        if subject is None or not subject.checked_before_start:
            self.passed.emit()
        elif self._under_way is None:
            self._look(subject)

    def open_xray(self) -> None:
        """Open the X-ray on what is chosen."""
        subject = subject_of(self._setup.wish())
        if subject is not None:
            self._open(subject, self._book.known(self._question(subject)))

    def open_rows(self, wanted: RowsWanted, base: str) -> None:
        """Open the X-ray on rows of the Data tab, with what is chosen here as far as it suits them, else `base`."""
        dataset = next((each for each in self._project.reader.datasets() if each.id == wanted.dataset_id), None)
        if dataset is None:
            return
        wish = self._setup.wish()
        mine = None if wish.model_problem else wish.recipe
        chosen = mine or Recipe(model=ModelOptions(base=base))
        subject = Subject(dataset.id, dataset.name, dataset.kind, suited(chosen, dataset.kind))
        self._open(subject, self._book.known(self._question(subject)), wanted.ids.tolist())

    def with_doubts(self, readiness: Readiness) -> Readiness:
        """What is known against the rows, beside what is known without looking at tokens."""
        subject = None if self._left else subject_of(self._setup.wish())
        if subject is None or (known := self._book.known(self._question(subject))) is None:
            return readiness
        return replace(readiness, warnings=(*readiness.warnings, *doubts(known)))

    def leave(self) -> None:
        """End what is under way; the project may be closed right after."""
        self._left = True
        if self._under_way is not None:
            self._under_way.progress.cancel()
        if self.dialog is not None:
            self.dialog.reject()

    def _question(self, subject: Subject) -> Question:
        return question_about(subject, self._project.reader.last_step())

    def _look(self, subject: Subject) -> None:
        """Check the rows, unless it is known that they are in order; what is wrong may have been mended outside."""
        question = self._question(subject)
        known = self._book.known(question)
        if known is not None and not known.blocking:
            self.passed.emit()
            return
        under_way = self._under_way = _Check(subject, question, Progress(self))
        self._setup.show_checking(under_way.progress)
        work = partial(check, self._project.path, subject, under_way.progress)
        self._background.run(work, self._on_checked, self._on_failed)

    def _end(self) -> _Check | None:
        ended, self._under_way = self._under_way, None
        self._setup.show_checking(None)
        return ended

    def _on_checked(self, checked: Checked) -> None:
        ended = self._end()
        if ended is None or ended.progress.cancelled():
            return
        self._book.keep(ended.question, checked)
        self._setup.tell_again()
        if checked.blocking:
            self._open(ended.subject, checked)
        else:
            # Rows may have been edited meanwhile; a check of the present ones then follows.
            self._look(ended.subject)

    def _on_failed(self, error: StudioError) -> None:
        self._end()
        if isinstance(error, ChildDied):
            self._messages.problem(error, Offer(_("Start without the check"), self._on_start_anyway, once=True))
        elif not isinstance(error, ChildCancelled):
            self._messages.problem(error)

    def _on_start_anyway(self) -> None:
        self.passed.emit()

    def _on_wish_changed(self, wish: Wish) -> None:
        """Another run is wished for than the one that Start was pressed for."""
        if self._under_way is not None and subject_of(wish) != self._under_way.subject:
            self._under_way.progress.cancel()

    def _open(self, subject: Subject, checked: Checked | None, rows: Sequence[int] = ()) -> None:
        dialog = self.dialog = XrayDialog(self._project, self._background, subject, self._setup.window())
        dialog.rows_wanted.connect(self.rows_wanted)
        dialog.checked.connect(self._on_dialog_checked)
        dialog.finished.connect(self._on_closed)
        dialog.open_on(checked, rows)

    def _on_dialog_checked(self, checked: Checked) -> None:
        if self.dialog is not None:
            self._book.keep(self._question(self.dialog.presenter.subject), checked)
            self._setup.tell_again()

    def _on_closed(self) -> None:
        if self.dialog is not None:
            self.dialog.deleteLater()
            self.dialog = None
