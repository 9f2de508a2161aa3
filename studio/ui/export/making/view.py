"""One export in view: its card, then the verdict, the files, figures, scores and the worst rows."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from studio.ui.augment.parts import scrolled
from studio.ui.controls import card, label
from studio.ui.export.making.figure_table import FigureTable
from studio.ui.export.making.files_card import FilesCard
from studio.ui.export.making.head import ExportHead
from studio.ui.export.making.presenter import (
    answer,
    commands,
    figures,
    model_title,
    no_proof,
    verdict_lines,
    worst_rows,
)
from studio.ui.export.making.reading import Found
from studio.ui.export.making.rows_card import WorstRowsCard
from studio.ui.export.making.scores_card import ScoresCard
from studio.ui.export.making.verdict_card import VerdictCard
from studio.ui.theme import GRID
from studio.words import _


class ExportView(QWidget):
    """Shows what it is given; the proof appears once there is one."""

    scoring_wanted = Signal()
    handover_wanted = Signal()

    def __init__(self, *, read_only: bool, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.found: Found | None = None
        self.head = ExportHead(read_only=read_only)
        self.verdicts, self.files, self.rows = VerdictCard(), FilesCard(), WorstRowsCard()
        self.scores = ScoresCard(read_only=read_only)
        self.figures = FigureTable(_("Figures of the artefacts"))
        self._figures, inside = card(spacing=GRID)
        inside.addWidget(label(_("Size, speed and likeness"), "heading"))
        inside.addWidget(self.figures)
        explained = _(
            "A token is a word or a piece of one. Alike: how often the artefact would go on with the same token as the "
            "application. Divergence: how far its expectations are from the application’s, in nats; 0 is none. Speed "
            "and memory are those of this machine."
        )
        inside.addWidget(label(explained, "caption", wrap=True))
        self.left_out = label("", "caption", wrap=True)
        inside.addWidget(self.left_out)
        sheet = QWidget()
        cards = QVBoxLayout(sheet)
        cards.setContentsMargins(2 * GRID, 2 * GRID, 2 * GRID, 2 * GRID)
        cards.setSpacing(2 * GRID)
        self._parts = (self.verdicts, self.files, self._figures, self.scores, self.rows)
        for each in (self.head, *self._parts):
            cards.addWidget(each)
        cards.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(scrolled(sheet))
        self.scores.scoring_wanted.connect(self.scoring_wanted)
        self.files.handover_wanted.connect(self.handover_wanted)
        self.show_found(None)

    def show_found(self, found: Found | None) -> None:
        """What there is of it so far; None until that is read."""
        self.found = found
        parity, made = (found.parity, found.made) if found else (None, None)
        self.files.setVisible(made is not None)
        proved = parity is not None and bool(parity.artefacts)
        for each in (self._figures, self.scores):
            each.setVisible(proved)
        without = no_proof(parity) if found and found.state == "finished" else ""
        self.verdicts.setVisible(proved or bool(without))
        self.verdicts.show_verdicts(verdict_lines(parity) if parity else (), without)
        self.verdicts.show_answer(answer(parity, found.job) if found and parity and proved else None)
        rows = worst_rows(parity, found.questions) if found and parity else ()
        self.rows.setVisible(bool(rows))
        self.rows.show_rows(rows)
        if found and made:
            self.files.show_made(made, commands(found.job, created=found.has_ollama and found.job.create_in_ollama))
        if found and parity:
            self.figures.show_figures(figures(parity, model_title(found.job)))
            self.left_out.setText(_("Rows that were too long or ask nothing: {count}").format(count=parity.left_out))
            self.left_out.setVisible(parity.left_out > 0)
            self.scores.show_found(found)
