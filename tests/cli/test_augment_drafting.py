"""`studio augment` with a plan that asks a language model, against a real server on this machine."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from studio.core.augmentation import AugmentationPlan, Chosen, Drafting, plan_text
from studio.data.project import Project, ProjectReader
from studio.data.records import RowQuery
from tests.assist.answering import AnsweringServer, answering, said
from tests.data.augmenting.cases import case

Command = Callable[..., int]
CASE = "Homme de 61 ans adressé pour des céphalées matinales depuis un mois, sans fièvre."
NAMED = f"{CASE} Contact : anne@example.org"


@pytest.fixture
def project(tmp_path: Path) -> Path:
    with Project.create(tmp_path / "p", "p") as project:
        dataset = project.add_dataset("cas", "instruction")
        project.add_rows(dataset.id, [case(number) for number in range(6)], split="train")
    return tmp_path / "p"


@pytest.fixture
def write_plan(tmp_path: Path) -> Callable[..., Path]:
    def write(server: str, *transformations: str) -> Path:
        drafting = Drafting(task="new_cases", count=2, server=server, model="a", specification="une migraine")
        chosen = tuple(Chosen(key=key) for key in transformations)
        plan = AugmentationPlan(dataset="cas", transformations=chosen, full_check=False, drafting=drafting)
        (tmp_path / "plan.yaml").write_text(plan_text(plan), "utf-8")
        return tmp_path / "plan.yaml"

    return write


def one_good_one_named(server: list[AnsweringServer]) -> Callable[[dict[str, Any]], tuple[int, object]]:
    return lambda _body: said(CASE if len(server[0].asked) == 1 else NAMED)


def rows(project: Path) -> int:
    with ProjectReader(project) as reader:
        return len(reader.find_rows(RowQuery(dataset_id=1)))


@pytest.mark.parametrize(("options", "added"), [((), 1), (("--dry-run",), 0)])
def test_drafts_alone(
    project: Path,
    write_plan: Callable[..., Path],
    command: Command,
    capsys: pytest.CaptureFixture[str],
    options: tuple[str, ...],
    added: int,
) -> None:
    asked: list[AnsweringServer] = []
    with answering(one_good_one_named(asked)) as server:
        asked.append(server)
        assert command("augment", "--project", project, "--plan", write_plan(server.address), "--json", *options) == 0
    told = json.loads(capsys.readouterr().out)
    assert set(told) == {"dataset", "drafted"}
    assert (told["drafted"]["asked"], told["drafted"]["added"]) == (2, added)
    assert [each["count"] for each in told["drafted"]["refused"]] == [1]
    assert "e-mail" in told["drafted"]["refused"][0]["reason"]
    assert rows(project) == 6 + added


def test_rules_first_then_drafts(
    project: Path, write_plan: Callable[..., Path], command: Command, capsys: pytest.CaptureFixture[str]
) -> None:
    with answering(lambda _body: said(CASE)) as server:
        plan = write_plan(server.address, "typing_noise")
        assert command("augment", "--project", project, "--plan", plan, "--json") == 0
    told = json.loads(capsys.readouterr().out)
    assert told["added"] > 0
    assert told["drafted"]["added"] == 1
    assert rows(project) == 6 + told["added"] + 1


@pytest.mark.parametrize("as_json", [True, False])
def test_what_was_stored_is_told_when_drafting_fails(
    project: Path, write_plan: Callable[..., Path], command: Command, capsys: pytest.CaptureFixture[str], as_json: bool
) -> None:
    with answering(lambda _body: said(CASE)) as server:
        plan = write_plan(server.address, "typing_noise")
    asked = "augment", "--project", project, "--plan", plan
    assert command(*asked, *(["--json"] if as_json else [])) == 1
    written = capsys.readouterr()
    added = rows(project) - 6
    assert added > 0
    if as_json:
        told = json.loads(written.out)
        assert told["added"] == added
        assert told["drafted"]["error"]["message"]
    else:
        assert f"Add variants: {added}" in written.out
        assert written.err


def test_people_read_what_came_of_it(
    project: Path, write_plan: Callable[..., Path], command: Command, capsys: pytest.CaptureFixture[str]
) -> None:
    with answering(lambda _body: said("Non.")) as server:
        assert command("augment", "--project", project, "--plan", write_plan(server.address)) == 0
    said_so = capsys.readouterr().out
    assert "2 drafts were asked for." in said_so
    assert "2 × The text is too short for a case." in said_so
    assert "No draft was added." in said_so


def test_another_machine_is_refused_before_anything_is_made(
    project: Path, write_plan: Callable[..., Path], command: Command, capsys: pytest.CaptureFixture[str]
) -> None:
    plan = write_plan("http://192.0.2.1:9", "typing_noise")
    assert command("augment", "--project", project, "--plan", plan, "--json") != 0
    assert "is not on this machine" in "".join(capsys.readouterr())
    assert rows(project) == 6


@pytest.mark.parametrize(("options", "ended"), [((), 1), (("--allow-remote",), 0)])
def test_a_name_that_is_not_plainly_this_machine_needs_leave(
    project: Path, write_plan: Callable[..., Path], command: Command, options: tuple[str, ...], ended: int
) -> None:
    with answering(lambda _body: said(CASE)) as server:
        plan = write_plan(server.address.replace("127.0.0.1", "127.1"))
        assert bool(command("augment", "--project", project, "--plan", plan, "--json", *options)) == bool(ended)
        assert bool(server.asked) == (not ended)
