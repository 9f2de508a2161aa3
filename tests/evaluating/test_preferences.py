"""Preferences of raters as examples: which, in no split, and never apart from the test row they are about."""

from pathlib import Path

import pytest

from studio.core.example import Preference
from studio.core.rating import Rating, RatingSession
from studio.core.rating_rows import ShownRow
from studio.data.locking import lock_test
from studio.data.preferring import HOW, add_preferred
from studio.data.project import Project
from studio.data.reader import ProjectReader
from studio.data.records import RowQuery
from studio.data.splitting import SplitPlan, apply_split, assign_unassigned
from studio.errors import ProjectFailed, RatingFailed, TestSplitLocked
from studio.evaluating.preferences import PreferencePlan, plan_preferences
from studio.evaluating.rating_sessions import create_session, read_shown
from studio.evaluating.ratings import SessionWishes, read_session
from tests.evaluating.rated_project import rated_project

DATASET = "préférences"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "headaches"


@pytest.fixture
def reading(path: Path) -> tuple[RatingSession, tuple[ShownRow, ...]]:
    folder = create_session(rated_project(path), SessionWishes("Lecture", (0, 1), 6))
    session = read_session(folder)
    return session, read_shown(folder, session)


def for_tuned(session: RatingSession, at: int, preference: int, *, dangerous: int = 0) -> dict[int, Rating]:
    """`preference` is positive where the tuned model is better."""
    row = session.rows[at]
    side, shown = ("b", preference) if row.sides[1] == 1 else ("a", -preference)
    said = {"row": row.id, side: {"dangerous": dangerous}, "preference": shown, "at": 0}
    return {row.id: Rating.model_validate(said)}


def plan(reading: tuple[RatingSession, tuple[ShownRow, ...]]) -> PreferencePlan:
    session, shown = reading
    anna = for_tuned(session, 0, 2) | for_tuned(session, 1, 0) | for_tuned(session, 2, -1) | for_tuned(session, 3, 1)
    bela = for_tuned(session, 0, 1) | for_tuned(session, 2, 1) | for_tuned(session, 4, 1, dangerous=1)
    return plan_preferences(session, shown, {"Anna": anna, "Bela": bela})


def test_what_most_prefer_is_chosen_and_the_rest_is_counted(
    reading: tuple[RatingSession, tuple[ShownRow, ...]],
) -> None:
    session, _shown = reading
    found = plan(reading)
    assert [row.about for row in found.rows] == [session.rows[0].id, session.rows[3].id]
    assert found.left_out == {"tie": 1, "disputed": 1, "dangerous": 1, "unrated": 1}
    first = found.rows[0].content
    assert first.chosen.endswith("bis)")
    assert first.rejected.startswith("Starling dit: repos.")
    assert first.system == "Répondez comme un neurologue."
    assert first.prompt.startswith("Que faire ?\n\nCas ")


def test_they_stay_with_their_test_rows(path: Path, reading: tuple[RatingSession, tuple[ShownRow, ...]]) -> None:
    found = plan(reading)
    with Project.open(path) as project:
        made = add_preferred(project, DATASET, found.rows, source="0001-cases-test")
        assert (made.added, made.known) == (2, 0)
        with ProjectReader(path) as reader:
            rows = reader.rows([int(id) for id in reader.find_rows(RowQuery(dataset_id=made.dataset.id))])
            about = reader.rows([row.about for row in found.rows])
        assert [row.split for row in rows] == [None, None]
        assert [row.family for row in rows] == [row.family for row in about]
        assert {row.origin.file for row in rows} == {"0001-cases-test"}
        assert {row.origin.how for row in rows} == {HOW}
        assert all(isinstance(row.content, Preference) for row in rows)
        # To learn from one is to give up testing on the row that it is about.
        project.set_split([rows[0].id], "train")
        with ProjectReader(path) as reader:
            assert [row.split for row in reader.rows([rows[0].id, about[0].id, about[1].id])] == [
                "train",
                "train",
                "test",
            ]
            lock_test(project, reader.datasets()[0].id)
        with pytest.raises(TestSplitLocked):
            project.set_split([rows[1].id], "train")


def test_no_split_of_their_own_tears_them_away(path: Path, reading: tuple[RatingSession, tuple[ShownRow, ...]]) -> None:
    with Project.open(path) as project, ProjectReader(path) as reader:
        made = add_preferred(project, DATASET, plan(reading).rows, source="0001-cases-test")
        tied = {int(id) for id in reader.find_rows(RowQuery(dataset_id=made.dataset.id))}
        free = Preference(prompt="Que faire ?", chosen="IRM", rejected="Rien")
        project.add_rows(made.dataset.id, [free] * 2)
        for share in (
            apply_split(project, made.dataset.id, SplitPlan(1, 0, 0)),
            assign_unassigned(project, made.dataset.id),
        ):
            assert not tied & set(share.updated)
        assert reader.split_counts(made.dataset.id)[None] == len(tied) == 2


def test_one_undo_takes_all_back_and_nothing_comes_twice(
    path: Path, reading: tuple[RatingSession, tuple[ShownRow, ...]]
) -> None:
    found = plan(reading)
    with Project.open(path) as project, ProjectReader(path) as reader:
        steps = len(reader.steps())
        add_preferred(project, DATASET, found.rows, source="0001-cases-test")
        assert len(reader.steps()) == steps + 1
        again = add_preferred(project, DATASET, found.rows, source="0001-cases-test")
        assert (again.added, again.known) == (0, 2)
        project.undo()
        assert [each.name for each in reader.datasets()] == ["cases"]
        project.redo()
        assert {each.name: each.rows for each in reader.datasets()} == {"cases": 12, DATASET: 2}


def test_another_kind_of_data_set_takes_none(path: Path, reading: tuple[RatingSession, tuple[ShownRow, ...]]) -> None:
    with Project.open(path) as project, pytest.raises(ProjectFailed, match="does not hold preferences"):
        add_preferred(project, "cases", plan(reading).rows, source="0001")


def test_one_answer_alone_gives_no_preference(path: Path) -> None:
    folder = create_session(rated_project(path), SessionWishes("Lecture", (1,), 6))
    session = read_session(folder)
    with pytest.raises(RatingFailed, match="side by side"):
        plan_preferences(session, read_shown(folder, session), {})
