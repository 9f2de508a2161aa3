"""A server and its requests in words."""

from pathlib import Path

from studio.runs.process import ProcessIdentity
from studio.serving.journal import HUNG_UP, RequestFacts
from studio.serving.measured import measure
from studio.serving.places import ServerState
from studio.ui.export.serving.presenter import (
    Servable,
    error_chart,
    figures,
    gone_words,
    latency_chart,
    standing,
)
from studio.ui.training.standing import Standing

STATE = ServerState(
    process=ProcessIdentity(pid=1, started=1.0, boot_id=""),
    address="http://127.0.0.1:4000/v1",
    title="demo",
    model=str(Path("/models/demo.gguf").resolve()),
    started_at=1_790_000_000.0,
)
CHOSEN = Servable("demo.gguf", "demo", "/models/demo.gguf")


def told(state: ServerState | None, *, gone: str = "", read_only: bool = False) -> Standing:
    return standing(CHOSEN, state, gone, STATE.started_at + 60, read_only=read_only)


def test_a_server_is_told_with_its_address_and_what_it_keeps() -> None:
    assert told(None).words == "Not running."
    assert "another window" in told(None, read_only=True).words
    assert told(None, gone=gone_words("out of memory")).words.endswith("out of memory")
    assert STATE.address in told(STATE).words
    assert "kept" not in told(STATE).words
    assert "kept" in told(STATE.model_copy(update={"keeps_texts": True})).words
    other = told(STATE.model_copy(update={"model": "/elsewhere/demo.gguf"}))
    assert (other.icon, "/elsewhere/demo.gguf" in other.words) == ("warning", True)


def test_numbers_and_charts_say_what_was_measured() -> None:
    answered = [RequestFacts(at=100.0 + at, status=200, total_s=2.0, first_s=1.0, said=11) for at in range(9)]
    wrong = [RequestFacts(at=119.0, status=400, total_s=0.0), RequestFacts(at=119.5, status=HUNG_UP, total_s=9.0)]
    measured = measure([*answered, *wrong], stretches=2)
    assert measured
    said = {each.title: each for each in figures(measured)}
    assert said["Requests"].value == "11"
    assert said["Half are answered within"].value.startswith("2")
    assert said["Without an answer"].value == "1"
    assert said["Without an answer"].explanation == "1 × question not understood (400)"
    assert said["Tokens per second"].value == "10"
    latencies, errors = latency_chart(measured).points, error_chart(measured).points
    assert [each.value for each in latencies] == [2.0, None]
    assert [each.value for each in errors] == [0.0, 0.5]
    assert "1 of 2 requests" in errors[1].words
    assert "no answer" in latencies[1].words
