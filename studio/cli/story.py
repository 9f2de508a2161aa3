"""A run's events folded into what a terminal shows of it."""

from dataclasses import dataclass, field

from studio.core.events import (
    Event,
    Failed,
    Finished,
    Metric,
    ModelState,
    Notice,
    Phase,
    PhaseName,
    Planned,
    Progress,
    Resumed,
    Sample,
    Scored,
    Started,
)


@dataclass
class Story:
    """How a run stands after the events told so far; times in Unix seconds."""

    device: str = ""
    began_at: float | None = None
    phase: PhaseName | None = None
    phase_at: float = 0.0
    done: int = 0
    total: int = 0
    step: int = 0
    total_steps: int = 0
    train_at: float = 0.0
    step_at: float = 0.0
    resumed_at: int = 0
    numbers: dict[str, float] = field(default_factory=dict)
    samples: dict[int, Sample] = field(default_factory=dict)
    notices: list[Notice] = field(default_factory=list)
    scores: dict[ModelState, dict[str, Scored]] = field(default_factory=lambda: {"base": {}, "tuned": {}})
    ending: Finished | Failed | None = None

    def tell(self, event: Event) -> None:
        """Take in the next event of the journal."""
        match event:
            case Started():
                self.device, self.began_at, self.ending = event.device, event.at, None
            case Resumed():
                self.step = self.resumed_at = event.step
                self.train_at = 0.0
            case Planned():
                self.total_steps = event.total_steps
            case Phase():
                self._enter(event.name, event.total, event.at)
            case Progress():
                self.done, self.total = event.done, event.total
            case Metric():
                self._measure(event)
            case Sample() | Notice() | Scored():
                self._note(event)
            case Finished() | Failed():
                self.ending = event

    def _enter(self, name: PhaseName, total: int, at: float) -> None:
        self.phase, self.phase_at, self.done, self.total = name, at, 0, total
        if name == "train" and not self.train_at:
            self.train_at = at

    def _measure(self, event: Metric) -> None:
        self.numbers[event.name] = event.value
        if event.name != "loss":
            return
        self.step, self.step_at = event.step, event.at
        # Checkups interrupt the training phase and nothing announces its return.
        if self.phase != "train":
            self._enter("train", self.total_steps, event.at)
        self.done, self.total = event.step, self.total_steps

    def _note(self, event: Sample | Notice | Scored) -> None:
        if isinstance(event, Sample):
            self.samples[event.index] = event
        elif isinstance(event, Notice):
            self.notices.append(event)
        else:
            self.scores[event.state][event.metric] = event

    def seconds_left(self) -> float | None:
        """Of the training alone, from its speed so far; None before the first step and outside training."""
        done = self.step - self.resumed_at
        if self.phase != "train" or done <= 0 or not self.total_steps:
            return None
        return (self.step_at - self.train_at) / done * (self.total_steps - self.step)
