"""The overview itself: key figures, lists of bars and histograms on cards; also what the picture shows."""

import time
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QImage, QPainter, QRegion
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from studio.data.portion import Portion
from studio.ui.controls import button, card, label
from studio.ui.data.overview.bars import BarList
from studio.ui.data.overview.length_card import LengthCard
from studio.ui.data.overview.sources import TITLE_HEIGHT, SourcesCard
from studio.ui.data.overview.words import (
    Figure,
    beyond_words,
    composition_bars,
    composition_title,
    figures,
    kind_words,
    language_bars,
    language_note,
    length_views,
    missing_sentence,
    reviewers_note,
    split_bars,
    status_bars,
)
from studio.ui.formats import moment
from studio.ui.theme import GRID
from studio.words import _

if TYPE_CHECKING:
    from studio.ui.data.overview.counting import Counted

PICTURE_SCALE = 2


class FigureCard(QFrame):
    """A number in large, what it counts and what that means."""

    opened = Signal(object)  # Portion

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._portion: Portion | None = None
        frame, inside = card(spacing=2, margin=GRID + GRID // 2)
        self.value, self._title = label("", "big"), label("", "heading")
        self._about = label("", "caption", wrap=True)
        self.open_button = button(_("Show them"), role="link")
        self.open_button.clicked.connect(self._on_open)
        head = QHBoxLayout()
        head.addWidget(self.value, 1)
        head.addWidget(self.open_button)
        inside.addLayout(head)
        inside.addWidget(self._title)
        inside.addWidget(self._about)
        inside.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(frame)

    def show_figure(self, figure: Figure) -> None:
        """Replace the number."""
        self._portion = figure.portion
        self.value.setText(figure.value)
        self._title.setText(figure.title)
        self._about.setText(figure.about)
        self.open_button.setVisible(figure.portion is not None)
        self.open_button.setAccessibleName(_("{name}: open these examples").format(name=figure.title))

    def _on_open(self) -> None:
        if self._portion is not None:
            self.opened.emit(self._portion)


class ListCard(QWidget):
    """A title, a list of bars and a line under it."""

    opened = Signal(object)  # Portion

    def __init__(self, title: str, action: QPushButton | None = None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._title, self._lead = label(title, "heading", wrap=True), label("", wrap=True)
        self.bars, self._note = BarList(title), label("", "caption", wrap=True)
        self.bars.opened.connect(self.opened)
        frame, inside = card()
        head = QHBoxLayout()
        head.addWidget(self._title, 1)
        if action is not None:
            self._title.setMinimumHeight(TITLE_HEIGHT)
            head.addWidget(action, 0, Qt.AlignmentFlag.AlignTop)
        inside.addLayout(head)
        for each in (self._lead, self.bars, self._note):
            inside.addWidget(each)
            each.show()
        inside.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(frame)
        self.say()

    def say(self, lead: str = "", note: str = "") -> None:
        """What stands above the bars and below them."""
        for line, text in ((self._lead, lead), (self._note, note)):
            line.setText(text)
            line.setVisible(bool(text))

    def lead_text(self) -> str:
        """What stands above the bars."""
        return self._lead.text()

    def set_title(self, title: str) -> None:
        """Name the list."""
        self._title.setText(title)
        self.bars.setAccessibleName(title)


class OverviewSheet(QWidget):
    """Shows what was counted; every part of it only asks."""

    opened = Signal(object)  # Portion
    target_wanted = Signal()
    tokens_wanted = Signal()
    licence_given = Signal(object)  # Licence

    def __init__(
        self, actions: tuple[QPushButton, ...] = (), *, read_only: bool, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._actions = actions
        self._name, self._about = label("", "title", wrap=True), label("", "muted", wrap=True)
        self.figures = [FigureCard() for _at in range(5)]
        self.target_button = button(_("Target…"), role="link")
        self.target_button.setToolTip(_("Say how the data set should be composed"))
        self.target_button.setEnabled(not read_only)
        self.target_button.clicked.connect(self.target_wanted)
        self.splits, self.review = ListCard(_("Splits")), ListCard(_("Review"))
        self.languages, self.composition = ListCard(_("Languages")), ListCard("", self.target_button)
        self.sources = SourcesCard(read_only=read_only)
        self.lengths: list[LengthCard] = []
        self._length_line = _line()
        self._lay_out()
        for figure in self.figures:
            figure.opened.connect(self.opened)
        for each in (self.splits, self.review, self.languages, self.composition):
            each.opened.connect(self.opened)
        self.sources.opened.connect(self.opened)
        self.sources.licence_given.connect(self.licence_given)

    def show_counted(self, counted: "Counted") -> None:
        """Replace every number."""
        found = counted.overview
        self._name.setText(found.dataset.name)
        when = _("counted at {time}").format(time=moment(counted.at, time.time()))
        self._about.setText(f"{kind_words(found.dataset.kind, found.dataset.rows)} · {when}")
        for shown, figure in zip(self.figures, figures(found), strict=True):
            shown.show_figure(figure)
        self.splits.bars.show_bars(split_bars(found))
        self.review.bars.show_bars(status_bars(found))
        self.review.say(note=reviewers_note(found))
        self.languages.bars.show_bars(language_bars(found))
        self.languages.say(note=language_note(found))
        self._show_composition(counted)
        self.sources.show_sources(found.sources, counted.licences, found.dataset.rows)
        self._show_lengths(counted)

    def picture(self) -> QImage:
        """The whole sheet at twice its size, whatever of it is in sight; what can only be pressed is left out."""
        pressed = [each for each in self._only_pressed() if each.isVisible()]
        image = QImage(self.size() * PICTURE_SCALE, QImage.Format.Format_RGB32)
        image.setDevicePixelRatio(PICTURE_SCALE)
        image.fill(self.palette().window().color())
        kept = [(each, each.sizePolicy()) for each in pressed]
        for each in pressed:
            empty = each.sizePolicy()
            empty.setRetainSizeWhenHidden(True)
            each.setSizePolicy(empty)
            each.hide()
        painter = QPainter(image)
        self.render(painter, QPoint(), QRegion(), QWidget.RenderFlag.DrawChildren)
        painter.end()
        for each, policy in kept:
            each.show()
            each.setSizePolicy(policy)
        return image

    def _only_pressed(self) -> list[QPushButton]:
        """The buttons that say nothing of the data."""
        counts = [each.count_button for each in self.lengths]
        return [*self._actions, *(each.open_button for each in self.figures), self.target_button, *counts]

    def _show_composition(self, counted: "Counted") -> None:
        bars = composition_bars(counted.overview, counted.target)
        self.composition.setVisible(bool(bars))
        self.composition.set_title(composition_title(counted.overview))
        self.composition.bars.show_bars(bars)
        self.composition.say(missing_sentence(bars), counted.contract_problem)

    def _show_lengths(self, counted: "Counted") -> None:
        found = counted.overview
        views = list(length_views(found, counted.ask.limit, counted.token_note))
        while len(self.lengths) > len(views):
            spare = self.lengths.pop()
            spare.hide()
            spare.deleteLater()
        for view in views[len(self.lengths) :]:
            shown = LengthCard(view)
            shown.opened.connect(self.opened)
            shown.tokens_wanted.connect(self.tokens_wanted)
            self._length_line.addWidget(shown, 1)
            self.lengths.append(shown)
        for shown, view in zip(self.lengths, views, strict=True):
            can_count = view.measure == "tokens" and view.lengths is None and counted.can_count_tokens
            shown.show_view(view, beyond_words(found), can_count=can_count)

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(3 * GRID, GRID, 3 * GRID, 3 * GRID)
        column.setSpacing(GRID + GRID // 2)
        head = QVBoxLayout()
        head.setSpacing(2)
        head.addWidget(self._name)
        head.addWidget(self._about)
        title = QHBoxLayout()
        title.setSpacing(GRID)
        title.addLayout(head, 1)
        for each in self._actions:
            title.addWidget(each, 0, Qt.AlignmentFlag.AlignTop)
            each.show()
        column.addLayout(title)
        lines = (
            _line(*self.figures),
            _line(self.splits, self.review, self.languages),
            self._length_line,
            _line(self.composition, self.sources),
        )
        for line in lines:
            column.addLayout(line)
        column.addStretch(1)


def _line(*cards: QWidget) -> QHBoxLayout:
    line = QHBoxLayout()
    line.setSpacing(GRID + GRID // 2)
    for each in cards:
        line.addWidget(each, 1)
    return line
