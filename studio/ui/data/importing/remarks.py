"""What is to be said of a file: why it cannot be read, what is left out, what is kept beside, what to look at."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from studio.ui.controls import button, card, label
from studio.ui.data.importing.words import kept_beside_sentence, left_out_sentence
from studio.ui.theme import GRID, set_role
from studio.words import _, ngettext

if TYPE_CHECKING:
    from studio.data.importers import FileSummary

MOST_WARNINGS = 3


class Remarks(QWidget):
    """Only what there is to say is shown."""

    skipped_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._alert, inside = card()
        set_role(self._alert, "alert")
        self._problem = label("", wrap=True)
        inside.addWidget(self._problem)
        self._left_out, self._kept = label("", "caution"), label("", "muted", wrap=True)
        self._warnings = label("", "caution", wrap=True)
        self.skipped_button = button(_("Show the skipped lines"), role="link")
        self.skipped_button.setAutoDefault(False)
        self.skipped_button.clicked.connect(self.skipped_wanted)
        self._line = QWidget()
        line = QHBoxLayout(self._line)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(GRID)
        line.addWidget(self._left_out)
        line.addWidget(self.skipped_button)
        line.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GRID // 2)
        for each in (self._alert, self._line, self._kept, self._warnings):
            column.addWidget(each)
        column.addStretch(1)
        self._show()

    def show_looking(self) -> None:
        """Nothing is known yet."""
        self._show()

    def show_problem(self, text: str) -> None:
        """The file cannot be used, and why."""
        self._show(problem=text)

    def show_summary(self, summary: "FileSummary") -> None:
        """What would come of it; where no layout fits, what is needed."""
        refusal = ""
        if summary.refusal:
            way_on = _("Choose another kind or layout, or say which column each field comes from.")
            refusal = f"{summary.refusal}\n{way_on}"
        self._show(
            problem=refusal,
            left_out=left_out_sentence(summary),
            kept=kept_beside_sentence(summary),
            warnings=summary.warnings,
        )

    def text(self) -> str:
        """All that is said, a line each."""
        every = (self._problem, self._left_out, self._kept, self._warnings)
        return "\n".join(each.text() for each in every if each.text())

    def _show(self, problem: str = "", left_out: str = "", kept: str = "", warnings: Sequence[str] = ()) -> None:
        self._problem.setText(problem)
        self._alert.setVisible(bool(problem))
        self._left_out.setText(left_out)
        self._line.setVisible(bool(left_out))
        self._kept.setText(kept)
        self._kept.setVisible(bool(kept))
        self._warnings.setText(_shortened(warnings))
        self._warnings.setToolTip("\n".join(warnings))
        self._warnings.setVisible(bool(warnings))


def _shortened(warnings: Sequence[str]) -> str:
    more = len(warnings) - MOST_WARNINGS
    lines = list(warnings[:MOST_WARNINGS])
    if more > 0:
        lines.append(ngettext("and {count} more remark", "and {count} more remarks", more).format(count=more))
    return "\n".join(lines)
