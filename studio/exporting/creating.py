"""From a run and the formats that are wanted to an export folder that any worker can do, here or elsewhere."""

import hashlib
import os
import random
import shutil
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from studio.assess.groups import groups_of
from studio.core.contract import Contract
from studio.core.evaluation import EvaluatedRow
from studio.core.example import Chat, Content, Instruction
from studio.core.export import OLLAMA, QUANTISED, Artefact, ExportJob, WantedArtefact, title_of, with_needed
from studio.data.contract_file import read_contract
from studio.data.evaluated import frozen_rows
from studio.errors import ExportFailed, RunFailed
from studio.evaluating.subjects import subject_of_run
from studio.exporting.card import CARD, card_text
from studio.models.quantisation import lack_of_quantiser
from studio.placing import expect_text
from studio.runs.evaluations import EVALUATIONS, rows_file
from studio.runs.exports import ARTEFACTS, CALIBRATION, EXPORTS
from studio.runs.folder import RUNS, RunFolder
from studio.runs.run import begin_run, commit_job, read_job
from studio.runs.slug import LONGEST, slug
from studio.runs.target import expect_free
from studio.words import Language, _

_SEED = 0
_CALIBRATION_ROWS = 128
_LEAST_OF_PROJECT = 16


@dataclass(frozen=True)
class Wanted:
    """An export as it is asked for."""

    artefacts: tuple[WantedArtefact, ...] = ()
    given: tuple[Artefact, ...] = ()
    """Made before, and only compared."""
    target: Path | None = None
    """The folder to write into; None for one in the project."""
    rows: int = 20
    """Held-out rows to compare on, at most."""
    create_in_ollama: bool = True
    """Where this machine has one."""


def prepare_export(project_path: Path, run: RunFolder, wanted: Wanted, language: Language) -> RunFolder:
    """Freeze what is compared on and say what is exported; raises StudioError and leaves no folder then."""
    project = project_path.resolve()
    expect_text(project)
    subject, trained = subject_of_run(run), read_job(run)
    artefacts = with_needed(wanted.artefacts)
    if wanted.target is not None and artefacts:
        _expect_usable(wanted.target, project)
    learned = _calibration_rows(run, artefacts)
    contract = read_contract(project)
    held_out = _held_out(run)
    if not artefacts and not held_out:
        raise ExportFailed(
            _("The run {run} has no row that answers could be compared on.").format(run=run.name),
            hint=_("Classifiers are not compared word by word, nor is a run whose rows were not packed."),
        )
    made = begin_run(project, f"{run.name} {' '.join(each.format for each in artefacts)}", EXPORTS)
    try:
        (made.path / CARD).write_text(card_text(project, run, subject), "utf-8")
        chosen = [_grouped(row, contract) for row in _chosen(held_out, wanted.rows)]
        commit_job(
            made,
            ExportJob(
                name=made.name,
                title=title_of(subject.title, artefacts),
                project=str(project),
                language=language,
                created_at=time.time(),
                subject=subject,
                wanted=artefacts,
                given=wanted.given,
                target=str((wanted.target or made.path / ARTEFACTS).resolve()),
                stem=_stem(project.name, run.name),
                rows=len(chosen),
                rows_sha256=_write_rows(rows_file(made), chosen),
                calibration=len(learned),
                calibration_sha256=_write_rows(made.path / CALIBRATION, learned) if learned else "",
                dataset=trained.snapshot.dataset,
                system=_learned_system(run, artefacts, held_out),
                contract=contract,
                create_in_ollama=wanted.create_in_ollama,
            ),
        )
    except OSError as error:
        shutil.rmtree(made.path, ignore_errors=True)
        raise RunFailed(
            _("The export could not be written to {path}.").format(path=made.path), hint=str(error)
        ) from error
    except BaseException:
        # Also when interrupted: half a folder helps nobody.
        shutil.rmtree(made.path, ignore_errors=True)
        raise
    return made


def _expect_usable(target: Path, project: Path) -> None:
    """Raise ExportFailed unless the folder is nobody's: what lies in a result would be taken for a part of it."""
    expect_text(target)
    expect_free(target)
    own = next((name for name in (RUNS, EVALUATIONS, EXPORTS) if target.resolve().is_relative_to(project / name)), "")
    if own:
        raise ExportFailed(
            _("In this folder the project keeps its own work: {path}").format(path=project / own),
            hint=_("Choose a folder outside of it, or none: then the export’s own is taken."),
        )


def _stem(project: str, run: str) -> str:
    """With the run's number however long the project's name is: Ollama and programs know models by these names."""
    room = max(_LEAST_OF_PROJECT, LONGEST - len(run) - 1)
    return slug(f"{slug(project, '')[:room]} {run}", "model")


def _held_out(run: RunFolder) -> list[EvaluatedRow]:
    """The rows that the run has frozen for testing, else those that it was checked on."""
    job = read_job(run)
    if job.recipe.goal.task == "classification":
        # Nothing is said by it that could be compared word by word; ONNX files are held against its numbers.
        return []
    for part in (job.snapshot.test, job.snapshot.validation):
        # A project may have been packed without its rows: then nothing is compared.
        if part.rows and (run.data / part.file).is_file():
            return _frozen(run.data / part.file)
    return []


def _calibration_rows(run: RunFolder, artefacts: Sequence[WantedArtefact]) -> list[EvaluatedRow]:
    """Of those that the run has learned, and never of those that artefacts are compared on; none where none is needed.

    Raises ExportFailed where nothing can be quantised.
    """
    if not any(each.format in QUANTISED for each in artefacts):
        return []
    if lack := lack_of_quantiser():
        raise lack
    part = read_job(run).snapshot.train
    if not (run.data / part.file).is_file():
        raise ExportFailed(
            _("GPTQ and AWQ need rows that the run {run} has learned, and they are not here.").format(run=run.name),
            hint=_("Export a GGUF file, or open the project with the data of its runs."),
        )
    return _chosen(_frozen(run.data / part.file), _CALIBRATION_ROWS)


def _frozen(file: Path) -> list[EvaluatedRow]:
    return [
        EvaluatedRow(id=at, content=content, family=family) for at, (family, content) in enumerate(frozen_rows(file), 1)
    ]


def _chosen(rows: Sequence[EvaluatedRow], most: int) -> list[EvaluatedRow]:
    """The same for every export of a run: artefacts made on different days can be held against each other."""
    places = sorted(random.Random(_SEED).sample(range(len(rows)), min(most, len(rows))))
    return [rows[at] for at in places]


def _grouped(row: EvaluatedRow, contract: Contract | None) -> EvaluatedRow:
    return row.model_copy(update={"groups": groups_of(row.content, contract, "")})


def _write_rows(target: Path, rows: Sequence[EvaluatedRow]) -> str:
    """The SHA-256 of what was written."""
    stored = b"".join(row.model_dump_json().encode() + b"\n" for row in rows)
    with target.open("wb") as file:
        file.write(stored)
        file.flush()
        os.fsync(file.fileno())
    return hashlib.sha256(stored).hexdigest()


def _learned_system(run: RunFolder, artefacts: Sequence[WantedArtefact], held_out: Sequence[EvaluatedRow]) -> str:
    """What every row that was learned from says to the model first, for Modelfiles; empty where they differ.

    Of those held out where the others are not here.
    """
    if not any(each.format in OLLAMA for each in artefacts):
        return ""
    file = run.data / read_job(run).snapshot.train.file
    learned = [content for _family, content in frozen_rows(file)] if file.is_file() else []
    found = set(map(_system, learned or [row.content for row in held_out]))
    return found.pop() if len(found) == 1 else ""


def _system(content: Content) -> str:
    if isinstance(content, Instruction):
        return content.system
    if isinstance(content, Chat):
        return next((turn.content for turn in content.messages if turn.role == "system"), "")
    return ""
