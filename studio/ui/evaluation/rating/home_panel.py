"""The sessions of a project, and what can be done with the chosen one."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QLineEdit, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from studio.core.rating import LONGEST_NAME
from studio.ui.controls import button, card, centred, label
from studio.ui.data.history.steps import HistoryDelegate
from studio.ui.evaluation.rating.desk import ListedSession
from studio.ui.formats import examples
from studio.ui.icons import give_icon, tint_icons
from studio.ui.theme import GRID, colours_for
from studio.words import _

_LIST_WIDTH, _TEXT_WIDTH = 40 * GRID, 65 * GRID


class HomePanel(QWidget):
    """A list beside the session that is chosen in it; an invitation while there is none."""

    new_wanted = Signal()
    import_wanted = Signal()
    read_wanted = Signal(object, object)  # ListedSession, str: the rater
    results_wanted = Signal(object)  # ListedSession
    packet_wanted = Signal(object)  # ListedSession

    def __init__(self, rater: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._sessions: tuple[ListedSession, ...] = ()
        self.sessions = QListWidget()
        self.sessions.setAccessibleName(_("Rating sessions"))
        self.sessions.setFixedWidth(_LIST_WIDTH)
        self.sessions.setFrameShape(QFrame.Shape.NoFrame)
        self.sessions.setItemDelegate(HistoryDelegate(self.sessions))
        self.new, self.take = button(_("New session…"), "add", "primary"), button(_("Import answers…"), "import")
        self.title, self.facts, self.progress = label("", "title"), label("", "muted", wrap=True), label("", wrap=True)
        self.rater = QLineEdit(rater)
        self.rater.setAccessibleName(_("Your name"))
        self.rater.setMaxLength(LONGEST_NAME)
        self.rater.setFixedWidth(30 * GRID)
        self.read = button(_("Read"), "play", "primary")
        self.results, self.packet = button(_("Results"), "table"), button(_("Save packet…"), "export")
        self.packet.setToolTip(_("One HTML file for experts without Atelier; it works offline in any browser."))
        self._sign, self.blank_text = QLabel(), label("", wrap=True)
        self._lay_out()
        self._connect()

    @property
    def chosen(self) -> ListedSession | None:
        """The session that is chosen."""
        row = self.sessions.currentRow()
        return self._sessions[row] if 0 <= row < len(self._sessions) else None

    def show_sessions(self, sessions: Sequence[ListedSession], chosen: str, *, can_make: bool) -> None:
        """The list, with the session of this id chosen if it is there."""
        self._sessions = tuple(sessions)
        blocked = self.sessions.blockSignals(True)
        self.sessions.clear()
        for each in sessions:
            item = QListWidgetItem(f"{each.session.title}\n{_rows(each)} · {each.source}")
            item.setToolTip(item.text())
            self.sessions.addItem(item)
        ids = [each.session.id for each in sessions]
        self.sessions.setCurrentRow(ids.index(chosen) if chosen in ids else 0)
        self.sessions.blockSignals(blocked)
        self._list.setVisible(bool(sessions))
        self._details.setVisible(bool(sessions))
        self._blank.setVisible(not sessions)
        self.new.setEnabled(can_make)
        self.blank_text.setText(_invitation(can_make=can_make))
        self._show_chosen()

    def _lay_out(self) -> None:
        top = QHBoxLayout()
        top.setSpacing(GRID)
        for each in (self.new, self.take):
            top.addWidget(each)
        top.addStretch(1)
        self._list, inside = card(margin=GRID)
        inside.addWidget(self.sessions)
        self._details, details = card(spacing=2 * GRID, margin=3 * GRID)
        name = label(_("Your name, as a rater"), "caption")
        name.setBuddy(self.rater)
        reading = QHBoxLayout()
        reading.setSpacing(GRID)
        reading.addWidget(self.rater)
        reading.addWidget(self.read)
        reading.addStretch(1)
        more = QHBoxLayout()
        more.setSpacing(GRID)
        for each in (self.results, self.packet):
            more.addWidget(each)
        more.addStretch(1)
        for part in (self.title, self.facts, self.progress):
            details.addWidget(part)
        asked = QVBoxLayout()
        asked.setSpacing(GRID // 2)
        asked.addWidget(name)
        asked.addLayout(reading)
        details.addLayout(asked)
        details.addLayout(more)
        details.addStretch(1)
        self._blank = self._invite()
        middle = QHBoxLayout()
        middle.setSpacing(2 * GRID)
        middle.addWidget(self._list)
        middle.addWidget(self._details, 1)
        middle.addWidget(self._blank, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(3 * GRID, 2 * GRID, 3 * GRID, 2 * GRID)
        column.setSpacing(2 * GRID)
        column.addLayout(top)
        column.addLayout(middle, 1)
        # Nothing is on show until it is known what there is.
        for shown in (self._list, self._details, self._blank):
            shown.hide()
        tint_icons(self, colours_for(self.palette()))

    def _invite(self) -> QWidget:
        blank = QWidget()
        give_icon(self._sign, "done", "faint", 48)
        title = label(_("No answer has been read by people yet"), "big")
        self.blank_text.setFixedWidth(_TEXT_WIDTH)
        column = QVBoxLayout(blank)
        column.setSpacing(GRID + GRID // 2)
        column.addStretch(2)
        for each in (self._sign, title, self.blank_text):
            each.setAlignment(Qt.AlignmentFlag.AlignCenter)
            column.addLayout(centred(each))
        column.addStretch(3)
        return blank

    def _connect(self) -> None:
        self.new.clicked.connect(self.new_wanted)
        self.take.clicked.connect(self.import_wanted)
        self.sessions.currentRowChanged.connect(self._show_chosen)
        self.sessions.itemActivated.connect(self._on_read)
        self.rater.textChanged.connect(self._show_chosen)
        self.rater.returnPressed.connect(self._on_read)
        self.read.clicked.connect(self._on_read)
        self.results.clicked.connect(self._on_results)
        self.packet.clicked.connect(self._on_packet)

    def _show_chosen(self) -> None:
        chosen = self.chosen
        if chosen is None:
            return
        self.title.setText(chosen.session.title)
        models = _("two models, side by side") if chosen.session.compares else _("one model")
        self.facts.setText(" · ".join((chosen.source, _rows(chosen), models)))
        count = len(chosen.session.rows)
        said = [
            _("{rater}: {whole} of {rows}").format(rater=rater, whole=whole, rows=count)
            for rater, whole in chosen.raters
        ]
        self.progress.setText("\n".join(said) or _("Nobody has begun yet."))
        name = self.rater.text().strip()
        self.read.setEnabled(bool(name))
        begun = dict(chosen.raters).get(name)
        self.read.setText(_("Read") if begun is None else _("Go on reading") if begun < count else _("Look through"))
        self.read.setAccessibleName(self.read.text())

    def _on_read(self) -> None:
        if self.chosen is not None and self.rater.text().strip():
            self.read_wanted.emit(self.chosen, self.rater.text().strip())

    def _on_results(self) -> None:
        if self.chosen is not None:
            self.results_wanted.emit(self.chosen)

    def _on_packet(self) -> None:
        if self.chosen is not None:
            self.packet_wanted.emit(self.chosen)


def _rows(each: ListedSession) -> str:
    return examples(len(each.session.rows))


def _invitation(*, can_make: bool) -> str:
    if can_make:
        return _(
            "Automatic scores say little about whether an answer is right, whole and safe. Choose an evaluation, "
            "read a sample of its answers without knowing which model wrote them, alone or with colleagues, "
            "and see which model is better and how far you agree."
        )
    return _("People read the answers of an evaluation: run one first, under Results. Then come back.")
