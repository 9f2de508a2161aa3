"""Everything that is shown of one export, and what can be exported, read from files: not for the GUI thread."""

import os
import shutil
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from studio.core.export import Artefact, ExportJob
from studio.core.parity import Parity
from studio.data.overview import question_and_answers
from studio.evaluating.subjects import TrainedModel, title_of_model, title_of_run, trained_models
from studio.exporting.made import Made, made_by
from studio.exporting.scores import read_parity, scored_in
from studio.models.inspection import describe_model
from studio.models.places import find_base, hub_cache
from studio.runs.durable import MANIFEST
from studio.runs.exports import read_export, read_export_rows
from studio.runs.folder import RunFolder, RunState
from studio.runs.presets import list_presets
from studio.runs.state import run_state
from studio.ui.export.making.wish import Exportable, Place
from studio.ui.training.listed_run import preset_title


@dataclass(frozen=True)
class Found:
    """An export; `parity` and `made` are None until it has got so far."""

    run: RunFolder
    job: ExportJob
    parity: Parity | None
    made: Made | None
    questions: Mapping[int, str]
    """By the row that was compared."""
    scores: RunState | None
    """How the evaluation of its artefacts stands."""
    has_ollama: bool
    """Whether this machine has the program."""
    state: RunState


@dataclass(frozen=True)
class Offered:
    """Every run that has a result, the newest first, and whether this machine has Ollama."""

    models: tuple[Exportable, ...]
    has_ollama: bool


def read_found(run: RunFolder) -> Found:
    """Raises RunFailed."""
    job, parity = read_export(run), read_parity(run)
    rows = read_export_rows(run, job) if parity else ()
    questions = {row.id: question_and_answers(row.content)[0] for row in rows}
    whole = bool(job.wanted) and (Path(job.target) / MANIFEST).is_file()
    evaluation = scored_in(run)
    scores = run_state(evaluation) if evaluation else None
    made = made_by(run) if whole else None
    return Found(run, job, parity, made, questions, scores, _has_ollama(), run_state(run))


def read_offered(project: Path) -> Offered:
    """Raises RunFailed."""
    return Offered(tuple(_exportables(project)), _has_ollama())


def _exportables(project: Path) -> Iterator[Exportable]:
    titles = {each.name: preset_title(each) for each in list_presets()}
    sizes: dict[str, int | None] = {}
    for each in trained_models(project):
        base = each.tuned.base
        if base not in sizes:
            folder = find_base(base, hub_cache())
            sizes[base] = describe_model(folder).parameters if folder else None
        yield _exportable(each, titles.get(each.preset, each.preset), sizes[base])


def read_place(folder: Path | None, project: Path) -> Place:
    """What is free where this folder is, or would be."""
    wanted = folder or project
    try:
        there = next((each for each in (wanted, *wanted.parents) if each.is_dir()), None)
        free = shutil.disk_usage(there).free if there else None
        taken = folder is not None and (folder.is_file() or (folder.is_dir() and any(folder.iterdir())))
    except PermissionError:
        return Place(folder, writable=False)
    return Place(folder, free, taken, writable=there is not None and os.access(there, os.W_OK))


def given_again(found: Found) -> tuple[Artefact, ...]:
    """What was compared and is still there, to be compared once more."""
    target = Path(found.job.target)
    artefacts = [each.artefact for each in found.parity.artefacts] if found.parity else []
    absolute = [
        each.model_copy(update={"path": str(target / each.path), "base": _base(target, each)}) for each in artefacts
    ]
    return tuple(each for each in absolute if Path(each.path).exists())


def _has_ollama() -> bool:
    return shutil.which("ollama") is not None


def _base(target: Path, artefact: Artefact) -> str:
    """A GGUF base lies beside its adapter."""
    beside = target / artefact.base
    return str(beside) if artefact.format == "gguf_adapter" and artefact.base else artefact.base


def _exportable(model: TrainedModel, preset: str, parameters: int | None) -> Exportable:
    adapter = model.run.adapter
    return Exportable(
        run=model.run,
        title=f"{title_of_run(model.run.name)} · {preset}",
        chooses_labels=model.base is None,
        has_adapter=not model.tuned.whole,
        parameters=parameters or 0,
        lacks="" if parameters is not None or model.tuned.whole else title_of_model(model.tuned.base),
        adapter_bytes=sum(each.stat().st_size for each in adapter.glob("*.safetensors")),
    )
