"""What a reading came to: who is preferred, each scale, how far raters agree and where they do not."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from studio.core.rating import LEVELS, Scale
from studio.ui.augment.parts import scrolled
from studio.ui.controls import button, card, label
from studio.ui.evaluation.rating.desk import SummedUp
from studio.ui.evaluation.rating.level_bar import LevelBar
from studio.ui.evaluation.rating.words import (
    coefficient_words,
    difference_words,
    disagreement_words,
    evenly_words,
    model_names,
    rate_words,
    reliability_words,
    scale_title,
    share_words,
    stratum_words,
    verdict_words,
)
from studio.ui.formats import percent
from studio.ui.icons import tint_icons
from studio.ui.theme import GRID, colours_for
from studio.words import N_, _, ngettext

if TYPE_CHECKING:
    from studio.assess.human import HumanSummary, Wins

_MOST_LISTED = 200
_THREE, _TWO = ("bad", "warn", "good"), ("bad", "good")
_HEADINGS = (N_("Question"), N_("All say the same"), N_("Kappa"), N_("Alpha"), N_("What it means"))


class ResultsPanel(QWidget):
    """Made anew for every look; models go by letters until their names are asked for."""

    back_wanted = Signal()
    reveal_wanted = Signal()
    preferences_wanted = Signal()
    row_wanted = Signal(object)  # int

    def __init__(self, *, read_only: bool, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._read_only = read_only
        self.title, self.state = label("", "title"), label("", "muted", wrap=True)
        self.back = button(_("All sessions"), "left", "quiet")
        self.reveal = button(_("Show the models’ names"), "tag")
        self.prefer = button(_("Make preferences…"), "add", "primary")
        self.column = QVBoxLayout()
        self._lay_out()
        self.back.clicked.connect(self.back_wanted)
        self.reveal.clicked.connect(self.reveal_wanted)
        self.prefer.clicked.connect(self.preferences_wanted)

    def show_results(self, found: SummedUp) -> None:
        """Show what there is so far."""
        names = model_names(found.session, found.names, revealed=found.revealed)
        summary = found.summary
        self.title.setText(found.session.title)
        self.state.setText(_standing(found))
        self.reveal.setVisible(not found.revealed)
        self.reveal.setText(_("Show the models’ names") if found.finished else _("Show the models’ names now"))
        self.prefer.setVisible(found.session.compares and summary.wins is not None and not self._read_only)
        self._empty()
        if not summary.scales and summary.wins is None:
            self.column.addWidget(label(_("Nobody has rated anything yet."), "muted"))
        if summary.wins is not None:
            self.column.addWidget(_wins_card(found, summary.wins, (names[0], names[1])))
        for scale in found.session.scales:
            self._add_scale(scale, summary, names)
        if summary.agreements:
            self.column.addWidget(_agreement_card(summary))
        if summary.disagreements:
            self.column.addWidget(self._disagreement_card(summary, names))
        self.column.addStretch(1)
        tint_icons(self, colours_for(self.palette()))

    def _lay_out(self) -> None:
        content = QWidget()
        content.setLayout(self.column)
        self.column.setContentsMargins(3 * GRID, 2 * GRID, 3 * GRID, 2 * GRID)
        self.column.setSpacing(2 * GRID)
        names = QVBoxLayout()
        names.setSpacing(2)
        names.addWidget(self.title)
        names.addWidget(self.state)
        head = QHBoxLayout()
        head.setContentsMargins(3 * GRID, GRID, 3 * GRID, GRID)
        head.setSpacing(GRID)
        head.addWidget(self.back)
        head.addLayout(names, 1)
        head.addWidget(self.reveal)
        head.addWidget(self.prefer)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addLayout(head)
        whole.addWidget(scrolled(content), 1)

    def _empty(self) -> None:
        while item := self.column.takeAt(0):
            if widget := item.widget():
                widget.hide()
                widget.deleteLater()

    def _add_scale(self, scale: Scale, summary: "HumanSummary", names: tuple[str, ...]) -> None:
        scores = [each for each in summary.scales if each.scale == scale]
        if not scores:
            return
        frame, inside = card(spacing=GRID)
        inside.addWidget(label(scale_title(scale), "heading"))
        grid = QGridLayout()
        grid.setHorizontalSpacing(2 * GRID)
        grid.setColumnStretch(1, 1)
        tints = _tints(scale)
        for line, each in enumerate(sorted(scores, key=lambda found: names[found.model])):
            levels = [
                (_(name), count, tint) for name, count, tint in zip(LEVELS[scale], each.counts, tints, strict=True)
            ]
            yes = _("{level}: {share}").format(level=_(LEVELS[scale][-1]), share=share_words(each.yes))
            counts = " · ".join(f"{name} {count}" for name, count, _tint in levels)
            for at, widget in enumerate(
                (label(names[each.model]), LevelBar(levels), label(yes), label(counts, "muted"))
            ):
                grid.addWidget(widget, line, at)
        inside.addLayout(grid)
        for difference in summary.differences:
            if difference.scale == scale:
                inside.addWidget(label(difference_words(difference, (names[0], names[1])), "caption", wrap=True))
        self.column.addWidget(frame)

    def _disagreement_card(self, summary: "HumanSummary", names: tuple[str, ...]) -> QFrame:
        frame, inside = card(spacing=GRID // 2)
        count = len(summary.disagreements)
        title = ngettext("{count} opposite judgement", "{count} opposite judgements", count)
        inside.addWidget(label(title.format(count=count), "heading"))
        for each in summary.disagreements[:_MOST_LISTED]:
            line = QHBoxLayout()
            words = disagreement_words(each, names)
            look = button(_("Look"), role="link")
            look.setAccessibleName(_("Look at: {words}").format(words=words))
            look.setProperty("row", each.row)
            look.clicked.connect(self._on_look)
            line.addWidget(label(words, wrap=True), 1)
            line.addWidget(look)
            inside.addLayout(line)
        if count > _MOST_LISTED:
            inside.addWidget(label(_("… and {count} more.").format(count=count - _MOST_LISTED), "muted"))
        return frame

    def _on_look(self) -> None:
        self.row_wanted.emit(self.sender().property("row"))


def _standing(found: SummedUp) -> str:
    rows = found.summary.rows
    raters = " · ".join(
        _("{rater}: {whole} of {rows}").format(rater=each.rater, whole=each.whole, rows=rows)
        for each in found.summary.raters
    )
    if found.revealed or found.finished:
        return raters
    names = _("Names stay hidden until all who began have finished; showing them before is noted in the session.")
    return f"{raters}\n{names}" if raters else names


def _tints(scale: Scale) -> tuple[str, ...]:
    tints = _THREE if len(LEVELS[scale]) == len(_THREE) else _TWO
    return tuple(reversed(tints)) if scale == "dangerous" else tints


def _wins_card(found: SummedUp, wins: "Wins", names: tuple[str, str]) -> QFrame:
    frame, inside = card(spacing=GRID)
    inside.addWidget(label(_("Which answer is better"), "heading"))
    inside.addWidget(label(verdict_words(wins, names), "big"))
    parts = [
        (names[0], wins.first, "0"),
        (_("as good as each other"), wins.ties, "faint"),
        (names[1], wins.second, "1"),
    ]
    inside.addWidget(LevelBar(parts))
    inside.addWidget(label(" · ".join(f"{name} {count}" for name, count, _tint in parts), "muted"))
    inside.addWidget(label(rate_words(wins, names), wrap=True))
    for each in found.summary.strata:
        inside.addWidget(label(stratum_words(found.session, each, names), "muted", wrap=True))
    if found.summary.strata:
        inside.addWidget(label(evenly_words(), "caption", wrap=True))
    return frame


def _agreement_card(summary: "HumanSummary") -> QFrame:
    frame, inside = card(spacing=GRID)
    inside.addWidget(label(_("How far the raters agree"), "heading"))
    grid = QGridLayout()
    grid.setHorizontalSpacing(3 * GRID)
    grid.setColumnStretch(len(_HEADINGS) - 1, 1)
    _fill(grid, 0, [label(_(each), "caption") for each in _HEADINGS])
    for line, each in enumerate(summary.agreements, 1):
        words = (scale_title(each.scale), percent(each.same), coefficient_words(each.kappa))
        cells = [label(text) for text in (*words, coefficient_words(each.alpha), reliability_words(each.alpha))]
        _fill(grid, line, cells)
    inside.addLayout(grid)
    raters = summary.agreements[0].raters
    kappa = _("Cohen’s kappa with quadratic weights") if raters == len(_TWO) else _("Fleiss’ kappa")
    said = _("{kappa} and Krippendorff’s alpha (ordinal, nominal for yes and no), with 95% intervals over rows.")
    inside.addWidget(label(said.format(kappa=kappa), "caption", wrap=True))
    return frame


def _fill(grid: QGridLayout, line: int, cells: Sequence[QLabel]) -> None:
    for at, cell in enumerate(cells):
        grid.addWidget(cell, line, at)
