"""Where a worker begins: at the first step, or where the newest whole checkpoint of its run lets it go on."""

from studio.core.events import Metric, Resumed
from studio.engine.desk import Desk
from studio.runs.checkpoints import OLDER, Checkpoint, clear_partials, newest_whole, set_damaged_aside
from studio.runs.tail import events_backwards
from studio.words import _


def find_start(desk: Desk) -> Checkpoint | None:
    """The checkpoint to go on from, told in the journal; None for the first step. Raises OSError."""
    run, start = desk.run, newest_whole(desk.run)
    clear_partials(run)
    aside = set_damaged_aside(run, start)
    for each in aside:
        words = (
            _("The checkpoint {name} was saved by an older version of Atelier and is not used.")
            if each.suffix == OLDER
            else _("The checkpoint {name} is damaged and is not used.")
        )
        desk.remark(words.format(name=each.stem))
    if start is not None:
        desk.pulse.step = start.step
        desk.tell(Resumed(step=start.step, checkpoint=start.path.relative_to(run.path).as_posix()))
    elif any(isinstance(event, Metric) and event.name == "loss" for event in events_backwards(run)):
        desk.tell(Resumed(step=0))
        words = (
            _("None of its checkpoints can be used: the run begins again.")
            if aside
            else _("Nothing had been saved before the run was cut off: it begins again.")
        )
        desk.remark(words)
    return start
