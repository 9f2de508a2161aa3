"""Two questions that are asked before something that cannot be taken back, or that could tell who a patient is."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from studio.core.monitoring import LogImport, WorthRow
from studio.ui.controls import button, label
from studio.ui.dialogs import PlainDialog
from studio.ui.evaluation.monitoring.presenter import identifying_words
from studio.words import _, ngettext

_SHOWN = 8
_WIDTH = 560


class RemovalDialog(PlainDialog):
    """Asks whether a log is to be deleted."""

    def __init__(self, log: LogImport, parent: QWidget | None = None) -> None:
        text = ngettext(
            "“{name}” is deleted from the project with its {count} line. This cannot be undone; rows that were added "
            "to the data stay there.",
            "“{name}” is deleted from the project with its {count} lines. This cannot be undone; rows that were added "
            "to the data stay there.",
            log.lines,
        )
        super().__init__(_("Remove this log?"), text.format(name=log.source, count=log.lines), parent)
        self.setMinimumWidth(_WIDTH)
        keep, self.remove_button = button(_("Keep it")), button(_("Delete the log"), role="danger")
        keep.clicked.connect(self.reject)
        self.remove_button.clicked.connect(self.accept)
        self.add_buttons(keep, self.remove_button)
        keep.setDefault(True)


class IdentifyingDialog(PlainDialog):
    """Asks what to do with lines that may tell who a patient is."""

    answered = Signal(object)  # tuple[WorthRow, ...]: the rows to add

    def __init__(self, rows: Sequence[WorthRow], parent: QWidget | None = None) -> None:
        risky = [row for row in rows if row.identifying]
        title = ngettext(
            "{count} row may tell who a patient is", "{count} rows may tell who a patient is", len(risky)
        ).format(count=len(risky))
        text = _(
            "A model that learns such words may say them again. What was recognised is listed; what was not recognised "
            "may identify somebody all the same, so read the drafts before you train."
        )
        super().__init__(title, text, parent)
        self.setMinimumWidth(_WIDTH)
        self._rows = tuple(rows)
        lines = [
            _("Line {number}: {problem}").format(number=row.line, problem=identifying_words(row))
            for row in risky[:_SHOWN]
        ]
        if len(risky) > _SHOWN:
            more = len(risky) - _SHOWN
            lines.append(ngettext("and {count} more", "and {count} more", more).format(count=more))
        self.column.addWidget(label("\n".join(lines), "mono", wrap=True))
        cancel, self.all_button = button(_("Cancel")), button(_("Add all of them"))
        self.without_button = button(_("Leave these out"), role="primary")
        self.without_button.setEnabled(len(risky) < len(self._rows))
        cancel.clicked.connect(self.reject)
        self.all_button.clicked.connect(self._on_all)
        self.without_button.clicked.connect(self._on_without)
        self.add_buttons(cancel, self.all_button, self.without_button)

    def _on_all(self) -> None:
        self.answered.emit(self._rows)
        self.accept()

    def _on_without(self) -> None:
        self.answered.emit(tuple(row for row in self._rows if not row.identifying))
        self.accept()
