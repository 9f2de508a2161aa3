"""Which run of a project has made a model that lies on this machine: its result, an export of it, or a copy."""

from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from studio.core.export import ExportJob, WantedArtefact
from studio.errors import RunFailed
from studio.models.places import DEMO
from studio.runs.durable import hash_file, read_manifest
from studio.runs.exports import EXPORTS, read_export
from studio.runs.folder import RUNS, RunFolder
from studio.runs.run import numbered_folders, read_job

_WEIGHTS = (".safetensors", ".gguf", ".onnx")


@dataclass(frozen=True)
class Origin:
    """The name of a run; `before` it where the model is the base that was exported beside it."""

    run: str
    before: bool = False


def origin_of_model(project: Path, model: str) -> Origin | None:
    """By its place, else by the manifest of the export beside it, else by the bytes of its weights; None for others."""
    path = Path(model).expanduser().resolve()
    if model == DEMO or not path.exists():
        return None
    return _by_place(project.resolve(), path) or _by_manifest(project, path) or _by_bytes(project, path)


def _by_place(project: Path, path: Path) -> Origin | None:
    runs = project / RUNS
    if path.is_relative_to(runs) and path != runs:
        return Origin(path.relative_to(runs).parts[0])
    for job in _exports(project):
        for each in job.wanted:
            if path == Path(job.target).resolve() / each.name(job.stem):
                return Origin(job.subject.run, each.format == "gguf_base")
    return None


def _exports(project: Path) -> Iterator[ExportJob]:
    """Those whose run is still there: of others nobody can tell what was learned."""
    for run in numbered_folders(project / EXPORTS):
        with suppress(RunFailed):
            job = read_export(run)
            if job.subject.run and RunFolder(project / RUNS / job.subject.run).job_file.is_file():
                yield job


def _by_manifest(project: Path, path: Path) -> Origin | None:
    """Of an export that is in no list any more, or of a copy with all that was beside it."""
    for folder in (path, path.parent):
        facts = read_manifest(folder) or {}
        tops = {name.split("/")[0] for name in facts.get("files", ())}
        if (folder == path or path.name in tops) and (found := _run_of(project, facts)):
            return Origin(found, path.name in _bases(facts))
    return None


def _by_bytes(project: Path, path: Path) -> Origin | None:
    """A file is read only where one of its size is known."""
    files = [path] if path.is_file() else sorted(path.glob("*"))
    for file in (each for each in files if each.suffix in _WEIGHTS):
        like = list(_known(project, file.stat().st_size))
        sha256 = hash_file(file) if like else ""
        for known, origin in like:
            if known == sha256:
                return origin
    return None


def _known(project: Path, size: int) -> Iterator[tuple[str, Origin]]:
    """The hashes of all files of that size that runs and exports have made."""
    for run in numbered_folders(project / RUNS):
        for _name, sha256 in _files(read_manifest(run.adapter) or {}, size):
            yield sha256, Origin(run.name)
    for job in _exports(project):
        facts = read_manifest(Path(job.target)) or {}
        for name, sha256 in _files(facts, size):
            yield sha256, Origin(job.subject.run, name in _bases(facts))


def _files(facts: Mapping[str, Any], size: int) -> Iterator[tuple[str, str]]:
    for name, each in facts.get("files", {}).items():
        if each["bytes"] == size:
            yield name, each["sha256"]


def _run_of(project: Path, facts: Mapping[str, Any]) -> str:
    """The run of that name, else any, that has learned from the very same rows."""
    data = facts.get("data_sha256")
    same = [run.name for run in numbered_folders(project / RUNS) if data and _data_of(run) == data]
    return next((name for name in same if name == facts.get("run")), next(iter(same), ""))


def _data_of(run: RunFolder) -> str:
    with suppress(RunFailed):
        return read_job(run).snapshot.content_sha256
    return ""


def _bases(facts: Mapping[str, Any]) -> set[str]:
    """The GGUF files of an export that hold the model before training: of two names that end alike, the longer one."""
    made = [WantedArtefact.model_validate(each) for each in facts.get("artefacts", ())]
    ends = [each.name("") for each in made if each.format == "gguf_base"]
    found = [[name for name in facts.get("files", ()) if name.endswith(end)] for end in ends]
    return {max(names, key=len) for names in found if names}
