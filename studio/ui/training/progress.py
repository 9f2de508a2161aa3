"""How far a run is and when it will end, from its events alone."""

from dataclasses import dataclass, field

from studio.core.events import Event, Failed, Finished, Metric, Phase, PhaseName, Planned, Progress


@dataclass(frozen=True)
class Estimate:
    """Seconds and shares of one moment; what cannot be known yet is None."""

    phase: PhaseName | None = None
    done: int = 0
    total: int = 0
    steps: int = 0
    elapsed: float = 0.0
    remaining: float | None = None

    @property
    def share(self) -> float | None:
        """The share of the phase that is done."""
        return min(1.0, self.done / self.total) if self.total else None


@dataclass
class RunClock:
    """Takes in events, answers estimates; the trained model's test is expected to take as long as the base model's."""

    _began: float | None = None
    _ended: float | None = None
    last_seen: float = 0.0
    """Time of the newest event."""
    _phase: PhaseName | None = None
    _done: int = 0
    _total: int = 0
    _steps: int = 0
    _total_steps: int = 0
    _train_began: float | None = None
    _last_step_at: float = 0.0
    _phase_began: dict[PhaseName, float] = field(default_factory=dict)
    _spans: dict[PhaseName, float] = field(default_factory=dict)

    def take(self, event: Event) -> None:
        """Events must come in the order of the journal."""
        if self._began is None:
            self._began = event.at
        self.last_seen = event.at
        match event:
            case Phase():
                self._enter(event)
            case Planned(total_steps=total):
                self._total_steps = total
            case Progress(done=done, total=total):
                self._done, self._total = done, total
            case Metric(name="loss", step=step):
                self._steps, self._last_step_at = step, event.at
            case Finished() | Failed():
                self._ended = event.at

    def estimate(self, now: float) -> Estimate:
        """How the run stands at the Unix time `now`."""
        if self._began is None:
            return Estimate()
        elapsed = max(0.0, (self._ended or now) - self._began)
        # Steps go on being what matters while the model is checked between two of them.
        training = self._train_began is not None and self._phase in ("train", "evaluate")
        done, total = (self._steps, self._total_steps) if training else (self._done, self._total)
        remaining = None if self._ended else self._remaining(now)
        return Estimate(self._phase, done, total, self._steps, elapsed, remaining)

    def end(self, at: float) -> None:
        """The worker is gone without a last word."""
        self._ended = self._ended or at

    def _enter(self, event: Phase) -> None:
        if self._phase is not None:
            began = self._phase_began.get(self._phase, event.at)
            self._spans[self._phase] = event.at - began
        self._phase, self._done, self._total = event.name, 0, event.total
        self._phase_began[event.name] = event.at
        if event.name == "train":
            self._train_began = self._train_began or event.at
            self._total_steps = event.total or self._total_steps

    def _remaining(self, now: float) -> float | None:
        afterwards = self._spans.get("score_base", 0.0)
        if self._phase == "score_tuned":
            passed = now - self._phase_began["score_tuned"]
            if self._total and self._done:
                return max(0.0, passed * (self._total - self._done) / self._done)
            return max(0.0, afterwards - passed) if afterwards else None
        if self._train_began is None or not self._steps or not self._total_steps:
            return None
        each = (self._last_step_at - self._train_began) / self._steps
        # A step that takes longer than usual does not bring the end nearer.
        under_way = min(now - self._last_step_at, each)
        return max(0.0, each * (self._total_steps - self._steps) - under_way) + afterwards
