"""The scores of a finished evaluation, kept in its folder so that many are listed without scoring them again."""

import hashlib
from collections.abc import Iterator, Mapping
from contextlib import suppress
from pathlib import Path

from pydantic import BaseModel, ConfigDict, ValidationError

from studio.assess.score import Score
from studio.core.evaluation import Subject
from studio.evaluating.primary import PRIMARY
from studio.evaluating.results import Results, SubjectResults, read_results
from studio.evaluating.scoring import ModelScores, score_results
from studio.runs.durable import replace_text
from studio.runs.evaluations import rows_file
from studio.runs.folder import RunFolder

FILE = "summary.json"
_FORMAT = 1
_HASH_DIGITS = 12


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class StoredScore(_Part):
    """A Score."""

    value: float
    low: float
    high: float
    n: int

    def score(self) -> Score:
        """As statistics know it."""
        return Score(self.value, self.low, self.high, self.n)


class StoredRow(_Part):
    """A row that was asked; `content` is a hash, equal where the row is."""

    id: int
    content: str
    family: int = 0


class RightOrWrong(_Part):
    """Of a metric that is a share of right rows: its rows, and a digit 1 for each that is right in its sense."""

    ids: tuple[int, ...]
    digits: str

    def outcomes(self) -> dict[int, float]:
        """By row."""
        return {id: float(digit) for id, digit in zip(self.ids, self.digits, strict=True)}


class StoredModel(_Part):
    """One model with its scores, and row by row where a metric decides that."""

    subject: Subject
    answered: int
    scores: dict[str, StoredScore]
    rows: dict[str, RightOrWrong]


class StoredScores(_Part):
    """summary.json; `stamp` says of which files it was made."""

    v: int
    stamp: str
    name: str
    dataset: str
    kind: str
    split: str
    created_at: float
    contract: str
    """A hash, empty without one."""
    rows: tuple[StoredRow, ...]
    models: tuple[StoredModel, ...]


def read_scores(run: RunFolder) -> StoredScores:
    """From summary.json while the answers are those it was made of, else scored anew; raises RunFailed."""
    stamp = _stamp(run)
    with suppress(OSError, ValidationError):
        known = StoredScores.model_validate_json((run.path / FILE).read_bytes())
        if (known.v, known.stamp) == (_FORMAT, stamp):
            return known
    made = _scored(read_results(run), stamp)
    # In a folder that cannot be written the scores are made again next time: slower, and no worse.
    with suppress(OSError):
        replace_text(run.path / FILE, made.model_dump_json())
    return made


def _stamp(run: RunFolder) -> str:
    """Names, sizes and times of everything that scores depend on."""
    digest = hashlib.sha256()
    for file in _files(run):
        with suppress(FileNotFoundError):
            found = file.stat()
            digest.update(f"{file.relative_to(run.path).as_posix()} {found.st_size} {found.st_mtime_ns}\n".encode())
    return digest.hexdigest()


def _files(run: RunFolder) -> Iterator[Path]:
    yield from (run.job_file, rows_file(run))
    for folder in ("answers", "timings"):
        yield from sorted((run.path / folder).glob("*.jsonl"))


def _scored(results: Results, stamp: str) -> StoredScores:
    job, board = results.job, score_results(results)
    contract = job.contract.model_dump_json() if job.contract else ""
    return StoredScores(
        v=_FORMAT,
        stamp=stamp,
        name=job.name,
        dataset=job.dataset,
        kind=job.kind,
        split=job.split,
        created_at=job.created_at,
        contract=_hash(contract) if contract else "",
        rows=tuple(
            StoredRow(id=row.id, content=_hash(row.content.model_dump_json()), family=row.family)
            for row in results.rows
        ),
        models=tuple(_model(found, scored) for found, scored in zip(results.subjects, board.models, strict=True)),
    )


def _model(found: SubjectResults, scored: ModelScores) -> StoredModel:
    return StoredModel(
        subject=found.subject,
        answered=scored.answered,
        scores={name: _stored(score) for name, score in scored.scores.items()},
        rows=dict(_rows(found)),
    )


def _rows(found: SubjectResults) -> Iterator[tuple[str, RightOrWrong]]:
    for each in found.measures:
        if each.metric in PRIMARY and each.is_proportion and each.outcomes is not None:
            yield each.metric, RightOrWrong(ids=each.ids, digits="".join(str(int(one)) for one in each.outcomes))


def _stored(score: Score) -> StoredScore:
    return StoredScore(value=score.value, low=score.low, high=score.high, n=score.n)


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:_HASH_DIGITS]


def contents(scores: StoredScores) -> Mapping[int, str]:
    """By row, what tells its content."""
    return {row.id: row.content for row in scores.rows}
