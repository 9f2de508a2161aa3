"""What the artefacts cost in the scores of the project, or why that is not known yet."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from studio.runs.folder import LIVING
from studio.ui.controls import button, card, label
from studio.ui.export.making.figure_table import FigureTable
from studio.ui.export.making.presenter import costs
from studio.ui.export.making.reading import Found
from studio.ui.icons import tint_icons
from studio.ui.theme import GRID, colours_for
from studio.words import _

_METRIC_WIDTH = 34 * GRID


class ScoresCard(QWidget):
    """Scoring is asked for where it was not begun, or did not come to its end."""

    scoring_wanted = Signal()

    def __init__(self, *, read_only: bool, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._read_only = read_only
        frame, inside = card(spacing=GRID + GRID // 2)
        head = QHBoxLayout()
        head.addWidget(label(_("What it costs in scores"), "heading"))
        head.addStretch(1)
        self.score = button(_("Score the artefacts"), "play")
        head.addWidget(self.score)
        inside.addLayout(head)
        self.table = FigureTable(_("Scores of the artefacts"), least=_METRIC_WIDTH)
        inside.addWidget(self.table)
        self.words = label("", "caption", wrap=True)
        inside.addWidget(self.words)
        around = QVBoxLayout(self)
        around.setContentsMargins(0, 0, 0, 0)
        around.addWidget(frame)
        self.score.clicked.connect(self._on_score)
        tint_icons(self, colours_for(self.palette()))

    def show_found(self, found: Found) -> None:
        """The scores, or how far they are."""
        known = costs(found.parity) if found.parity else None
        self.table.setVisible(known is not None)
        if known is not None:
            self.table.show_figures(known)
        going = found.scores in LIVING or found.scores == "waiting"
        self.score.setVisible(known is None and not going and found.scores != "finished" and not self._read_only)
        self.score.setEnabled(True)
        if known is not None:
            words = _("In brackets: 95% interval of the difference from the application, on the same rows.")
        elif going:
            words = _("The artefacts answer rows that the model has not learned; the Evaluate tab shows how far it is.")
        elif found.scores == "finished":
            words = _("Nothing could be scored: the project’s metrics need answers with a known right one.")
        else:
            words = _("Scoring lets every artefact answer rows of the test part, beside the application.")
        self.words.setText(words)

    def _on_score(self) -> None:
        self.score.setEnabled(False)
        self.scoring_wanted.emit()
