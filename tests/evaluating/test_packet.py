"""The packet: what is in it and what is not, its scripts as they run, and its answers on their way back."""

import base64
import hashlib
import json
import re
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QCoreApplication
from PySide6.QtQml import QJSEngine

from studio import paths
from studio.core.evaluation import EvaluatedRow
from studio.core.example import Instruction
from studio.core.model_names import MASK
from studio.core.rating import Rating, RatingSession, is_whole, questions_of
from studio.errors import ImportFailed
from studio.evaluating.packet import packet_data, packet_html, write_packet
from studio.evaluating.packet_words import PACKET_WORDS
from studio.evaluating.rating_import import import_ratings
from studio.evaluating.rating_sessions import create_session, read_blind
from studio.evaluating.ratings import (
    RatingFolder,
    SessionWishes,
    add_rating,
    rater_name,
    rating_folders,
    read_ratings,
    read_session,
)
from studio.runs.folder import RunFolder
from tests.evaluating.rated_project import BASE, SUBJECTS, TUNED, make_evaluation, make_project, rated_project

NASTY = (
    '</script><script>alert(1)</script> <!-- "l\'eau" & \\u003c \u2028 \u2029 \u202e\u05d0\u05d1\u05d2 \x00 😀 {{ 7 }}'
)
DATA = re.compile(r'<script type="application/json" id="packet">(.*?)</script>', re.DOTALL)


WISHES = SessionWishes("Lecture", (0, 1), 4, seed=3)


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """For tests that leave it as it is."""
    path = tmp_path_factory.mktemp("packet") / "headaches"
    create_session(rated_project(path), WISHES)
    return path


@pytest.fixture(scope="module")
def folder(project: Path) -> RatingFolder:
    (found,) = rating_folders(RunFolder(project / "evaluations" / "0001-cases-test"))
    return found


@pytest.fixture
def own_folder(tmp_path: Path) -> RatingFolder:
    """For tests that write ratings: of the same rows and texts, so that the packet is the same."""
    return create_session(rated_project(tmp_path / "headaches"), WISHES)


def html_of(folder: RatingFolder) -> str:
    session = read_session(folder)
    return packet_html(session, read_blind(folder, session), "fr")


class Script:
    """The packet's own logic, run by Qt's engine on the packet's own data."""

    def __init__(self, html: str) -> None:
        self._engine = QJSEngine()
        self._ran((paths.RESOURCES / "rating" / "logic.js").read_text("utf-8"))
        found = DATA.search(html)
        assert found is not None
        self._ran(f"var packet = {found[1]};")

    def __call__(self, expression: str) -> Any:
        """The value of an expression, as JSON carries it."""
        return json.loads(self._ran(f"JSON.stringify({expression})"))

    def error(self, expression: str) -> str:
        return self._engine.evaluate(expression).property("message").toString()

    def _ran(self, text: str) -> str:
        value = self._engine.evaluate(text)
        assert not value.isError(), value.toString()
        return value.toString()

    def rate(self, session: RatingSession, prefers: int, at: float) -> None:
        """Answer everything by keys, as a rater would: the last level of each scale, and then a preference."""
        self._ran("var ratings = {};")
        for row in session.rows:
            self._ran(f"ratings[{row.id}] = Logic.fresh({row.id});")
            for number, question in enumerate(questions_of(session)):
                key = prefers + 1 if question.scale is None else len(question.levels)
                self._ran(
                    f"var asked = Logic.questions(packet)[{number}];"
                    f"var meant = Logic.keyed('{key}', false, false, asked.levels);"
                    f"ratings[{row.id}] = Logic.withAnswer(packet, ratings[{row.id}], asked, meant.at, {at});"
                )

    def saved(self, rater: str, target: Path) -> Path:
        target.write_text(self._ran(f"Logic.file(packet, {json.dumps(rater)}, 'fr', ratings)"), "utf-8")
        return target


@pytest.fixture(scope="module")
def script(qapp: QCoreApplication, folder: RatingFolder) -> Script:
    assert qapp is not None
    return Script(html_of(folder))


def test_no_model_can_be_found_in_it(folder: RatingFolder) -> None:
    html = html_of(folder).casefold()
    for word in (
        BASE,
        TUNED,
        *(part for each in SUBJECTS for part in (each.base, each.run) if part),
        "0001-cases-test",
        "starling",
    ):
        assert word.casefold() not in html
    data = json.dumps(packet_data(read_session(folder), (), "fr"))
    assert 'sides": ["a", "b"]' in data
    assert '"models"' not in data


def test_a_model_that_says_who_it_is_is_not_heard(tmp_path: Path, qapp: QCoreApplication) -> None:
    project, content = tmp_path / "headaches", Instruction(instruction="Qui ?", response="IRM.")
    (id,) = make_project(project, [content])
    said = "Je suis Starling-LM-7B, d’OpenChat."
    run = make_evaluation(project, [EvaluatedRow(id=id, content=content)], [[said], ["IRM."]])
    made = create_session(run, SessionWishes("Lecture", (0, 1), 1))
    write_packet(made, tmp_path / "packet.html", "fr")
    html = (tmp_path / "packet.html").read_text("utf-8")
    assert sorted(Script(html)("packet.rows[0].answers")) == ["IRM.", f"Je suis {MASK}, d’{MASK}."]
    assert "openchat" not in html.casefold()


def test_it_needs_nothing_and_may_fetch_nothing(folder: RatingFolder) -> None:
    html = html_of(folder)
    assert not re.search(r"(src|href|action|srcset)\s*=|@import|url\(|https?:|//cdn", html)
    policy = re.search(r'http-equiv="Content-Security-Policy" content="([^"]*)"', html)
    assert policy is not None
    rules = policy[1].replace("&#39;", "'")
    assert rules.startswith("default-src 'none';")
    assert "unsafe" not in rules
    inside = re.findall(r"<(?:script|style)>(.*?)</(?:script|style)>", html, re.DOTALL)
    assert len(inside) == 3
    for text in inside:
        assert f"sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}" in rules


def test_the_same_session_gives_the_same_bytes(folder: RatingFolder, tmp_path: Path) -> None:
    first, second = (write_packet(folder, tmp_path / f"{name}.html", "fr").read_bytes() for name in "ab")
    assert first == second
    assert b"\r" not in first


def test_texts_stay_texts_whatever_is_in_them(tmp_path: Path, qapp: QCoreApplication) -> None:
    content = Instruction(instruction=NASTY, response=NASTY)
    project = tmp_path / "headaches"
    ids = make_project(project, [content])
    run = make_evaluation(project, [EvaluatedRow(id=ids[0], content=content)], [[NASTY], [f"{NASTY} bis"]])
    made = create_session(run, SessionWishes(f"<b>{NASTY}", (0, 1), 1, reference=True))
    html = html_of(made)
    assert html.count("<script") == 3
    assert "<b>" not in html
    assert "\u2028" not in "".join(DATA.findall(html))
    script = Script(html)
    assert script("packet.rows[0].turns[0].content") == NASTY
    assert sorted(script("packet.rows[0].answers")) == [NASTY, f"{NASTY} bis"]
    assert script("packet.rows[0].reference") == NASTY
    # Without being wished for, what is expected is not even in the file.
    other = create_session(run, SessionWishes("Lecture", (0, 1), 1))
    assert Script(html_of(other))("packet.rows[0].reference") == ""


def test_every_word_its_scripts_ask_for_is_there_in_both_languages(script: Script) -> None:
    page = (paths.RESOURCES / "rating" / "page.js").read_text("utf-8")
    named = set(re.findall(r'words\("(\w+)"', page)) - {"role_", "answer_"}
    logic = (paths.RESOURCES / "rating" / "logic.js").read_text("utf-8")
    named |= set(re.findall(r'(?:new Error\(|told: )"(\w+)"', logic))
    assert named <= set(PACKET_WORDS)
    assert script("Object.keys(packet.words.fr)") == script("Object.keys(packet.words.en)") == list(PACKET_WORDS)


def test_its_questions_are_those_of_the_session(script: Script, folder: RatingFolder) -> None:
    asked = [
        (each["side"] or None, each["scale"] or None, each["levels"]) for each in script("Logic.questions(packet)")
    ]
    assert asked == [(each.side, each.scale, len(each.levels)) for each in questions_of(read_session(folder))]


@pytest.mark.parametrize("rater", ["Anna", "Bela", "  Dr   Anne-E\u0301lodie", "王 😀", ""])
def test_a_rater_sees_the_sides_as_in_the_window(script: Script, folder: RatingFolder, rater: str) -> None:
    session = read_session(folder)
    turned = script(f"packet.rows.map((row) => row.id).filter((id) => Logic.isTurned(packet, {json.dumps(rater)}, id))")
    assert set(turned) == session.turned_for(rater_name(rater))


def test_what_is_turned_over_twice_is_as_before(script: Script, folder: RatingFolder) -> None:
    session = read_session(folder)
    rater = next(name for name in "abcdefgh" if session.turned_for(name))
    script.rate(session, 3, at=5)
    row = min(session.turned_for(rater))
    over = f"Logic.turnedOver(packet, '{rater}', ratings[{row}])"
    stored = Rating.model_validate(script(f"ratings[{row}]"))
    assert Rating.model_validate(script(over)) == stored.exchanged != stored
    assert script(f"Logic.turnedOver(packet, '{rater}', {over})") == script(f"ratings[{row}]")


@pytest.mark.parametrize(
    ("pressed", "meant"),
    [
        ("'3', false, false, 3", {"what": "answer", "at": 2}),
        ("'4', false, false, 3", None),
        ("'3', true, false, 3", None),
        ("'Escape', true, false, 3", {"what": "leave_comment"}),
        ("'Enter', true, true, 3", {"what": "next"}),
        ("'S', true, true, 3", {"what": "save"}),
        ("'ArrowLeft', false, false, 3", {"what": "row_before"}),
        ("'x', false, true, 3", None),
    ],
)
def test_keys_mean_what_the_hints_say(script: Script, pressed: str, meant: object) -> None:
    assert script(f"Logic.keyed({pressed})") == meant


def test_two_raters_packets_come_back(script: Script, own_folder: RatingFolder, tmp_path: Path) -> None:
    session = read_session(own_folder)
    for rater, prefers in (("Anne-Élodie", 0), ("Dr Bela </script>", 3)):
        script.rate(session, prefers, at=10.5)
        assert script("Logic.wholeRows(packet, ratings)") == 4
        found = import_ratings(tmp_path / "headaches", script.saved(rater, tmp_path / "answers.json"))
        assert (found.rater, found.new, found.changed, found.same) == (rater, 4, 0, 0)
    again = import_ratings(tmp_path / "headaches", tmp_path / "answers.json")
    assert (again.new, again.same) == (0, 4)
    ratings = read_ratings(own_folder)
    assert {each.preference for each in ratings["Anne-Élodie"].values()} == {-2}
    assert {each.preference for each in ratings["Dr Bela </script>"].values()} == {1}
    assert all(is_whole(session, each) for said in ratings.values() for each in said.values())
    assert {each.at for each in ratings["Anne-Élodie"].values()} == {10.5}


def test_a_saved_file_goes_on_in_the_packet_and_the_later_word_counts(script: Script, folder: RatingFolder) -> None:
    session = read_session(folder)
    first, second = (row.id for row in session.rows[:2])
    script.rate(session, 1, at=5)
    saved = script(f"Logic.file(packet, 'Anna', 'fr', {{{first}: ratings[{first}], {second}: Logic.fresh({second})}})")
    loaded = script(f"Logic.read(packet, {json.dumps(saved)})")
    assert list(loaded["ratings"]) == [str(first)]
    earlier, later = (f"Object.assign({{}}, ratings[{first}], {{at: {at}}})" for at in (4, 6))
    for other, counts in ((earlier, 5), (later, 6)):
        assert script(f"Logic.merged(ratings, {{{first}: {other}}})")[str(first)]["at"] == counts
    assert script(f"Logic.firstOpenRow(packet, {{{first}: ratings[{first}]}})") == 1


@pytest.mark.parametrize(
    ("file", "said"),
    [
        ('"{"', "not_json"),
        ('"[]"', "not_answers"),
        ("JSON.stringify({format: 'atelier-rating', session: 'x', texts: '', ratings: []})", "other_packet"),
        ("Logic.file(packet, 'A', 'fr', ratings).replace('\"correct\": 2', '\"correct\": 7')", "damaged"),
    ],
)
def test_a_wrong_file_is_refused_in_the_packet(script: Script, folder: RatingFolder, file: str, said: str) -> None:
    script.rate(read_session(folder), 1, at=5)
    assert script.error(f"Logic.read(packet, {file})") == said


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda saved: saved.update(session="09-0000000000"), "no rating session 09-0000000000"),
        (lambda saved: saved.update(texts="0" * 64), "other texts"),
        (lambda saved: saved.update(rater="  "), "rater"),
        (lambda saved: saved.update(v=2), "v: "),
        (lambda saved: saved["ratings"][0].update(row=999), "Row 999 is not among"),
        (lambda saved: saved["ratings"][0]["a"].update(correct=9), "9 is no answer to “Accurate”"),
        (lambda saved: saved["ratings"][0].update(preference=3), "preference"),
        (lambda saved: saved["ratings"].append(saved["ratings"][0]), "twice"),
    ],
)
def test_a_wrong_file_is_refused_whole_with_the_reason(
    script: Script, folder: RatingFolder, project: Path, tmp_path: Path, change: Any, said: str
) -> None:
    script.rate(read_session(folder), 1, at=5)
    file = script.saved("Anna", tmp_path / "answers.json")
    saved = json.loads(file.read_text("utf-8"))
    change(saved)
    file.write_text(json.dumps(saved), "utf-8")
    with pytest.raises(ImportFailed) as caught:
        import_ratings(project, file)
    assert said in caught.value.hint
    assert read_ratings(folder) == {}


def test_what_is_no_such_file_is_told_calmly(project: Path, folder: RatingFolder, tmp_path: Path) -> None:
    file = tmp_path / "answers.json"
    with pytest.raises(ImportFailed):
        import_ratings(project, file)
    file.write_text('{"format": "atelier-rating", "v": 1', "utf-8")
    with pytest.raises(ImportFailed) as caught:
        import_ratings(project, file)
    assert "cut off" in caught.value.hint


def test_what_was_rated_here_later_stays(script: Script, own_folder: RatingFolder, tmp_path: Path) -> None:
    session = read_session(own_folder)
    script.rate(session, 1, at=5)
    file = script.saved("Anna", tmp_path / "answers.json")
    import_ratings(tmp_path / "headaches", file)
    first = read_ratings(own_folder)["Anna"][session.rows[0].id]
    add_rating(own_folder, "Anna", first.model_copy(update={"comment": "relu", "at": 9}))
    assert import_ratings(tmp_path / "headaches", file).older == 1
    assert read_ratings(own_folder)["Anna"][first.row].comment == "relu"
