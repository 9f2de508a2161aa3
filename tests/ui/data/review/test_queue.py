"""The order in which examples are reviewed, and what is counted on the way."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from studio.core.example import Choice, Preference
from studio.ui.data.review.parts import lines_of
from studio.ui.data.review.queue import Queue, QueueWanted
from studio.ui.data.review.tally import Act, Tally


def queue_of(*ids: int) -> Queue:
    return Queue(np.array(ids, np.int64))


def test_a_decided_row_stays_in_its_place_and_the_next_open_one_follows() -> None:
    queue = queue_of(5, 6, 7)
    queue.settle()
    queue.move(-1)
    assert (queue.current, queue.upcoming()) == (5, 6)
    queue.move(1)
    queue.settle()
    queue.move(-1)
    queue.move(-1)
    queue.settle()
    assert queue.current == 7
    queue.settle()
    assert (queue.current, queue.left) == (None, 0)
    queue.move(-1)
    assert queue.current == 7


def test_after_the_end_come_those_passed_over_at_the_beginning() -> None:
    queue = queue_of(1, 2, 3)
    queue.move(1)
    queue.settle()
    queue.settle()
    assert queue.current == 1


@settings(max_examples=50, deadline=None)
@given(st.lists(st.sampled_from(["settle", "skip", "back", "forth", "drop"]), max_size=60))
def test_every_row_is_decided_in_the_end_whatever_was_done_on_the_way(moves: list[str]) -> None:
    queue, gone = queue_of(*range(8)), 0
    for move in moves:
        current = queue.current
        if move == "settle":
            queue.settle()
        elif move == "skip":
            queue.skip()
        elif move == "drop" and current is not None:
            queue.drop(current)
            gone += 1
        else:
            queue.move(-1 if move == "back" else 1)
    for _each in range(20):
        if queue.current is None:
            queue.go_to_skipped()
        queue.settle()
    assert queue.left == 0
    assert len(queue) == 8 - gone


def test_what_a_rule_found_is_reviewed_whatever_its_status() -> None:
    wanted = QueueWanted(rule="echo", everywhere=False, split="test")
    query = wanted.query(3)
    assert (query.finding, query.statuses, query.splits) == ("echo", frozenset(), frozenset({"test"}))
    assert QueueWanted("open").query(3).statuses == {"draft", "reviewed"}


def test_the_tally_follows_decisions_and_their_undoing() -> None:
    tally = Tally({"draft": 3, "approved": 1}, {"A": 1})
    act = Act(4, "B", "approved", "rejected", "A")
    tally.count(act)
    assert (tally.rows, tally.reviewed, tally.approved, tally.rejected) == (4, 1, 0, 1)
    assert tally.reviewers() == [("B", 1)]
    tally.take_back(act)
    assert (tally.approved, tally.reviewers()) == (1, [("A", 1)])


def test_answers_stand_beside_each_other_and_the_right_option_is_marked() -> None:
    pair = lines_of(Preference(prompt="Q", chosen="bien", rejected="mal"))[-1]
    assert [(part.text, part.tone) for part in pair] == [("bien", "right"), ("mal", "wrong")]
    alone = lines_of(Preference(prompt="Q", chosen="", rejected="mal"))[-1]
    assert [part.text for part in alone] == ["mal"]
    options = lines_of(Choice(question="Q", options=("a", "b"), answers=(1,)))[1:]
    assert [(line[0].title, line[0].tone) for line in options] == [
        ("Option A", "plain"),
        ("Option B: right answer", "right"),
    ]
