"""The end of a journal, read backwards: how a run stands, whatever the journal's length."""

from collections.abc import Iterator

from pydantic import ValidationError

from studio.core.events import Event, Failed, Finished, Heartbeat, Memory, Notice, Planned, parse_event
from studio.runs.folder import RunFolder, readable
from studio.runs.lines import lines_backwards

# What a worker's threads may still write after the last word.
_AFTERWORDS = (Heartbeat, Memory, Notice)
_HEAD_BYTES = 256 * 1024


def read_ending(run: RunFolder) -> Finished | Failed | None:
    """The event that ended the run; None while it goes on, was cut off or goes on again after a resume."""
    for event in events_backwards(run):
        if isinstance(event, Finished | Failed):
            return event
        if not isinstance(event, _AFTERWORDS):
            return None
    return None


def is_complete(run: RunFolder) -> bool:
    """Whether the run has done all that it was asked to: there is nothing to go on with."""
    ending = read_ending(run)
    return isinstance(ending, Finished) and ending.reason == "completed"


def last_event(run: RunFolder) -> Event | None:
    """The last readable event."""
    return next(events_backwards(run), None)


def last_step(run: RunFolder) -> int:
    """The last optimiser step that the journal tells of, 0 before the first."""
    for event in events_backwards(run):
        step = event.steps if isinstance(event, Finished) else getattr(event, "step", None)
        if isinstance(step, int):
            return step
    return 0


def last_memory(run: RunFolder) -> Memory | None:
    """The last known use of memory."""
    return next((event for event in events_backwards(run) if isinstance(event, Memory)), None)


def events_backwards(run: RunFolder) -> Iterator[Event]:
    """The readable events from the last to the first; raises RunFailed when the journal is not readable."""
    with readable(run):
        for line in lines_backwards(run.events):
            try:
                yield parse_event(line)
            except ValidationError:
                continue


def first_event(run: RunFolder) -> Event | None:
    """The first readable event."""
    return next(_head(run), None)


def total_steps(run: RunFolder) -> int:
    """The number of steps planned, 0 while it is unknown."""
    return next((event.total_steps for event in _head(run) if isinstance(event, Planned)), 0)


def _head(run: RunFolder) -> Iterator[Event]:
    if not run.events.exists():
        return
    with readable(run), run.events.open("rb") as file:
        lines = file.read(_HEAD_BYTES).split(b"\n")[:-1]
    for line in lines:
        try:
            yield parse_event(line)
        except ValidationError:
            continue
