"""What is said and decided when a project is packed or a packed one is opened; knows no Qt."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from studio.archives.packing import sizes_by_parts
from studio.archives.parts import PARTS, Part, living_folders
from studio.archives.unpacking import PackedProject
from studio.data.connection import FILE
from studio.ui.archives.room import Room, lack_of_room, suggested
from studio.ui.formats import examples, file_size
from studio.words import N_, _, ngettext


@dataclass(frozen=True)
class PartWords:
    """A part of a project, and what it holds."""

    title: str
    caption: str


PART_WORDS: dict[Part, PartWords] = {
    "data": PartWords(
        N_("Examples"), N_("Rows, history, reviews, notes, kept prompts, and what runs have learned from")
    ),
    "runs": PartWords(N_("Runs"), N_("Options, curves and scores of each training")),
    "models": PartWords(N_("Models"), N_("Results of the runs, and exported files")),
    "checkpoints": PartWords(N_("Checkpoints"), N_("States from which a run can go on")),
    "evaluations": PartWords(N_("Evaluations"), N_("Questions, answers, scores and ratings")),
    "exports": PartWords(N_("Exports"), N_("Exported files that lie in the project, and their comparisons")),
    "logs": PartWords(N_("Logs"), N_("Monitoring, requests to servers, messages of the runs")),
}


@dataclass(frozen=True)
class Packable:
    """A project as it is now, and where its archive would be put."""

    sizes: Mapping[frozenset[Part], int]
    """Bytes of the files that belong to the same parts."""
    database: int
    busy: tuple[str, ...]
    """Folders of what is at work, which cannot be packed."""
    room: Room


@dataclass(frozen=True)
class PartLine:
    """A box as it stands now: what ticking it adds, and whether that is anything."""

    size: int
    possible: bool


def read_packable(project: Path, folder: Path) -> Packable:
    """Reads every folder of the project; raises ArchiveFailed, ProjectFailed and RunFailed."""
    return Packable(
        sizes_by_parts(project),
        (project / FILE).stat().st_size,
        tuple(living_folders(project)),
        suggested(folder, project.name, ".zip"),
    )


def part_lines(sizes: Mapping[frozenset[Part], int], without: frozenset[Part]) -> dict[Part, PartLine]:
    """Each box, where these are not ticked."""
    return {part: _line(sizes, part, without) for part in PARTS}


def _line(sizes: Mapping[frozenset[Part], int], part: Part, without: frozenset[Part]) -> PartLine:
    others = without - {part}
    added = sum(size for parts, size in sizes.items() if part in parts and parts.isdisjoint(others))
    return PartLine(added, added > 0)


def left_out(sizes: Mapping[frozenset[Part], int], without: frozenset[Part]) -> frozenset[Part]:
    """What is not ticked, and what leaves with the examples."""
    if "data" not in without:
        return without
    return without | {part for part, line in part_lines(sizes, without).items() if not line.possible}


def packed_bytes(sizes: Mapping[frozenset[Part], int], without: frozenset[Part]) -> int:
    """What is packed, before it becomes smaller."""
    return sum(size for parts, size in sizes.items() if parts.isdisjoint(without))


def needed_bytes(packable: Packable, without: frozenset[Part]) -> int:
    """While it is written, a copy of the database stands beside the archive."""
    return packed_bytes(packable.sizes, without) + (0 if "data" in without else packable.database)


def patient_words(without: frozenset[Part]) -> str:
    """What of patients is in the archive."""
    if "data" not in without:
        return _(
            "Patient data: the archive holds the text of every row, their history, and what models answered. It is not "
            "encrypted: whoever gets it can read it."
        )
    if "models" not in without:
        return _(
            "No row, answer or note is in the archive, but a model may have learned rows by heart: leave out the "
            "models where that matters. Names of data sets and labels stay."
        )
    return _("No row, answer, note or log is in the archive, and no model. Names of data sets and labels stay.")


def busy_words(packable: Packable) -> str:
    """What is left out whatever is chosen; empty where nothing is."""
    if not packable.busy:
        return ""
    return _("Left out, because they are still at work: {names}.").format(names=", ".join(packable.busy))


def packing_obstacle(packable: Packable | None, without: frozenset[Part], room: Room | None, project: Path) -> str:
    """Why packing cannot begin, in a sentence; empty where it can."""
    if packable is None or room is None:
        return _("Looking at the project…")
    if room.place.is_relative_to(project):
        return _("The archive cannot lie in the project’s own folder.")
    return lack_of_room(needed_bytes(packable, without), room)


def packed_words(found: PackedProject) -> str:
    """What an archive holds, and what is not in it."""
    files = ngettext("{count} file", "{count} files", found.files).format(count=found.files)
    facts = [found.name, examples(found.rows), files, file_size(found.size)]
    lines = [" · ".join(facts)]
    if found.without:
        titles = [_(PART_WORDS[part].title) if part in PARTS else part for part in found.without]
        lines.append(_("Packed without: {names}.").format(names=", ".join(titles)))
    if found.left_out:
        names = ", ".join(found.left_out)
        lines.append(_("Not in it, because they could not be packed: {names}.").format(names=names))
    return "\n".join(lines)


def unpacking_obstacle(found: PackedProject | None, room: Room | None, *, named: bool) -> str:
    """Why it cannot be opened, in a sentence; empty where it can."""
    if found is None:
        return _("Choose the archive first.")
    if not named:
        return _("Give the project a name.")
    if room is None:
        return _("Looking at the archive…")
    if room.taken:
        return _("{folder} exists already; choose another name.").format(folder=room.place)
    return lack_of_room(found.size, room)
