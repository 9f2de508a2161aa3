"""`studio benchmark`."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from studio.assess.choices import LIKELIHOOD_EXACT
from studio.runs.evaluations import list_evaluations, read_answers
from studio.runs.spawn import reap_children

Command = Callable[..., int]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--benchmark", "mmlu"), "There is no benchmark “mmlu”."),
        (("--benchmark", "medqa"), "Say which model to ask."),
        (("--benchmark", "medqa", "--run", "demo"), "MedQA (USMLE) needs its file"),
        (("--benchmark", "medqa", "--run", "7"), "The project has no run 7."),
    ],
)
def test_what_is_missing_is_said_and_nothing_is_made(
    command: Command, sample: Path, capsys: pytest.CaptureFixture[str], words: tuple[str, ...], said: str
) -> None:
    assert command("benchmark", "--project", sample, *words) == 1
    assert said in capsys.readouterr().err
    assert not (sample / "evaluations").exists()


@pytest.mark.slow
def test_the_demonstration_model_is_asked_by_a_worker_and_its_scores_told(
    command: Command, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    words = ("--project", tmp_path, "--benchmark", "francais_general", "--run", "demo", "--limit", 6, "--json")
    assert command("benchmark", *words) == 0
    reap_children()
    told = json.loads(capsys.readouterr().out)
    (summary,) = list_evaluations(tmp_path)
    assert (told["state"], told["rows"], told["file"]["rows"], told["chance"]) == ("finished", 6, 60, 0.25)
    (model,) = told["models"]
    score = model["scores"][LIKELIHOOD_EXACT]
    assert 0 <= score["low"] <= score["value"] <= score["high"] <= 1
    assert score["n"] == 6
    answers = read_answers(summary.run, 0)
    assert {len(each.likelihoods) for each in answers.values()} == {4}
    assert {len(each.text_likelihoods) for each in answers.values()} == {4}
    assert all(value < 0 for each in answers.values() for value in (*each.likelihoods, *each.text_likelihoods))
