"""Reads the runs that the one in view is compared with, in the background and on as they grow."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from studio.errors import RunFailed
from studio.runs.folder import RunFolder
from studio.runs.journal import JournalReader
from studio.ui.training.watching.points import Points, points_of
from studio.words import _


@dataclass(frozen=True)
class News:
    """What came in the journals since the last reading, piece by piece, by the name of the run."""

    points: Mapping[str, tuple[Points, ...]] = field(default_factory=dict)


class OtherRuns:
    """The journals of several runs; not for two threads at once."""

    def __init__(self) -> None:
        self._readers: dict[str, JournalReader] = {}

    def follow(self, runs: tuple[RunFolder, ...]) -> None:
        """Read these from now on, those that were read before from where they were left."""
        known = self._readers
        self._readers = {run.name: known.get(run.name) or JournalReader(run.events) for run in runs}

    def read(self) -> News:
        """Everything new; raises RunFailed when a journal cannot be read."""
        return News({name: _pieces(name, reader) for name, reader in list(self._readers.items())})


def _pieces(name: str, reader: JournalReader) -> tuple[Points, ...]:
    pieces = []
    try:
        while events := reader.read_new():
            pieces.append(points_of(events))
    except OSError as error:
        raise RunFailed(
            _("The journal of the run {run} cannot be read.").format(run=name), hint=error.strerror or str(error)
        ) from error
    return tuple(pieces)
