"""Where things lie in the folder of one run."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from studio.errors import RunFailed
from studio.words import _

RunState = Literal["preparing", "waiting", "starting", "running", "finished", "stopped", "paused", "failed", "died"]
RUNS = "runs"
"""The folder of the runs in a project's."""
LIVING: frozenset[RunState] = frozenset({"preparing", "starting", "running"})
RESUMABLE: frozenset[RunState] = frozenset({"paused", "stopped", "failed", "died"})
"""Another worker can go on with these, from their newest whole checkpoint or from the beginning."""


@dataclass(frozen=True)
class RunFolder:
    """One run of a project, e.g. `headaches/runs/0007-qlora-demo`."""

    path: Path

    @property
    def name(self) -> str:
        return self.path.name

    @property
    def job_file(self) -> Path:
        return self.path / "job.json"

    @property
    def preparing_file(self) -> Path:
        """Who is making this folder; gone once job.json is there."""
        return self.path / "preparing.json"

    @property
    def data(self) -> Path:
        return self.path / "data"

    @property
    def events(self) -> Path:
        return self.path / "events.jsonl"

    @property
    def control(self) -> Path:
        return self.path / "control.jsonl"

    @property
    def worker_file(self) -> Path:
        return self.path / "worker.json"

    @property
    def worker_lock(self) -> Path:
        return self.path / "worker.lock"

    @property
    def log(self) -> Path:
        return self.path / "worker.log"

    @property
    def checkpoints(self) -> Path:
        return self.path / "checkpoints"

    @property
    def adapter(self) -> Path:
        return self.path / "adapter"

    @property
    def waiting_file(self) -> Path:
        """There while it waits for its turn; says since when."""
        return self.path / "waiting"

    @property
    def evaluation(self) -> Path:
        return self.path / "evaluation"


@contextmanager
def readable(run: RunFolder) -> Iterator[None]:
    """Turn the system's refusal to read a run's files into RunFailed."""
    try:
        yield
    except OSError as error:
        raise RunFailed(
            _("The files of the run {run} are not readable.").format(run=run.name),
            hint=_("Check the rights and the disk of this folder: {path}").format(path=run.path),
        ) from error
