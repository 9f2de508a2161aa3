"""How far a run is, in words."""

from dataclasses import dataclass

from studio.runs.folder import LIVING, RunState
from studio.ui.formats import about, clock, duration, integer
from studio.ui.training.progress import Estimate
from studio.ui.training.wording import phase_words, state_words
from studio.words import _, ngettext


@dataclass(frozen=True)
class EstimateWords:
    """The lines of the header; `share` is None while the phase has no known length."""

    phase: str
    share: float | None
    elapsed: str
    remaining: str = ""
    finish: str = ""


def estimate_words(estimate: Estimate, state: RunState, now: float) -> EstimateWords:
    """A run that is over shows how long it took and nothing to come."""
    took = duration(estimate.elapsed)
    if state not in LIVING:
        return EstimateWords(
            phase=_phase(estimate) if state in ("died", "failed") else _steps(estimate.steps),
            share=1.0 if state == "finished" else estimate.share or 0.0,
            elapsed=_("took {time}").format(time=took) if estimate.elapsed else "",
        )
    if estimate.phase is None:
        return EstimateWords(phase=state_words(state), share=None, elapsed="")
    remaining = finish = ""
    if estimate.remaining is not None and estimate.tests_follow:
        # When it ends cannot be said yet, so it is not.
        remaining = _("about {time} of training left, then the tests").format(time=about(estimate.remaining))
    elif estimate.remaining is not None:
        remaining = _("about {time} left").format(time=about(estimate.remaining))
        finish = _("ends at about {time}").format(time=clock(now + estimate.remaining))
    return EstimateWords(_phase(estimate), estimate.share, _("running for {time}").format(time=took), remaining, finish)


def _phase(estimate: Estimate) -> str:
    if estimate.phase is None:
        return ""
    name = phase_words(estimate.phase)
    if not estimate.total:
        return name
    done, total = integer(estimate.done), integer(estimate.total)
    if estimate.phase in ("train", "evaluate"):
        return _("{phase} · step {done} of {total}").format(phase=name, done=done, total=total)
    return _("{phase} · {done} of {total}").format(phase=name, done=done, total=total)


def _steps(count: int) -> str:
    return ngettext("{count} step", "{count} steps", count).format(count=integer(count)) if count else ""
