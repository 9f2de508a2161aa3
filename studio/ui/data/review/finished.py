"""What stands in place of an example when there is none to review."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from studio.ui.controls import button, label
from studio.ui.data.review.queue import Queue
from studio.ui.formats import integer
from studio.ui.theme import GRID
from studio.words import _, ngettext


class FinishedPage(QWidget):
    """Says whether all is done, and offers what was skipped."""

    skipped_wanted = Signal()
    again_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.title, self.words = label("", "title"), label("", "muted", wrap=True)
        for each in (self.title, self.words):
            each.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.skipped_button = button("", role="primary")
        self.skipped_button.setAccessibleName(_("Skipped examples"))
        self.again_button = button(_("Look again"), "refresh")
        self.skipped_button.clicked.connect(self.skipped_wanted)
        self.again_button.clicked.connect(self.again_wanted)
        line = QHBoxLayout()
        line.setSpacing(GRID)
        line.addStretch(1)
        for widget in (self.skipped_button, self.again_button):
            line.addWidget(widget)
        line.addStretch(1)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(_("End of the review"))
        column = QVBoxLayout(self)
        column.setSpacing(GRID + GRID // 2)
        column.addStretch(1)
        column.addWidget(self.title)
        column.addWidget(self.words)
        column.addLayout(line)
        column.addStretch(1)

    def show_end(self, queue: Queue, *, has_rows: bool) -> None:
        """Why there is no example on show."""
        count = queue.skipped
        self.skipped_button.setVisible(bool(count))
        self.again_button.setVisible(has_rows)
        words = ngettext("Review the skipped example", "Review the {count} skipped examples", count)
        self.skipped_button.setText(words.format(count=integer(count)))
        self.skipped_button.setAccessibleName(self.skipped_button.text())
        title, text = _end_words(queue, has_rows)
        self.title.setText(title)
        self.words.setText(text)


def _end_words(queue: Queue, has_rows: bool) -> tuple[str, str]:
    if not has_rows:
        return _("There are no examples yet."), _("Import some first; they are reviewed here.")
    if not len(queue):
        return _("Nothing to review here."), _("Choose other examples above.")
    if queue.skipped:
        return _("You have reached the end."), _("Some examples were skipped on the way.")
    return _("All of these are reviewed."), _("Choose other examples above, or go back with ←.")
