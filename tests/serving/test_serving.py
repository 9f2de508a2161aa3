"""`studio serve` with the demonstration model as a GGUF file, asked by OpenAI's own library."""

import contextlib
import json
import random
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("starlette")
pytest.importorskip("xllamacpp")
pytest.importorskip("openai")

from openai import AuthenticationError, BadRequestError, OpenAI

from studio.cli import main
from studio.data.logs.reading import reading_log
from studio.errors import ServingFailed
from studio.evaluating.monitoring.importing import import_log
from studio.serving.asking import ask_once
from studio.serving.journal import METRICS, REQUESTS
from studio.serving.measured import measure, read_facts
from studio.serving.places import list_servers, read_state, server_folder, stop_server
from studio.serving.running import bound
from studio.serving.snippets import KEY_VARIABLE, curl_snippet, python_snippet
from studio.serving.starting import Started, StartWanted, start_server
from tests.conftest import PATIENCE_S

pytestmark = pytest.mark.slow

QUESTION = "J'ai mal à la tête depuis hier."
TURNS: Any = [{"role": "user", "content": QUESTION}]


@pytest.fixture(scope="module")
def started(demo_gguf: Path, project: Path) -> Iterator[Started]:
    server = start_server(StartWanted(str(demo_gguf), "demo", project, context=512))
    yield server
    stop_server(server.state)
    server.process.wait()


@pytest.fixture(scope="module")
def client(started: Started) -> Iterator[OpenAI]:
    with OpenAI(base_url=started.state.address, api_key=started.key, max_retries=0) as found:
        yield found


def whole(client: OpenAI, **more: Any) -> Any:
    return client.chat.completions.create(model="demo", messages=TURNS, **more).choices[0]


def test_an_answer_is_the_same_whole_and_in_pieces(client: OpenAI) -> None:
    answer = whole(client)
    assert answer.finish_reason == "stop"
    assert answer.message.content
    options: Any = {"include_usage": True}
    *pieces, last = client.chat.completions.create(model="demo", messages=TURNS, stream=True, stream_options=options)
    assert "".join(each.choices[0].delta.content or "" for each in pieces) == answer.message.content
    assert last.usage is not None
    assert last.usage.completion_tokens > 1
    assert [each.id for each in client.models.list()] == ["demo"]


def test_an_answer_that_may_be_so_long_ends_there(client: OpenAI) -> None:
    assert whole(client, max_tokens=2).finish_reason == "length"
    assert whole(client, stop=[" est"]).message.content.count(" est") == 0


def test_a_question_that_the_context_does_not_hold_is_refused(client: OpenAI) -> None:
    long: Any = [{"role": "user", "content": "Mal " * 2000}]
    with pytest.raises(BadRequestError) as refused:
        client.chat.completions.create(model="demo", messages=long)
    assert refused.value.code == "context_length_exceeded"
    assert whole(client).finish_reason == "stop"


ODD = ("", "\0\x1b[31m", "<|im_end|>", "{% for x in range(10**9) %}", "\u202e\U0001f600", "%s%n", "a" * 3_000)


def test_odd_texts_are_answered_or_refused_and_the_model_goes_on(client: OpenAI) -> None:
    chance = random.Random(7)
    for _time in range(30):
        roles = [chance.choice(("system", "user", "assistant")) for _turn in range(chance.randrange(4))]
        turns: Any = [{"role": role, "content": chance.choice(ODD)} for role in (*roles, "user")]
        drawn: Any = {"temperature": chance.choice((0, 1e-9, 2)), "top_p": chance.choice((1e-9, 1)), "seed": 2**32 - 1}
        with contextlib.suppress(BadRequestError):
            client.chat.completions.create(model="demo", messages=turns, max_tokens=2, stop=["\0"], **drawn)
    assert whole(client).finish_reason == "stop"


def test_a_wrong_key_is_refused(started: Started) -> None:
    with (
        OpenAI(base_url=started.state.address, api_key="another-key", max_retries=0) as stranger,
        pytest.raises(AuthenticationError),
    ):
        whole(stranger)
    with pytest.raises(ServingFailed) as refused:
        ask_once(started.state.address, "another-key", QUESTION)
    assert "key" in refused.value.hint


def test_a_client_that_leaves_does_not_keep_the_model(client: OpenAI) -> None:
    for _time in range(8):
        pieces = client.chat.completions.create(model="demo", messages=TURNS, stream=True)
        next(iter(pieces))
        pieces.close()
    assert whole(client).finish_reason == "stop"


def test_the_snippets_run(
    started: Started, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv(KEY_VARIABLE, started.key)
    exec(python_snippet(started.state.address, started.state.title), {})
    assert capsys.readouterr().out.strip()
    if shutil.which("curl") and shutil.which("sh"):
        snippet = curl_snippet(started.state.address, started.state.title)
        told = json.loads(subprocess.check_output(["sh", "-c", snippet], stderr=subprocess.DEVNULL))
        assert told["choices"][0]["message"]["content"]


def test_it_is_found_in_its_project_and_not_started_twice(started: Started, project: Path) -> None:
    folder = server_folder(project, "demo")
    assert (folder, started.state) in list_servers(project)
    assert started.key not in folder.state_file.read_text("utf-8")
    with pytest.raises(ServingFailed) as refused:
        folder.claim("demo")
    assert started.state.address in refused.value.hint
    with pytest.raises(ServingFailed, match="in use"):
        bound(int(started.state.address.rpartition(":")[2].removesuffix("/v1")))


def test_without_the_option_nothing_of_the_texts_is_kept(started: Started, project: Path) -> None:
    assert ask_once(started.state.address, started.key, "Jeanne Dupont a mal.").text
    for file in server_folder(project, "demo").path.iterdir():
        assert b"Jeanne" not in file.read_bytes(), file


def test_what_was_asked_for_is_logged_as_monitoring_imports_it(demo_gguf: Path, project: Path) -> None:
    server = start_server(StartWanted(str(demo_gguf), "Modèle servi", project, keeps_texts=True, context=512))
    folder = server_folder(project, "Modèle servi")
    try:
        answer = ask_once(server.state.address, server.key, QUESTION)
        with pytest.raises(ServingFailed):
            ask_once(server.state.address, "another-key", QUESTION)
    finally:
        stop_server(server.state)
    assert server.process.wait() == 0
    assert read_state(folder) is None
    assert not folder.state_file.exists()
    assert _imported(folder.path / REQUESTS) == [(QUESTION, answer.text, "Modèle servi")]
    assert import_log(project, folder.path / REQUESTS).lines == 1
    measured = measure(read_facts(folder.path))
    assert measured
    assert measured.statuses == ((200, 1), (401, 1))
    assert measured.whole.latency
    assert QUESTION.encode() not in (folder.path / METRICS).read_bytes()


def _imported(log: Path) -> list[tuple[str, str, str]]:
    reading = reading_log(log)
    while True:
        try:
            next(reading)
        except StopIteration as ended:
            entries = ended.value.entries
            assert all(each.at and each.latency_s for each in entries)
            return [(each.question, each.answer, each.model) for each in entries]


STARTER = """
import subprocess, sys
child = subprocess.Popen(sys.argv[1:], stdout=subprocess.PIPE)
print(child.stdout.readline().decode(), flush=True)
"""


def started_by_another(model: Path, project: Path, *words: str, **streams: Any) -> dict[str, Any]:
    """What the server has told a program that has ended since."""
    serve = [sys.executable, "-m", "studio", "serve", str(model), "--project", str(project), "--json", *words]
    starter = [sys.executable, "-c", STARTER, *serve]
    found = subprocess.run(starter, stdout=subprocess.PIPE, check=True, timeout=PATIENCE_S, **streams)
    told: dict[str, Any] = json.loads(found.stdout)
    return told


def test_it_ends_with_whoever_started_it(demo_gguf: Path, project: Path) -> None:
    # The server holds the other end of what is captured, so that this waits until it has ended.
    told = started_by_another(demo_gguf, project, "--set", "name=orphan", stderr=subprocess.PIPE)
    assert told["title"] == "orphan"
    assert not server_folder(project, "orphan").state_file.exists()


def test_it_goes_on_where_that_was_wanted(demo_gguf: Path, project: Path) -> None:
    told = started_by_another(demo_gguf, project, "--set", "name=heir", "--set", "keep=true", stderr=subprocess.DEVNULL)
    state = read_state(server_folder(project, "heir"))
    assert state
    assert state.outlives
    try:
        assert ask_once(state.address, told["key"], QUESTION).text
    finally:
        stop_server(state)
    assert read_state(server_folder(project, "heir")) is None


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("nowhere.gguf",), "There is no model file"),
        (("demo", "--log"), "A log needs a project"),
        (("demo", "--set", "key=short"), "This key cannot be used"),
        (("demo", "--set", "context=many"), "cannot be set like this"),
        (("demo", "--project", "nowhere"), "There is no project"),
    ],
)
def test_what_cannot_be_served_is_said(words: tuple[str, ...], said: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["serve", *words])
    assert said in capsys.readouterr().err
