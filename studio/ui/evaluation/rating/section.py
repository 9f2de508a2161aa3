"""The section of human evaluation: sessions, blind reading, results, packets for others, preferences."""

from pathlib import Path

from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QFileDialog, QStackedWidget, QVBoxLayout, QWidget

from studio.core.rating import Rating
from studio.errors import StudioError
from studio.evaluating.ratings import RatingFolder
from studio.settings import Settings
from studio.ui.background import Background
from studio.ui.data.undoing import undo_offers
from studio.ui.evaluation.rating.desk import ListedSession, Listing, Planned, PreferencesMade, RatingDesk, SummedUp
from studio.ui.evaluation.rating.home_panel import HomePanel
from studio.ui.evaluation.rating.new_dialog import NewSessionDialog
from studio.ui.evaluation.rating.prefer_dialog import PreferDialog
from studio.ui.evaluation.rating.presenter import Opened, RatingPresenter
from studio.ui.evaluation.rating.reading_panel import ReadingPanel
from studio.ui.evaluation.rating.results_panel import ResultsPanel
from studio.ui.messages import Messages
from studio.ui.project_context import ProjectContext
from studio.words import _, ngettext


class RatingSection(QWidget):
    """Lays out and forwards; the desk works, the presenter leads the reading."""

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
        self._listing = Listing((), ())
        self._folder: RatingFolder | None = None
        self._rater, self._row = settings.signature, 0
        self.desk = RatingDesk(project, background, self)
        self.home, self.reading = HomePanel(self._rater), ReadingPanel()
        self.results = ResultsPanel(read_only=project.read_only)
        self.presenter = RatingPresenter(self.reading, self._store)
        self.dialog: QFileDialog | NewSessionDialog | PreferDialog | None = None
        self._stack = QStackedWidget()
        for each in (self.home, self.reading, self.results):
            self._stack.addWidget(each)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._stack)
        self._connect()

    def leave(self) -> None:
        """Keep what is still being typed; the project is about to be closed."""
        self._keep_typing()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.desk.list_sessions()

    def _connect(self) -> None:
        reading, presenter, desk = self.reading, self.presenter, self.desk
        for signal, slot in (
            (self.home.new_wanted, self._on_new_wanted),
            (self.home.import_wanted, self._on_import_wanted),
            (self.home.read_wanted, self._on_read_wanted),
            (self.home.results_wanted, self._on_results_wanted),
            (self.home.packet_wanted, self._on_packet_wanted),
            (reading.answered, presenter.on_answer),
            (reading.key_pressed, presenter.on_key),
            (reading.clear_wanted, presenter.on_clear),
            (reading.question_wanted, presenter.on_question),
            (reading.row_wanted, presenter.on_row),
            (reading.next_wanted, presenter.on_next),
            (reading.commented, presenter.on_comment),
            (reading.pause_wanted, self._on_home_wanted),
            (self.results.back_wanted, self._on_home_wanted),
            (self.results.reveal_wanted, self._on_reveal_wanted),
            (self.results.preferences_wanted, self._on_preferences_wanted),
            (self.results.row_wanted, self._on_row_wanted),
            (desk.listed, self._on_listed),
            (desk.created, self._on_created),
            (desk.opened, self._on_opened),
            (desk.summed_up, self._on_summed_up),
            (desk.packet_written, self._on_packet_written),
            (desk.imported, self._on_imported),
            (desk.planned, self._on_planned),
            (desk.preferences_made, self._on_preferences_made),
            (desk.failed, self._on_failed),
        ):
            signal.connect(slot)

    def _store(self, rater: str, rating: Rating) -> None:
        if self._folder is not None:
            self.desk.store(self._folder, rater, rating)

    def _keep_typing(self) -> None:
        if self._stack.currentWidget() is self.reading:
            self.reading.tell_comment()

    def _on_listed(self, listing: Listing) -> None:
        self._listing = listing
        for each in listing.problems:
            self._messages.problem(each)
        chosen = self._folder.path.name if self._folder else ""
        self.home.show_sessions(listing.sessions, chosen, can_make=bool(listing.sources))

    def _on_new_wanted(self) -> None:
        dialog = NewSessionDialog(self._listing.sources, self)
        dialog.wanted.connect(self.desk.create)
        dialog.facts_wanted.connect(self.desk.describe)
        self.desk.described.connect(dialog.show_facts)
        self._open(dialog)
        dialog.look()

    def _on_created(self, folder: RatingFolder) -> None:
        self._folder = folder
        self.desk.list_sessions()
        self._messages.done(_("The session is made: read it here, or save its packet for others."))

    def _on_read_wanted(self, listed: ListedSession, rater: str) -> None:
        self._rater, self._row = rater, 0
        self.desk.open(listed.folder, rater)

    def _on_row_wanted(self, row: int) -> None:
        self._row = row
        if self._folder is not None:
            self.desk.open(self._folder, self._rater)

    def _on_opened(self, folder: RatingFolder, opened: Opened) -> None:
        self._folder = folder
        self._stack.setCurrentWidget(self.reading)
        self.presenter.open(opened, self._row)

    def _on_home_wanted(self) -> None:
        self._stack.setCurrentWidget(self.home)
        self.desk.list_sessions()

    def _on_results_wanted(self, listed: ListedSession) -> None:
        self._folder = listed.folder
        self.desk.sum_up(listed.folder)

    def _on_reveal_wanted(self) -> None:
        if self._folder is not None:
            self.desk.sum_up(self._folder, reveal_by=self._rater)

    def _on_summed_up(self, found: SummedUp) -> None:
        self.results.show_results(found)
        self._stack.setCurrentWidget(self.results)

    def _on_packet_wanted(self, listed: ListedSession) -> None:
        self._folder = listed.folder
        dialog = QFileDialog(self, _("Save the packet"))
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setNameFilter(_("Web page (*.html)"))
        dialog.setDefaultSuffix("html")
        dialog.selectFile(f"rating-{listed.session.id}.html")
        dialog.fileSelected.connect(self._on_packet_place)
        self._open(dialog)

    def _on_packet_place(self, file: str) -> None:
        if self._folder is not None:
            self.desk.write_packet(self._folder, Path(file))

    def _on_packet_written(self, file: Path) -> None:
        self._messages.done(
            _("Saved: {file}").format(file=file),
            _("Experts open it in any browser and send back the file of answers; it holds the texts of the examples."),
        )

    def _on_import_wanted(self) -> None:
        dialog = QFileDialog(self, _("Import answers"))
        dialog.setFileMode(QFileDialog.FileMode.ExistingFiles)
        dialog.setNameFilter(_("Answers of a packet (*.json)"))
        dialog.filesSelected.connect(self._on_import_chosen)
        self._open(dialog)

    def _on_import_chosen(self, files: list[str]) -> None:
        for file in files:
            self.desk.take_answers(Path(file))

    def _on_imported(self, found: object) -> None:
        from studio.evaluating.rating_import import ImportedRatings, imported_words

        if isinstance(found, ImportedRatings):
            self._folder = found.folder
            self._messages.done(imported_words(found))
        self.desk.list_sessions()

    def _on_preferences_wanted(self) -> None:
        if self._folder is not None:
            self.desk.plan_preferences(self._folder)

    def _on_planned(self, planned: Planned) -> None:
        taken = [each.name for each in self._project.reader.datasets() if each.kind != "preference"]
        dialog = PreferDialog(planned, taken, self)
        dialog.wanted.connect(self.desk.make_preferences)
        self._open(dialog)

    def _on_preferences_made(self, found: PreferencesMade) -> None:
        words = ngettext("{count} preference was made.", "{count} preferences were made.", found.added)
        known = _("Already there: {count}").format(count=found.known) if found.known else ""
        offers = undo_offers(self._project, self._messages, found.made)
        self._messages.done(words.format(count=found.added), known, *offers)

    def _on_failed(self, error: StudioError) -> None:
        self._messages.problem(error)

    def _open(self, dialog: QFileDialog | NewSessionDialog | PreferDialog) -> None:
        self.dialog = dialog
        dialog.finished.connect(self._on_dialog_closed)
        dialog.open()

    def _on_dialog_closed(self) -> None:
        if self.dialog is not None:
            self.dialog.deleteLater()
            self.dialog = None
