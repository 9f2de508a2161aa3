"""What an export shall make, chosen simply by its purpose or, for experts, by format and type."""

from collections.abc import Mapping
from typing import TypeVar

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QAbstractButton,
    QButtonGroup,
    QCheckBox,
    QGridLayout,
    QLabel,
    QRadioButton,
    QVBoxLayout,
    QWidget,
)

from studio.core.export import QUANTISED, Format, GgufType, WantedArtefact
from studio.models.quantisation import lack_of_quantiser
from studio.ui.controls import label
from studio.ui.export.making.wish import (
    FORMATS,
    PURPOSES,
    TYPES,
    Exportable,
    Offer,
    Purpose,
    artefacts_for,
    artefacts_of,
    bytes_of_type,
    lacks_type,
    purposes_for,
)
from studio.ui.formats import size
from studio.ui.theme import GRID
from studio.words import _

K = TypeVar("K", bound=str)
_INDENT = 3 * GRID


class PurposeChoice(QWidget):
    """One of a few, in words for people who do not program."""

    edited = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.buttons: dict[Purpose, QRadioButton] = {each: QRadioButton(_(PURPOSES[each].title)) for each in PURPOSES}
        self._group = QButtonGroup(self)
        self._lines = _lay_out(self, self.buttons, PURPOSES)
        for each in self.buttons.values():
            self._group.addButton(each)
            each.toggled.connect(self.edited)

    def show_model(self, model: Exportable) -> None:
        """What this result can be used for; the choice stays where it can."""
        offered = purposes_for(model)
        for purpose, widgets in self._lines.items():
            for widget in widgets:
                widget.setVisible(purpose in offered)
        if not any(self.buttons[each].isChecked() for each in offered):
            self.buttons[offered[0]].setChecked(True)

    def artefacts(self) -> tuple[WantedArtefact, ...]:
        """What serves the purpose."""
        return artefacts_for(each for each, box in self.buttons.items() if box.isChecked())


class FormatChoice(QWidget):
    """Every format, and every type of GGUF, with what it costs."""

    edited = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model: Exportable | None = None
        self.formats: dict[Format, QCheckBox] = {each: QCheckBox(_(FORMATS[each].title)) for each in FORMATS}
        self.types: dict[GgufType, QCheckBox] = {each: QCheckBox(TYPES[each].title) for each in TYPES}
        self.types["q8_0"].setChecked(True)
        upper = QWidget()
        self._lines = _lay_out(upper, self.formats, FORMATS)
        self._say_what_is_lacking()
        self._types = QWidget()
        lower = QVBoxLayout(self._types)
        lower.setContentsMargins(0, 0, 0, 0)
        lower.setSpacing(GRID)
        lower.addWidget(label(_("Types of GGUF"), "heading"))
        grid = QGridLayout()
        grid.setHorizontalSpacing(2 * GRID)
        grid.setVerticalSpacing(GRID)
        grid.setColumnStretch(2, 1)
        self._sizes = {each: label("", "muted") for each in TYPES}
        for at, (each, offer) in enumerate(TYPES.items()):
            box = self.types[each]
            box.setAccessibleDescription(_(offer.caption))
            grid.addWidget(box, at, 0)
            grid.addWidget(self._sizes[each], at, 1)
            grid.addWidget(label(_(offer.caption), "caption", wrap=True), at, 2)
        lower.addLayout(grid)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2 * GRID)
        column.addWidget(upper)
        column.addWidget(self._types)
        for box in (*self.formats.values(), *self.types.values()):
            box.toggled.connect(self.edited)

    def _say_what_is_lacking(self) -> None:
        """What this machine cannot make is shown with the reason, and cannot be ticked."""
        if lack := lack_of_quantiser():
            told = f"{lack.message} {lack.hint}"
            for at, each in enumerate(QUANTISED):
                box, caption = self._lines[each]
                box.setEnabled(False)
                box.setAccessibleDescription(told)
                # What to do is seen once.
                caption.setText(lack.message if at else told)

    def show_model(self, model: Exportable) -> None:
        """What can be made of this result, and about how large it becomes."""
        self._model = model
        for each, widgets in self._lines.items():
            for widget in widgets:
                widget.setVisible(model.offers(each))
        self._types.setVisible(model.offers("gguf"))
        for quant, shown in self._sizes.items():
            count = bytes_of_type(model, quant)
            shown.setText(_("about {size}").format(size=size(count)) if count else "")

    def artefacts(self) -> tuple[WantedArtefact, ...]:
        """What is ticked and can be made."""
        return artefacts_of(self._formats(), self._ticked_types())

    def lacks_type(self) -> bool:
        """Whether GGUF is ticked and none of its types."""
        return lacks_type(self._formats(), self._ticked_types())

    def _formats(self) -> list[Format]:
        model = self._model
        return [each for each, box in self.formats.items() if box.isChecked() and model and model.offers(each)]

    def _ticked_types(self) -> list[GgufType]:
        return [each for each, box in self.types.items() if box.isChecked()]


def _lay_out(
    holder: QWidget, buttons: Mapping[K, QAbstractButton], offers: Mapping[K, Offer]
) -> dict[K, tuple[QAbstractButton, QLabel]]:
    """Each with its caption below; told what belongs together."""
    column = QVBoxLayout(holder)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(2)
    lines: dict[K, tuple[QAbstractButton, QLabel]] = {}
    for key, box in buttons.items():
        caption = label(_(offers[key].caption), "caption", wrap=True)
        caption.setContentsMargins(_INDENT, 0, 0, GRID)
        box.setAccessibleDescription(caption.text())
        column.addWidget(box)
        column.addWidget(caption)
        lines[key] = box, caption
    return lines
