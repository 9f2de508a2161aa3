"""`studio score` tells metrics, groups and verdicts of a file of answers, and every line that it could not use."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from studio.assess.intervals import wilson
from studio.paths import DEMO

Command = Callable[..., int]
ASK = "Pour préciser: Depuis quand ? Vraiment ? | Une fièvre récente ? | Un choc récent ?"
URGENT = "Recommandation: IRM cérébrale en urgence devant : fièvre."
CALM = "Recommandation: antalgique et surveillance, sans imagerie en urgence."
CONTRACT = DEMO / "contract.yaml"


@pytest.fixture
def answers(tmp_path: Path) -> Path:
    rows: list[object] = [{"id": f"c{at}", "prompt": "Que faire ?", "input": f"Femme de {30 + at % 2 * 40} ans.",
                           "reference": CALM, "answer": CALM if at % 4 else URGENT, "model": "x"}
                          for at in range(24)]  # fmt: skip
    rows += [{"expected": ASK, "answer": ASK}, {"expected": URGENT, "answer": "pas d'IRM en urgence"}]
    rows += [{"reference": "Une IRM, sans délai.", "answer": "Il faut réaliser sans délai une IRM."}]
    lines = [json.dumps(each, ensure_ascii=False) for each in rows]
    lines += ["", "no JSON", "[1]", '{"reference": "x", "answer": 3}', '{"answer": "x"}']
    file = tmp_path / "answers.jsonl"
    file.write_text("\n".join(lines), "utf-8")
    return file


def test_machines_get_metrics_guards_groups_verdicts_and_problems(
    answers: Path, command: Command, capsys: pytest.CaptureFixture[str]
) -> None:
    assert command("score", "--answers", answers, "--contract", CONTRACT, "--json", "--rows") == 0
    told = json.loads(capsys.readouterr().out)
    assert told["rows"] == 27
    low, high = wilson(19, 25)
    assert told["metrics"]["red_flag_specificity"] == {"value": 19 / 25, "low": low, "high": high, "n": 25}
    assert (told["metrics"]["red_flag_recall"]["value"], told["metrics"]["red_flag_recall"]["n"]) == (0.5, 2)
    assert told["metrics"]["question_accuracy"]["n"] == 1
    assert told["guards"]["always_urgent"]["red_flag_specificity"]["value"] == 0
    assert told["groups"]["age"]["30-39"]["red_flag_specificity"] == {
        "value": 0.5, "low": wilson(6, 12)[0], "high": wilson(6, 12)[1], "n": 12,
    }  # fmt: skip
    assert [each["line"] for each in told["problems"]] == [29, 30, 31, 32]
    assert told["problems"][0]["problem"] == "This is not JSON."
    assert [each["line"] for each in told["broken_references"]] == [27]
    first, missed = told["verdicts"][0], told["verdicts"][25]
    assert (first["id"], first["red_flag"], first["urgent_given"]) == ("c0", "false_alarm", True)
    assert (missed["line"], missed["red_flag"], missed["compliant"]) == (26, "missed", False)
    assert missed["why"] == "The answer denies “Urgent brain MRI”."


def test_people_get_tables_and_every_unused_line(
    answers: Path, command: Command, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "200")
    assert command("score", "--answers", answers, "--contract", CONTRACT, "--rows") == 0
    said = capsys.readouterr().out
    for words in (
        "Red-flag detection",
        "76%",
        "Always urgent",
        "30 to 39 years",
        "false alarm",
        "Line 29: This is not",
    ):
        assert words in said
    assert "Line 27: the expected answer breaks the contract." in said


@pytest.mark.parametrize(
    ("content", "sentence"), [("", "There is nothing to score"), ("{}", "Line 1: There is no “answer”")]
)
def test_a_file_without_a_row_is_refused_with_the_reason(
    tmp_path: Path, command: Command, capsys: pytest.CaptureFixture[str], content: str, sentence: str
) -> None:
    (tmp_path / "a.jsonl").write_text(content, "utf-8")
    assert command("score", "--answers", tmp_path / "a.jsonl", "--contract", CONTRACT, "--json") == 1
    assert sentence in json.loads(capsys.readouterr().out)["error"]["message"]


def test_files_that_are_not_there_are_named(
    tmp_path: Path, answers: Path, command: Command, capsys: pytest.CaptureFixture[str]
) -> None:
    assert command("score", "--answers", tmp_path / "none.jsonl", "--contract", CONTRACT) == 1
    assert "none.jsonl" in capsys.readouterr().err
    assert command("score", "--answers", answers, "--contract", tmp_path / "none.yaml") == 1
    assert "none.yaml" in capsys.readouterr().err
