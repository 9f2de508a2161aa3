"""Models of several evaluations: in one order, and side by side on the rows they share."""

import os
from pathlib import Path

import pytest

from studio.core.evaluation import Decoding
from studio.core.targets import DEFAULT_TARGETS, Target, Targets
from studio.evaluating.leaderboard import board_of, default_metric, read_scored
from studio.evaluating.results import read_results
from studio.evaluating.score_files import FILE, read_scores
from studio.evaluating.scoring import score_results
from studio.evaluating.together import NotComparable, read_together
from studio.runs.evaluations import answers_file
from studio.runs.folder import RunFolder
from tests.evaluating.evaluated_project import BASE, Made, case, cases, evaluation, mute, right, subject

PART = ("headaches", "test")
RECALL = "red_flag_recall"


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Run 1 was evaluated twice, and forgot much in between; two runs are as good as each other; one is no good."""
    path, rows = tmp_path_factory.mktemp("project"), cases(36)
    evaluation(path, rows, [(BASE, mute(rows)), (subject(1), right(rows))])
    evaluation(path, rows, [(subject(1), right(rows, (3, 6))), (subject(2), right(rows, (9,)))], Made(2))
    evaluation(path, rows, [(subject(3), mute(rows))], Made(3, finished=False))
    evaluation(path, rows, [(subject(4), right(rows))], Made(4, split="validation"))
    return path


def test_models_stand_in_order_by_their_newest_finished_evaluation(project: Path) -> None:
    scored = read_scored(project)
    assert scored.parts == (("headaches", "validation"), PART)
    board = board_of(scored, PART, RECALL)
    assert [(line.subject.title, line.evaluation[:4], round(line.score.value, 2)) for line in board.lines] == [
        ("Run 2", "0002", 0.92),
        ("Run 1", "0002", 0.83),
        ("Before", "0001", 0.0),
    ]
    assert [line.standing for line in board.lines] == ["first", "alike", "behind"]
    assert [line.shared for line in board.lines] == [12, 12, 12]
    assert board.cautions == ()


def test_less_is_better_where_it_is(project: Path) -> None:
    scored = read_scored(project)
    board = board_of(scored, PART, "cut_answers")
    assert len(board.lines) == 3
    # The rows that a metric is decided by are kept for those that are judged in words alone.
    assert {line.standing for line in board.lines[1:]} == {"apart"}
    assert "answer_tokens" not in scored.metrics(PART)


def test_the_first_target_that_is_measured_sorts(project: Path) -> None:
    scored = read_scored(project)
    assert default_metric(scored, PART, DEFAULT_TARGETS) == RECALL
    own = Targets(targets=(Target(metric="question_accuracy", at_least=0.5),))
    assert default_metric(scored, PART, own) == "question_accuracy"
    assert default_metric(scored, PART, Targets()) == scored.metrics(PART)[0]


def test_scores_are_kept_until_an_answer_changes(tmp_path: Path) -> None:
    rows = cases()
    run = evaluation(tmp_path, rows, [(BASE, mute(rows)), (subject(1), right(rows))])
    first = read_scores(run)
    board = score_results(read_results(run))
    for kept, model in zip(first.models, board.models, strict=True):
        assert {name: score.score() for name, score in kept.scores.items()} == dict(model.scores)
    answers = answers_file(run, 1)
    before, text = answers.stat(), answers.read_text("utf-8")
    answers.write_text(text.replace("IRM", "???"), "utf-8")
    os.utime(answers, ns=(before.st_atime_ns, before.st_mtime_ns))
    # Same sizes and times: the answers are not even read.
    assert read_scores(run) == first
    os.utime(answers, ns=(before.st_atime_ns, before.st_mtime_ns + 1))
    changed = read_scores(run)
    assert changed.models[1].scores[RECALL].value == 0
    (run.path / FILE).write_text("{", "utf-8")
    assert read_scores(run) == changed


def test_other_rows_and_other_contracts_are_not_held_against_each_other(tmp_path: Path) -> None:
    rows = cases()
    evaluation(tmp_path, rows, [(subject(1), right(rows))])
    evaluation(tmp_path, rows, [(subject(2), mute(rows))], Made(2, contract=None))
    reworded = [case(row.id, text="Autre texte.") for row in rows]
    evaluation(tmp_path, reworded, [(subject(3), right(reworded, (3,)))], Made(3))
    broken = evaluation(tmp_path, rows, [(subject(4), mute(rows))], Made(4))
    broken.path.joinpath("rows.jsonl").write_text("", "utf-8")
    scored = read_scored(tmp_path)
    assert scored.unreadable == (broken.name,)
    board = board_of(scored, PART, RECALL)
    assert [(line.subject.title, line.standing, line.shared) for line in board.lines] == [
        ("Run 1", "first", 4),
        ("Run 3", "apart", 0),
    ]
    said = " ".join(each.text() for each in board.cautions)
    assert "Not all were asked the same rows" in said
    assert broken.name in said


def runs_of(project: Path) -> list[RunFolder]:
    return [RunFolder(path) for path in sorted((project / "evaluations").iterdir())]


def test_models_of_two_evaluations_meet_on_the_rows_of_both(tmp_path: Path) -> None:
    rows = cases(36)
    evaluation(tmp_path, rows, [(BASE, mute(rows)), (subject(1), right(rows))])
    # Row 36 is gone, row 35 reworded, row 34 not answered; the base answers as before.
    later = [*rows[:34], case(35, text="Autre texte.")]
    models = [(BASE, mute(later)), (subject(2), right(later[:33], (3, 6, 9, 12, 15, 18, 21)))]
    evaluation(tmp_path, later, models, Made(2, decoding=Decoding(seed=7)))
    together = read_together(runs_of(tmp_path))
    results = together.results
    assert [row.id for row in results.rows] == list(range(1, 34))
    assert [each.subject.title for each in results.subjects] == ["Before", "Run 1", "Run 2"]
    said = [each.text() for each in together.cautions]
    assert said[:2] == [
        "Rows in common: 33. All numbers here are of these alone.",
        "Left out because not every model was asked them in the same words, or has answered: 3 rows.",
    ]
    assert any("same options" in each for each in said)
    assert any("answer alike" in each for each in said)
    # Compared with run 1, run 2 is worse on the red flags of the rows in common.
    turned = read_together(runs_of(tmp_path), together.keys[1])
    assert turned.keys[0] == together.keys[1]
    board = score_results(turned.results)
    at = [each.subject.title for each in turned.results.subjects].index("Run 2")
    worse = board.paired[at][RECALL]
    assert (worse.n, worse.newly_wrong) == (11, (3, 6, 9, 12, 15, 18, 21))


def test_models_of_one_title_are_told_apart(tmp_path: Path) -> None:
    rows = cases()
    evaluation(tmp_path, rows, [(subject(1), right(rows))], Made(1, fingerprints=("a",)))
    evaluation(tmp_path, rows, [(subject(1), mute(rows))], Made(12, fingerprints=("b",)))
    titles = [each.subject.title for each in read_together(runs_of(tmp_path)).results.subjects]
    assert titles == ["Run 1 (evaluation 1)", "Run 1 (evaluation 12)"]


def test_a_contract_that_changed_judges_all_alike(tmp_path: Path) -> None:
    rows = cases()
    evaluation(tmp_path, rows, [(subject(1), right(rows))], Made(1, contract=None))
    evaluation(tmp_path, rows, [(subject(2), right(rows))], Made(2))
    together = read_together(runs_of(tmp_path))
    assert all(RECALL in {each.metric for each in model.measures} for model in together.results.subjects)
    assert any("contract has changed" in each.text() for each in together.cautions)


@pytest.mark.parametrize(
    ("made", "shift", "sentence"),
    [
        (Made(2, dataset="others"), 0, "different data sets"),
        (Made(2), 100, "no row in common"),
        (Made(2, fingerprints=("demo 0001-demo",)), 0, "not two models"),
    ],
)
def test_what_has_nothing_in_common_is_a_sentence(tmp_path: Path, made: Made, shift: int, sentence: str) -> None:
    rows = cases()
    evaluation(tmp_path, rows, [(subject(1), right(rows))])
    others = [case(row.id + shift) for row in rows]
    evaluation(tmp_path, others, [(subject(2), right(others))], made)
    with pytest.raises(NotComparable, match=sentence):
        read_together(runs_of(tmp_path))


def test_six_are_too_many(tmp_path: Path) -> None:
    with pytest.raises(NotComparable, match="At most 5"):
        read_together([RunFolder(tmp_path / str(at)) for at in range(6)])
