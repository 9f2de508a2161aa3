"""Small widgets look right when what they hold is longer than their place."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from studio.ui.controls import Picker, ShortLabel, centred, label


def test_a_choice_too_long_for_its_place_ends_in_dots(qtbot: QtBot) -> None:
    picker = Picker("Data set")
    qtbot.addWidget(picker)
    picker.addItem("Recueil prospectif multicentrique 2019-2024, deuxième relecture")
    picker.resize(136, 36)
    assert picker.shown_text().endswith("…")
    picker.resize(900, 36)
    assert picker.shown_text() == picker.currentText()
    assert not picker.grab().isNull()


def test_a_text_in_the_middle_has_room_for_all_its_lines(qtbot: QtBot) -> None:
    page, text = QWidget(), label("mot " * 60, wrap=True)
    qtbot.addWidget(page)
    text.setFixedWidth(300)
    text.setAlignment(Qt.AlignmentFlag.AlignCenter)
    column = QVBoxLayout(page)
    column.addStretch(1)
    column.addLayout(centred(text))
    column.addStretch(1)
    page.resize(1200, 400)
    page.show()
    qtbot.waitExposed(page)
    assert text.height() == text.heightForWidth(300)


def test_of_a_long_path_the_end_is_seen(qtbot: QtBot) -> None:
    pictures = []
    for name in ("headaches", "migraines"):
        shown = ShortLabel(f"/home/of/somebody/{'folder/' * 20}{name}", Qt.TextElideMode.ElideMiddle)
        qtbot.addWidget(shown)
        shown.resize(200, 20)
        pictures.append(shown.grab().toImage())
    assert pictures[0] != pictures[1]
