"""A whole project in one archive, with or without its rows, runs and models, while windows may be open on it."""

import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from studio.archives.blanking import blanked_events, blanked_job
from studio.archives.parts import PARTS, Part, ProjectFile, living_folders, project_files
from studio.archives.steering import ArchiveCancelled, Steering
from studio.archives.writing import Source, Written, check_room, check_target, file_source, read_from, write_archive
from studio.data.connection import FILE, DiskFull, Interrupted, expect_project, explained
from studio.data.copying import copy_database, copy_without_rows
from studio.errors import ArchiveFailed, RunFailed
from studio.paths import user_presets
from studio.placing import disk_full
from studio.runs.folder import RUNS, RunFolder
from studio.runs.presets import ENDING
from studio.runs.run import numbered_folders, read_job
from studio.words import _, ngettext


@dataclass(frozen=True)
class Packed:
    """A project's archive, and what whoever hands it on must know."""

    written: Written
    rows: int
    """Whose texts are in it; 0 without data."""
    without: tuple[Part, ...]
    busy: tuple[str, ...]
    """Runs and evaluations that were being worked on, and are not in it."""
    unreadable: tuple[str, ...]
    """Runs whose job cannot be read, so that nobody can take the texts out: not in it where texts are left out."""

    def cautions(self) -> list[str]:
        """Sentences to be shown, the gravest first."""
        found = [self._about_texts()]
        if self.busy:
            found.append(_("Left out, because they are still at work: {names}.").format(names=", ".join(self.busy)))
        if self.unreadable:
            found.append(
                _("Left out, because their job cannot be read: {names}.").format(names=", ".join(self.unreadable))
            )
        return found

    def _about_texts(self) -> str:
        if "data" not in self.without:
            words = ngettext(
                "This archive holds the texts of {count} row, its history, and what models answered: patient data goes "
                "with it. It is not encrypted.",
                "This archive holds the texts of {count} rows, their history, and what models answered: patient data "
                "goes with it. It is not encrypted.",
                self.rows,
            )
            return words.format(count=self.rows)
        if "models" not in self.without:
            return _("No row is in this archive, but a model may have learned some by heart.")
        return _("No row, answer, note or log is in this archive.")


def sizes_by_parts(project: Path) -> dict[frozenset[Part], int]:
    """Bytes of all files that belong to the same parts; raises ArchiveFailed and ProjectFailed."""
    sizes: dict[frozenset[Part], int] = {}
    for file in project_files(project):
        sizes[file.parts] = sizes.get(file.parts, 0) + file_source(file.name, file.path).size
    rows: frozenset[Part] = frozenset({"data"})
    with explained(project):
        sizes[rows] = sizes.get(rows, 0) + (project / FILE).stat().st_size
    return sizes


def part_sizes(project: Path) -> dict[Part, int]:
    """Bytes that are saved by leaving out each part alone; raises ArchiveFailed and ProjectFailed."""
    sizes = sizes_by_parts(project)
    return {part: sum(size for parts, size in sizes.items() if part in parts) for part in PARTS}


def pack_project(
    project: Path, target: Path, without: frozenset[Part] = frozenset(), steering: Steering | None = None
) -> Packed:
    """Write the archive; raises ArchiveFailed, ArchiveCancelled, ProjectFailed, RunFailed and ExportFailed.

    Without `data` it holds no text of a row, of the history, an answer, a note, a kept prompt or a log.
    """
    project, target, steering = project.resolve(), target.resolve(), steering or Steering()
    expect_project(project)
    if target.is_relative_to(project):
        raise ArchiveFailed(
            _("The archive would lie in the folder that it is made of: {path}").format(path=project),
            hint=_("Choose a place outside of the project."),
        )
    check_target(target, 0)
    busy = living_folders(project)
    chosen = [file for file in project_files(project) if without.isdisjoint(file.parts) and not _is_in(file, busy)]
    unreadable: list[str] = []
    with _scratch(target, project, rows="data" not in without) as scratch:
        try:
            rows = _copy_rows(project, scratch, steering, rows="data" not in without)
        except DiskFull as error:
            # Not the project's disk: that is only read.
            raise disk_full(target) from error
        if "data" in without:
            sources, unreadable = _without_texts(project, chosen)
        else:
            sources = [file_source(file.name, file.path) for file in chosen]
        sources += [Source(FILE, scratch / FILE), *_presets(project, sources)]
        about = {"without": sorted(without), "left_out": [*busy, *unreadable], "rows": rows}
        written = write_archive(target, "project", sources, about, steering)
    return Packed(written, rows, tuple(sorted(without)), tuple(busy), tuple(unreadable))


def _is_in(file: ProjectFile, folders: Sequence[str]) -> bool:
    return any(file.name.startswith(f"{folder}/") for folder in folders)


@contextmanager
def _scratch(target: Path, project: Path, *, rows: bool) -> Iterator[Path]:
    """A folder beside the archive, of a name that the next attempt knows: what it holds must not be forgotten there."""
    folder = target.with_name(f".{target.name}.scratch.partial")
    try:
        if folder.exists():
            shutil.rmtree(folder)
        if rows and target.parent.is_dir():
            check_room(target.parent, (project / FILE).stat().st_size)
        folder.mkdir()
        folder.chmod(0o700)
    except OSError as error:
        raise ArchiveFailed(
            _("Nothing can be written in {path}.").format(path=target.parent), hint=error.strerror or str(error)
        ) from error
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _copy_rows(project: Path, scratch: Path, steering: Steering, *, rows: bool) -> int:
    """How many rows are in the copy."""
    if not rows:
        copy_without_rows(project, scratch)
        return 0
    try:
        return copy_database(project, scratch, steering.cancelled)
    except Interrupted as error:
        raise ArchiveCancelled(_("Stopped. Nothing was written.")) from error


def _presets(project: Path, sources: Sequence[Source]) -> Iterator[Source]:
    """The user's own presets that the packed runs were trained by: they lie outside of the project."""
    there, own = {source.name for source in sources}, {file.stem: file for file in user_presets().glob(f"*{ENDING}")}
    runs = [run for run in numbered_folders(project / RUNS) if f"{RUNS}/{run.name}/job.json" in there]
    for preset in sorted({_preset_of(run) for run in runs}):
        name = f"presets/{preset}{ENDING}"
        if preset in own and name not in there:
            yield file_source(name, own[preset])


def _preset_of(run: RunFolder) -> str:
    """Empty where the job cannot be read."""
    try:
        return read_job(run).preset
    except RunFailed:
        return ""


def _without_texts(project: Path, files: Sequence[ProjectFile]) -> tuple[list[Source], list[str]]:
    """What may be packed when no text may be, and the runs of which nothing may."""
    jobs: dict[str, bytes] = {}
    unreadable = []
    for name in sorted({"/".join(file.name.split("/")[:2]) for file in files if file.name.startswith(f"{RUNS}/")}):
        try:
            jobs[name] = blanked_job(RunFolder(project / name))
        except RunFailed:
            unreadable.append(name)
    kept = [file for file in files if not _is_in(file, unreadable)]
    return [_blanked(file, jobs) for file in kept], unreadable


def _blanked(file: ProjectFile, jobs: dict[str, bytes]) -> Source:
    folder, _slash, name = file.name.rpartition("/")
    source = file_source(file.name, file.path)
    if folder in jobs and name == "job.json":
        return replace(source, content=jobs[folder])
    if folder in jobs and name == "events.jsonl":
        with read_from(file.path):
            return replace(source, content=blanked_events(file.path))
    return source
