"""The hub is asked only in online mode; what it sends is checked before it has a name. The hub here is on loopback."""

import hashlib
import json
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any, ClassVar

import pytest

from studio.data.child import rows_from_child
from studio.errors import ModelFailed, StudioError
from studio.models.inspection import describe_model

COMMIT = "a" * 40


class Hub(BaseHTTPRequestHandler):
    """Answers as huggingface.co does, from one folder."""

    folder = Path()
    asked: ClassVar[list[str]] = []
    agents: ClassVar[list[str]] = []
    damaged = ""

    def do_GET(self) -> None:
        self.asked.append(self.path)
        self.agents.append(str(self.headers.get("Authorization")))
        body = self._body()
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def _body(self) -> bytes:
        if self.path.startswith("/api/models?"):
            listed = [
                {"id": "maker/small", "tags": ["safetensors", "license:mit"], "downloads": 9, "gated": False},
                {"id": "maker/pickled", "tags": ["pytorch"], "downloads": 8},
            ]
            return json.dumps(listed).encode()
        if self.path.startswith("/api/models/"):
            return json.dumps({"id": "maker/small", "sha": COMMIT, "siblings": self._siblings()}).encode()
        name = self.path.rpartition("/")[2]
        content = (self.folder / name).read_bytes()
        return content[:-1] + b"?" if name == self.damaged else content

    def _siblings(self) -> list[dict[str, Any]]:
        found = []
        for file in sorted(self.folder.iterdir()):
            content = file.read_bytes()
            entry: dict[str, Any] = {"rfilename": file.name, "size": len(content)}
            if file.suffix == ".safetensors":
                digest = hashlib.sha256(content).hexdigest()
                entry["lfs"] = {"sha256": digest, "size": len(content), "pointerSize": 1}
            found.append(entry)
        return found

    def log_message(self, *_words: object) -> None:
        return


@pytest.fixture
def hub(model: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[type[Hub]]:
    (model / "code.py").write_text("boom", "utf-8")

    class Here(Hub):
        folder, asked, agents, damaged = model, [], [], ""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Here)
    thread = Thread(target=server.serve_forever)
    thread.start()
    monkeypatch.setenv("HF_ENDPOINT", f"http://127.0.0.1:{server.server_address[1]}")
    monkeypatch.setenv("HF_HUB_OFFLINE", "0")
    monkeypatch.setenv("HF_TOKEN", "hf_secret")
    yield Here
    server.shutdown()
    server.server_close()
    thread.join()


def search(*, online: bool) -> list[Any]:
    return list(rows_from_child("studio.models.hub:searched", {"online": online, "text": "small"}))


def fetch(into: Path) -> list[Any]:
    arguments = {"online": True, "name": "maker/small", "into": str(into)}
    return list(rows_from_child("studio.models.hub:fetched", arguments))


def test_offline_nothing_is_asked(hub: type[Hub], monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(StudioError, match="Online mode is off"):
        search(online=False)
    monkeypatch.setenv("HF_HUB_OFFLINE", "1")
    with pytest.raises(StudioError, match="HF_HUB_OFFLINE"):
        search(online=True)
    assert hub.asked == []


def test_a_search_sends_the_words_and_no_token(hub: type[Hub]) -> None:
    (found,) = search(online=True)
    assert (found["name"], found["licence"], found["downloads"]) == ("maker/small", "mit", 9)
    assert len(hub.asked) == 1
    assert "search=small" in hub.asked[0]
    assert hub.agents == ["None"]


def test_a_model_is_fetched_whole_and_without_its_code(hub: type[Hub], tmp_path: Path) -> None:
    *steps, last = fetch(tmp_path / "models")
    assert last["folder"] == str(tmp_path / "models" / "small")
    assert steps[-1]["done"] == last["total"]
    assert describe_model(Path(last["folder"])).problems == ()
    assert not (Path(last["folder"]) / "code.py").exists()
    assert not any("code.py" in path for path in hub.asked)


def test_a_file_that_arrives_damaged_leaves_nothing(hub: type[Hub], tmp_path: Path) -> None:
    hub.damaged = "model.safetensors"
    with pytest.raises(ModelFailed, match="damaged"):
        fetch(tmp_path / "models")
    assert list((tmp_path / "models").iterdir()) == []


def test_a_model_without_safe_weights_is_not_fetched(hub: type[Hub], tmp_path: Path) -> None:
    (hub.folder / "model.safetensors").rename(hub.folder / "pytorch_model.bin")
    with pytest.raises(ModelFailed, match="no safetensors"):
        fetch(tmp_path / "models")
    assert not any("resolve" in path for path in hub.asked)
