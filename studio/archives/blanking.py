"""What a run tells of itself, without what it repeats of the rows."""

from collections.abc import Iterator
from pathlib import Path

from pydantic import ValidationError

from studio.core.events import (
    Event,
    Failed,
    Finished,
    Heartbeat,
    Memory,
    Metric,
    Notice,
    Phase,
    Planned,
    Progress,
    Resumed,
    Sample,
    Saved,
    Scored,
    Started,
    parse_event,
)
from studio.core.job import Job
from studio.runs.folder import RunFolder
from studio.runs.run import read_job
from studio.words import _

_NUMBERS = (Started, Resumed, Planned, Progress, Metric, Memory, Saved, Scored, Heartbeat, Finished)


def blanked_job(run: RunFolder) -> bytes:
    """job.json without the names of groups of rows; raises RunFailed when it cannot be read."""
    job: Job = read_job(run)
    snapshot = job.snapshot.model_copy(update={"balance": None})
    return (job.model_copy(update={"snapshot": snapshot}).model_dump_json(indent=2) + "\n").encode()


def blanked_events(file: Path) -> bytes:
    """Every event that can be read, those that may quote a row without their words; raises OSError."""
    return b"".join(each.model_dump_json().encode() + b"\n" for each in _events(file))


def _events(file: Path) -> Iterator[Event]:
    with file.open("rb") as lines:
        for line in lines:
            try:
                event = _blanked(parse_event(line))
            except ValidationError:
                # Of another version, or spoilt: nobody can say what it holds.
                continue
            if event is not None:
                yield event


def _blanked(event: Event) -> Event | None:
    """None for what is not known to be free of texts."""
    match event:
        case Sample():
            return event.model_copy(update={"prompt": "", "text": "", "reference": ""})
        case Failed() | Notice():
            return event.model_copy(update={"message": _("Left out, as all texts were."), "hint": ""})
        case Phase():
            return event.model_copy(update={"detail": ""})
    return event if isinstance(event, _NUMBERS) else None
