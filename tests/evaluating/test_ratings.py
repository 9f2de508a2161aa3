"""Sessions on disk: what is drawn is kept, what is said is never lost, and names are shown on the record."""

import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

from studio.core.rating import Rating
from studio.errors import RatingFailed
from studio.evaluating.rating_sessions import create_session, read_shown
from studio.evaluating.ratings import (
    RatingFolder,
    SessionWishes,
    add_rating,
    all_finished,
    find_session,
    rating_folders,
    read_ratings,
    read_reveals,
    read_session,
    reveal,
)
from studio.runs.evaluations import answers_file
from studio.runs.folder import RunFolder
from tests.evaluating.rated_project import TUNED, rated_project

WISHES = SessionWishes("Lecture de février", (0, 1), 6, strata="kind", minimum=3, seed=5)
WHOLE = {"correct": 2, "complete": 2, "dangerous": 0, "sign": 1}


@pytest.fixture
def run(tmp_path: Path) -> RunFolder:
    return rated_project(tmp_path / "headaches")


@pytest.fixture
def folder(run: RunFolder) -> RatingFolder:
    return create_session(run, WISHES)


def said(row: int, at: float = 1.0, **more: object) -> Rating:
    return Rating.model_validate({"row": row, "at": at, **more})


def test_a_session_is_read_as_it_was_made(run: RunFolder, folder: RatingFolder) -> None:
    session = read_session(folder)
    assert Counter(row.stratum for row in session.rows) == {"urgent": 3, "other": 3}
    shown = read_shown(folder, session)
    assert [row.id for row in shown] == [row.id for row in session.rows]
    for row, each in zip(session.rows, shown, strict=True):
        assert each.answers[row.sides.index(1)].endswith("bis)")
    assert rating_folders(run) == [folder]
    assert find_session(run.path.parents[1], session.id) == folder
    assert find_session(run.path.parents[1], "no-such") is None


def test_sessions_over_the_same_texts_are_two(run: RunFolder, folder: RatingFolder) -> None:
    again = create_session(run, WISHES)
    assert read_session(again).rows == read_session(folder).rows
    assert rating_folders(run) == [again, folder]


def test_answers_made_anew_are_not_taken_for_those_that_were_rated(run: RunFolder, folder: RatingFolder) -> None:
    file = answers_file(run, 0)
    file.write_text(file.read_text("utf-8").replace("repos", "rien"), "utf-8")
    with pytest.raises(RatingFailed, match="have changed"):
        read_shown(folder, read_session(folder))


def test_a_title_may_not_give_a_model_away(run: RunFolder) -> None:
    with pytest.raises(RatingFailed, match="names a model"):
        create_session(run, SessionWishes(f"Base et {TUNED.upper()}", (0, 1), 6))


def test_rows_that_a_model_has_not_answered_are_not_drawn(run: RunFolder) -> None:
    file = answers_file(run, 1)
    file.write_text("".join(file.read_text("utf-8").splitlines(keepends=True)[:3]), "utf-8")
    assert len(read_session(create_session(run, WISHES)).rows) == 2
    file.unlink()
    with pytest.raises(RatingFailed, match="No row was answered"):
        create_session(run, WISHES)


def test_the_last_word_on_a_row_counts_and_raters_stand_apart(folder: RatingFolder) -> None:
    first = read_session(folder).rows[0].id
    add_rating(folder, "Anne-Élodie  Bê", said(first, a=WHOLE))
    add_rating(folder, "Bela", said(first, comment="a\u2028b"))
    # The same name, typed with combining accents.
    add_rating(folder, "Anne-E\u0301lodie Be\u0302", said(first, preference=1))
    found = read_ratings(folder)
    assert list(found) == ["Anne-Élodie Bê", "Bela"]
    assert found["Anne-Élodie Bê"][first] == said(first, preference=1)
    assert found["Bela"][first].comment == "a\u2028b"
    add_rating(folder, "Bela", said(first))
    assert read_ratings(folder)["Bela"] == {}


def test_a_writer_killed_in_the_middle_costs_one_word_at_most(folder: RatingFolder) -> None:
    first, second = (row.id for row in read_session(folder).rows[:2])
    add_rating(folder, "Anna", said(first, a=WHOLE))
    with folder.rater_file("Anna").open("ab") as file:
        file.write(said(second, a=WHOLE).model_dump_json().encode()[:20])
    assert list(read_ratings(folder)["Anna"]) == [first]
    add_rating(folder, "Anna", said(second, b=WHOLE))
    assert read_ratings(folder)["Anna"][second].b == WHOLE


_ENDLESS = """
import sys
from pathlib import Path
from studio.core.rating import Rating
from studio.evaluating.ratings import add_rating, find_session
folder = find_session(Path(sys.argv[1]), sys.argv[2])
for number in range(100_000):
    add_rating(folder, "Anna", Rating(row=number, comment="x" * 2_000, at=number))
    print(number, flush=True)
"""


def test_whatever_was_acknowledged_survives_a_kill(run: RunFolder, folder: RatingFolder) -> None:
    words = [sys.executable, "-c", _ENDLESS, str(run.path.parents[1]), folder.path.name]
    with subprocess.Popen(words, stdout=subprocess.PIPE, text=True) as rater:
        assert rater.stdout is not None
        told = [int(next(rater.stdout)) for _line in range(20)]
        rater.kill()
    assert set(told) <= set(read_ratings(folder)["Anna"])


def test_showing_the_names_is_on_the_record(folder: RatingFolder) -> None:
    assert read_reveals(folder) == ()
    assert not reveal(folder, "Anna").finished
    session = read_session(folder)
    for row in session.rows:
        add_rating(folder, "Anna", said(row.id, a=WHOLE, b=WHOLE, preference=0))
    assert all_finished(session, read_ratings(folder))
    assert reveal(folder, "Bela").finished
    assert [each.by for each in read_reveals(folder)] == ["Anna", "Bela"]


def test_what_the_disk_refuses_is_told(folder: RatingFolder) -> None:
    folder.rater_file("Anna").mkdir()
    with pytest.raises(RatingFailed, match="could not be read or written"):
        add_rating(folder, "Anna", said(1))
