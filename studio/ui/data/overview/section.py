"""The section of the overview: counts in the background, shows it, and opens the rows behind a number."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QStackedWidget, QVBoxLayout, QWidget

from studio.data.portion import Portion
from studio.data.records import Changes, Dataset
from studio.errors import StudioError
from studio.settings import Settings
from studio.ui.background import Background, Progress
from studio.ui.data.overview import counting
from studio.ui.data.overview.blank import BlankOverview
from studio.ui.data.overview.counting import FEW_FOR_TOKENS, LARGE, Answer, Ask, Counted, Found
from studio.ui.data.overview.desk import Noted, OverviewDesk
from studio.ui.data.overview.head import OverviewHead
from studio.ui.data.overview.words import portion_title
from studio.ui.data.rows_wanted import RowsWanted
from studio.ui.formats import clock
from studio.ui.icons import tint_icons
from studio.ui.messages import Messages
from studio.ui.project_context import ProjectContext
from studio.ui.theme import colours_for
from studio.ui.training.local_models import tokenizer_file
from studio.words import _

if TYPE_CHECKING:
    from studio.ui.data.overview.sheet import OverviewSheet

PAUSE_MS = 600
"""Edits that follow each other are counted once."""


class OverviewSection(QWidget):
    """Numbers stay on show while newer ones are counted; large sets are counted again only when asked."""

    rows_wanted = Signal(object)  # RowsWanted

    def __init__(
        self,
        project: ProjectContext,
        background: Background,
        messages: Messages,
        settings: Settings,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._project, self._background = project, background
        self._messages, self._settings = messages, settings
        self._dataset: Dataset | None = None
        self._shown: dict[int, Counted] = {}
        self._stale: set[int] = set()
        self._with_tokens: set[int] = set()
        self._progress: Progress | None = None
        self.sheet: OverviewSheet | None = None
        self.head, self.blank = OverviewHead(), BlankOverview()
        self._area = QScrollArea()
        self._stack = QStackedWidget()
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(PAUSE_MS)
        self._pause.timeout.connect(self._count)
        self._lay_out()
        self.desk = OverviewDesk(project, background, messages, self)
        self.desk.noted.connect(self._on_noted)
        self.head.refresh_wanted.connect(self._count)
        self.head.picture_wanted.connect(self._on_picture)
        self.head.sheet_wanted.connect(self._on_sheet)

    def show_dataset(self, dataset: Dataset | None) -> None:
        """Show what is known of a data set, and count it where that is new or cheap."""
        self._stop()
        self._dataset = self._fresh(dataset)
        if self._dataset is None or not self._dataset.rows:
            self._show_blank()
            return
        shown = self._shown.get(self._dataset.id)
        self._show()
        if shown is None or self._dataset.rows <= LARGE:
            self._count()

    def refresh(self, _changes: Changes) -> None:
        """Count again soon, or say that the numbers are old."""
        self._stale.update(self._shown)
        self._dataset = self._fresh(self._dataset)
        if self._dataset is None or not self._dataset.rows:
            self._stop()
            self._show_blank()
        elif self._dataset.rows <= LARGE or self._dataset.id not in self._shown:
            self._pause.start()
        else:
            self._show()

    def leave(self) -> None:
        """Drop what is still being counted or looked for, and keep a licence that is being typed."""
        if (focused := self.focusWidget()) is not None:
            focused.clearFocus()
        self._stop()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        counted, dataset = self.counted(), self._dataset
        if counted is None or dataset is None or self._progress is not None or counted.ask == self._ask(dataset):
            return
        # Another model was chosen, or the contract was written anew: no change of the examples tells of that.
        self.refresh(Changes("", everything=True))

    def counted(self) -> Counted | None:
        """What is on show."""
        return self._shown.get(self._dataset.id) if self._dataset else None

    def _lay_out(self) -> None:
        self._area.setWidgetResizable(True)
        self._area.setFrameShape(QFrame.Shape.NoFrame)
        self._stack.addWidget(self.blank)
        self._stack.addWidget(self._area)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.head)
        column.addWidget(self._stack, 1)

    def _made_sheet(self) -> "OverviewSheet":
        if self.sheet is None:
            # pyqtgraph comes with it: too slow for the first paint.
            from studio.ui.data.overview.sheet import OverviewSheet

            self.sheet = OverviewSheet(
                (self.head.picture_button, self.head.sheet_button), read_only=self._project.read_only
            )
            self.sheet.opened.connect(self._on_opened)
            self.sheet.target_wanted.connect(self._on_target_wanted)
            self.sheet.tokens_wanted.connect(self._on_tokens_wanted)
            self.sheet.licence_given.connect(self.desk.note_licence)
            self._area.setWidget(self.sheet)
        return self.sheet

    def _fresh(self, dataset: Dataset | None) -> Dataset | None:
        """The data set as it is now: rows come and go without another one being chosen."""
        found = self._project.reader.datasets() if dataset is not None else []
        return next((each for each in found if dataset is not None and each.id == dataset.id), None)

    def _ask(self, dataset: Dataset) -> Ask:
        model, path = self._settings.base_model, self._project.path
        file = tokenizer_file(model)
        tokens = dataset.rows <= FEW_FOR_TOKENS or dataset.id in self._with_tokens
        limit, contract_at = counting.token_limit(file), counting.contract_time(path)
        return Ask(path, dataset.id, model, file, limit, tokens, contract_at)

    def _count(self) -> None:
        if self._dataset is not None:
            self._start(self._ask(self._dataset))

    def _on_tokens_wanted(self) -> None:
        if self._dataset is not None:
            self._with_tokens.add(self._dataset.id)
            self._count()

    def _start(self, ask: Ask) -> None:
        self._stop()
        progress = self._progress = self.head.counting.begin()
        self._stale.discard(ask.dataset_id)
        self._show()
        self._background.run(lambda: counting.count(ask, progress), self._on_answered, self._on_count_failed)

    def _stop(self) -> None:
        self._pause.stop()
        for each in (self.head.counting, self.head.finding):
            each.cancel()
            each.end()
        self._progress = None

    def _on_answered(self, answer: Answer) -> None:
        if answer.progress is not self._progress:
            return
        self._progress = None
        self.head.counting.end()
        if answer.counted is not None:
            self._shown[answer.counted.ask.dataset_id] = answer.counted
        elif self._dataset is not None:
            self._stale.add(self._dataset.id)
        if answer.error is not None:
            self._messages.problem(answer.error)
        self._show()

    def _on_count_failed(self, error: StudioError) -> None:
        self._stop()
        self._messages.problem(error)
        self._show()

    def _show(self) -> None:
        counted, dataset = self.counted(), self._dataset
        if dataset is None or not dataset.rows:
            self._show_blank()
            return
        busy = self._progress is not None
        old = dataset.id in self._stale
        if counted is None:
            self.blank.show_waiting(counting=busy)
            self._stack.setCurrentWidget(self.blank)
            self.head.show_state("", can_refresh=not busy, counted=False)
            return
        time = clock(counted.at)
        words = _("As of {time}; the examples have changed since.") if old else _("As of {time}")
        offered = not busy and (old or dataset.rows > LARGE)
        self.head.show_state(words.format(time=time) if offered else "", can_refresh=offered, counted=True)
        sheet = self._made_sheet()
        sheet.show_counted(counted)
        tint_icons(self, colours_for(self.palette()))
        self._stack.setCurrentWidget(self._area)

    def _show_blank(self) -> None:
        self.blank.show_empty()
        self._stack.setCurrentWidget(self.blank)
        self.head.show_state("", can_refresh=False, counted=False)

    def _on_opened(self, portion: Portion) -> None:
        counted = self.counted()
        if counted is None or self.head.finding.busy:
            return
        progress = self.head.finding.begin()
        ask, title = counted.ask, portion_title(portion, counted.overview.titles)
        self._background.run(
            lambda: counting.find(ask, portion, title, progress), self._on_found, self._on_finding_failed
        )

    def _on_found(self, found: Found) -> None:
        self.head.finding.end()
        if found.ids is None or self._dataset is None or found.dataset_id != self._dataset.id:
            return
        if len(found.ids):
            self.rows_wanted.emit(RowsWanted(found.dataset_id, found.ids, found.title))
        else:
            self._messages.notice(_("These examples are no longer there."))
            self._pause.start()

    def _on_finding_failed(self, error: StudioError) -> None:
        self.head.finding.end()
        self._messages.problem(error)

    def _on_target_wanted(self) -> None:
        if (counted := self.counted()) is not None:
            self.desk.ask_target(counted)

    def _on_picture(self) -> None:
        if self.sheet is not None and self._dataset is not None:
            self.desk.ask_picture(self.sheet.picture(), self._dataset.name)

    def _on_sheet(self) -> None:
        if (counted := self.counted()) is not None:
            self.desk.show_sheet(counted)

    def _on_noted(self, noted: Noted) -> None:
        self._shown = {dataset_id: noted.put_on(counted) for dataset_id, counted in self._shown.items()}
        self._show()
