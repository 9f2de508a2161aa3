"""What is known of artefacts that are handed over: their files, and what the export that made them says of them."""

import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from studio.archives.writing import Source, files_below, read_from
from studio.data.connection import FILE as PROJECT
from studio.errors import ArchiveFailed
from studio.placing import expect_text
from studio.runs.durable import MANIFEST, read_manifest
from studio.runs.exports import read_export
from studio.runs.folder import RunFolder
from studio.runs.run import kind_of_job
from studio.words import _

FOLDER = "artefacts"
_CARD = "README.md"
_TOLD = (
    *("run", "steps", "base_model", "base", "recipe_sha256", "data_sha256", "scores", "versions"),
    *("export", "export_versions"),
)


@dataclass(frozen=True)
class Origin:
    """One artefact on its way into a hand-over."""

    path: Path
    sources: tuple[Source, ...]
    facts: Mapping[str, Any]
    """Of the run and the export it comes from; empty where nothing is known."""
    card: Path | None
    manifest: Path | None
    """That of the export."""

    @property
    def size(self) -> int:
        """Bytes; raises ArchiveFailed."""
        return sum(each.size for each in self.sources)

    @property
    def artefacts(self) -> dict[str, Path]:
        """By name, each file or folder that was made for itself."""
        names = dict.fromkeys(source.name.split("/")[1] for source in self.sources)
        below = self.path if self.manifest and self.manifest.parent == self.path else self.path.parent
        return {name: below / name for name in names}


def origin_of(path: Path) -> Origin:
    """Look at a model folder, a file, or the folder of a whole export; raises ArchiveFailed where there is nothing."""
    # Not resolved: files of a hub's cache are links, whose targets have no names.
    path = Path(os.path.abspath(path))
    expect_text(path)
    if path.is_file():
        return _file(path)
    if not path.is_dir():
        raise ArchiveFailed(
            _("There is no such file or folder: {path}").format(path=path),
            hint=_("Name the models that the export has written."),
        )
    path = _model_in(path)
    facts = read_manifest(path) or {}
    if "artefacts" in facts:
        return _export(path, facts)
    above = _above(path)
    known = above or facts
    sources = tuple(_sources(path, _hashes(known, f"{path.name}/" if above else "")))
    if not sources:
        raise ArchiveFailed(_("This folder is empty: {path}").format(path=path))
    return Origin(path, sources, _told(known), *(_beside(path.parent) if above else (None, None)))


def _model_in(folder: Path) -> Path:
    """What a folder of the project has made, without the rows, answers and logs that lie beside it."""
    run = RunFolder(folder)
    if not run.job_file.is_file() and not (folder / PROJECT).is_file():
        return folder
    kind = kind_of_job(run) if run.job_file.is_file() else ""
    made = Path(read_export(run).target) if kind == "export" else run.adapter if kind == "training" else None
    if made is None or read_manifest(made) is None:
        raise ArchiveFailed(
            _("There is no model at {path}.").format(path=folder),
            hint=_("Name the models that the export has written."),
        )
    return made


def _file(path: Path) -> Origin:
    known = _above(path)
    source = Source(f"{FOLDER}/{path.name}", path, sha256=_hashes(known).get(path.name, ""))
    return Origin(path, (source,), _told(known), *(_beside(path.parent) if known else (None, None)))


def _export(path: Path, facts: Mapping[str, Any]) -> Origin:
    """Only what its manifest names: the user may have chosen a folder that holds other things too."""
    names = {name: sha256 for name, sha256 in _hashes(facts).items() if name != _CARD}
    sources = tuple(Source(f"{FOLDER}/{name}", path / name, sha256=sha256) for name, sha256 in names.items())
    return Origin(path, sources, _told(facts), *_beside(path))


def _sources(folder: Path, hashes: Mapping[str, str]) -> Iterator[Source]:
    for file in files_below(folder):
        within = file.relative_to(folder).as_posix()
        yield Source(f"{FOLDER}/{folder.name}/{within}", file, sha256=hashes.get(within, ""))


def _above(path: Path) -> Mapping[str, Any]:
    """What the manifest of the export says that made this very file or folder; empty where none did."""
    with read_from(path.parent):
        facts = read_manifest(path.parent) or {}
    return facts if any(name.split("/")[0] == path.name for name in _hashes(facts)) else {}


def _hashes(facts: Mapping[str, Any], below: str = "") -> dict[str, str]:
    """By name, of files of which the manifest knows one."""
    files: dict[str, dict[str, Any]] = facts.get("files", {})
    return {
        name.removeprefix(below): str(each["sha256"])
        for name, each in files.items()
        if name.startswith(below) and "sha256" in each
    }


def _told(facts: Mapping[str, Any]) -> dict[str, Any]:
    return {name: facts[name] for name in _TOLD if name in facts}


def _beside(folder: Path) -> tuple[Path | None, Path]:
    """The card of an export, where it is still there, and its manifest."""
    card = folder / _CARD
    return card if card.is_file() else None, folder / MANIFEST
