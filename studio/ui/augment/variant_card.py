"""One variant of the preview: the example it comes from, what changed word by word, and whether it may be used."""

import html

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from studio.ui.augment.preview import ShownVariant, Verdict, readable_difference, verdict_words
from studio.ui.controls import button, card, label
from studio.ui.data.differences import difference_html
from studio.ui.icons import give_icon, tint_icons
from studio.ui.theme import GRID, Colours, colours_for, set_role
from studio.words import _

_SIGNS: dict[Verdict, tuple[str, str]] = {
    "passed": ("done", "good"),
    "refused": ("problem", "bad"),
    "checking": ("clock", "muted"),
}


class VariantCard(QWidget):
    """Reads the same in colour and without: what is gone is struck out, what is new underlined, the verdict a word."""

    parent_wanted = Signal(object)  # int: the row

    def __init__(self) -> None:
        super().__init__()
        self.variant: ShownVariant | None = None
        self.parent_link = button("", role="link")
        self.parent_link.clicked.connect(self._on_parent_wanted)
        self.parentless = label(_("New case"), "caption")
        self.context = label("", "muted", wrap=True)
        self.sign, self.verdict = QLabel(), label("", "caption")
        self.texts = QLabel()
        self.texts.setTextFormat(Qt.TextFormat.RichText)
        self.texts.setWordWrap(True)
        self.texts.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.notes, self.reasons = label("", "caption", wrap=True), label("", wrap=True)
        set_role(self.reasons, "caution")
        head = QHBoxLayout()
        head.setSpacing(GRID // 2)
        head.addWidget(self.parent_link)
        head.addWidget(self.parentless)
        head.addStretch(1)
        head.addWidget(self.sign)
        head.addWidget(self.verdict)
        frame, inside = card(spacing=GRID // 2, margin=GRID + GRID // 2)
        inside.addLayout(head)
        for each in (self.context, self.texts, self.reasons, self.notes):
            inside.addWidget(each)
        around = QVBoxLayout(self)
        around.setContentsMargins(0, 0, 0, 0)
        around.addWidget(frame)

    def show_variant(self, variant: ShownVariant) -> None:
        """Show a variant in place of the one that is there."""
        if variant == self.variant:
            return
        self.variant = variant
        number = _("Example {number}").format(number=variant.parent_id) if variant.parent_id else _("New case")
        self.parent_link.setVisible(bool(variant.parent_id))
        self.parentless.setVisible(not variant.parent_id)
        self.parent_link.setText(number)
        self.parent_link.setAccessibleName(_("{name}: open it in the Data tab").format(name=number))
        self.parent_link.setToolTip(self.parent_link.accessibleName())
        words = verdict_words(variant.verdict)
        self.verdict.setText(words)
        reasons = "\n".join(each.text() for each in variant.refusals)
        notes = "  ·  ".join(each.text().rstrip(".") for each in variant.notes)
        for shown, text in ((self.context, variant.context), (self.reasons, reasons), (self.notes, notes)):
            shown.setText(text)
            shown.setVisible(bool(text))
        self.setAccessibleName(". ".join(filter(None, (number, words, reasons, notes))))
        self._paint()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and hasattr(self, "reasons"):
            self._paint()

    def _paint(self) -> None:
        if self.variant is None:
            return
        colours = colours_for(self.palette())
        pairs = zip(self.variant.before, self.variant.after, strict=True)
        shown = (_html(*pair, colours) for pair in pairs if pair[0] != pair[1])
        self.texts.setText("".join(f'<p style="margin: 0 0 4px 0">{each}</p>' for each in shown))
        icon, tint = _SIGNS[self.variant.verdict]
        give_icon(self.sign, icon, tint, 16)
        tint_icons(self.sign, colours)

    def _on_parent_wanted(self) -> None:
        if self.variant is not None:
            self.parent_wanted.emit(self.variant.parent_id)


def _html(before: str, after: str, colours: Colours) -> str:
    """What was made of nothing is new all over: it needs no marks."""
    if not before:
        return html.escape(after).replace("\n", "<br>")
    return difference_html(readable_difference(before, after), colours)
