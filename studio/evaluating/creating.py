"""From models and a data set to an evaluation folder that any worker can do, here or elsewhere."""

import hashlib
import os
import shutil
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from studio.assess.groups import groups_of
from studio.core.contract import Contract
from studio.core.drawing import drawn
from studio.core.evaluation import Decoding, EvaluatedRow, EvaluationJob, LeakedRow, Subject
from studio.core.example import Split
from studio.data.contract_file import read_contract
from studio.data.evaluated import CandidateRow, candidate_rows
from studio.data.reader import ProjectReader
from studio.errors import ProjectFailed, RunFailed
from studio.evaluating.known_rows import known_rows
from studio.evaluating.report_facts import PARTS
from studio.evaluating.subjects import untraced
from studio.runs.evaluations import EVALUATIONS, rows_file
from studio.runs.folder import RunFolder
from studio.runs.run import begin_run, commit_job
from studio.words import Language, _, said_in

_SAMPLE_SEED = 0


@dataclass(frozen=True)
class Wanted:
    """An evaluation as it is asked for."""

    dataset_id: int
    split: Split | Literal["all"]
    subjects: tuple[Subject, ...]
    decoding: Decoding = field(default_factory=Decoding)
    title: str = ""
    most_rows: int = 0
    """Of more, a sample is drawn; 0 for all."""
    timed_rows: int = 20


def prepare_evaluation(project_path: Path, wanted: Wanted, language: Language) -> RunFolder:
    """Freeze the rows that none of the models has learned; raises StudioError and leaves no folder then."""
    project = project_path.resolve()
    contract = read_contract(project)
    with ProjectReader(project) as reader:
        dataset = next((each for each in reader.datasets() if each.id == wanted.dataset_id), None)
        if dataset is None:
            raise ProjectFailed(_("This data set no longer exists."))
        rows = candidate_rows(reader, wanted.dataset_id, wanted.split)
        step = reader.last_step()
    if not rows:
        raise ProjectFailed(
            _("There are no rows to evaluate in this part of “{name}”.").format(name=dataset.name),
            hint=_("Divide the data set in the Data tab, or choose another part of it."),
        )
    # Who asks for validation rows wants those that trainings looked at.
    leaked = known_rows(project, wanted.subjects, rows, validated=wanted.split == "test")
    # Drawn of what is left, so that as many rows are asked as were wanted.
    kept = drawn(_without(rows, leaked), wanted.most_rows, _SAMPLE_SEED)
    if not kept:
        raise ProjectFailed(
            _("Trainings have met every one of these rows: nothing can be concluded from them."),
            hint=_("Choose the test part, or rows that the model has not seen."),
        )
    run = begin_run(project, wanted.title or f"{dataset.name} {wanted.split}", EVALUATIONS)
    try:
        sha256 = _write_rows(run, kept, contract)
        commit_job(
            run,
            EvaluationJob(
                name=run.name,
                title=wanted.title or f"{dataset.name} · {said_in(language, PARTS[wanted.split])}",
                project=str(project),
                language=language,
                created_at=time.time(),
                dataset=dataset.name,
                kind=dataset.kind,
                split=wanted.split,
                rows=len(kept),
                rows_sha256=sha256,
                sampled=len(kept) == wanted.most_rows,
                project_step=step,
                subjects=wanted.subjects,
                decoding=wanted.decoding,
                contract=contract,
                leaked=leaked,
                untraced=untraced(project, wanted.subjects),
                timed_rows=wanted.timed_rows,
            ),
        )
    except BaseException:
        # Also when interrupted: half a folder helps nobody.
        shutil.rmtree(run.path, ignore_errors=True)
        raise
    return run


def _without(rows: Sequence[CandidateRow], leaked: Sequence[LeakedRow]) -> list[CandidateRow]:
    known = {each.id for each in leaked}
    return [row for row in rows if row.id not in known]


def _write_rows(run: RunFolder, rows: Sequence[CandidateRow], contract: Contract | None) -> str:
    digest = hashlib.sha256()
    try:
        with rows_file(run).open("wb") as file:
            for row in rows:
                groups = groups_of(row.content, contract, row.source)
                frozen = EvaluatedRow(id=row.id, content=row.content, family=row.family, groups=groups)
                line = frozen.model_dump_json().encode() + b"\n"
                digest.update(line)
                file.write(line)
            file.flush()
            os.fsync(file.fileno())
    except OSError as error:
        raise RunFailed(
            _("The evaluation could not be written to {path}.").format(path=run.path), hint=str(error)
        ) from error
    return digest.hexdigest()
