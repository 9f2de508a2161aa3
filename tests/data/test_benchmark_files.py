"""Files of benchmarks: each form is read, the wrong one refused, and every bad row named with its line."""

import csv
import json
from pathlib import Path

import pytest

from studio.core.benchmark import BENCHMARKS, OWN
from studio.core.example import Choice
from studio.data.benchmark_files import read_benchmark, recognised_benchmarks, shipped_file
from studio.errors import ImportFailed

SHARED = Path(__file__).resolve().parents[3] / "shared" / "data" / "qa"
LETTERS = {"A": "w", "B": "x", "C": "y", "D": "z"}
MEDQA = {"question": "Quelle cause ?", "options": LETTERS, "answer_idx": "B", "answer": "x"}
FRENCH = {"id": "1", "question": "Lesquelles ?", "answers": dict(zip("abcde", "vwxyz", strict=True))}
PUBMEDQA = {"QUESTION": "Does it?", "CONTEXTS": ["First.", "Second."], "final_decision": "maybe"}
RENDERED = {"subject": "anatomy", "input": "Q (with answers) about anatomy.\n\nWhich?\nA. w\nB. x\nC. y\nD. z\nAnswer:"}


def written(path: Path, *rows: object) -> Path:
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")
    return path


@pytest.fixture
def mmlu(tmp_path: Path) -> Path:
    file = tmp_path / "anatomy_test.csv"
    with file.open("w", encoding="utf-8", newline="") as out:
        csv.writer(out).writerows([["Which, exactly?", "w", "x", "y", "z", letter] for letter in "ADBC"])
    return file


@pytest.mark.parametrize(
    ("name", "document", "options", "answers"),
    [
        ("pubmedqa", {"101": PUBMEDQA, "102": PUBMEDQA}, ("yes", "no", "maybe"), (2,)),
        ("frenchmedmcqa", [FRENCH | {"correct_answers": ["a", "c"]}], tuple("vwxyz"), (0, 2)),
        ("medqa", [MEDQA], tuple("wxyz"), (1,)),
        ("medmcqa", [{"question": "q", "opa": "w", "opb": "x", "opc": "y", "opd": "z", "cop": 4}], tuple("wxyz"), (3,)),
        ("mmlu_medical", [RENDERED | {"output": "C"}], tuple("wxyz"), (2,)),
    ],
)
def test_each_form_is_recognised_and_read(
    tmp_path: Path, name: str, document: object, options: tuple[str, ...], answers: tuple[int, ...]
) -> None:
    file = tmp_path / "file.json"
    file.write_text(json.dumps(document), "utf-8")
    assert name in [each.name for each in recognised_benchmarks(file)]
    first = read_benchmark(file, BENCHMARKS[name]).rows[0]
    assert isinstance(first.content, Choice)
    assert (first.id, first.content.options, first.content.answers) == (1, options, answers)


def test_mmlu_s_own_tables_have_no_names_of_columns(mmlu: Path) -> None:
    rows = read_benchmark(mmlu, BENCHMARKS["mmlu_medical"]).rows
    assert [row.content.answers for row in rows] == [(0,), (3,), (1,), (2,)]


def test_the_subject_becomes_a_group(tmp_path: Path) -> None:
    file = written(tmp_path / "mmlu.jsonl", RENDERED | {"output": "A"})
    assert read_benchmark(file, BENCHMARKS["mmlu_medical"]).rows[0].groups == {"subject": "anatomy"}


def test_bad_rows_are_named_with_their_line_and_good_ones_counted(tmp_path: Path) -> None:
    five = MEDQA | {"options": LETTERS | {"E": "e"}}
    file = written(tmp_path / "medqa.jsonl", MEDQA, MEDQA | {"answer_idx": "F", "answer": ""}, five, MEDQA)
    read = read_benchmark(file, BENCHMARKS["medqa"])
    assert [row.id for row in read.rows] == [1, 2]
    assert [each.line for each in read.skipped] == [2, 3]
    assert "not among the options" in read.skipped[0].reason
    assert "has 5 options; those of MedQA (USMLE) have 4" in read.skipped[1].reason


def test_a_file_of_another_form_is_refused_with_what_it_looks_like(tmp_path: Path) -> None:
    file = written(tmp_path / "pubmedqa.jsonl", PUBMEDQA)
    with pytest.raises(ImportFailed, match="has another form") as refused:
        read_benchmark(file, BENCHMARKS["medqa"])
    assert "PubMedQA" in refused.value.hint


def test_a_file_without_a_good_question_is_refused_with_the_reasons(tmp_path: Path) -> None:
    file = written(tmp_path / "medqa.jsonl", MEDQA | {"answer_idx": "F", "answer": ""})
    with pytest.raises(ImportFailed, match="1 row was left out") as refused:
        read_benchmark(file, BENCHMARKS["medqa"])
    assert "line 1" in refused.value.hint


def test_own_questions_may_have_any_number_of_options(tmp_path: Path) -> None:
    rows = [{"question": "q", "options": list("wxyz")[:count], "answers": [0]} for count in (2, 3, 4)]
    assert len(read_benchmark(written(tmp_path / "own.jsonl", *rows), BENCHMARKS[OWN]).rows) == 3


def test_the_shipped_questions_are_whole_different_and_balanced() -> None:
    benchmark = BENCHMARKS["francais_general"]
    file = shipped_file(benchmark)
    assert file is not None
    read = read_benchmark(file, benchmark)
    assert not read.skipped
    assert len(read.rows) == benchmark.official_rows
    assert len({row.content.question for row in read.rows}) == len(read.rows)
    assert all(len(set(row.content.options)) == 4 for row in read.rows)
    places = [row.content.answers[0] for row in read.rows]
    assert {places.count(at) for at in range(4)} == {len(read.rows) // 4}


@pytest.mark.skipif(not SHARED.is_dir(), reason="the public benchmark files lie beside the project, not in it")
@pytest.mark.parametrize(
    ("name", "file", "rows"),
    [
        ("pubmedqa", "pubmedqa_pqal_dev500.json", 500),
        ("frenchmedmcqa", "frenchmedmcqa_dev.json", 312),
        ("medqa", "medqa_us4_test_first200.jsonl", 200),
        ("medmcqa", "medmcqa_dev_single_first200.jsonl", 200),
        ("mmlu_medical", "mmlu_medical_val.jsonl", 197),
        ("mmlu_medical", "mmlu_clinical_knowledge_test_first100.csv", 100),
    ],
)
def test_the_public_files_are_read_whole(name: str, file: str, rows: int) -> None:
    read = read_benchmark(SHARED / file, BENCHMARKS[name])
    assert (len(read.rows), read.skipped) == (rows, ())
