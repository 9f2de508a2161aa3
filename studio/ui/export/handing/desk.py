"""Does what is asked of hand-overs: finds what there is, writes the archive, proves one that arrived."""

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from studio.archives.steering import ArchiveCancelled, Steering
from studio.runs.folder import RunFolder
from studio.ui.archives.room import room_at, suggested
from studio.ui.archives.work import ArchiveWork
from studio.ui.background import Background
from studio.ui.export.handing.reading import read_deliverables, read_verdicts
from studio.ui.export.handing.wish import DeliverableExport
from studio.ui.messages import Messages
from studio.words import Language, _, current_language

if TYPE_CHECKING:
    from studio.archives.delivering import Delivered

_REPORT = "studio.evaluating.report:reported"
_MEMORY = 2 << 30


@dataclass(frozen=True)
class Asked:
    """A hand-over as it was chosen; `report` is the evaluation that is reported, where one is wanted."""

    artefacts: tuple[Path, ...]
    target: Path
    contract: bool
    prompts: bool
    report: RunFolder | None


class HandoverDesk(QObject):
    """What comes of an order is told by signals, on the GUI thread; `writing` and `proving` tell of theirs."""

    offered = Signal(object)  # Deliverables
    compared = Signal(object)  # Verdicts
    roomed = Signal(object)  # Room

    def __init__(
        self, project: Path, background: Background, messages: Messages, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._project, self._background, self._messages = project, background, messages
        self.writing, self.proving = ArchiveWork(self), ArchiveWork(self)

    def offer(self) -> None:
        """Read what can be handed over."""
        path = self._project
        self._background.run(lambda: read_deliverables(path), self.offered.emit, self._messages.problem)

    def compare(self, export: DeliverableExport) -> None:
        """Read how its artefacts answer."""
        path = self._project
        self._background.run(lambda: read_verdicts(path, export), self.compared.emit, self._messages.problem)

    def suggest(self, folder: Path, stem: str) -> None:
        """Find a name that nothing has yet."""
        self._background.run(lambda: suggested(folder, stem, ".zip"), self.roomed.emit, self._messages.problem)

    def look_at(self, target: Path) -> None:
        """Read what is free where this would be."""
        self._background.run(lambda: room_at(target), self.roomed.emit, self._messages.problem)

    def write(self, asked: Asked) -> None:
        """Make the archive, and the report in it."""
        path, language = self._project, current_language()
        self.writing.start(lambda steering: _delivered(path, asked, language, steering))

    def prove(self, archive: Path, fingerprint: str) -> None:
        """Look at every file of an archive, or of the folder that one was unpacked to."""
        from studio.archives.checking import prove

        self.proving.start(lambda steering: prove(archive, fingerprint, steering))

    def leave(self) -> None:
        """Stop what is half written: the project is about to be closed."""
        if self.writing.busy:
            self._messages.notice(_("The hand-over was stopped, because its project was closed."))
        for each in (self.writing, self.proving):
            each.close()


def _delivered(project: Path, asked: Asked, language: Language, steering: Steering) -> "Delivered":
    from studio.archives.delivering import Wanted, make_handover

    report = _report(asked.report, language, steering) if asked.report else None
    wanted = Wanted(asked.artefacts, report, contract=asked.contract, prompts=asked.prompts)
    return make_handover(project, wanted, asked.target, steering)


def _report(run: RunFolder, language: Language, steering: Steering) -> bytes:
    from studio.data.child import ChildCancelled, rows_from_child

    words = {"run": str(run.path), "language": language}
    try:
        rows = rows_from_child(_REPORT, words, cancelled=steering.cancelled, memory=_MEMORY)
        return "".join(rows).encode()
    except ChildCancelled as error:
        raise ArchiveCancelled(_("Stopped. Nothing was written.")) from error
