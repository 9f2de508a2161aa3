"""What an evaluation has found: read, scored, put in sentences and told row by row, on answers made by hand."""

from dataclasses import replace
from pathlib import Path

import pytest

from studio.core.evaluation import LeakedRow, Timing
from studio.core.targets import DEFAULT_TARGETS, Target, Targets, targets_text
from studio.errors import RunFailed
from studio.evaluating.digest import Digest, digest
from studio.evaluating.results import Results, read_results
from studio.evaluating.row_lines import RowFilter, filtered, row_lines
from studio.evaluating.score_lines import score_lines
from studio.evaluating.scoring import Scoreboard, score_results
from studio.evaluating.targets import read_targets, rows_words, target_problem, write_targets
from studio.runs.evaluations import answers_file, rows_file
from tests.evaluating.evaluated_project import BASE, Made, cases, evaluation, mute, right, subject

COUNT = 36
# Of the urgent rows (3, 6, … 36), run 2 misses two that run 1 finds; of the others, run 2 calls one urgent.
MISSED, ALARM = (3, 6), 1


@pytest.fixture(scope="module")
def results(tmp_path_factory: pytest.TempPathFactory) -> Results:
    rows = cases(COUNT)
    models = [
        (BASE, mute(rows)),
        (subject(1), right(rows)),
        (subject(2), {**right(rows, (*MISSED, ALARM)), 2: ""}),
    ]
    path = tmp_path_factory.mktemp("project")
    leaked = (LeakedRow(id=99, run="0001-demo", how="same"), LeakedRow(id=99, run="0002-demo", how="near"))
    leaked += tuple(LeakedRow(id=id, run="0001-demo", how="validated") for id in (97, 98))
    return read_results(evaluation(path, rows, models, Made(leaked=leaked)))


@pytest.fixture(scope="module")
def board(results: Results) -> Scoreboard:
    return score_results(results)


@pytest.fixture(scope="module")
def said(results: Results, board: Scoreboard) -> Digest:
    return digest(results, board, DEFAULT_TARGETS)


def test_scores_are_those_of_the_answers(board: Scoreboard) -> None:
    values = [
        {name: model.scores[name].value for name in ("format_compliance", "red_flag_recall", "red_flag_specificity")}
        for model in board.models
    ]
    assert values[0] == {"format_compliance": 0, "red_flag_recall": 0, "red_flag_specificity": 1}
    assert values[1] == {"format_compliance": 1, "red_flag_recall": 1, "red_flag_specificity": 1}
    assert values[2] == pytest.approx(
        {"format_compliance": 35 / 36, "red_flag_recall": 10 / 12, "red_flag_specificity": 23 / 24}
    )
    assert [(model.answered, model.asked) for model in board.models] == [(COUNT, COUNT)] * 3


def test_every_verdict_allows_for_all_models_and_metrics(board: Scoreboard) -> None:
    recall = [board.paired[at]["red_flag_recall"] for at in (1, 2)]
    assert [each.verdict for each in recall] == ["better", "better"]
    # Twelve and ten of twelve right, none before: 2 × 0.5^12 and 2 × 0.5^10 by McNemar alone.
    assert recall[0].p >= 2 * 0.5**12
    assert recall[1].p > 2 * 0.5**10
    assert board.paired[1]["red_flag_specificity"].verdict == "no_difference"
    assert not {"latency_p95", "tokens_per_second"} & set(board.paired[1])


def test_sentences_name_what_is_new_and_what_to_keep_in_mind(said: Digest) -> None:
    told = {(each.model, each.paired.metric): each for each in said.differences}
    assert len(told[1, "red_flag_recall"].rows) == 12
    assert told[2, "red_flag_specificity"].rows == (ALARM,)
    assert all(each.alarm is None for each in said.differences)
    cautions = [each.text() for each in said.cautions]
    assert cautions[0] == "Rows left out because a model has learned them or the like: 1."
    assert cautions[1].endswith("chose its best state by them, as validation rows: 2.")
    assert [each[:15] for each in cautions[2:]] == ["For comparison:"] * 2
    lights = {(each.model, each.judged.target.metric): each.judged.light for each in said.reached}
    assert lights == {
        (0, "red_flag_recall"): "red",
        (0, "format_compliance"): "red",
        (1, "red_flag_recall"): "amber",
        (1, "format_compliance"): "amber",
        (2, "red_flag_recall"): "amber",
        (2, "format_compliance"): "amber",
    }


def test_red_flags_newly_missed_raise_an_alarm_that_chance_does_not_quiet(tmp_path: Path) -> None:
    rows = cases(COUNT)
    run = evaluation(tmp_path, rows, [(subject(1), right(rows)), (subject(2), right(rows, MISSED))])
    results = read_results(run)
    (worse, *_others) = digest(results, score_results(results), Targets()).differences
    assert worse.paired.verdict == "no_difference"
    assert worse.rows == MISSED
    assert worse.alarm is not None
    assert "2" in worse.alarm.text()


def test_the_table_marks_targets_and_verdicts(board: Scoreboard, said: Digest) -> None:
    lines = {line.metric: line for line in score_lines(board, said)}
    recall = [cell for cell in lines["red_flag_recall"].cells if cell]
    assert [(cell.value, cell.light, cell.verdict) for cell in recall] == [
        ("0%", "red", ""), ("100%", "amber", "better"), ("83%", "amber", "better"),
    ]  # fmt: skip
    assert recall[2].interval.endswith("n = 12")
    assert "Better" in recall[1].tip
    weak = [line.weak for line in score_lines(board, said)]
    assert weak == sorted(weak)


@pytest.mark.parametrize(("timed", "told"), [(0, False), (20, True), (72, False)])
def test_few_timed_rows_are_told(results: Results, board: Scoreboard, timed: int, told: bool) -> None:
    timings = tuple(Timing(id=id, first_token_s=0.1, total_s=1.0, tokens=9) for id in range(timed))
    subjects = (replace(results.subjects[0], timings=timings), *results.subjects[1:])
    cautions = [each.text() for each in digest(replace(results, subjects=subjects), board, Targets()).cautions]
    found = [each for each in cautions if "log-normal" in each]
    assert bool(found) == told
    assert all(each.startswith("Rows timed: 20.") and "72 rows" in each for each in found)


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        ("missed_red_flag", (3, 6)),
        ("false_alarm", (1,)),
        ("newly_wrong", (1,)),
        ("empty", (2,)),
        ("cut", ()),
        ("noted", (5,)),
        ("wrong", (1, 2, 3, 6)),
    ],
)
def test_rows_are_filtered_by_what_became_of_them(results: Results, wanted: RowFilter, found: tuple[int, ...]) -> None:
    shown = filtered(row_lines(results), wanted, 2, frozenset({5}))
    assert tuple(line.id for line in shown) == found


def test_rows_that_models_disagree_on_say_so_whichever_is_chosen(tmp_path: Path) -> None:
    rows = cases()
    run = evaluation(tmp_path, rows, [(subject(1), right(rows, (4,))), (subject(2), right(rows, (4, 6)))])
    lines = row_lines(read_results(run))
    for model in (0, 1):
        assert [line.id for line in filtered(lines, "differ", model, frozenset())] == [6]


def test_half_of_an_evaluation_can_be_read(tmp_path: Path) -> None:
    rows = cases()
    run = evaluation(tmp_path, rows, [(BASE, mute(rows)), (subject(1), right(rows[:4]))], Made(finished=False))
    with answers_file(run, 1).open("a", encoding="utf-8") as file:
        file.write('{"id": 5, "asked"')
    results = read_results(run)
    assert [len(each.answered) for each in results.subjects] == [12, 4]
    board = score_results(results)
    assert board.paired[1]["format_compliance"].n == 4
    assert row_lines(results)[6].answers[1] is None
    cautions = [each.text() for each in digest(results, board, Targets()).cautions]
    assert "“Run 1” has answered 4 of 12 rows." in cautions
    rows_file(run).write_text("{}\n", "utf-8")
    with pytest.raises(RunFailed, match="damaged"):
        read_results(run)


@pytest.mark.parametrize(
    ("targets", "sentence"),
    [
        (DEFAULT_TARGETS.targets, None),
        ((Target(metric="accuracy", at_least=0.8), Target(metric="accuracy", at_least=0.9)), "two targets"),
        ((Target(metric="accuracy", at_least=1.0),), "never errs"),
        ((Target(metric="empty", at_most=0.0),), "never errs"),
        ((Target(metric="accuracy", at_least=0.9), Target(metric="accuracy", at_most=0.8)), "cannot be above"),
        ((Target(metric="accuracy", at_least=0.0), Target(metric="latency_p95", at_most=1.0)), None),
    ],
)
def test_targets_that_make_no_sense_are_told(targets: tuple[Target, ...], sentence: str | None) -> None:
    problem = target_problem(Targets(targets=targets))
    assert (problem is None) if sentence is None else (problem is not None and sentence in problem.text())


def test_targets_are_stored_beside_the_contract(tmp_path: Path) -> None:
    assert read_targets(tmp_path) == DEFAULT_TARGETS
    own = Targets(targets=(Target(metric="accuracy", at_least=0.955),))
    write_targets(tmp_path, own)
    assert read_targets(tmp_path) == own
    assert (tmp_path / "targets.yaml").read_text("utf-8") == targets_text(own)
    # Wilson's rule: 3.8416 × 0.955 / 0.045 rows without a mistake.
    words = rows_words(own)
    assert words is not None
    assert "82 rows" in words.text()
    assert rows_words(Targets(targets=(Target(metric="latency_p95", at_most=2.0),))) is None
