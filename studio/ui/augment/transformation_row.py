"""One transformation in the list: whether it is used, how strongly, and what it does."""

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QCheckBox, QGridLayout, QHBoxLayout, QLabel, QSlider, QWidget

from studio.core.augmentation import Chosen
from studio.text.augment.transformation import Info
from studio.text.word_difference import word_difference
from studio.ui.augment.words import STRENGTHS, first_sentence, nearest_strength
from studio.ui.controls import icon_button, label
from studio.ui.data.differences import difference_html
from studio.ui.icons import give_icon, tint_icons
from studio.ui.theme import GRID, Colours, colours_for
from studio.words import _

SLIDER_WIDTH = 9 * GRID
INDENT = 22
"""Under the words of the check box."""


class StrengthSlider(QSlider):
    """Three steps; scrolling past does not move it."""

    def __init__(self, title: str) -> None:
        super().__init__(Qt.Orientation.Horizontal)
        self.setRange(0, len(STRENGTHS) - 1)
        self.setPageStep(1)
        self.setFixedWidth(SLIDER_WIDTH)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(_("Strength of {name}").format(name=title))

    def wheelEvent(self, event: QWheelEvent) -> None:
        if self.hasFocus():
            super().wheelEvent(event)
        else:
            event.ignore()


class TransformationRow(QWidget):
    """Strength and examples are in view only where they matter."""

    edited = Signal()

    def __init__(self, info: Info) -> None:
        super().__init__()
        self.info = info
        self._kept = Chosen(key=info.key)
        title = _(info.title)
        self.check = QCheckBox(title)
        self.check.setAccessibleDescription(_(info.explanation))
        self.check.setToolTip(f"<p>{_(info.explanation)}</p>")
        self.slider, self.level = StrengthSlider(title), label("", "caption")
        self.fold = icon_button(_("More about {name}, with examples").format(name=title), "chevron")
        self.fold.setCheckable(True)
        self.about = label(first_sentence(_(info.explanation)), "caption", wrap=True)
        self.examples = QLabel()
        self.examples.setTextFormat(Qt.TextFormat.RichText)
        self.examples.setWordWrap(True)
        self.examples.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.examples.hide()
        self._lay_out()
        self.check.toggled.connect(self._on_edited)
        self.slider.valueChanged.connect(self._on_moved)
        self.fold.toggled.connect(self._on_folded)
        self.show_chosen(None)

    def show_chosen(self, chosen: Chosen | None) -> None:
        """Show whether it is used and how strongly, and tell nobody."""
        for control in (self.check, self.slider):
            control.blockSignals(True)
        self._kept = chosen or self._kept
        self.check.setChecked(chosen is not None)
        self.slider.setValue(nearest_strength(self._kept.strength))
        for control in (self.check, self.slider):
            control.blockSignals(False)
        self._show_level()

    def chosen(self) -> Chosen | None:
        """How it is used; None where it is not."""
        return self._kept if self.check.isChecked() else None

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and hasattr(self, "examples"):
            self._show_examples()

    def _lay_out(self) -> None:
        strength = QHBoxLayout()
        strength.setSpacing(GRID)
        strength.addWidget(self.slider)
        strength.addWidget(self.level, 1)
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(0)
        grid.setVerticalSpacing(0)
        grid.setColumnMinimumWidth(0, INDENT)
        grid.setColumnStretch(1, 1)
        grid.addWidget(self.check, 0, 0, 1, 2)
        grid.addWidget(self.fold, 0, 2, Qt.AlignmentFlag.AlignTop)
        grid.addWidget(self.about, 1, 1, 1, 2)
        grid.addLayout(strength, 2, 1, 1, 2)
        grid.addWidget(self.examples, 3, 1, 1, 2)

    def _show_level(self) -> None:
        # One sign more or less is the same however strongly it is wished for.
        used = self.check.isChecked() and self.info.touches != "finding"
        for each in (self.slider, self.level):
            each.setVisible(used)
        self.level.setText(_(STRENGTHS[self.slider.value()][1]))

    def _show_examples(self) -> None:
        if self.fold.isChecked():
            self.examples.setText(_examples_html(self.info, colours_for(self.palette())))

    def _on_edited(self) -> None:
        self._show_level()
        self.edited.emit()

    def _on_moved(self) -> None:
        self._kept = self._kept.model_copy(update={"strength": STRENGTHS[self.slider.value()][0]})
        self._on_edited()

    def _on_folded(self, opened: bool) -> None:
        give_icon(self.fold, "chevron-up" if opened else "chevron")
        tint_icons(self.fold, colours_for(self.palette()))
        explanation = _(self.info.explanation)
        self.about.setText(explanation if opened else first_sentence(explanation))
        self.examples.setVisible(opened)
        self._show_examples()


def _examples_html(info: Info, colours: Colours) -> str:
    shown = (difference_html(word_difference(before, after), colours) for before, after in info.examples)
    return "".join(f'<p style="margin: 4px 0 0 0">{each}</p>' for each in shown)
