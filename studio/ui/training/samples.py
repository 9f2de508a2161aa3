"""The answers to the fixed questions as they changed during a run."""

from dataclasses import dataclass, field

from studio.core.events import Sample


@dataclass(frozen=True)
class SampleShown:
    """One question with the answer at a step, the one before it and the reference."""

    index: int
    prompt: str
    step: int
    answer: str
    previous_step: int | None
    previous: str
    reference: str


@dataclass
class SampleBook:
    """Every answer by question and step."""

    _answers: dict[int, dict[int, Sample]] = field(default_factory=dict)

    def take(self, sample: Sample) -> None:
        """A later answer to the same question at the same step replaces the earlier one."""
        self._answers.setdefault(sample.index, {})[sample.step] = sample

    def questions(self) -> list[int]:
        """The questions that have an answer, in order."""
        return sorted(self._answers)

    def steps(self) -> list[int]:
        """The steps at which any question was answered, in order."""
        return sorted({step for answers in self._answers.values() for step in answers})

    def shown(self, index: int, step: int | None = None) -> SampleShown | None:
        """The answer at `step` or last before it, the latest when None; None when there is no such answer."""
        answers = self._answers.get(index, {})
        steps = sorted(each for each in answers if step is None or each <= step)
        if not steps:
            return None
        sample = answers[steps[-1]]
        previous = answers[steps[-2]] if len(steps) > 1 else None
        return SampleShown(
            index,
            sample.prompt,
            sample.step,
            sample.text,
            previous.step if previous else None,
            previous.text if previous else "",
            sample.reference,
        )
