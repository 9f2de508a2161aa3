"""Rating sessions on disk: `evaluations/NNNN/ratings/ID/`, with a file to which each rater's words are only added.

`session.json` is written last and never changes; `raters/NAME.jsonl` has the rater's name on its first line.
"""

import hashlib
import os
import time
import unicodedata
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from pydantic import BaseModel, ConfigDict, ValidationError, with_config

from studio.core.rating import SCALES, RaterName, Rating, RatingSession, Scale, is_whole
from studio.errors import RatingFailed
from studio.placing import sync_folder
from studio.runs.evaluations import EVALUATIONS
from studio.runs.folder import RunFolder
from studio.runs.lines import LineAppender, disk_is_full
from studio.runs.slug import slug
from studio.words import _

RATINGS = "ratings"
DIGEST = 10


class _Line(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class _Head(_Line):
    """First line of a rater's file."""

    v: int = 1
    rater: RaterName


class Reveal(_Line):
    """Who wanted to know which model is which, when, and whether all that had begun had finished by then."""

    at: float
    by: str
    finished: bool


@dataclass(frozen=True)
class RatingFolder:
    """One session of an evaluation."""

    run: RunFolder
    path: Path

    @property
    def session_file(self) -> Path:
        return self.path / "session.json"

    @property
    def raters(self) -> Path:
        return self.path / "raters"

    @property
    def reveals(self) -> Path:
        return self.path / "reveals.jsonl"

    def rater_file(self, rater: str) -> Path:
        """Where this rater's words lie; names that are written alike but not the same have files of their own."""
        name = rater_name(rater)
        digest = hashlib.sha256(name.encode()).hexdigest()[:DIGEST]
        return self.raters / f"{slug(name, 'rater')}-{digest}.jsonl"


@with_config(ConfigDict(extra="forbid"))
@dataclass(frozen=True)
class SessionWishes:
    """What a new session is to be."""

    title: str
    models: tuple[int, ...]
    count: int
    scales: tuple[Scale, ...] = SCALES
    strata: str = ""
    minimum: int = 0
    """Of rows from each stratum that has so many."""
    reference: bool = False
    seed: int = 42


def rater_name(written: str) -> str:
    """A name as it is kept, however its spaces and accents were typed."""
    return unicodedata.normalize("NFC", " ".join(written.split()))


def rating_folders(run: RunFolder) -> list[RatingFolder]:
    """The sessions of an evaluation, newest first."""
    with explained(run.path):
        found = sorted((run.path / RATINGS).glob("*/session.json"), reverse=True)
    return [RatingFolder(run, file.parent) for file in found]


def find_session(project: Path, id: str) -> RatingFolder | None:
    """The session of this id in any evaluation of a project."""
    with explained(project):
        for file in (project / EVALUATIONS).glob(f"*/{RATINGS}/*/session.json"):
            if file.parent.name == id:
                return RatingFolder(RunFolder(file.parents[2]), file.parent)
    return None


def read_session(folder: RatingFolder) -> RatingSession:
    """What is read; raises RatingFailed."""
    with explained(folder.path):
        text = folder.session_file.read_bytes()
    try:
        return RatingSession.model_validate_json(text)
    except ValidationError as error:
        raise RatingFailed(
            _("The rating session {name} is damaged.").format(name=folder.path.name), hint=str(error)
        ) from error


def add_rating(folder: RatingFolder, rater: str, *ratings: Rating) -> None:
    """Add what a rater says; on the disk before this returns. Raises RatingFailed."""
    file = folder.rater_file(rater)
    with explained(file):
        is_new = not file.exists()
        head = (_Head(rater=rater_name(rater)).model_dump_json().encode(),) if is_new else ()
        _append(file, *head, *(each.model_dump_json().encode() for each in ratings))
        if is_new:
            sync_folder(file.parent)


def read_ratings(folder: RatingFolder) -> dict[str, dict[int, Rating]]:
    """By rater, in the order of their names: of each row what was said last. Raises RatingFailed."""
    found: dict[str, dict[int, Rating]] = {}
    with explained(folder.raters):
        for file in sorted(folder.raters.glob("*.jsonl")):
            # Not splitlines: comments may hold U+2028.
            lines = file.read_bytes().split(b"\n")
            with suppress(ValidationError):
                rater = _Head.model_validate_json(lines[0]).rater
                said = found.setdefault(rater, {})
                said.update((each.row, each) for each in _parsed(lines[1:]))
    return {
        rater: {row: each for row, each in said.items() if not each.is_empty}
        for rater, said in sorted(found.items(), key=lambda item: item[0].casefold())
    }


def reveal(folder: RatingFolder, by: str) -> Reveal:
    """Record that the models' names are shown from now on; raises RatingFailed."""
    noted = Reveal(at=time.time(), by=by, finished=all_finished(read_session(folder), read_ratings(folder)))
    with explained(folder.reveals):
        _append(folder.reveals, noted.model_dump_json().encode())
    return noted


def read_reveals(folder: RatingFolder) -> tuple[Reveal, ...]:
    """Who has had the names shown, in order; raises RatingFailed."""
    with explained(folder.reveals):
        if not folder.reveals.exists():
            return ()
        found = []
        for line in folder.reveals.read_bytes().split(b"\n"):
            with suppress(ValidationError):
                found.append(Reveal.model_validate_json(line))
    return tuple(found)


def all_finished(session: RatingSession, ratings: dict[str, dict[int, Rating]]) -> bool:
    """Whether everyone who has begun has answered everything."""
    return bool(ratings) and all(
        is_whole(session, said.get(row.id)) for said in ratings.values() for row in session.rows
    )


def _parsed(lines: Sequence[bytes]) -> Iterator[Rating]:
    """Without lines that a crash left unfinished: what they held was told as not saved."""
    for line in lines:
        with suppress(ValidationError):
            yield Rating.model_validate_json(line)


def _append(file: Path, *lines: bytes) -> None:
    appender = LineAppender(file)
    try:
        for line in lines:
            appender.append(line)
        appender.sync()
    finally:
        appender.close()


@contextmanager
def explained(path: Path) -> Iterator[None]:
    """Turn what the system refuses into RatingFailed."""
    try:
        yield
    except OSError as error:
        hint = (
            _("The disk is full: make room, then go on.")
            if disk_is_full(error)
            else _("Check the rights and the disk of this folder: {path}").format(path=path)
        )
        raise RatingFailed(
            _("The ratings could not be read or written: {reason}").format(reason=os.strerror(error.errno or 0)),
            hint=hint,
        ) from error
