"""The client against a real HTTP server on this machine."""

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from studio.assist.replies import Request
from studio.assist.server import KEY, Sampling, Server, is_this_machine
from studio.errors import AssistantFailed

SAMPLING = Sampling(temperature=0.5, seed=7, longest=50)


class Echo(BaseHTTPRequestHandler):
    """Offers two models; answers with what was asked, or as the model's name says."""

    asked: list[tuple[dict[str, str], Any]]

    def do_GET(self) -> None:
        self.send(200, {"data": [{"id": "b"}, {"id": "a"}]})

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.asked.append((dict(self.headers), body))
        if body["model"].isdigit():
            self.send(int(body["model"]), {"error": {"message": "no such thing"}})
        elif body["model"] == "empty":
            self.send(200, {"choices": []})
        elif body["model"] == "garbage":
            self.send(200, b"<html>")
        else:
            self.send(200, {"choices": [{"message": {"content": f"re: {body['messages'][0]['content']}"}}]})

    def send(self, status: int, content: object) -> None:
        data = content if isinstance(content, bytes) else json.dumps(content).encode()
        self.send_response(status)
        self.send_header("Location", "http://192.0.2.1/elsewhere")
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, format: str, *args: object) -> None:
        return


@pytest.fixture
def echo() -> Iterator[tuple[str, list[tuple[dict[str, str], Any]]]]:
    handler = type("Handler", (Echo,), {"asked": []})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}", handler.asked
    server.shutdown()
    thread.join()
    server.server_close()


def test_models_are_listed(echo) -> None:
    assert Server(echo[0]).models() == ("a", "b")


def test_each_request_has_its_reply_step_by_step(echo, monkeypatch) -> None:
    monkeypatch.setenv(KEY, "secret")
    address, asked = echo
    requests = [Request(("un",)), Request(("deux", "puis {reply}"))]
    assert list(Server(f"{address}/v1/").replies("a", requests, SAMPLING)) == ["re: un", "re: puis re: deux"]
    headers, body = asked[0]
    assert headers["Authorization"] == "Bearer secret"
    assert (body["temperature"], body["max_tokens"], body["stream"]) == (0.5, 50, False)
    assert [each["seed"] for _headers, each in asked] == [7, 8, 8]


def test_cancel_sends_nothing_more(echo) -> None:
    address, asked = echo
    replies = Server(address).replies("a", [Request(("un",)), Request(("deux",))], SAMPLING, lambda: len(asked) > 0)
    assert list(replies) == ["re: un"]
    assert len(asked) == 1


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
        list(Server(echo[0]).replies(model, [Request(("un",))], SAMPLING))
    assert hint in failed.value.hint


def test_a_server_that_is_not_there_is_said_so() -> None:
    with pytest.raises(AssistantFailed, match="does not answer"):
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
