"""Starting Python processes that outlive the one that started them."""

import os
import subprocess
import sys
import threading
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import studio
from studio.errors import RunFailed
from studio.words import _

# The user's own settings win over these.
_DEFAULTS = {
    "HF_HUB_OFFLINE": "1",
    "HF_HUB_DISABLE_TELEMETRY": "1",
    # Idle OpenMP threads that spin take the processor from everyone else on a small machine.
    "OMP_WAIT_POLICY": "PASSIVE",
    "TOKENIZERS_PARALLELISM": "false",
    "PYTHONUNBUFFERED": "1",
    "PYTHONUTF8": "1",
}
# Ended children stay in the system's table until their parent has asked how they ended.
_children: list[subprocess.Popen[bytes]] = []
# The window starts runs on one thread and looks at them on another.
_turn = threading.Lock()


def spawn(words: Sequence[str], log: Path, *, stdin: int = subprocess.DEVNULL) -> subprocess.Popen[bytes]:
    """Start `python -m studio WORDS` in its own session, its output appended to `log`; raises RunFailed."""
    reap_children()
    try:
        with log.open("ab") as output:
            child = subprocess.Popen(
                [sys.executable, "-m", "studio", *words],
                stdin=stdin,
                stdout=output,
                stderr=subprocess.STDOUT,
                env=_DEFAULTS | os.environ,
                # Python finds the package there even when it is not installed.
                cwd=Path(studio.__file__).resolve().parent.parent,
                close_fds=True,
                **_detached(),
            )
    except OSError as error:
        raise RunFailed(_("The worker could not be started."), hint=str(error)) from error
    with _turn:
        _children.append(child)
    return child


def _detached() -> dict[str, Any]:
    if sys.platform == "win32":
        return {"creationflags": subprocess.DETACHED_PROCESS | subprocess.CREATE_NEW_PROCESS_GROUP}
    return {"start_new_session": True}


def reap_children() -> None:
    """Ask after the workers that this process started, so that none stays behind as a zombie."""
    with _turn:
        _children[:] = [child for child in _children if child.poll() is None]
