"""Benchmarks as evaluations: what is frozen, what is refused, and what the answers come to."""

import json
from pathlib import Path

import pytest

from studio.assess.choices import LIKELIHOOD_EXACT
from studio.core.benchmark import BENCHMARKS
from studio.core.evaluation import Subject
from studio.core.example import Instruction
from studio.core.recipe import Recipe
from studio.data.project import Project
from studio.errors import ImportFailed, RunFailed
from studio.evaluating.benchmark_results import read_outcome, read_outcomes
from studio.evaluating.benchmarks import BenchmarkWanted, benchmark_named, prepare_benchmark
from studio.launch import prepare_run
from studio.runs.evaluations import read_evaluated_rows, read_evaluation
from tests.evaluating.benchmark_project import BASE, TUNED, asked_benchmark

MEDQA = {"question": "Quelle cause ?", "options": {"A": "w", "B": "x", "C": "y", "D": "z"}, "answer_idx": "B"}


@pytest.fixture
def medqa(tmp_path: Path) -> Path:
    file = tmp_path / "medqa.jsonl"
    rows = [MEDQA | {"question": f"Quelle cause, cas {at} ?"} for at in range(30)] + [{"question": "Rien ?"}]
    file.write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")
    return file


def test_the_job_says_which_file_and_the_rows_are_a_seeded_sample(tmp_path: Path, medqa: Path) -> None:
    wanted = BenchmarkWanted("medqa", (BASE,), medqa, most_rows=10)
    first, second = (prepare_benchmark(tmp_path, wanted, "fr") for _ in range(2))
    job = read_evaluation(first.run)
    assert job.benchmark is not None
    assert (job.benchmark.name, job.benchmark.file, job.benchmark.rows) == ("medqa", "medqa.jsonl", 30)
    assert (job.kind, job.rows, job.timed_rows) == ("choice", 10, 0)
    assert read_evaluated_rows(first.run) == read_evaluated_rows(second.run)
    assert job.rows_sha256 == read_evaluation(second.run).rows_sha256
    assert [each.line for each in first.skipped] == [31]


def test_a_refused_file_leaves_no_folder(tmp_path: Path, medqa: Path) -> None:
    with pytest.raises(ImportFailed):
        prepare_benchmark(tmp_path, BenchmarkWanted("pubmedqa", (BASE,), medqa), "fr")
    with pytest.raises(ImportFailed, match="Atelier ships and downloads none"):
        prepare_benchmark(tmp_path, BenchmarkWanted("medqa", (BASE,)), "fr")
    assert not (tmp_path / "evaluations").exists()


def test_a_benchmark_that_nobody_knows_is_refused_with_those_there_are() -> None:
    with pytest.raises(RunFailed) as refused:
        benchmark_named("mmlu")
    assert all(name in refused.value.hint for name in BENCHMARKS)


def test_scores_stand_beside_what_no_knowledge_gets_and_forgetting_is_told(tmp_path: Path) -> None:
    # The tuned model comes first in the job: what it is compared with is found by what it began with.
    run = asked_benchmark(tmp_path, (range(1, 21), range(1, 56)), rows=0)
    outcome = read_outcome(run, "finished")
    tuned, base = outcome.models
    assert (tuned.subject, base.subject) == (TUNED, BASE)
    assert tuned.scores[LIKELIHOOD_EXACT].value == pytest.approx(20 / 60)
    assert base.scores[LIKELIHOOD_EXACT].value == pytest.approx(55 / 60)
    assert outcome.nothing_known is not None
    assert (outcome.nothing_known.constant, outcome.nothing_known.chance) == (0.25, 0.25)
    assert base.forgetting is None
    assert tuned.forgetting is not None
    assert tuned.forgetting.finding == "forgot"
    assert len(tuned.forgetting.paired.newly_wrong) == 35


def test_only_benchmarks_are_listed_the_newest_first(tmp_path: Path) -> None:
    asked_benchmark(tmp_path, ((), ()), rows=5)
    asked_benchmark(tmp_path, ((), ()), rows=6)
    assert [each.rows for each in read_outcomes(tmp_path)] == [6, 5]


def test_questions_that_a_run_has_learned_are_left_out_and_counted(tmp_path: Path) -> None:
    file = tmp_path / "own.jsonl"
    texts = [
        f"Une femme de {at} ans a mal à la tête depuis {at} jours, avec des vomissements le matin."
        for at in range(30, 50)
    ]
    asked = [{"question": text, "options": ["IRM", "repos"], "answers": [0]} for text in texts]
    file.write_text("".join(json.dumps(row) + "\n" for row in asked), "utf-8")
    project = tmp_path / "headaches"
    with Project.create(project, "Headaches") as store:
        dataset = store.add_dataset("cases", "instruction")
        learned = [Instruction(instruction=text, response="IRM en urgence.") for text in texts[:2]]
        store.add_rows(dataset.id, learned, split="train")
    run = prepare_run(project, dataset.id, "demo-cpu", Recipe(), "en")
    tuned = Subject(title="1", base="demo", run=run.name, result=str(run.adapter))
    job = read_evaluation(prepare_benchmark(project, BenchmarkWanted("own", (tuned,), file), "en").run)
    assert [each.id for each in job.leaked] == [1, 2]
    assert job.rows == 18
    # Drawn of what is left: as many are asked as were wanted.
    wanted = BenchmarkWanted("own", (tuned,), file, most_rows=17)
    job = read_evaluation(prepare_benchmark(project, wanted, "en").run)
    assert (job.rows, [each.id for each in job.leaked]) == (17, [1, 2])
