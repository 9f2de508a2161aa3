"""How far a run is and when it will end, from its events and clocks that nobody can set."""

import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from statistics import fmean, median

from studio.core.events import Event, Failed, Finished, Metric, Phase, PhaseName, Planned, Progress, Started

# The speed of the last steps says more of the next ones than that of the first: looked back on are as many as are
# left, within these bounds.
RECENT_STEPS = 100
LOOKED_BACK_ON = 20
FEWEST_STEPS = 3
# From so many on, the slowest is taken for an accident.
ENOUGH_STEPS = 10
RECENT_CHECKS = 3


@dataclass(frozen=True)
class Estimate:
    """Seconds and shares of one moment; what cannot be known yet is None."""

    phase: PhaseName | None = None
    done: int = 0
    total: int = 0
    steps: int = 0
    elapsed: float = 0.0
    remaining: float | None = None
    tests_follow: bool = False
    """Whether tests of unknown length come after what remains."""

    @property
    def share(self) -> float | None:
        """The share of the phase that is done."""
        return min(1.0, self.done / self.total) if self.total else None


class RunClock:
    """Takes in events in the order of the journal, answers estimates.

    Time within a worker is counted on its own monotonic clock and time since its last word on the monotonic clock of
    this process; the time of day serves only to know how old the last word was when it was read.
    """

    def __init__(self, wall: Callable[[], float] = time.time, steady: Callable[[], float] = time.monotonic) -> None:
        self._wall, self._steady = wall, steady
        self._evaluate_every, self._compares = 0, False
        self._speed = _Speed()
        self._phase: PhaseName | None = None
        self._done = self._total = self._steps = self._total_steps = 0
        self._spans: dict[PhaseName, float] = {}
        self._phase_began = 0.0
        self._ended = False
        self._before, self._began, self._last = 0.0, 0.0, 0.0
        self._heard_at: float | None = None
        self._age = 0.0

    def expect(self, evaluate_every: int, *, compares: bool) -> None:
        """What the run was asked for: steps between two checks of progress, tests of the models at the end."""
        self._evaluate_every, self._compares = evaluate_every, compares

    def take(self, event: Event) -> None:
        """The next event."""
        at = event.mono or event.at
        if self._heard_at is None:
            self._began = at
        elif isinstance(event, Started):
            self._begin_again(at)
        self._last, self._heard_at = at, self._steady()
        self._age = max(0.0, self._wall() - event.at)
        match event:
            case Phase():
                self._enter(event, at)
            case Planned(total_steps=total):
                self._total_steps = total
            case Progress(done=done, total=total):
                self._done, self._total = done, total
            case Metric(name="loss", step=step):
                self._speed.stepped(step, at)
                self._steps = step
            case Finished() | Failed():
                self.end()

    def estimate(self) -> Estimate:
        """How the run stands now."""
        if self._heard_at is None:
            return Estimate()
        silent = 0.0 if self._ended else self._age + self._steady() - self._heard_at
        elapsed = self._before + self._last - self._began + silent
        done, total = (self._steps, self._total_steps) if self._training else (self._done, self._total)
        remaining = None if self._ended else self._remaining(self._last + silent)
        follow = self._compares and self._phase in ("train", "evaluate") and "score_base" not in self._spans
        return Estimate(self._phase, done, total, self._steps, elapsed, remaining, remaining is not None and follow)

    def end(self) -> None:
        """The worker is gone, with or without a last word."""
        self._ended = True

    @property
    def _training(self) -> bool:
        # Steps go on being what matters while the model is checked between two of them.
        return bool(self._total_steps) and self._phase in ("train", "evaluate") and bool(self._speed)

    def _begin_again(self, at: float) -> None:
        self._before += self._last - self._began
        self._began, self._ended, self._phase = at, False, None
        self._speed.interrupt()

    def _enter(self, event: Phase, at: float) -> None:
        if self._phase is not None:
            self._spans[self._phase] = at - self._phase_began
        if event.name == "train":
            self._speed.started(at, self._spans["evaluate"] if self._phase == "evaluate" else None)
            self._total_steps = event.total or self._total_steps
        self._phase, self._done, self._total, self._phase_began = event.name, 0, event.total, at

    def _remaining(self, now: float) -> float | None:
        if self._phase in ("score_base", "score_tuned"):
            return self._remaining_tests(now)
        each = self._speed.step_s(self._total_steps - self._steps)
        if each is None or not self._training:
            return None
        # A step that takes longer than usual does not bring the end nearer.
        under_way = min(now - self._speed.step_began, each) if self._phase == "train" else 0.0
        steps = max(0.0, each * (self._total_steps - self._steps) - under_way)
        return steps + self._remaining_checks(now) + self._spans.get("score_base", 0.0)

    def _remaining_checks(self, now: float) -> float:
        each = self._speed.check_s
        if each is None or not self._evaluate_every:
            return 0.0
        every, last = self._evaluate_every, self._total_steps
        left = last // every - self._steps // every + bool(last % every)
        if self._phase != "evaluate":
            return each * left
        return each * left + max(0.0, each - (now - self._phase_began))

    def _remaining_tests(self, now: float) -> float | None:
        expected = self._spans.get("score_base")
        passed = now - self._phase_began
        if self._total and self._done:
            here = max(0.0, (self._last - self._phase_began) / self._done * self._total - passed)
        elif expected is not None:
            here = max(0.0, expected - passed)
        else:
            return None
        after_training = self._phase == "score_base" and bool(self._steps)
        # The trained model is asked the same questions.
        return here + (passed + here if after_training else 0.0)


class _Speed:
    """How long a step and a check of progress take; checks between two steps are no part of either step."""

    def __init__(self) -> None:
        self._steps: deque[float] = deque(maxlen=RECENT_STEPS)
        self._checks: deque[float] = deque(maxlen=RECENT_CHECKS)
        self._last_step: int | None = None
        self.step_began = 0.0

    def __bool__(self) -> bool:
        return self._last_step is not None

    def step_s(self, left: int) -> float | None:
        """One of the steps that are left."""
        steps = list(self._steps)[-max(left, LOOKED_BACK_ON) :]
        known = len(steps)
        if known < FEWEST_STEPS:
            return None
        # Not the median: where some batches are far longer than most, they are a part of the time to come.
        return (sum(steps) - max(steps)) / (known - 1) if known >= ENOUGH_STEPS else fmean(steps)

    @property
    def check_s(self) -> float | None:
        return median(self._checks) if self._checks else None

    def started(self, at: float, check: float | None) -> None:
        self.step_began = at
        if check is not None:
            self._checks.append(check)

    def stepped(self, step: int, at: float) -> None:
        if self._last_step is not None and step > self._last_step:
            self._steps.append((at - self.step_began) / (step - self._last_step))
        self._last_step, self.step_began = step, at

    def interrupt(self) -> None:
        """Another worker goes on, perhaps from an earlier step."""
        self._last_step = None
