"""Starting a server as a process of its own that ends with this one, unless it shall outlive it."""

import json
import os
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, cast

import studio
from studio.errors import ServingFailed
from studio.serving.places import ServerState, last_line, server_folder
from studio.words import _, current_language


@dataclass(frozen=True)
class Started:
    """A server that answers; the key is known to this process alone."""

    state: ServerState
    key: str
    process: subprocess.Popen[bytes]


@dataclass(frozen=True)
class StartWanted:
    """As `studio serve` has it."""

    model: str
    title: str
    project: Path
    port: int = 0
    keeps_texts: bool = False
    outlives: bool = False
    base: str = ""
    context: int = 0


def start_server(wanted: StartWanted) -> Started:
    """Returns once it answers, after the model was loaded: not for a window's own thread. Raises ServingFailed."""
    folder = server_folder(wanted.project, wanted.title)
    try:
        folder.path.mkdir(parents=True, exist_ok=True)
        with folder.log.open("wb") as log:
            process = subprocess.Popen(
                [sys.executable, "-m", "studio", *_words(wanted)],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=log,
                env=os.environ | {"ATELIER_LANGUAGE": current_language(), "PYTHONUTF8": "1"},
                # Python finds the package there even when it is not installed.
                cwd=Path(studio.__file__).resolve().parent.parent,
                **_detached(),
            )
    except OSError as error:
        raise ServingFailed(_("The server could not be started."), hint=str(error)) from error
    with cast(IO[bytes], process.stdout) as output:
        line = output.readline()
    return _started(process, line, folder.log)


def _started(process: "subprocess.Popen[bytes]", line: bytes, log: Path) -> Started:
    try:
        told = json.loads(line)
    except ValueError as error:
        # It may live on where something else wrote the line.
        process.kill()
        process.wait()
        raise ServingFailed(_("The server ended before it answered."), hint=last_line(log)) from error
    if "error" in told:
        process.wait()
        raise ServingFailed(told["error"]["message"], hint=told["error"]["hint"])
    return Started(ServerState.model_validate(told), told["key"], process)


def _words(wanted: StartWanted) -> Sequence[str]:
    changes = {
        "name": wanted.title,
        "base": wanted.base,
        "context": str(wanted.context),
        "keep": str(wanted.outlives).lower(),
    }
    words = ["serve", wanted.model, "--project", str(wanted.project.resolve()), "--port", str(wanted.port), "--json"]
    words += [word for name, value in changes.items() if value for word in ("--set", f"{name}={value}")]
    return [*words, "--log"] if wanted.keeps_texts else words


def _detached() -> dict[str, Any]:
    """Ctrl+C in a terminal is meant for whoever runs there."""
    if sys.platform == "win32":
        return {"creationflags": subprocess.CREATE_NEW_PROCESS_GROUP | subprocess.CREATE_NO_WINDOW}
    return {"start_new_session": True}
