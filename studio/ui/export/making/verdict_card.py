"""Whether each artefact answers as the application does, in words."""

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from studio.ui.controls import card, label
from studio.ui.export.making.presenter import Answer, VerdictLines
from studio.ui.icons import give_icon, tint_icons
from studio.ui.theme import GRID, colours_for
from studio.words import _

_SIGN = 18


class VerdictCard(QWidget):
    """A sign that says it without colour too, the artefact's name, its sentences."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shown: tuple[VerdictLines, ...] = ()
        self.nothing = label("", "muted", wrap=True)
        frame, inside = card(spacing=2 * GRID)
        inside.addWidget(label(_("Does it answer as it does in the application?"), "heading"))
        self.answer, self.doubt = label("", "title", wrap=True), label("", "muted", wrap=True)
        inside.addWidget(self.answer)
        inside.addWidget(self.doubt)
        self._lines = QVBoxLayout()
        self._lines.setSpacing(2 * GRID)
        inside.addLayout(self._lines)
        inside.addWidget(self.nothing)
        around = QVBoxLayout(self)
        around.setContentsMargins(0, 0, 0, 0)
        around.addWidget(frame)

    def show_answer(self, answer: Answer | None) -> None:
        """For all artefacts together; None where nothing was compared."""
        self.answer.setText(answer.words if answer else "")
        self.doubt.setText(answer.doubt if answer else "")
        self.answer.setVisible(answer is not None)
        self.doubt.setVisible(bool(answer and answer.doubt))

    def show_verdicts(self, found: Sequence[VerdictLines], without: str = "") -> None:
        """What says the same as before stays as it is; `without` is why there is none."""
        self.nothing.setText(without)
        self.nothing.setVisible(bool(without))
        if tuple(found) == self._shown:
            return
        self._shown = tuple(found)
        while (item := self._lines.takeAt(0)) is not None:
            if widget := item.widget():
                widget.hide()
                widget.deleteLater()
        for each in found:
            self._lines.addWidget(_line(each))
        tint_icons(self, colours_for(self.palette()))


def _line(each: VerdictLines) -> QWidget:
    holder, sign = QWidget(), QLabel()
    sign.setFixedSize(QSize(_SIGN, _SIGN))
    sign.setAccessibleName(each.sign.words)
    give_icon(sign, each.sign.icon, each.sign.tint, _SIGN)
    row = QHBoxLayout(holder)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(GRID)
    row.addWidget(sign, 0, Qt.AlignmentFlag.AlignTop)
    words = QVBoxLayout()
    words.setSpacing(GRID // 2)
    words.addWidget(label(each.title, "muted", wrap=True))
    for sentence in each.sentences:
        words.addWidget(label(sentence, wrap=True))
    row.addLayout(words, 1)
    return holder
