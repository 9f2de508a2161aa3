"""The answers to the fixed questions as they changed during a run."""

from dataclasses import dataclass, field

from studio.core.events import Sample


@dataclass(frozen=True)
class Stretch:
    """The same answer at one check of progress or at several in a row; step 0 is the untrained model."""

    first: int
    last: int
    checks: int
    text: str


@dataclass(frozen=True)
class AnswerStory:
    """One question with its reference and its answers in the order of the steps."""

    index: int
    prompt: str
    reference: str
    answers: tuple[Stretch, ...]


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

    def story(self, index: int) -> AnswerStory | None:
        """How the answer to a question changed; None when there is no answer."""
        samples = [sample for _step, sample in sorted(self._answers.get(index, {}).items())]
        if not samples:
            return None
        answers: list[Stretch] = []
        for sample in samples:
            last = answers[-1] if answers else None
            if last and last.text == sample.text:
                answers[-1] = Stretch(last.first, sample.step, last.checks + 1, last.text)
            else:
                answers.append(Stretch(sample.step, sample.step, 1, sample.text))
        return AnswerStory(index, samples[-1].prompt, samples[-1].reference, tuple(answers))
