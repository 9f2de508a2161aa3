"""The program of Ollama, played by a script that says what it was called with."""

import sys
import time
from pathlib import Path

import pytest

from studio.engine.export.ollama import create_in_ollama, own_address
from studio.engine.stopping import StoppedNow
from studio.errors import ExportFailed

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="plays the program through a shell script")


@pytest.fixture
def program(tmp_path: Path):
    def made(script: str) -> tuple[str, Path]:
        file = tmp_path / "ollama"
        file.write_text(f"#!/bin/sh\n{script}\n", "utf-8")
        file.chmod(0o755)
        return str(file), tmp_path / "a-q8_0.Modelfile"

    return made


def go_on() -> None:
    return


def test_it_is_called_beside_the_file_and_sends_nothing_to_other_machines(program, tmp_path, monkeypatch) -> None:
    monkeypatch.setenv("OLLAMA_HOST", "https://gpu.example.org:443")
    create_in_ollama(*program('echo "$PWD $* $OLLAMA_HOST" > said'), "a-q8_0", go_on)
    said = f"{tmp_path} create a-q8_0 -f a-q8_0.Modelfile 127.0.0.1:11434\n"
    assert (tmp_path / "said").read_text("utf-8") == said


def test_what_it_says_is_told_when_it_does_not_take_the_model(program, tmp_path) -> None:
    with pytest.raises(ExportFailed, match="did not take") as refused:
        create_in_ollama(*program("echo 'Error: could not connect' >&2; exit 1"), "a", go_on)
    assert "could not connect" in refused.value.hint
    broken, file = program("")
    Path(broken).write_bytes(b"\x7fELF no program")
    with pytest.raises(ExportFailed, match="did not take"):
        create_in_ollama(broken, file, "a", go_on)


def test_a_wish_to_stop_ends_it(program, tmp_path) -> None:
    def obey() -> None:
        if (tmp_path / "pid").exists():
            raise StoppedNow

    began = time.monotonic()
    with pytest.raises(StoppedNow):
        create_in_ollama(*program("echo $$ > pid; exec sleep 600"), "a", obey)
    assert time.monotonic() - began < 300


@pytest.mark.parametrize(
    ("told", "address"),
    [
        ("", ("127.0.0.1", 11434)),
        ("0.0.0.0", ("127.0.0.1", 11434)),
        ("http://localhost:12000/", ("localhost", 12000)),
        ("192.168.1.7:12000", ("127.0.0.1", 11434)),
        ("127.0.0.1:no", ("127.0.0.1", 11434)),
    ],
)
def test_only_this_machine_is_asked(monkeypatch, told: str, address: tuple[str, int]) -> None:
    monkeypatch.setenv("OLLAMA_HOST", told)
    assert own_address() == address
