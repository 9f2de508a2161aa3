"""Which file of a project belongs to which parts of it, and which files are only of this moment or this machine."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, get_args

from studio import paths
from studio.archives.writing import files_below
from studio.core.monitoring import FOLDER as MONITORING
from studio.data.connection import FILE
from studio.data.contract_file import CONTRACT_FILE
from studio.evaluating.targets import FILE as TARGETS
from studio.runs.evaluations import EVALUATIONS
from studio.runs.exports import ARTEFACTS, EXPORTS
from studio.runs.folder import LIVING, RUNS
from studio.runs.run import numbered_folders
from studio.runs.state import run_state
from studio.serving.places import SERVING
from studio.text.lexicons import FOLDER as LEXICONS

Part = Literal["data", "runs", "models", "checkpoints", "evaluations", "exports", "logs"]
"""`data` are the rows and all that repeats them; `models` weights; `logs` what was asked in use, and workers' words."""
PARTS: tuple[Part, ...] = get_args(Part)
_SETTINGS = frozenset(
    {CONTRACT_FILE, TARGETS, *(f"{LEXICONS}/{built_in.name}" for built_in in paths.LEXICONS.glob("*.yaml"))}
)
_OF_RUNS: frozenset[Part] = frozenset({"runs"})
_ROWS: frozenset[Part] = frozenset({"data"})
_TOP: dict[str, frozenset[Part]] = {
    EVALUATIONS: _ROWS | {"evaluations"},
    EXPORTS: _ROWS | {"exports"},
    MONITORING: _ROWS | {"logs"},
    SERVING: _ROWS | {"logs"},
}
# Of a process that lives or was killed, what waits to be started, and tokens of rows, which are made again.
_MOMENTARY = frozenset(
    (
        f"{FILE}-wal",
        f"{FILE}-shm",
        f"{FILE}-journal",
        "server.json",
        "worker.json",
        "preparing.json",
        "waiting",
        "tokens",
    )
)
# Values of known types, which say nothing of the rows once they were `blanked`.
_PLAIN = frozenset({"job.json", "events.jsonl", "control.jsonl", "forecast.json"})


@dataclass(frozen=True)
class ProjectFile:
    """One file of a project; `name` is its path within. It goes where none of its parts is left out."""

    name: str
    path: Path
    parts: frozenset[Part]
    """Empty for settings, which are always packed."""


def project_files(project: Path) -> Iterator[ProjectFile]:
    """Everything but the database and what is of this moment only; raises ArchiveFailed."""
    for path in files_below(project):
        within = path.relative_to(project).parts
        if within != (FILE,) and not any(map(is_momentary, within)):
            yield ProjectFile("/".join(within), path, _parts(within))


def living_folders(project: Path) -> list[str]:
    """Runs, evaluations and exports that are at work or wait to be, e.g. `runs/0007-demo`; raises RunFailed."""
    return sorted(
        f"{parent}/{run.name}"
        for parent in (RUNS, EVALUATIONS, EXPORTS)
        for run in numbered_folders(project / parent)
        if run_state(run) in (*LIVING, "waiting")
    )


def is_momentary(name: str) -> bool:
    """Whether a file or folder of this name is of a living process, or makes one start."""
    aside = name.startswith(".") and name.endswith((".before", ".deleted"))
    return aside or name in _MOMENTARY or name.endswith((".lock", ".partial"))


def _parts(within: tuple[str, ...]) -> frozenset[Part]:
    if "/".join(within) in _SETTINGS:
        return frozenset()
    match within:
        case (top, _run, name) if top == RUNS:
            return _parts_of_run_file(name)
        case (top, _run, folder, *_below) if top == RUNS:
            return _parts_of_run_folder(folder)
        case (top, _run, "worker.log") if top in _TOP:
            return _TOP[top] | {"logs"}
        case (top, _run, folder, *_below) if (top, folder) == (EXPORTS, ARTEFACTS):
            return _TOP[top] | {"models"}
    # Of what we do not know nobody can say that it holds no row: a table that was imported may lie here.
    return _TOP.get(within[0], _ROWS)


def _parts_of_run_file(name: str) -> frozenset[Part]:
    if name in _PLAIN:
        return _OF_RUNS
    return _OF_RUNS | _ROWS | {"logs"} if name == "worker.log" else _OF_RUNS | _ROWS


def _parts_of_run_folder(name: str) -> frozenset[Part]:
    if name == "adapter":
        return _OF_RUNS | {"models"}
    # Without the rows nobody can go on from them.
    return _OF_RUNS | _ROWS | {"models", "checkpoints"} if name == "checkpoints" else _OF_RUNS | _ROWS
