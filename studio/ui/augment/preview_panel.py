"""The middle column: a dozen variants as they would be made, each with the verdict of the gates."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from studio.ui.augment.parts import scrolled
from studio.ui.augment.preview import ShownVariant, preview_summary
from studio.ui.augment.variant_card import VariantCard
from studio.ui.controls import button, label
from studio.ui.icons import tint_icons
from studio.ui.theme import GRID, colours_for
from studio.words import _


class PreviewPanel(QWidget):
    """What is on show stays until the next variants are there."""

    others_wanted = Signal()
    parent_wanted = Signal(object)  # int: the row

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.cards: list[VariantCard] = []
        self.others = button(_("Others"), "refresh")
        self.others.setToolTip(_("Try other examples"))
        self.others.clicked.connect(self.others_wanted)
        self.summary, self.note = label("", "caption", wrap=True), label("", "muted", wrap=True)
        self.note.setAlignment(Qt.AlignmentFlag.AlignTop)
        self._list = QVBoxLayout()
        self._list.setSpacing(GRID + GRID // 2)
        self._lay_out()

    @property
    def shown(self) -> list[ShownVariant]:
        """The variants on show."""
        return [each.variant for each in self.cards if each.variant is not None and not each.isHidden()]

    def show_waiting(self) -> None:
        """Others are on their way."""
        self.summary.setText(_("Trying…"))

    def show_variants(self, variants: Sequence[ShownVariant]) -> None:
        """Show these in place of those that are there."""
        while len(self.cards) < len(variants):
            made = VariantCard()
            made.parent_wanted.connect(self.parent_wanted)
            self.cards.append(made)
            self._list.addWidget(made)
            tint_icons(made, colours_for(self.palette()))
        for at, each in enumerate(self.cards):
            each.setVisible(at < len(variants))
            if at < len(variants):
                each.show_variant(variants[at])
        self.summary.setText(preview_summary(variants) if variants else "")
        self.note.setVisible(not variants)

    def show_nothing(self, why: str) -> None:
        """Say why there are no variants."""
        self.show_variants(())
        self.note.setText(why)

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setContentsMargins(2 * GRID, 2 * GRID, 2 * GRID, 0)
        head.setSpacing(GRID)
        titles = QVBoxLayout()
        titles.setSpacing(2)
        titles.addWidget(label(_("Preview"), "title"))
        titles.addWidget(self.summary)
        head.addLayout(titles, 1)
        head.addWidget(self.others, 0, Qt.AlignmentFlag.AlignTop)
        content = QWidget()
        inside = QVBoxLayout(content)
        inside.setContentsMargins(2 * GRID, GRID, 2 * GRID, 2 * GRID)
        inside.addWidget(self.note)
        inside.addLayout(self._list)
        inside.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GRID)
        column.addLayout(head)
        column.addWidget(scrolled(content), 1)
