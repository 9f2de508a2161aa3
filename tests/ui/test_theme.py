"""Colours can be read, icons can be seen, decimal points stay points."""

import locale
from itertools import product

import pytest
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtWidgets import (
    QApplication,
    QCheckBox,
    QLabel,
    QPushButton,
    QRadioButton,
    QStyle,
    QStyleOptionButton,
)
from pytestqt.qtbot import QtBot

from studio import paths
from studio.ui.icons import give_icon, pixmap, tint_icons
from studio.ui.theme import CONTRAST, DARK, LIGHT, Colours, Theme, colours_for, make_palette

THEMES = (LIGHT, DARK, CONTRAST)


def contrast(one: str, other: str) -> float:
    """WCAG 2.2 contrast ratio."""

    def luminance(colour: str) -> float:
        parts = [part / 255 for part in QColor(colour).toTuple()[:3]]
        red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue

    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("colours", THEMES, ids=lambda each: each.shade)
def test_every_text_can_be_read_on_every_ground(colours: Colours) -> None:
    grounds = (colours.window, colours.surface, colours.sunken, colours.raised)
    pairs = list(product((colours.text, colours.muted), grounds))
    pairs += [(colours.text, colours.selection), (colours.on_accent, colours.accent)]
    pairs += [(colours.text, soft) for soft in (colours.good_soft, colours.warn_soft, colours.bad_soft)]
    pairs += [
        (colours.good, colours.good_soft),
        (colours.warn, colours.warn_soft),
        (colours.bad, colours.bad_soft),
        (colours.accent, colours.accent_soft),
    ]
    poor = [(ink, ground, round(contrast(ink, ground), 2)) for ink, ground in pairs if contrast(ink, ground) < 4.5]
    assert not poor


@pytest.mark.parametrize("colours", THEMES, ids=lambda each: each.shade)
def test_a_widget_finds_its_colours_in_its_palette(colours: Colours) -> None:
    assert colours_for(make_palette(colours)) is colours


def test_a_theme_is_applied_at_once_and_icons_follow(qtbot: QtBot, qapp: QApplication) -> None:
    theme, seen = Theme(qapp), list[Colours]()
    theme.changed.connect(seen.append)
    button = QPushButton("x")
    qtbot.addWidget(button)
    button.show()
    give_icon(button, "add")
    looks = []
    for name, colours in (("light", LIGHT), ("dark", DARK)):
        theme.use(name)
        assert seen[-1] is colours
        assert colours_for(button.palette()) is colours
        tint_icons(button, seen[-1])
        looks.append(button.icon().pixmap(18).toImage())
    assert looks[0] != looks[1]
    assert qapp.font().family() == "Inter"


@pytest.mark.parametrize("kind", [QCheckBox, QRadioButton])
def test_the_keyboard_is_seen_on_what_is_ticked(qtbot: QtBot, qapp: QApplication, kind: type[QCheckBox]) -> None:
    Theme(qapp).use("light")
    box = kind("Ollama")
    qtbot.addWidget(box)
    box.setChecked(True)
    looks = []
    for state in (QStyle.StateFlag.State_None, QStyle.StateFlag.State_HasFocus):
        option, picture = QStyleOptionButton(), QImage(120, 30, QImage.Format.Format_RGB32)
        box.initStyleOption(option)
        option.rect, option.state = picture.rect(), QStyle.StateFlag.State_Enabled | QStyle.StateFlag.State_On | state
        picture.fill(0)
        painter = QPainter(picture)
        control = QStyle.ControlElement.CE_RadioButton if kind is QRadioButton else QStyle.ControlElement.CE_CheckBox
        box.style().drawControl(control, option, painter, box)
        painter.end()
        looks.append(picture)
    assert looks[0] != looks[1]


def test_every_icon_draws_something(qapp: QApplication) -> None:
    for file in (paths.RESOURCES / "icons").glob("*.svg"):
        image = pixmap(file.stem, "#000000", 24, 1).toImage()
        assert any(image.pixelColor(x, y).alpha() for x, y in product(range(24), range(24))), file.stem


def test_a_label_takes_an_icon(qtbot: QtBot) -> None:
    label = QLabel()
    qtbot.addWidget(label)
    give_icon(label, "offline", "muted", 16)
    tint_icons(label, LIGHT)
    assert label.pixmap().deviceIndependentSize().width() == 16


def test_qt_does_not_change_how_numbers_are_read(qapp: QApplication) -> None:
    assert locale.localeconv()["decimal_point"] == "."
