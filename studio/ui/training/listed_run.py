"""One line of the list of runs, in the words it is shown with."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from studio.core.events import Metric
from studio.core.job import Job, Origin
from studio.core.preset import words_of
from studio.runs.folder import LIVING, RunFolder, RunState
from studio.runs.presets import NamedPreset
from studio.runs.run import RunSummary, list_runs
from studio.runs.tail import events_backwards
from studio.ui.formats import duration, integer, moment, number
from studio.ui.training.wording import step_words
from studio.words import _

# The loss is among the last lines unless a run ended long after its last step.
_LOOKED_THROUGH = 2000


@dataclass(frozen=True)
class ListedRun:
    """A run with what the list and the header say of it; times in Unix seconds."""

    run: RunFolder
    state: RunState
    preset: str = ""
    started_at: float | None = None
    ended_at: float | None = None
    last_step: int = 0
    loss: float | None = None
    model: str = ""
    dataset: str = ""
    evaluate_every: int = 0
    compares: bool = False
    samples: bool = True
    """Whether the model answers fixed questions at every check of progress."""
    origin: Origin | None = None
    """The run whose training this one prolongs."""

    @property
    def title(self) -> str:
        """The run as people call it: its number and its preset."""
        return _run_title(self.run.name)

    @property
    def full_title(self) -> str:
        """Number and preset."""
        return " · ".join(filter(None, (self.title, self.preset)))

    @property
    def origin_words(self) -> str:
        """Where its training begins; "" at the base model."""
        if self.origin is None:
            return ""
        known = {"run": _run_title(self.origin.run), "step": integer(self.origin.step)}
        return _("goes on from {run}, step {step}").format(**known)

    def kept_words(self, step: int) -> str:
        """Which weights its result holds: perhaps those of the run before, whose steps its own curves do not show."""
        where = step_words(step)
        if self.origin is None or step > self.origin.step:
            return _("saved: {where}").format(where=where)
        run = _run_title(self.origin.run)
        return _("saved: {where} of {run}, where the loss was lower").format(where=where, run=run)

    def facts(self, now: float) -> str:
        """Date, loss and duration in one line."""
        parts = []
        if self.started_at is not None:
            parts.append(moment(self.started_at, now))
        if self.loss is not None:
            parts.append(_("loss {value}").format(value=number(self.loss)))
        if self.started_at is not None and self.ended_at is not None and self.state not in LIVING:
            parts.append(duration(self.ended_at - self.started_at))
        return " · ".join(parts)


def read_runs(project: Path, presets: Sequence[NamedPreset]) -> list[ListedRun]:
    """The runs of a project, newest first; reads files, so not for the GUI thread."""
    titles = {each.name: preset_title(each) for each in presets}
    return [_listed(summary, titles) for summary in list_runs(project)]


def preset_title(preset: NamedPreset) -> str:
    """The preset's name in the user's language."""
    return words_of(preset.preset.name)


def _run_title(name: str) -> str:
    return _("Run {number}").format(number=name.partition("-")[0].lstrip("0") or "0")


def _listed(summary: RunSummary, titles: dict[str, str]) -> ListedRun:
    job = summary.job
    return ListedRun(
        run=summary.run,
        state=summary.state,
        preset=titles.get(job.preset, job.preset) if job else "",
        started_at=summary.started_at if summary.started_at is not None else (job.created_at if job else None),
        ended_at=summary.ended_at,
        last_step=summary.last_step,
        loss=_last_loss(summary.run) if summary.last_step else None,
        model=_model(job),
        dataset=job.snapshot.dataset if job else "",
        evaluate_every=job.recipe.evaluation.every_steps if job else 0,
        compares=job.recipe.evaluation.compare if job else False,
        origin=job.origin if job else None,
        samples=job is None or job.recipe.evaluation.sample_prompts > 0,
    )


def _model(job: Job | None) -> str:
    if job is None:
        return ""
    base = job.recipe.model.base
    return _("demonstration model") if base == "demo" else Path(base).name


def _last_loss(run: RunFolder) -> float | None:
    losses = (
        event.value
        for event in islice(events_backwards(run), _LOOKED_THROUGH)
        if isinstance(event, Metric) and event.name == "loss"
    )
    return next(losses, None)
