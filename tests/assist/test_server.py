"""The client against a real HTTP server on this machine."""

import threading
from collections.abc import Iterator
from typing import Any

import pytest

from studio.assist.replies import Request
from studio.assist.server import KEY, Sampling, Server, is_this_machine
from studio.errors import AssistantFailed
from tests.assist.answering import AnsweringServer, answering, said

SAMPLING = Sampling(temperature=0.5, seed=7, longest=50)


def as_the_model_is_called(body: dict[str, Any]) -> tuple[int, object]:
    """What was asked, or what the model's name says."""
    if body["model"].isdigit():
        return int(body["model"]), {"error": {"message": "no such thing"}}
    if body["model"] == "empty":
        return 200, {"choices": []}
    return (200, b"<html>") if body["model"] == "garbage" else said(f"re: {body['messages'][0]['content']}")


@pytest.fixture
def echo() -> Iterator[AnsweringServer]:
    with answering(as_the_model_is_called) as server:
        yield server


def test_models_are_listed(echo) -> None:
    assert Server(echo.address).models() == ("a", "b")


def test_each_request_has_its_reply_step_by_step(echo, monkeypatch) -> None:
    monkeypatch.setenv(KEY, "secret")
    address, asked = echo.address, echo.asked
    requests = [Request(("un",)), Request(("deux", "puis {reply}"))]
    assert list(Server(f"{address}/v1/").replies("a", requests, SAMPLING)) == ["re: un", "re: puis re: deux"]
    headers, body = asked[0]
    assert headers["Authorization"] == "Bearer secret"
    assert (body["temperature"], body["max_tokens"], body["stream"]) == (0.5, 50, False)
    assert [each["seed"] for _headers, each in asked] == [7, 8, 8]


def test_cancel_sends_nothing_more(echo) -> None:
    address, asked = echo.address, echo.asked
    replies = Server(address).replies("a", [Request(("un",)), Request(("deux",))], SAMPLING, lambda: len(asked) > 0)
    assert list(replies) == ["re: un"]
    assert len(asked) == 1


def test_cancel_does_not_wait_for_a_slow_reply() -> None:
    over = threading.Event()

    def slow(_body: dict[str, Any]) -> tuple[int, object]:
        over.wait()
        return said("too late")

    with answering(slow) as server:
        asked = server.asked
        replies = Server(server.address).replies("a", [Request(("un",))], SAMPLING, lambda: len(asked) > 0)
        try:
            assert list(replies) == []
        finally:
            over.set()


@pytest.mark.parametrize(
    ("model", "message", "hint"),
    [
        ("404", "status 404", "may not know this model"),
        ("401", "status 401", KEY),
        ("500", "status 500", "no such thing"),
        ("302", "status 302", "no such thing"),
        ("empty", "not understood", "OpenAI interface"),
        ("garbage", "not understood", "OpenAI interface"),
    ],
)
def test_what_goes_wrong_is_said(echo, model: str, message: str, hint: str) -> None:
    with pytest.raises(AssistantFailed, match=message) as failed:
        list(Server(echo.address).replies(model, [Request(("un",))], SAMPLING))
    assert hint in failed.value.hint


def test_a_server_that_is_not_there_is_said_so() -> None:
    with pytest.raises(AssistantFailed, match="does not answer: no program listens there"):
        Server("http://127.0.0.1:9").models()


@pytest.mark.parametrize(
    "address", ["", "localhost:11434", "ftp://localhost", "http://", "http://a:b@localhost", "http://localhost:x"]
)
def test_what_is_no_address_is_refused(address: str) -> None:
    with pytest.raises(AssistantFailed, match="no address"):
        Server(address)


def test_other_machines_are_refused_unless_allowed() -> None:
    with pytest.raises(AssistantFailed, match="not on this machine"):
        Server("http://192.0.2.1:11434")
    assert Server("http://192.0.2.1:11434", remote_allowed=True).address == "http://192.0.2.1:11434"


@pytest.mark.parametrize(
    ("host", "here"),
    [
        ("localhost", True),
        ("127.0.0.1", True),
        ("127.9.9.9", True),
        ("::1", True),
        ("localhost.evil.example", False),
        ("127.0.0.1.nip.io", False),
        ("10.0.0.1", False),
        ("0.0.0.0", False),
    ],
)
def test_this_machine_is_known_by_its_very_name(host: str, here: bool) -> None:
    assert is_this_machine(host) is here
