"""Benchmarks as evaluations: from a file of questions to a folder that any worker can do."""

import hashlib
import os
import shutil
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from studio.core.benchmark import BENCHMARKS, Benchmark
from studio.core.drawing import drawn
from studio.core.evaluation import BenchmarkFile, Decoding, EvaluatedRow, EvaluationJob, LeakedRow, Subject
from studio.data.benchmark_files import BenchmarkRows, read_benchmark, shipped_file
from studio.data.evaluated import CandidateRow
from studio.data.importers.reports import SkippedLine
from studio.errors import ImportFailed, ProjectFailed, RunFailed
from studio.evaluating.known_rows import known_rows
from studio.paths import readable_name
from studio.runs.durable import hash_file
from studio.runs.evaluations import EVALUATIONS, rows_file
from studio.runs.folder import RunFolder
from studio.runs.run import begin_run, commit_job
from studio.words import Language, _

# A letter, or a few with commas; models that begin to explain are cut off.
_SAID_TOKENS = 16


@dataclass(frozen=True)
class BenchmarkWanted:
    """A benchmark as it is asked for; without a file it is the one that Atelier ships."""

    benchmark: str
    subjects: tuple[Subject, ...]
    file: Path | None = None
    most_rows: int = 0
    """Of more, a sample is drawn by `seed`; 0 for all."""
    seed: int = 0


@dataclass(frozen=True)
class PreparedBenchmark:
    """The folder to be worked off, and the lines of the file that are no questions of the benchmark."""

    run: RunFolder
    skipped: tuple[SkippedLine, ...]


def benchmark_named(name: str) -> Benchmark:
    """Of the catalogue; raises RunFailed naming those there are."""
    if name in BENCHMARKS:
        return BENCHMARKS[name]
    raise RunFailed(
        _("There is no benchmark “{name}”.").format(name=name),
        hint=_("The benchmarks are: {names}.").format(names=", ".join(BENCHMARKS)),
    )


def prepare_benchmark(
    project_path: Path, wanted: BenchmarkWanted, language: Language, cancelled: Callable[[], bool] = lambda: False
) -> PreparedBenchmark:
    """Copy the questions that none of the models has learned; raises StudioError and leaves no folder then."""
    project, benchmark = project_path.resolve(), benchmark_named(wanted.benchmark)
    if not project.is_dir():
        raise ProjectFailed(_("The folder {path} does not exist.").format(path=project))
    file = _file_of(benchmark, wanted.file)
    read = read_benchmark(file, benchmark, cancelled)
    # Rows of no family of the project: ids below zero are given to none.
    candidates = [CandidateRow(row.id, -row.id, "", row.content) for row in read.rows]
    leaked = known_rows(project, wanted.subjects, candidates)
    known = {each.id for each in leaked}
    kept = drawn([row for row in read.rows if row.id not in known], wanted.most_rows, wanted.seed)
    if not kept:
        raise ProjectFailed(
            _("Every one of these questions was learned in training: nothing can be concluded from them."),
            hint=_("Choose another benchmark, or a run that was not trained on it."),
        )
    run = begin_run(project, benchmark.name, EVALUATIONS)
    try:
        commit_job(run, _job(run, wanted, _Frozen(file, read, kept, leaked), language))
    except BaseException:
        # Also when interrupted: half a folder helps nobody.
        shutil.rmtree(run.path, ignore_errors=True)
        raise
    return PreparedBenchmark(run, read.skipped)


@dataclass(frozen=True)
class _Frozen:
    file: Path
    read: BenchmarkRows
    kept: Sequence[EvaluatedRow]
    leaked: tuple[LeakedRow, ...]


def _job(run: RunFolder, wanted: BenchmarkWanted, frozen: _Frozen, language: Language) -> EvaluationJob:
    name = readable_name(frozen.file.name)
    return EvaluationJob(
        name=run.name,
        title=_(benchmark_named(wanted.benchmark).title),
        project=str(run.path.parent.parent),
        language=language,
        created_at=time.time(),
        dataset=name,
        kind="choice",
        split="all",
        rows=len(frozen.kept),
        rows_sha256=_write_rows(run, frozen.kept),
        project_step=0,
        subjects=wanted.subjects,
        decoding=Decoding(max_new_tokens=_SAID_TOKENS),
        leaked=frozen.leaked,
        timed_rows=0,
        benchmark=BenchmarkFile(
            name=wanted.benchmark,
            file=name,
            sha256=hash_file(frozen.file),
            rows=len(frozen.read.rows),
            seed=wanted.seed,
        ),
    )


def _file_of(benchmark: Benchmark, asked: Path | None) -> Path:
    file = asked or shipped_file(benchmark)
    if file is None:
        raise ImportFailed(
            _("{benchmark} needs its file: Atelier ships and downloads none.").format(benchmark=_(benchmark.title)),
            hint=_("Its authors publish it at {source}. Expected: {form}.").format(
                source=benchmark.source or "–", form=_(benchmark.forms)
            ),
        )
    return file


def _write_rows(run: RunFolder, rows: Sequence[EvaluatedRow]) -> str:
    written = b"".join(row.model_dump_json().encode() + b"\n" for row in rows)
    try:
        with rows_file(run).open("wb") as file:
            file.write(written)
            file.flush()
            os.fsync(file.fileno())
    except OSError as error:
        raise RunFailed(
            _("The evaluation could not be written to {path}.").format(path=run.path), hint=str(error)
        ) from error
    return hashlib.sha256(written).hexdigest()
