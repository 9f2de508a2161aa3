"""The packet as an expert uses it: its own page, run by Qt's engine in as much of a browser as it asks for."""

import json
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QCoreApplication
from PySide6.QtQml import QJSEngine

from studio import paths
from studio.assess.human import summarise
from studio.core.rating import questions_of
from studio.evaluating.packet import packet_data
from studio.evaluating.rating_import import import_ratings
from studio.evaluating.rating_sessions import create_session, read_blind
from studio.evaluating.ratings import RatingFolder, SessionWishes, read_ratings, read_session
from tests.evaluating.rated_project import rated_project

STUB = Path(__file__).with_name("page_stub.js")
ROWS = 3


class Page:
    """The page of a packet in a browser, which keeps what it keeps when it is opened again."""

    def __init__(self, packet: object) -> None:
        self._packet = json.dumps(packet)
        self._engine = QJSEngine()
        for file in (STUB, paths.RESOURCES / "rating" / "logic.js"):
            self(file.read_text("utf-8"))
        self.open()

    def __call__(self, text: str) -> Any:
        value = self._engine.evaluate(text)
        assert not value.isError(), f"{value.toString()} in line {value.property('lineNumber').toInt()}"
        return value.toVariant()

    def open(self, rater: str = "") -> None:
        self(f"browser.opens({self._packet})")
        self((paths.RESOURCES / "rating" / "page.js").read_text("utf-8"))
        if rater:
            self(f"browser.begins({json.dumps(rater)})")

    def press(self, *keys: str) -> None:
        self(f"browser.presses({json.dumps(keys)})")

    def said(self) -> str:
        return f"{self('browser.ids.page.said()')}\n{self('browser.ids.told.said()')}"

    def save(self, target: Path) -> Path:
        self("browser.presses(['s'], true)")
        target.write_text(self("browser.saved[browser.saved.length - 1].text"), "utf-8")
        return target


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> RatingFolder:
    run = rated_project(tmp_path_factory.mktemp("page") / "headaches")
    return create_session(run, SessionWishes("Lecture", (0, 1), ROWS, seed=3))


@pytest.fixture
def page(folder: RatingFolder, qapp: QCoreApplication) -> Page:
    assert qapp is not None
    session = read_session(folder)
    return Page(packet_data(session, read_blind(folder, session), "en"))


def answers(folder: RatingFolder, prefers: str) -> list[str]:
    """The keys that answer a row: yes to everything, then which is better."""
    asked = questions_of(read_session(folder))
    return [prefers if each.scale is None else str(len(each.levels)) for each in asked]


def test_two_raters_answer_by_keys_and_come_back(page: Page, folder: RatingFolder, tmp_path: Path) -> None:
    """Whichever side each of them sees it on, what is told is which model was better."""
    project, session, seen = folder.run.path.parents[1], read_session(folder), set()
    for rater in ("Anne-Élodie", "Bela"):
        page("browser.kept = {}")
        page.open(rater)
        left = ""
        for row in range(ROWS):
            assert f"Question {row + 1} of {ROWS}" in page.said()
            tuned_is_b = page.said().index("dit: repos") < page.said().index("bis)")
            left += "ab"[tuned_is_b]
            page.press(*answers(folder, "5" if tuned_is_b else "1"), "Enter")
        seen.add(left)
        assert "Everything is answered" in page.said()
        taken = import_ratings(project, page.save(tmp_path / "answers.json"))
        assert (taken.rater, taken.new) == (rater, ROWS)
    assert len(seen) == 2
    wins = summarise(session, read_ratings(folder)).wins
    assert wins is not None
    assert (wins.first, wins.ties, wins.second) == (0, 0, 2 * ROWS)
    assert page("browser.saved.map((each) => each.name)") == [
        f"answers-{folder.path.name}-{name}.json" for name in ("anne-elodie", "bela")
    ]


def test_the_page_goes_on_where_it_was_left(page: Page, folder: RatingFolder) -> None:
    page.open("Anna")
    page.press(*answers(folder, "3"), "Enter", "2", "2")
    page("browser.types('à revoir')")
    page.open("Anna")
    said = page.said()
    assert f"1 of {ROWS} finished" in said
    assert f"Question 2 of {ROWS}" in said
    assert "Save answers •" in said
    assert page("browser.ids.comment.value") == "à revoir"
    # The first question without an answer is the one that keys answer.
    assert page("browser.ids['question-2'].given['aria-current']") == "true"
    page.press("Enter")
    assert "Some questions of this row are still open" in page.said()


def test_keys_move_take_back_and_do_not_leave_the_rows(page: Page, folder: RatingFolder) -> None:
    page.open("Anna")
    page.press("ArrowLeft", "ArrowUp", "3", "ArrowUp", "0")
    assert "question-0" in page("Object.keys(browser.ids).filter((id) => browser.ids[id].given['aria-current'])")
    page.press("ArrowRight", "ArrowRight", "ArrowRight")
    assert f"Question {ROWS} of {ROWS}" in page.said()
    kept = json.loads(next(iter(page("browser.kept").values())))
    assert json.loads(kept["file"])["ratings"] == []


def test_who_has_not_said_a_name_cannot_save(page: Page) -> None:
    page.open("Anna")
    page("browser.kept = {}")
    page.open()
    page("browser.begins('')")
    page.press("s")
    assert page("browser.saved.length") == 0
    assert "Your name" in page.said()


def test_a_browser_that_keeps_nothing_says_so(page: Page) -> None:
    page("browser.refuses = true")
    page.open("Anna")
    page.press("1")
    assert "This browser keeps nothing" in page.said()


def test_what_was_saved_elsewhere_is_taken_over(page: Page, folder: RatingFolder, tmp_path: Path) -> None:
    page.open("Anna")
    page.press(*answers(folder, "2"), "Enter")
    saved = page.save(tmp_path / "answers.json").read_text("utf-8")
    page("browser.kept = {}")
    page.open()
    load = "browser.ids.file.heard.change({{target: {{files: [{text}], value: ''}}}})"
    page(load.format(text=json.dumps(saved)))
    assert "Answers taken over: 1" in page.said()
    assert page("browser.ids.rater.given.value") == "Anna"
    page(load.format(text=json.dumps(saved[:-9])))
    assert "This file is damaged" in page.said()
