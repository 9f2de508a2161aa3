"""Servers of a project: `serving/NAME/`, NAME being what clients call the model."""

import contextlib
import hashlib
import signal
import sys
from dataclasses import dataclass
from pathlib import Path

import psutil
from filelock import FileLock, Timeout
from pydantic import BaseModel, ConfigDict, ValidationError

from studio.core.export import BASE_MARK
from studio.errors import ServingFailed
from studio.models.places import DEMO
from studio.runs.process import ProcessIdentity, is_alive
from studio.runs.slug import LONGEST, slug
from studio.words import _

SERVING = "serving"
"""The folder of the servers in a project's."""
_LAST_BREATH_S = 15.0
_COMMON = ("adapter", "merged", "gptq", "awq")
_BEGINNING, _HASH_DIGITS = 32, 7


class ServerState(BaseModel):
    """server.json: there while the server answers, and left behind only where it was killed. Never holds the key."""

    model_config = ConfigDict(frozen=True, extra="ignore")
    v: int = 1
    process: ProcessIdentity
    address: str
    """As in http://127.0.0.1:41234/v1"""
    title: str
    """What clients call the model."""
    model: str
    """The file or folder."""
    started_at: float
    keeps_texts: bool = False
    outlives: bool = False
    """Whether it goes on when whoever started it has ended."""


@dataclass(frozen=True)
class ServerFolder:
    """One of them."""

    path: Path

    @property
    def state_file(self) -> Path:
        return self.path / "server.json"

    @property
    def log(self) -> Path:
        """What a server says that a window has started."""
        return self.path / "server.log"

    def claim(self, title: str) -> FileLock:
        """Held for as long as the server lives; raises ServingFailed where another holds it."""
        try:
            self.path.mkdir(parents=True, exist_ok=True)
            lock = FileLock(self.path / "server.lock")
            lock.acquire(timeout=0)
        except Timeout as error:
            state = read_state(self)
            raise ServingFailed(
                _("“{model}” is being served already.").format(model=title),
                hint=_("Its address is {address}; stop it first.").format(address=state.address) if state else "",
            ) from error
        except OSError as error:
            words = _("The folder {path} cannot be written.").format(path=self.path)
            raise ServingFailed(words, hint=str(error)) from error
        return lock


def served_title(model: str, base: str = "") -> str:
    """What clients call a model: its file's or folder's name, after the one above where that says nothing.

    A GGUF adapter is named with the type of the base that it is put on.
    """
    if model == DEMO:
        return model
    path = Path(model).expanduser().resolve()
    if path.suffix.lower() == ".gguf":
        return f"{path.stem}-on-{Path(base).stem.rpartition(BASE_MARK)[2]}" if base else path.stem
    return f"{path.parent.name}-{path.name}" if path.name in _COMMON else path.name


def server_folder(project: Path, title: str) -> ServerFolder:
    """Of a model in a project; long titles that begin alike have folders of their own."""
    name = slug(title, "model")
    if len(title) > LONGEST:
        name = f"{name[:_BEGINNING]}-{hashlib.sha256(title.encode()).hexdigest()[:_HASH_DIGITS]}"
    return ServerFolder(project / SERVING / name)


def read_state(folder: ServerFolder) -> ServerState | None:
    """Of the living server; None where there is none."""
    try:
        state = ServerState.model_validate_json(folder.state_file.read_bytes())
    except (FileNotFoundError, ValidationError):
        return None
    return state if is_alive(state.process) else None


def last_line(log: Path) -> str:
    """What a server printed last; empty where it printed nothing."""
    try:
        return log.read_text("utf-8", "replace").strip().rpartition("\n")[2]
    except OSError:
        return ""


def list_servers(project: Path) -> list[tuple[ServerFolder, ServerState | None]]:
    """All that were ever started in a project, by name, with None for those that do not run."""
    with contextlib.suppress(FileNotFoundError):
        folders = sorted(each for each in (project / SERVING).iterdir() if each.is_dir())
        return [(each, read_state(each)) for each in map(ServerFolder, folders)]
    return []


def tell_to_end(state: ServerState) -> None:
    """End that process and do not wait for it; one that is gone already is no matter. Raises ServingFailed."""
    if not is_alive(state.process):
        return
    try:
        process = psutil.Process(state.process.pid)
        if sys.platform == "win32":
            process.terminate()
        else:
            process.send_signal(signal.SIGTERM)
    except psutil.NoSuchProcess:
        return
    except psutil.AccessDenied as error:
        raise ServingFailed(_("This server belongs to another user.")) from error


def stop_server(state: ServerState) -> None:
    """End that process and wait for it, which takes some seconds at most. Raises ServingFailed."""
    tell_to_end(state)
    with contextlib.suppress(psutil.NoSuchProcess):
        process = psutil.Process(state.process.pid)
        try:
            # Another process may have its number by now.
            if is_alive(state.process):
                process.wait(_LAST_BREATH_S)
        except psutil.TimeoutExpired:
            process.kill()
