"""What people note beside the rows of an evaluation: appended, never overwritten, the last word of a row counts."""

from contextlib import closing, suppress

from pydantic import BaseModel, ConfigDict, ValidationError

from studio.errors import RunFailed
from studio.runs.folder import RunFolder, readable
from studio.runs.lines import LineAppender
from studio.words import _

_FILE = "notes.jsonl"


class RowNote(BaseModel):
    """One row's note and tags; without both it says nothing any more."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    id: int
    note: str = ""
    tags: tuple[str, ...] = ()

    @property
    def says_something(self) -> bool:
        """Whether there is a note or a tag."""
        return bool(self.note.strip() or self.tags)


def read_notes(run: RunFolder) -> dict[int, RowNote]:
    """By row; raises RunFailed when the file cannot be read."""
    found: dict[int, RowNote] = {}
    with readable(run):
        try:
            lines = (run.path / _FILE).read_bytes().split(b"\n")
        except FileNotFoundError:
            return {}
    for line in lines:
        # A line that was cut off by a crash is left out.
        with suppress(ValidationError):
            note = RowNote.model_validate_json(line)
            found[note.id] = note
    return {id: note for id, note in found.items() if note.says_something}


def write_note(run: RunFolder, note: RowNote) -> None:
    """Take the place of what was noted of the row before; raises RunFailed."""
    try:
        with closing(LineAppender(run.path / _FILE)) as file:
            file.append(note.model_dump_json().encode())
            file.sync()
    except OSError as error:
        raise RunFailed(_("The note could not be stored in {path}.").format(path=run.path), hint=str(error)) from error
