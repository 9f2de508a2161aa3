"""Whoever asks wrongly is told so, whoever asks too much waits or is refused, and the server goes on."""

import http.client
import json
import logging
import random
import socket
from collections.abc import Iterator
from http import HTTPStatus
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("starlette")

from studio.serving import guard
from studio.serving.journal import HUNG_UP, METRICS, REQUESTS
from studio.serving.limits import Limits
from studio.serving.measured import read_facts
from studio.serving.refusing import Refused
from studio.serving.speaking import Ending, Tell, Wanted
from tests.serving.fronts import KEY, PATIENCE_S, TITLE, Endless, Steered, ask, asking, front, headers, question

LIMITS = Limits(body=20_000, together=1, waiting=0)


@pytest.fixture(scope="module")
def port() -> Iterator[int]:
    """Of a server that says questions backwards."""
    with front(Steered(), LIMITS) as found:
        # From now on its thread is there, which belongs to no single test.
        assert ask(found, question())[0] == HTTPStatus.OK
        yield found


def get(port: int, path: str, **changes: str | None) -> tuple[int, Any]:
    line = http.client.HTTPConnection("127.0.0.1", port)
    try:
        line.request("GET", path, headers=headers(port, **changes))
        answer = line.getresponse()
        return answer.status, json.loads(answer.read())
    finally:
        line.close()


def test_a_question_is_answered(port: int) -> None:
    status, told = ask(port, question())
    assert status == HTTPStatus.OK
    assert told["choices"][0]["message"] == {"role": "assistant", "content": "trois deux un "}
    assert told["choices"][0]["finish_reason"] == "stop"
    assert told["usage"] == {"prompt_tokens": 3, "completion_tokens": 3, "total_tokens": 6}
    assert get(port, "/v1/models")[1]["data"][0]["id"] == TITLE


@pytest.mark.parametrize(
    ("changes", "status", "code"),
    [
        ({"Authorization": None}, 401, "wrong_key"),
        ({"Authorization": "Bearer "}, 401, "wrong_key"),
        ({"Authorization": f"Bearer {KEY}x"}, 401, "wrong_key"),
        ({"Authorization": f"Bearer {KEY[:-1]}é"}, 401, "wrong_key"),
        ({"Authorization": KEY}, 401, "wrong_key"),
        ({"Host": "evil.example:{port}"}, 403, "wrong_host"),
        ({"Host": "127.0.0.1.evil.example:{port}"}, 403, "wrong_host"),
        ({"Host": "127.0.0.1"}, 403, "wrong_host"),
        ({"Host": "127.0.0.1:1"}, 403, "wrong_host"),
        ({"Origin": "http://evil.example"}, 403, "wrong_origin"),
        ({"Origin": "null"}, 403, "wrong_origin"),
        ({"Origin": "https://127.0.0.1:{port}"}, 403, "wrong_origin"),
        ({"Host": "LOCALHOST:{port}"}, 200, ""),
        ({"Host": "[::1]:{port}", "Origin": "http://[::1]:{port}"}, 200, ""),
        ({"Authorization": f"bearer {KEY}"}, 200, ""),
    ],
)
def test_only_those_who_call_it_by_its_name_and_know_the_key(
    port: int, changes: dict[str, str | None], status: int, code: str
) -> None:
    meant = {name: value and value.format(port=port) for name, value in changes.items()}
    found, told = ask(port, question(), **meant)
    assert found == status
    assert told.get("error", {}).get("code", "") == code


def test_what_is_turned_away_is_counted_apart_from_answers(tmp_path: Path) -> None:
    with front(Steered(), LIMITS, tmp_path) as port:
        assert ask(port, question(), Authorization=None)[0] == HTTPStatus.UNAUTHORIZED
        assert ask(port, question(), Origin="http://evil.example")[0] == HTTPStatus.FORBIDDEN
        assert get(port, "/v1/embeddings")[0] == HTTPStatus.NOT_FOUND
        assert ask(port, question("x" * 30_000))[0] == HTTPStatus.REQUEST_ENTITY_TOO_LARGE
        assert ask(port, question())[0] == HTTPStatus.OK
    assert sorted(each.status for each in read_facts(tmp_path)) == [200, 401, 403, 404, 413]
    assert len((tmp_path / METRICS).read_bytes().splitlines()) == 2


def test_health_needs_no_key_and_tells_nothing_but_is_guarded(port: int) -> None:
    assert get(port, "/health", Authorization=None) == (200, {"status": "ok"})
    assert get(port, "/health", Host="evil.example")[0] == 403


def test_other_addresses_and_methods_are_refused_in_the_same_form(port: int) -> None:
    assert get(port, "/v1/embeddings")[1]["error"]["code"] == "unknown_address"
    assert get(port, "/v1/chat/completions")[1]["error"]["code"] == "wrong_method"


@pytest.mark.parametrize(
    ("body", "field", "words"),
    [
        (b"", "", "not JSON"),
        (b"{", "", "not JSON"),
        (b'{"messages": "\xff\xfe"}', "", "not JSON"),
        (b"[" * 15_000, "", "not JSON"),
        (b'{"messages":' + b'[{"content":' * 1_000, "", "not JSON"),
        (b"[]", "", "not a JSON object"),
        (b"null", "", "not a JSON object"),
        (b"{}", "messages", "missing"),
        (b'{"messages":[]}', "messages", "one"),
        (b'{"messages":"bonjour"}', "messages", "list"),
        (question(tools=[]), "tools", "no field"),
        (question(temperature="0"), "temperature", "number"),
        (question(temperature=3), "temperature", "most 2"),
        (b'{"messages":[{"role":"user","content":"a"}],"temperature":NaN}', "temperature", ""),
        (question(max_tokens=101), "max_tokens", "most 100"),
        (question(max_tokens=10**30), "max_tokens", ""),
        (question(max_tokens=0), "max_tokens", "least 1"),
        (question(max_tokens=1.5), "max_tokens", "whole"),
        (question(seed=-1), "seed", "least 0"),
        (question(stop=[""]), "stop.0", "empty"),
        (question(stream="yes"), "stream", "true or false"),
        (question(n=2), "n", "1"),
        ({"messages": [{"role": "robot", "content": "a"}]}, "messages.0.role", "user"),
        ({"messages": [{"role": "user", "content": None}]}, "messages.0.content", "text"),
        ({"messages": [{"role": "user", "content": [{"type": "image_url"}]}]}, "messages.0.content", "text"),
        ({"messages": [{"role": "assistant", "content": "a"}]}, "messages", "user"),
    ],
)
def test_a_wrong_body_is_told_what_is_wrong(port: int, body: bytes | dict[str, Any], field: str, words: str) -> None:
    status, told = ask(port, body)
    assert status == HTTPStatus.BAD_REQUEST
    assert (told["error"]["param"] or "") == field
    assert words in told["error"]["message"]


def test_another_model_is_not_this_one(port: int) -> None:
    status, told = ask(port, question(model="gpt-4o"))
    assert (status, told["error"]["code"]) == (404, "model_not_found")
    assert TITLE in told["error"]["message"]


def test_texts_in_parts_and_every_offered_field(port: int) -> None:
    parts = [{"type": "text", "text": "un"}, {"type": "text", "text": "deux"}]
    offered = {"temperature": 0, "top_p": 0.5, "seed": 3, "stop": "x", "n": 1, "user": "u", "max_completion_tokens": 5}
    turns = [{"role": "developer", "content": "Réponds."}, {"role": "user", "content": parts, "name": "a"}]
    status, told = ask(port, {"messages": turns, "presence_penalty": None, **offered})
    assert (status, told["choices"][0]["message"]["content"]) == (200, "deux un ")


def garbage(seed: int) -> bytes:
    """Half of it noise, half a good question with bytes changed."""
    chance = random.Random(seed)
    if seed % 2:
        return chance.randbytes(chance.randrange(200))
    body = bytearray(json.dumps(question(stream=False, temperature=0.5, stop=["x"])).encode())
    for _change in range(chance.randrange(1, 6)):
        body[chance.randrange(len(body))] = chance.randrange(256)
    return bytes(body)


def test_garbage_is_refused_and_the_server_lives(port: int) -> None:
    line = http.client.HTTPConnection("127.0.0.1", port)
    for seed in range(400):
        line.request("POST", "/v1/chat/completions", garbage(seed), headers(port))
        answer = line.getresponse()
        told = json.loads(answer.read())
        assert answer.status in (200, 400, 404), seed
        assert ("error" in told) == (answer.status != HTTPStatus.OK)
    line.close()
    assert ask(port, question())[0] == HTTPStatus.OK


@pytest.mark.parametrize(
    "noise", [b"\x16\x03\x01\x02\x00\x01", b"GET / HTTP/9.9\r\n\r\n", b"POST\r\n\r\n", b"\x00" * 99]
)
def test_what_is_no_http_is_hung_up_on(port: int, noise: bytes) -> None:
    with socket.create_connection(("127.0.0.1", port)) as line:
        line.sendall(noise)
        line.shutdown(socket.SHUT_WR)
        assert b"200 OK" not in line.recv(1000)
    assert ask(port, question())[0] == HTTPStatus.OK


@pytest.mark.parametrize("says_how_long", [True, False])
def test_a_body_that_is_too_large_is_refused(port: int, says_how_long: bool) -> None:
    body = json.dumps(question("x" * 200_000)).encode()
    line = http.client.HTTPConnection("127.0.0.1", port)
    sent = body if says_how_long else iter([body[:100_000], body[100_000:]])
    line.request("POST", "/v1/chat/completions", sent, headers(port), encode_chunked=not says_how_long)
    answer = line.getresponse()
    assert (answer.status, json.loads(answer.read())["error"]["code"]) == (413, "too_large")
    line.close()


@pytest.mark.parametrize("begun", ["", "POST /v1/chat/completions HTTP/1.1\r\nHost: "])
def test_who_only_holds_a_line_open_is_hung_up_on(begun: str) -> None:
    with front(Steered(), Limits(head_s=0.1)) as port:
        with socket.create_connection(("127.0.0.1", port), timeout=PATIENCE_S) as line:
            line.sendall(begun.encode())
            assert line.recv(100) == b""
        assert ask(port, question())[0] == HTTPStatus.OK


def send_without_end(line: socket.socket) -> None:
    while True:
        line.sendall(b"10000\r\n" + b"x" * 0x10000 + b"\r\n")


@pytest.mark.parametrize("key", [KEY, "none"])
def test_a_body_without_end_is_not_read_for_ever(port: int, key: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(guard, "_DRAINED_BYTES", 1 << 20)
    head = f"Host: 127.0.0.1:{port}\r\nAuthorization: Bearer {key}\r\nTransfer-Encoding: chunked\r\n\r\n"
    with socket.create_connection(("127.0.0.1", port), timeout=PATIENCE_S) as line:
        line.sendall(f"POST /v1/chat/completions HTTP/1.1\r\n{head}".encode())
        with pytest.raises(ConnectionError):
            send_without_end(line)
    assert ask(port, question())[0] == HTTPStatus.OK


def test_too_many_at_once_are_refused_until_one_is_done() -> None:
    speech = Endless()
    with front(Steered(speech), LIMITS) as port, asking(port, question(stream=True)) as line:
        answer = line.getresponse()
        assert answer.readline().startswith(b"data: ")
        status, told = ask(port, question())
        assert (status, told["error"]["type"]) == (429, "rate_limit_error")
        speech.left.set()
        assert answer.read().endswith(b"data: [DONE]\n\n")
        assert ask(port, question())[0] == HTTPStatus.OK


def test_who_waits_too_long_is_told_so() -> None:
    speech = Endless()
    limits = Limits(together=1, waiting=1, patience_s=0.01)
    with front(Steered(speech), limits) as port, asking(port, question(stream=True)) as line:
        line.getresponse().readline()
        status, told = ask(port, question())
        assert (status, told["error"]["code"]) == (503, "overloaded")


@pytest.mark.parametrize("stream", [True, False])
def test_a_client_that_hangs_up_stops_the_answer(tmp_path: Path, stream: bool) -> None:
    speech = Endless()
    with front(Steered(speech), LIMITS, tmp_path) as port:
        with asking(port, question(stream=stream)) as line:
            if stream:
                line.getresponse().readline()
            assert speech.heard.wait(60)
        assert speech.left.wait(60)
    facts = read_facts(tmp_path)
    assert [(each.status, each.is_error) for each in facts] == [(HUNG_UP, False)]
    assert (tmp_path / REQUESTS).read_bytes() == b""


def test_an_answer_that_breaks_off_says_so_in_the_stream() -> None:
    def break_off(_wanted: Wanted, tell: Tell) -> Ending:
        tell("un ")
        raise Refused(HTTPStatus.SERVICE_UNAVAILABLE, "model_failed", "weg")

    with front(Steered(break_off), LIMITS) as port, asking(port, question(stream=True)) as line:
        *_pieces, last = line.getresponse().read().strip().split(b"\n\n")
        assert json.loads(last.removeprefix(b"data: "))["error"]["message"] == "weg"


def test_a_mistake_of_ours_is_told_without_a_word_of_the_question(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    def fall(_wanted: Wanted, _tell: Tell) -> Ending:
        raise ZeroDivisionError

    with caplog.at_level(logging.CRITICAL, "uvicorn.error"), front(Steered(fall), LIMITS, tmp_path) as port:
        status, told = ask(port, question("Jeanne"))
        assert (status, told["error"]["code"]) == (500, "server_error")
        assert ask(port, question("Jeanne"))[0] == 500
    assert [each.status for each in read_facts(tmp_path)] == [500, 500]
    assert b"Jeanne" not in (tmp_path / METRICS).read_bytes()
