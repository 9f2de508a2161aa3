"""What the labels of an evaluation come to, by answers written by hand."""

import sys
from dataclasses import replace
from pathlib import Path

import pytest

from studio.assess.threshold import Costs
from studio.core.evaluation import AnswersHead
from studio.core.example import Classification
from studio.core.job import Job
from studio.core.recipe import Recipe
from studio.core.targets import Targets
from studio.data.project import Project
from studio.data.reader import ProjectReader
from studio.data.snapshot import freeze_dataset
from studio.evaluating.digest import digest
from studio.evaluating.labels import at_threshold, bins_of, choose_threshold, label_views
from studio.evaluating.results import read_results
from studio.evaluating.scoring import score_results
from studio.runs.folder import RunFolder
from tests.evaluating.labelled_project import SPEAKER, TUNED, cases, said, texts, told, write_evaluation

HEAD = AnswersHead(fingerprint="a", labels=("migraine", "tension"))
MANY = HEAD.model_copy(update={"several": True})
EVEN = Costs(1, 1)


def one_label(project: Path, labels: str, migraine: list[float], name="0001-test", begin=1, head=HEAD):
    """`labels` has a letter a row, m or t; `migraine` how likely each row was held to be one."""
    rows = texts([["migraine" if each == "m" else "tension"] for each in labels], begin)
    table = [[each, 1 - each] for each in migraine]
    return write_evaluation(project, name, rows, {TUNED: (head, told(rows, table))}, name.partition("-")[2])


def test_rows_stand_where_they_were_expected_and_given(tmp_path: Path) -> None:
    (view,) = label_views(read_results(one_label(tmp_path, "mmtt", [0.9, 0.2, 0.6, 0.1])))
    (table,) = view.tables
    assert table.expected == table.given == ("migraine", "tension")
    assert table.cells == {(0, 0): (1,), (0, 1): (2,), (1, 0): (3,), (1, 1): (4,)}
    assert [table.total(at) for at in range(2)] == [2, 2]
    assert table.is_right(0, 0)
    assert not table.is_right(0, 1)


def test_answers_in_words_that_name_no_label_have_a_column(tmp_path: Path) -> None:
    rows = texts([["migraine"], ["tension"]])
    given = said(rows, ["Migraine.", "Je ne sais pas"])
    run = write_evaluation(tmp_path, "0001-test", rows, {SPEAKER: (AnswersHead(fingerprint="b"), given)})
    (view,) = label_views(read_results(run))
    (table,) = view.tables
    assert table.given == ("migraine", "tension", "None of the labels")
    assert table.rows(1, 2) == (2,)
    assert view.labels == ()
    assert bins_of(view) == ()
    assert choose_threshold(view, "migraine", EVEN) is None


def test_texts_with_several_labels_have_a_table_for_each(tmp_path: Path) -> None:
    rows = texts([["migraine", "tension"], ["tension"], []])
    table = [[0.9, 0.8], [0.7, 0.2], [0.1, 0.1]]
    run = write_evaluation(tmp_path, "0001-test", rows, {TUNED: (MANY, told(rows, table))})
    (view,) = label_views(read_results(run))
    first, second = view.tables
    assert (first.about, second.about) == ("migraine", "tension")
    assert first.expected == ("Without “migraine”", "migraine")
    assert first.cells == {(0, 0): (3,), (0, 1): (2,), (1, 1): (1,)}
    assert second.cells == {(0, 0): (3,), (1, 0): (2,), (1, 1): (1,)}


def test_the_kinds_of_a_contract_are_told_apart_like_labels(tmp_path: Path) -> None:
    rows = cases(["IRM en urgence", "Surveillance", "Surveillance", "Rien de tout cela"])
    given = said(rows, ["Surveillance", "Surveillance", "Bonjour", "Surveillance"])
    run = write_evaluation(tmp_path, "0001-test", rows, {SPEAKER: (AnswersHead(fingerprint="b"), given)})
    (view,) = label_views(read_results(run))
    (table,) = view.tables
    assert table.expected == ("Urgent", "Rest")
    assert table.given == ("Urgent", "Rest", "None of the kinds")
    assert table.cells == {(0, 1): (1,), (1, 1): (2,), (1, 2): (3,)}
    assert view.left_out == 1


def test_reliability_counts_what_came_true(tmp_path: Path) -> None:
    told_so = [0.95] * 10 + [0.15] * 10
    (view,) = label_views(read_results(one_label(tmp_path, "m" * 9 + "t" * 9 + "mm", told_so)))
    bins = bins_of(view, "migraine")
    assert [(each.told, each.true.value, each.true.n) for each in bins] == [
        (pytest.approx(0.15), 0.2, 10),
        (pytest.approx(0.95), 0.9, 10),
    ]
    assert all(each.true.low < each.true.value < each.true.high for each in bins)


@pytest.mark.parametrize(("costs", "missed", "alarmed"), [(Costs(10, 1), (), (3,)), (Costs(1, 10), (2,), ())])
def test_what_a_miss_costs_moves_the_threshold(tmp_path: Path, costs, missed, alarmed) -> None:
    (view,) = label_views(read_results(one_label(tmp_path, "mmtt", [0.9, 0.3, 0.6, 0.1])))
    chosen = choose_threshold(view, "migraine", costs)
    assert chosen is not None
    assert chosen.optimistic
    assert chosen.limits[0] <= chosen.threshold <= chosen.limits[1]
    found = at_threshold(view, "migraine", chosen.threshold, costs)
    assert (found.missed, found.alarmed) == (missed, alarmed)
    assert found.sensitivity is not None
    assert found.sensitivity.value == pytest.approx(1 - len(missed) / 2)
    assert found.cost is not None
    assert found.cost.value == pytest.approx(0.25)


def test_a_validation_evaluation_of_the_same_weights_chooses(tmp_path: Path) -> None:
    """Not one of other weights, of this split, or one whose rows are judged here."""
    run = one_label(tmp_path, "mmtt", [0.9, 0.3, 0.6, 0.1])
    other = HEAD.model_copy(update={"fingerprint": "other"})
    one_label(tmp_path, "mt", [0.5, 0.4], "0002-validation", 11, other)
    one_label(tmp_path, "mt", [0.5, 0.4], "0003-test", 11)
    one_label(tmp_path, "mt", [0.5, 0.4], "0004-validation")
    assert choose_threshold(label_views(read_results(run))[0], "migraine", EVEN).optimistic
    one_label(tmp_path, "mt", [0.8, 0.7], "0005-validation", 11)
    (view,) = label_views(read_results(run))
    chosen = choose_threshold(view, "migraine", EVEN)
    assert (chosen.optimistic, chosen.rows, chosen.threshold) == (False, 2, pytest.approx(0.75))
    assert at_threshold(view, "migraine", chosen.threshold, EVEN).missed == (2,)


def test_a_damaged_validation_evaluation_chooses_nothing(tmp_path: Path) -> None:
    run = one_label(tmp_path, "mmtt", [0.9, 0.3, 0.6, 0.1])
    other = one_label(tmp_path, "mt", [0.8, 0.7], "0005-validation", 11)
    (other.path / "rows.jsonl").write_text("{\n", "utf-8")
    assert label_views(read_results(run))[0].validation is None


def test_rows_of_a_family_make_the_interval_wider(tmp_path: Path) -> None:
    labels, table = "mt" * 20, [0.8, 0.3] * 10 + [0.4, 0.6] * 10
    (alone,) = label_views(read_results(one_label(tmp_path, labels, table)))
    together = replace(alone, families={id: 1 + id // 8 for id in range(1, 41)})
    found = [at_threshold(view, "migraine", 0.5, EVEN).sensitivity for view in (alone, together)]
    assert found[1].low < found[0].low


def test_a_label_that_no_row_has_chooses_no_threshold(tmp_path: Path) -> None:
    (view,) = label_views(read_results(one_label(tmp_path, "tt", [0.9, 0.3])))
    assert choose_threshold(view, "migraine", EVEN) is None


def test_the_trivial_answer_is_that_of_the_training_rows(tmp_path: Path) -> None:
    """Not that of the rows judged; of those only where the run is gone."""
    trained = RunFolder(tmp_path / "runs" / TUNED.run)
    learned = [Classification(text=f"Cas appris {at}", labels=("migraine",)) for at in range(3)]
    with Project.create(tmp_path / "source", "Headaches") as project:
        dataset = project.add_dataset("cases", "classification")
        project.add_rows(dataset.id, learned, split="train")
    with ProjectReader(tmp_path / "source") as reader:
        snapshot = freeze_dataset(reader, dataset.id, trained.data)
    facts = {"name": TUNED.run, "project": "", "preset": "", "language": "en", "created_at": 0.0}
    trained.job_file.write_text(Job(**facts, recipe=Recipe(), snapshot=snapshot).model_dump_json(), "utf-8")
    run = one_label(tmp_path, "mttt", [0.9, 0.3, 0.6, 0.1])

    def trivial() -> float:
        (measured,) = read_results(run).subjects
        return next(each.value for each in measured.measures if each.metric == "majority_accuracy")

    assert trivial() == 0.25
    trained.job_file.unlink()
    assert trivial() == 0.75


def test_a_caution_tells_that_an_extra_is_missing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    rows = cases(["Surveillance"])
    given = {SPEAKER: (AnswersHead(fingerprint="b"), said(rows, ["Surveillance"]))}
    results = read_results(write_evaluation(tmp_path, "0001-test", rows, given))
    monkeypatch.setitem(sys.modules, "rouge_score.rouge_scorer", None)
    monkeypatch.delitem(sys.modules, "studio.assess.overlap_scores", raising=False)
    told = [each.text() for each in digest(results, score_results(results), Targets()).cautions]
    assert any("sacrebleu" in each for each in told)
