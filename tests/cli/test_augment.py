"""`studio augment` for people and for machines."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import psutil
import pytest

from studio.core.augmentation import AugmentationPlan, Chosen, Composition, plan_text
from studio.core.example import Instruction
from studio.data.augmenting.balancing import balance_of
from studio.data.contract_file import write_contract
from studio.data.project import Project, ProjectReader
from tests.data.augmenting.cases import CONTRACT, case

Command = Callable[..., int]
CHOSEN = tuple(Chosen(key=key) for key in ("numbers", "typing_noise"))
BALANCED = Composition(by="contract", shares={"Urgent": 50, "Rest": 50})


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """Five urgent cases and fifteen others in training."""
    with Project.create(tmp_path / "p", "p") as project:
        write_contract(project.path, CONTRACT)
        dataset = project.add_dataset("cas", "instruction")
        project.add_rows(dataset.id, [case(number) for number in range(20)], split="train")
    return tmp_path / "p"


@pytest.fixture
def write_plan(tmp_path: Path) -> Callable[..., Path]:
    def write(**fields: object) -> Path:
        told = {"dataset": "cas", "transformations": CHOSEN, "full_check": False, **fields}
        (tmp_path / "plan.yaml").write_text(plan_text(AugmentationPlan.model_validate(told)), "utf-8")
        return tmp_path / "plan.yaml"

    return write


def contents(project: Path) -> list[str]:
    with ProjectReader(project) as reader, reader.one_moment() as db:
        return [str(content) for (content,) in db.execute("SELECT content FROM example ORDER BY id")]


def test_one_line_says_what_was_made(
    project: Path, write_plan: Callable[..., Path], command: Command, capsys: pytest.CaptureFixture[str]
) -> None:
    plan = write_plan(composition=BALANCED, per_parent=1)
    assert command("augment", "--project", project, "--plan", plan, "--json") == 0
    told = json.loads(capsys.readouterr().out)
    assert told["groups"] == [
        {"group": "Urgent", "before": 5, "wanted": 15, "after": 10},
        {"group": "Rest", "before": 15, "wanted": 15, "after": 15},
    ]
    assert (told["asked"], told["made"], told["added"], told["step"]) == (10, 5, 5, "Add variants: 5")
    assert any("its parents (5) allow 5" in said for said in told["shortfalls"])
    assert len(contents(project)) == 25


@pytest.mark.slow
def test_the_same_plan_and_seed_give_the_same_rows_bit_for_bit(
    project: Path, write_plan: Callable[..., Path], command: Command, capsys: pytest.CaptureFixture[str]
) -> None:
    plan = write_plan(seed=1)
    asked = "augment", "--project", project, "--plan", plan, "--json"
    before, made = contents(project), []
    for seed in (7, 7, 8):
        assert command(*asked, "--seed", seed) == 0
        told = json.loads(capsys.readouterr().out)
        made.append((told["sha256"], contents(project)))
        with Project.open(project) as opened:
            opened.undo()
        assert contents(project) == before
    assert made[0] == made[1] != made[2]


def test_a_dry_run_stores_nothing(
    project: Path, write_plan: Callable[..., Path], command: Command, capsys: pytest.CaptureFixture[str]
) -> None:
    before = contents(project)
    assert command("augment", "--project", project, "--plan", write_plan(), "--dry-run") == 0
    said = capsys.readouterr().out
    assert "Nothing was stored." in said
    assert "40" in said
    assert contents(project) == before


def test_a_balance_is_kept_for_the_runs_to_come(
    project: Path, write_plan: Callable[..., Path], command: Command
) -> None:
    plan = write_plan(balance={"by": "contract", "method": "weight"})
    assert command("augment", "--project", project, "--plan", plan) == 0
    with ProjectReader(project) as reader:
        found = balance_of(reader, 1)
    assert found is not None
    assert (found.by, found.method) == ("contract", "weight")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("dataset: autre\ntransformations: [{key: numbers}]", "autre"),
        ("dataset: cas", "no transformation"),
        ("dataset: cas\ntransformations: [{key: unknown}]", "unknown"),
        ("dataset: cas\nseed: -1", "seed"),
    ],
)
def test_a_wrong_plan_is_a_calm_sentence(
    project: Path, tmp_path: Path, command: Command, capsys: pytest.CaptureFixture[str], text: str, said: str
) -> None:
    (tmp_path / "plan.yaml").write_text(f"full_check: false\n{text}", "utf-8")
    before = contents(project)
    assert command("augment", "--project", project, "--plan", tmp_path / "plan.yaml") == 1
    assert said in capsys.readouterr().err
    assert contents(project) == before


def test_a_plan_that_is_not_there_is_a_calm_sentence(
    project: Path, command: Command, capsys: pytest.CaptureFixture[str]
) -> None:
    assert command("augment", "--project", project, "--plan", project / "missing.yaml") == 1
    assert "missing.yaml" in capsys.readouterr().err


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="a console is needed to send Ctrl+C there")
def test_ctrl_c_leaves_nothing_half_done(project: Path, write_plan: Callable[..., Path]) -> None:
    with Project.open(project) as opened:
        many = [
            Instruction(instruction="Que faire ?", input=case(at).input, response="Repos.") for at in range(99, 9_000)
        ]
        opened.add_rows(1, many, split="train")
    before = contents(project)
    asked = [sys.executable, "-m", "studio", "augment", "--project", project, "--plan", write_plan(), "--json"]
    child = subprocess.Popen(asked, stdout=subprocess.PIPE, stderr=subprocess.PIPE, start_new_session=True)
    # It has children as soon as it holds the project and the work, which takes many seconds, has begun.
    while child.poll() is None and not psutil.Process(child.pid).children():
        time.sleep(0.02)
    os.killpg(child.pid, signal.SIGINT)
    assert child.wait(300) == 130
    assert contents(project) == before


def test_a_plan_by_hand_may_leave_out_what_goes_without_saying(
    project: Path, tmp_path: Path, command: Command, capsys: pytest.CaptureFixture[str]
) -> None:
    plan = tmp_path / "short.yaml"
    plan.write_text("transformations: [numbers, {key: typing_noise, strength: 0.2}]\nfull_check: false\n", "utf-8")
    assert command("augment", "--project", project, "--plan", plan, "--json") == 0
    assert json.loads(capsys.readouterr().out)["dataset"] == "cas"
    with Project.open(project) as opened:
        opened.add_dataset("autres", "text")
    assert command("augment", "--project", project, "--plan", plan, "--json") == 1
    assert "cas, autres" in json.loads(capsys.readouterr().out)["error"]["hint"]


def test_a_balance_alone_makes_no_variant(
    project: Path, write_plan: Callable[..., Path], command: Command, capsys: pytest.CaptureFixture[str]
) -> None:
    plan = write_plan(transformations=(), balance={"by": "contract", "method": "weight"})
    before = contents(project)
    assert command("augment", "--project", project, "--plan", plan, "--json") == 0
    assert json.loads(capsys.readouterr().out)["balance"]["method"] == "weight"
    assert contents(project) == before
