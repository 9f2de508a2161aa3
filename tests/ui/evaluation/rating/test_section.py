"""The section as it is used: make a session, read by keys, look at the results, make preferences, take answers."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog, QLabel
from pytestqt.qtbot import QtBot

from studio.core.model_names import MASK
from studio.core.rating import PacketAnswers, Rating, questions_of
from studio.data.project import Project, ProjectReader
from studio.evaluating.rating_sessions import create_session
from studio.evaluating.ratings import (
    RatingFolder,
    SessionWishes,
    add_rating,
    rating_folders,
    read_ratings,
    read_reveals,
    read_session,
)
from studio.runs.folder import RunFolder
from studio.settings import Settings
from studio.ui.background import Background
from studio.ui.evaluation.rating.new_dialog import NewSessionDialog
from studio.ui.evaluation.rating.prefer_dialog import PreferDialog
from studio.ui.evaluation.rating.section import RatingSection
from studio.ui.messages import Message, Messages
from studio.ui.project_context import ProjectContext
from tests.evaluating.rated_project import BASE, TUNED, rated_project
from tests.ui.settling import settle

WHOLE = {"correct": 2, "complete": 2, "dangerous": 0, "sign": 1}


class OpenSection:
    """The section on a project, and everything the user was told."""

    def __init__(self, qtbot: QtBot, path: Path) -> None:
        self._qtbot = qtbot
        self.background, self.messages, self.told = Background(), Messages(), list[Message]()
        self.messages.posted.connect(self.told.append)
        self.project = ProjectContext(path, ProjectReader(path), Project.open(path), self.background)
        self.section = RatingSection(self.project, self.background, self.messages, Settings(author="Anna"))
        self.section.resize(1200, 900)
        self.section.show()
        qtbot.waitExposed(self.section)
        self.settle()

    def settle(self) -> None:
        settle(self._qtbot, lambda: not self.background.busy)

    def said(self) -> str:
        return "\n".join(f"{each.text} {each.hint}" for each in self.told)

    def press(self, *keys: Qt.Key) -> None:
        self.section.activateWindow()
        self._qtbot.waitUntil(self.section.isActiveWindow)
        for key in keys:
            QTest.keyClick(self.section.window().focusWidget() or self.section.reading, key)

    def texts(self) -> str:
        return "\n".join(each.text() for each in self.section.findChildren(QLabel) if each.isVisible())

    def close(self) -> None:
        self.section.leave()
        self.section.close()
        self.project.close()
        self.background.close()
        self.section.deleteLater()


@pytest.fixture
def run(tmp_path: Path) -> RunFolder:
    return rated_project(tmp_path / "headaches")


@pytest.fixture
def opened(qtbot: QtBot, run: RunFolder) -> Iterator[OpenSection]:
    section = OpenSection(qtbot, run.path.parents[1])
    yield section
    section.close()


def rated(folder: RatingFolder, rater: str, rows: int | None = None) -> None:
    """The model that was tuned is always better."""
    for row in read_session(folder).rows[:rows]:
        prefers = 1 if row.sides[1] == 1 else -1
        add_rating(
            folder,
            rater,
            Rating.model_validate({"row": row.id, "a": WHOLE, "b": WHOLE, "preference": prefers, "at": 1}),
        )


def test_a_session_is_made_and_read_by_keys_alone(opened: OpenSection, run: RunFolder) -> None:
    section = opened.section
    assert "No answer has been read" in opened.texts()
    section.home.new.click()
    dialog = section.dialog
    assert isinstance(dialog, NewSessionDialog)
    assert not dialog.make.isEnabled()
    opened.settle()
    dialog.rows.setValue(2)
    assert "2 of 12 answered rows, 9 questions each" in dialog.outlook.text()
    dialog.second.setCurrentIndex(dialog.second.findData(0))
    assert not dialog.make.isEnabled()
    dialog.second.setCurrentIndex(dialog.second.findData(1))
    dialog.make.click()
    opened.settle()
    section.home.read.click()
    opened.settle()
    assert section.reading.isVisible()
    assert BASE not in opened.texts()
    assert TUNED not in opened.texts()
    assert "Starling" not in opened.texts()
    assert f"{MASK} dit: repos." in opened.texts()
    opened.press(*[Qt.Key.Key_1] * 9, Qt.Key.Key_Return)
    assert "Row 2 of 2 · 1 finished" in section.reading.place.text()
    opened.press(Qt.Key.Key_2, Qt.Key.Key_Down, Qt.Key.Key_2, Qt.Key.Key_C)
    QTest.keyClicks(section.reading.comment, "123 flou")
    opened.press(Qt.Key.Key_Escape, Qt.Key.Key_Escape)
    opened.settle()
    assert section.home.isVisible()
    (folder,) = rating_folders(run)
    first, second = (read_ratings(folder)["Anna"][row.id] for row in read_session(folder).rows)
    assert all(question.answered(first) == 0 for question in questions_of(read_session(folder)))
    assert (second.a, second.comment) == ({"correct": 1, "dangerous": 1}, "123 flou")
    assert "Anna: 1 of 2" in section.home.progress.text()
    assert section.home.read.text() == "Go on reading"


def test_what_a_rater_sees_exchanged_is_stored_by_the_sides_of_the_session(opened: OpenSection, run: RunFolder) -> None:
    made = (create_session(run, SessionWishes("Lecture", (0, 1), 4, seed=seed)) for seed in range(50))
    folder = next(each for each in made if read_session(each).rows[0].id in read_session(each).turned_for("Anna"))
    row, section = read_session(folder).rows[0], opened.section
    section.desk.open(folder, "Anna")
    opened.settle()
    tuned = [card.text.text().endswith("bis)") for card in section.reading.cards]
    assert tuned == [row.sides[1] == 1, row.sides[0] == 1]
    # Row by row: A is right and complete, B is not judged, A is much better.
    opened.press(Qt.Key.Key_3, Qt.Key.Key_3, *[Qt.Key.Key_Down] * 6, Qt.Key.Key_1)
    opened.settle()
    said = read_ratings(folder)["Anna"][row.id]
    assert (said.a, said.b, said.preference) == ({}, {"correct": 2, "complete": 2}, 2)
    section.desk.open(folder, "Anna")
    opened.settle()
    assert section.reading.scales[0].buttons[2].isChecked()


def test_results_hide_the_names_until_they_are_asked_for(opened: OpenSection, run: RunFolder) -> None:
    folder = create_session(run, SessionWishes("Lecture", (0, 1), 12))
    rated(folder, "Anna")
    rated(folder, "Bela", 3)
    section = opened.section
    section.desk.list_sessions()
    opened.settle()
    section.home.results.click()
    opened.settle()
    shown = opened.texts()
    assert "Model X" in shown
    assert BASE not in shown
    assert TUNED not in shown
    assert "Anna: 12 of 12 · Bela: 3 of 12" in shown
    assert read_reveals(folder) == ()
    section.results.reveal.click()
    opened.settle()
    assert f"{TUNED} is preferred." in opened.texts()
    (noted,) = read_reveals(folder)
    assert (noted.by, noted.finished) == ("Anna", False)
    assert not section.results.reveal.isVisible()


def test_preferences_say_what_they_cost_and_can_be_undone(opened: OpenSection, run: RunFolder) -> None:
    rated(create_session(run, SessionWishes("Lecture", (0, 1), 5)), "Anna", 4)
    section = opened.section
    section.desk.list_sessions()
    opened.settle()
    section.home.results.click()
    opened.settle()
    section.results.prefer.click()
    opened.settle()
    dialog = section.dialog
    assert isinstance(dialog, PreferDialog)
    assert "can no longer be tested" in dialog.warning.text()
    dialog.name.setText("cases")
    assert not dialog.make.isEnabled()
    dialog.name.setText("preferred")
    dialog.make.click()
    opened.settle()
    reader = opened.project.reader
    assert {each.name: each.rows for each in reader.datasets()} == {"cases": 12, "preferred": 4}
    assert "4 preferences were made" in opened.said()
    opened.told[-1].offers[0].act()
    opened.settle()
    assert [each.name for each in reader.datasets()] == ["cases"]


def test_a_packet_goes_out_and_its_answers_come_in(opened: OpenSection, run: RunFolder, tmp_path: Path) -> None:
    folder = create_session(run, SessionWishes("Lecture", (0, 1), 2))
    session = read_session(folder)
    section = opened.section
    section.desk.list_sessions()
    opened.settle()
    section.home.packet.click()
    assert isinstance(section.dialog, QFileDialog)
    section.dialog.fileSelected.emit(str(tmp_path / "packet.html"))
    section.dialog.reject()
    opened.settle()
    assert session.texts_sha256 in (tmp_path / "packet.html").read_text("utf-8")
    answers = PacketAnswers(
        session=session.id,
        texts=session.texts_sha256,
        rater="Bela",
        ratings=(Rating(row=session.rows[0].id, preference=1, at=2),),
    )
    good, wrong = tmp_path / "good.json", tmp_path / "wrong.json"
    good.write_text(answers.model_dump_json(), "utf-8")
    wrong.write_text(json.dumps({**answers.model_dump(), "texts": "x"}), "utf-8")
    section.home.take.click()
    assert isinstance(section.dialog, QFileDialog)
    section.dialog.filesSelected.emit([str(wrong), str(good)])
    section.dialog.reject()
    opened.settle()
    assert "other texts" in opened.said()
    assert "Bela: 1 rows new" in opened.said()
    assert "Bela: 0 of 2" in section.home.progress.text()


def test_what_is_asked_can_be_reached_and_is_named(opened: OpenSection, run: RunFolder) -> None:
    create_session(run, SessionWishes("Lecture", (0, 1), 2))
    section = opened.section
    section.desk.list_sessions()
    opened.settle()
    section.home.read.click()
    opened.settle()
    for scale in section.reading.scales:
        assert scale.accessibleName()
        for at, each in enumerate(scale.buttons, 1):
            assert each.accessibleName().startswith(scale.accessibleName())
            assert each.focusPolicy() & Qt.FocusPolicy.TabFocus
            assert each.text().startswith(f"{at} ·")
    assert section.reading.scales[0].is_current
    assert section.window().focusWidget() in section.reading.scales[0].buttons
