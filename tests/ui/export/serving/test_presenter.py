"""A server and its requests in words."""

from studio.runs.process import ProcessIdentity
from studio.serving.journal import HUNG_UP, RequestFacts
from studio.serving.measured import measure
from studio.serving.places import ServerState
from studio.ui.export.serving.presenter import error_chart, figures, latency_chart, status_words

STATE = ServerState(
    process=ProcessIdentity(pid=1, started=1.0, boot_id=""),
    address="http://127.0.0.1:4000/v1",
    title="demo",
    model="demo.gguf",
    started_at=1_790_000_000.0,
)


def test_a_server_is_told_with_its_address_and_what_it_keeps() -> None:
    assert status_words(None, 0.0) == "Not running."
    told = status_words(STATE, STATE.started_at + 60)
    assert STATE.address in told
    assert "kept" not in told
    assert "kept" in status_words(STATE.model_copy(update={"keeps_texts": True}), STATE.started_at)


def test_numbers_and_charts_say_what_was_measured() -> None:
    answered = [RequestFacts(at=100.0 + at, status=200, total_s=2.0, first_s=1.0, said=11) for at in range(9)]
    wrong = [RequestFacts(at=119.0, status=400, total_s=0.0), RequestFacts(at=119.5, status=HUNG_UP, total_s=9.0)]
    measured = measure([*answered, *wrong], stretches=2)
    assert measured
    told = {each.title: each for each in figures(measured)}
    assert told["Requests"].value == "11"
    assert told["Half are answered within"].value.startswith("2")
    assert told["Without an answer"].value == "1"
    assert "1 × status 400" in told["Without an answer"].explanation
    assert told["Tokens per second"].value == "10"
    latencies, errors = latency_chart(measured).points, error_chart(measured).points
    assert [each.value for each in latencies] == [2.0, None]
    assert [each.value for each in errors] == [0.0, 0.5]
    assert "1 of 2 requests" in errors[1].words
    assert "no answer" in latencies[1].words
