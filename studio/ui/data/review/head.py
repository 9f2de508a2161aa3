"""What is reviewed, by whom, and how far it is."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QProgressBar, QVBoxLayout, QWidget

from studio.core.example import SPLITS
from studio.ui.controls import Picker, button, label
from studio.ui.data.columns import SPLIT_NAMES
from studio.ui.data.review.briefing import FoundRule
from studio.ui.data.review.queue import QUEUES, Queue, QueueWanted
from studio.ui.data.review.tally import Tally
from studio.ui.formats import integer
from studio.ui.theme import GRID
from studio.words import _, ngettext

SHOWN_REVIEWERS = 4


class NameQuestion(QFrame):
    """Asks who reviews; Enter answers, Escape leaves the name as it is."""

    answered = Signal(object)  # str

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("level", "notice")
        self.name = QLineEdit()
        self.name.setAccessibleName(_("Reviewer’s name"))
        self.name.setMaxLength(80)
        self.name.setMinimumWidth(176)
        self.keep_button = button(_("That is me"), role="primary")
        line = QHBoxLayout(self)
        line.setContentsMargins(3 * GRID, GRID, 3 * GRID, GRID)
        line.setSpacing(GRID)
        words = label(_("Who is reviewing? This name stands with each decision and each change."), wrap=True)
        words.setMinimumWidth(0)
        line.addWidget(words, 1)
        line.addWidget(self.name)
        line.addWidget(self.keep_button)
        self.name.returnPressed.connect(self._on_kept)
        self.name.textChanged.connect(self._on_typed)
        self.keep_button.clicked.connect(self._on_kept)
        self.hide()

    def ask(self, name: str) -> None:
        """Show the question with this name as an answer."""
        self.name.setText(name)
        self._on_typed(name)
        self.show()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.hide()
        else:
            super().keyPressEvent(event)

    def _on_typed(self, text: str) -> None:
        self.keep_button.setEnabled(bool(text.strip()))

    def _on_kept(self) -> None:
        name = " ".join(self.name.text().split())
        if name:
            self.hide()
            self.answered.emit(name)


class ReviewHead(QWidget):
    """Two lines above the example."""

    wanted = Signal(object)  # QueueWanted
    name_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.queue, self.split = Picker(_("Examples to review")), Picker(_("Split to review"))
        for key, (title, _statuses) in QUEUES.items():
            self.queue.addItem(_(title), QueueWanted(key=key))
        self.split.addItem(_("Whole data set"), QueueWanted())
        for split in SPLITS:
            self.split.addItem(_(SPLIT_NAMES[split]), QueueWanted(everywhere=False, split=split))
        self.split.addItem(_("No split"), QueueWanted(everywhere=False))
        for picker in (self.queue, self.split):
            picker.setMaximumWidth(264)
            picker.activated.connect(self._on_chosen)
        self._place, self._counts, self._reviewers = (label("", "muted") for _each in range(3))
        self._counts.setObjectName("counts")
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._bar.setAccessibleName(_("Progress of the review"))
        self.reviewer = button("", "", "link")
        self.reviewer.setToolTip(_("Change the reviewer’s name"))
        self.reviewer.clicked.connect(self.name_wanted)
        self._lay_out()

    def chosen(self) -> QueueWanted | None:
        """What the pickers say; None for rows that were opened from elsewhere."""
        queue, split = self.queue.currentData(), self.split.currentData()
        if not isinstance(queue, QueueWanted):
            return None
        return QueueWanted(queue.key, queue.rule, split.everywhere, split.split)

    def show_wanted(self, wanted: QueueWanted) -> None:
        """Set the pickers, without asking for anything."""
        self._drop_opened()
        self.queue.setCurrentIndex(max(0, self._place_of(wanted)))
        places = range(self.split.count())
        same = (wanted.everywhere, wanted.split)
        found = (at for at in places if same == (self.split.itemData(at).everywhere, self.split.itemData(at).split))
        self.split.setCurrentIndex(next(found, 0))
        self.split.setEnabled(True)

    def show_opened(self, title: str) -> None:
        """Say that rows opened from elsewhere are reviewed."""
        self._drop_opened()
        self.queue.addItem(title, None)
        self.queue.setCurrentIndex(self.queue.count() - 1)
        self.split.setEnabled(False)

    def show_rules(self, rules: Sequence[FoundRule]) -> None:
        """Offer what the checks have found, too."""
        chosen, opened = self.chosen(), self.queue.currentText()
        while self.queue.count() > len(QUEUES):
            self.queue.removeItem(self.queue.count() - 1)
        for rule in rules:
            title = _("Found: {rule} ({count})").format(rule=_(rule.title), count=integer(rule.rows))
            self.queue.addItem(title, QueueWanted(rule=rule.id))
        if chosen is None:
            self.show_opened(opened)
        elif self._place_of(chosen) >= 0:
            self.queue.setCurrentIndex(self._place_of(chosen))

    def show_queue(self, queue: Queue) -> None:
        """Where in the queue we are."""
        count = len(queue)
        place = _("{number} of {count}").format(number=integer(queue.at + 1), count=integer(count))
        self._place.setText(place if queue.current is not None else "")

    def show_tally(self, tally: Tally) -> None:
        """How far the review of the data set is."""
        self._bar.setRange(0, max(1, tally.rows))
        self._bar.setValue(tally.reviewed)
        words = [
            ngettext("{done} of {count} reviewed", "{done} of {count} reviewed", tally.rows).format(
                done=integer(tally.reviewed), count=integer(tally.rows)
            ),
            ngettext("{count} approved", "{count} approved", tally.approved).format(count=integer(tally.approved)),
            ngettext("{count} rejected", "{count} rejected", tally.rejected).format(count=integer(tally.rejected)),
        ]
        self._counts.setText(" · ".join(words))
        self._bar.setAccessibleDescription(self._counts.text())
        people = [f"{name or '–'} {integer(rows)}" for name, rows in tally.reviewers()]
        self._reviewers.setText(" · ".join(people[:SHOWN_REVIEWERS]) + (" …" if len(people) > SHOWN_REVIEWERS else ""))
        self._reviewers.setVisible(bool(people))
        self._reviewers.setToolTip("\n".join(people))

    def counts_text(self) -> str:
        """How far the review is, in words."""
        return self._counts.text()

    def show_reviewer(self, name: str) -> None:
        """Who decides now."""
        words = _("Reviewer: {name}").format(name=name or "–")
        self.reviewer.setText(words.replace("&", "&&"))
        self.reviewer.setAccessibleName(words)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.EnabledChange:
            self.split.setEnabled(self.isEnabled() and self.chosen() is not None)

    def _lay_out(self) -> None:
        first, second = QHBoxLayout(), QHBoxLayout()
        for line in (first, second):
            line.setSpacing(GRID + GRID // 2)
        for widget in (self.queue, self.split, self._place):
            first.addWidget(widget)
        first.addStretch(1)
        first.addWidget(self.reviewer)
        second.addWidget(self._counts)
        second.addWidget(self._bar, 1)
        second.addWidget(self._reviewers)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GRID)
        column.addLayout(first)
        column.addLayout(second)

    def _place_of(self, wanted: QueueWanted) -> int:
        datas = [self.queue.itemData(at) for at in range(self.queue.count())]
        same = (wanted.key, wanted.rule)
        found = (at for at, each in enumerate(datas) if each is not None and (each.key, each.rule) == same)
        return next(found, -1)

    def _drop_opened(self) -> None:
        last = self.queue.count() - 1
        if self.queue.itemData(last) is None:
            self.queue.removeItem(last)

    def _on_chosen(self) -> None:
        wanted = self.chosen()
        if wanted is not None:
            self._drop_opened()
            self.split.setEnabled(True)
            self.wanted.emit(wanted)
