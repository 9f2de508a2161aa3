"""What an exported folder says of itself: a card for people, and a manifest with the hash of every file."""

import shutil
from pathlib import Path

from studio.core.export import ExportJob
from studio.engine.desk import ExportDesk
from studio.engine.export.source import Source
from studio.engine.manifest import library_versions
from studio.placing import sync_tree
from studio.runs.durable import MANIFEST, hash_file, read_manifest, write_manifest

CARD = "card.md"
"""In the folder of the job: the card, written when the job was made."""
_FROM_RESULT = ("run", "steps", "base_model", "recipe", "recipe_sha256", "data_sha256", "scores")


def seal_export(desk: ExportDesk, source: Source) -> None:
    """Put the card and, last, the manifest beside the artefacts; raises OSError."""
    job, target = desk.job, Path(desk.job.target)
    if (desk.run.path / CARD).is_file():
        shutil.copyfile(desk.run.path / CARD, target / "README.md")
    sync_tree(target)
    write_manifest(target, {**_facts(job, source), "files": _files(job, target)})


def _facts(job: ExportJob, source: Source) -> dict[str, object]:
    known = read_manifest(Path(job.subject.result)) if job.subject.result else None
    return {
        "v": 1,
        "export": job.name,
        "created_at": job.created_at,
        **{name: value for name, value in (known or {}).items() if name in _FROM_RESULT},
        "base": source.base.name,
        "artefacts": [each.model_dump(mode="json") for each in job.wanted],
        "export_versions": library_versions(),
    }


def _files(job: ExportJob, target: Path) -> dict[str, dict[str, object]]:
    """Of this export alone: the folder is one that the user chose."""
    tops = [target / "README.md", *(target / each.name(job.stem) for each in job.wanted)]
    files = [file for top in tops for file in (sorted(top.rglob("*")) if top.is_dir() else [top]) if file.is_file()]
    return {
        file.relative_to(target).as_posix(): {"bytes": file.stat().st_size, "sha256": hash_file(file)}
        for file in files
        if file != target / MANIFEST
    }
