"""What an evaluation says in words: better or worse, targets reached, what to keep in mind."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from studio.core.sentence import Sentence
from studio.ui.controls import button, card, label
from studio.ui.icons import give_icon, tint_icons
from studio.ui.theme import GRID, colours_for
from studio.words import _

if TYPE_CHECKING:
    from studio.evaluating.digest import Difference, Digest

_SIGNS = {
    "better": ("done", "good"),
    "worse": ("warning", "bad"),
    "different": ("notice", "muted"),
    "no_difference": ("notice", "muted"),
}
_LIGHTS = {"green": ("done", "good"), "amber": ("notice", "warn"), "red": ("warning", "bad")}


class VerdictPanel(QWidget):
    """A card of sentences, each with a sign that says it without colour too."""

    rows_wanted = Signal(object)  # tuple[int, ...]

    targets_wanted = Signal()

    def __init__(self, *, read_only: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._read_only = read_only
        self._shown: tuple[Digest, tuple[str, ...]] | None = None
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(GRID)

    def show_digest(self, digest: "Digest", titles: Sequence[str]) -> None:
        """Models are named where there are more than two; what says the same as before stays, and keeps the focus."""
        if self._shown == (digest, tuple(titles)):
            return
        self._shown = digest, tuple(titles)
        self._clear()
        several = len(titles) > 1
        named = several and len(titles[1:]) > 1
        if digest.differences:
            frame, inside = self._card(_("Is it better?"))
            for each in digest.differences:
                self._add_difference(inside, each, titles[each.model] if named else "")
            self._column.addWidget(frame)
        if digest.reached or not self._read_only:
            frame, inside = self._card(_("Targets"), change=not self._read_only)
            for reached in digest.reached:
                words = " ".join(each.text() for each in (reached.words, reached.too_few) if each)
                _add(inside, *_LIGHTS[reached.judged.light], _named(titles[reached.model] if several else "", words))
            if not digest.reached:
                inside.addWidget(label(_("No target is set for these metrics."), "muted", wrap=True))
            self._column.addWidget(frame)
        if digest.cautions:
            frame, inside = self._card(_("To keep in mind"))
            for caution in digest.cautions:
                _add(inside, "notice", "muted", caution.text())
            self._column.addWidget(frame)
        tint_icons(self, colours_for(self.palette()))

    def _clear(self) -> None:
        while (item := self._column.takeAt(0)) is not None:
            if widget := item.widget():
                # What is only deleted later is painted once more, over what takes its place.
                widget.hide()
                widget.deleteLater()

    def _add_difference(self, inside: QVBoxLayout, each: "Difference", model: str) -> None:
        parts: list[Sentence | None] = [each.verdict, each.changes]
        words = _named(model, " ".join(part.text() for part in parts if part))
        line = _add(inside, *_SIGNS[each.paired.verdict], words)
        if each.rows:
            show = button(_("Show these rows"), role="link")
            rows = each.rows
            show.clicked.connect(lambda: self.rows_wanted.emit(rows))
            line.addWidget(show)
        if each.alarm:
            _add(inside, "warning", "bad", each.alarm.text())

    def _card(self, title: str, *, change: bool = False) -> tuple[QFrame, QVBoxLayout]:
        frame, inside = card(spacing=GRID)
        head = QHBoxLayout()
        head.addWidget(label(title, "heading"))
        head.addStretch(1)
        if change:
            edit = button(_("Change targets…"), role="link")
            edit.clicked.connect(self.targets_wanted)
            head.addWidget(edit)
        inside.addLayout(head)
        return frame, inside


def _named(model: str, words: str) -> str:
    return _("{model}: {words}").format(model=model, words=words) if model else words


def _add(inside: QVBoxLayout, icon: str, tint: str, words: str) -> QHBoxLayout:
    line = QHBoxLayout()
    line.setSpacing(GRID)
    sign = QLabel()
    sign.setFixedSize(QSize(18, 18))
    give_icon(sign, icon, tint, 18)
    line.addWidget(sign)
    line.addWidget(label(words, wrap=True), 1)
    inside.addLayout(line)
    return line
