"""What a hand-over shall hold, what must be known of it first, and whether it can be written."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from studio.core.export import ExportJob
from studio.core.parity import Verdict
from studio.exporting.made import Made
from studio.runs.folder import RunFolder
from studio.ui.archives.room import Room, lack_of_room
from studio.words import _, ngettext

_CARD = "README.md"
_BESIDE = 1_000_000
"""Bytes that card, comparison, checksums and the rest come to at most, as a rule."""


@dataclass(frozen=True)
class Deliverable:
    """One file or folder of an export that is of use by itself, or beside those it `needs`."""

    name: str
    path: Path
    size: int
    needs: tuple[str, ...] = ()


@dataclass(frozen=True)
class DeliverableExport:
    """An export whose files are there."""

    run: RunFolder
    title: str
    stem: str
    """What an archive of it is called."""
    artefacts: tuple[Deliverable, ...]
    reports: tuple[tuple[str, RunFolder], ...] = ()
    """Evaluations of the same result, with their titles, the newest first."""


@dataclass(frozen=True)
class HandoverWish:
    """What is chosen now; `verdicts` holds those that are known."""

    export: DeliverableExport | None = None
    chosen: frozenset[str] = frozenset()
    verdicts: dict[str, Verdict] = field(default_factory=dict)
    room: Room | None = None

    @property
    def artefacts(self) -> tuple[Deliverable, ...]:
        """Those chosen."""
        return tuple(each for each in self.export.artefacts if each.name in self.chosen) if self.export else ()


def deliverables(job: ExportJob, made: Made) -> tuple[Deliverable, ...]:
    """Each file or folder by itself; the card goes along whatever is chosen."""
    sizes: dict[str, int] = {}
    for name, size in made.files.items():
        top = name.split("/")[0]
        sizes[top] = sizes.get(top, 0) + size
    sizes.pop(_CARD, None)
    needs = {
        each.name(job.stem): tuple(other.name(job.stem) for other in each.stands_on if other != each)
        for each in job.wanted
    }
    return tuple(
        Deliverable(name, made.folder / name, size, tuple(each for each in needs.get(name, ()) if each in sizes))
        for name, size in sorted(sizes.items())
    )


def with_needed(export: DeliverableExport, chosen: Iterable[str]) -> frozenset[str]:
    """What is chosen, with what it is of no use without."""
    found = frozenset(chosen)
    return found | {needed for each in export.artefacts if each.name in found for needed in each.needs}


def without_useless(export: DeliverableExport, chosen: Iterable[str]) -> frozenset[str]:
    """What is chosen, less what is of no use without something that is not."""
    found = frozenset(chosen)
    return found - {each.name for each in export.artefacts if not found.issuperset(each.needs)}


def written_bytes(wish: HandoverWish) -> int | None:
    """What will be written at most; None where nothing is chosen."""
    return sum(each.size for each in wish.artefacts) + _BESIDE if wish.artefacts else None


def warnings(wish: HandoverWish) -> tuple[str, ...]:
    """What whoever gets it should be told; nothing of it forbids the hand-over."""
    return tuple(_warnings(wish.artefacts, wish.verdicts))


def _warnings(artefacts: Sequence[Deliverable], verdicts: dict[str, Verdict]) -> Iterator[str]:
    names = [each.name for each in artefacts]
    different = [name for name in names if verdicts.get(name) == "different"]
    if different:
        words = ngettext(
            "{names} answers otherwise than the application: what was evaluated here says little about it.",
            "{names} answer otherwise than the application: what was evaluated here says little about them.",
            len(different),
        )
        yield words.format(names=", ".join(different))
    unchecked = {name for name in names if verdicts.get(name, "unchecked") == "unchecked"}
    untried = [each.name for each in artefacts if _is_untried(each, unchecked)]
    if untried:
        words = ngettext(
            "{names} was not tried in Ollama, which was not on this machine. Its files were compared.",
            "{names} were not tried in Ollama, which was not on this machine. Their files were compared.",
            len(untried),
        )
        yield words.format(names=", ".join(untried))
    unknown = sorted(unchecked.difference(untried))
    if unknown:
        words = ngettext(
            "{names} was not compared with the application: nobody knows whether it answers alike.",
            "{names} were not compared with the application: nobody knows whether they answer alike.",
            len(unknown),
        )
        yield words.format(names=", ".join(unknown))


def _is_untried(artefact: Deliverable, unchecked: set[str]) -> bool:
    """Only Ollama reads a Modelfile; what it is made from has verdicts of its own."""
    return artefact.path.suffix == ".Modelfile" and artefact.name in unchecked and unchecked.isdisjoint(artefact.needs)


def handover_obstacle(wish: HandoverWish) -> str:
    """Why it cannot be written, in a sentence; empty where it can."""
    needed = written_bytes(wish)
    if wish.export is None:
        return _("Export a model first.")
    if needed is None:
        return _("Tick what shall be handed over.")
    if wish.room is None:
        return _("Choose where the archive will be written.")
    return lack_of_room(needed, wish.room)
