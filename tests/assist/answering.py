"""A real HTTP server with the OpenAI interface, which answers what a test wants."""

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

Reply = Callable[[dict[str, Any]], tuple[int, object]]


@dataclass
class AnsweringServer:
    """Where it listens, and what it was asked: headers and body of each request."""

    address: str
    asked: list[tuple[dict[str, str], Any]] = field(default_factory=list)


@contextmanager
def answering(reply: Reply) -> Iterator[AnsweringServer]:
    """`reply` makes the status and the JSON (or the bytes) of the answer from the body of a request."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send(200, {"data": [{"id": "b"}, {"id": "a"}]})

        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            found.asked.append((dict(self.headers), body))
            self.send(*reply(body))

        def send(self, status: int, content: object) -> None:
            data = content if isinstance(content, bytes) else json.dumps(content).encode()
            self.send_response(status)
            self.send_header("Location", "http://192.0.2.1/elsewhere")
            self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)

        def log_message(self, format: str, *args: object) -> None:
            return

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    found = AnsweringServer(f"http://127.0.0.1:{server.server_port}")
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield found
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def said(text: str) -> tuple[int, object]:
    """A reply as the interface has it."""
    return 200, {"choices": [{"message": {"content": text}}]}
