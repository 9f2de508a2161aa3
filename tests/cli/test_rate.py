"""`studio rate`: a packet out, answers in, and what they come to."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from studio.core.rating import PacketAnswers, Rating
from studio.evaluating.ratings import find_session, read_session
from tests.evaluating.rated_project import TUNED, rated_project

Command = Callable[..., int]
Printed = pytest.CaptureFixture[str]


@pytest.fixture
def project(tmp_path: Path) -> Path:
    path = tmp_path / "headaches"
    rated_project(path)
    return path


def answers(project: Path, session: str, rater: str, target: Path) -> Path:
    folder = find_session(project, session)
    assert folder is not None
    read = read_session(folder)
    scores = {"correct": 2, "complete": 2, "dangerous": 0, "sign": 1}
    ratings = [
        Rating.model_validate({"row": row.id, "a": scores, "b": scores, "preference": 2 * row.sides[1] - 1, "at": 1})
        for row in read.rows
    ]
    saved = PacketAnswers(session=session, texts=read.texts_sha256, rater=rater, ratings=tuple(ratings))
    target.write_text(saved.model_dump_json(), "utf-8")
    return target


def test_from_packet_to_report(command: Command, project: Path, tmp_path: Path, capsys: Printed) -> None:
    out = tmp_path / "packet.html"
    drawn = ("--set", "count=6", "--set", "strata=kind", "--set", "minimum=3")
    assert command("rate", "packet", "--project", project, "--evaluation", "1", *drawn, "--out", out, "--json") == 0
    session = json.loads(capsys.readouterr().out)["session"]
    first = out.read_bytes()
    assert command("rate", "packet", "--project", project, "--session", session, "--out", out) == 0
    assert out.read_bytes() == first
    capsys.readouterr()
    files = [answers(project, session, rater, tmp_path / f"{rater}.json") for rater in ("Anna", "Bela")]
    assert command("rate", "import", "--project", project, *files, "--json") == 0
    assert [each["new"] for each in json.loads(capsys.readouterr().out)["files"]] == [6, 6]
    assert command("rate", "report", "--project", project, "--session", session, "--json") == 0
    found = json.loads(capsys.readouterr().out)
    assert set(found["models"]) == {"Model X", "Model Y"}
    assert found["wins"]["second"] == 12
    assert found["agreements"][0]["alpha"]["value"] is None
    assert command("rate", "report", "--project", project, "--session", session, "--reveal-for", "Anna") == 0
    printed = capsys.readouterr().out
    assert f"{TUNED} is preferred." in printed
    assert "Anna: 6 of 6" in printed


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("packet", "--evaluation", "9", "--out", "x.html"), "0001-cases-test"),
        (("packet", "--set", "models=1,1", "--out", "x.html"), "two different models"),
        (("packet", "--set", "rows=9", "--out", "x.html"), "“rows” cannot be set"),
        (("packet", "--set", "models=0,7", "--out", "x.html"), "two different models"),
        (("report", "--session", "01-0"), "no rating session"),
        (("import", "nothing.json"), "nothing.json"),
    ],
)
def test_what_cannot_be_is_told(
    command: Command, project: Path, capsys: Printed, words: tuple[str, ...], said: str
) -> None:
    assert command("rate", words[0], "--project", project, *words[1:]) == 1
    assert said in capsys.readouterr().err
