"""The lines of a project's logs as rows that metrics can be computed from."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from studio.assess.answered import AnsweredRow
from studio.core.evaluation import Answer
from studio.core.example import Content, Instruction
from studio.core.monitoring import LogEntry, LogImport

_MOST_FRAMES = 20


@dataclass(frozen=True)
class Line:
    """One line; `case` is its question without the instruction that the project's own rows begin with."""

    id: int
    log: LogImport
    entry: LogEntry
    case: str

    def as_row(self) -> AnsweredRow:
        """As if the question were a row of the test set."""
        return answered_row(self.id, self.case, self.entry.answer, self.entry.reference)


def answered_row(id: int, case: str, answer: str, reference: str = "") -> AnsweredRow:
    """A question with what a model made of it, as the metrics take them."""
    return AnsweredRow(id, Instruction(instruction=case, response=reference), Answer(id=id, asked="", text=answer))


class Frames:
    """The instructions in front of the cases of a data set, the commonest first.

    A log that holds whole prompts is compared by the case alone: an instruction that is always the same tells nothing.
    """

    def __init__(self, contents: Iterable[Content]) -> None:
        counts = Counter(
            each.instruction.strip() for each in contents if isinstance(each, Instruction) and each.input.strip()
        )
        self.instructions = tuple(name for name, _count in counts.most_common(_MOST_FRAMES) if name)

    def case(self, question: str) -> str:
        """What follows the instruction; the whole question where that is none of these, or alone."""
        for instruction in self.instructions:
            rest = question.removeprefix(instruction)
            if rest != question and rest.strip():
                return rest.strip()
        return question


def lines_of(entries: Iterable[tuple[LogImport, LogEntry]], frames: Frames) -> list[Line]:
    """Numbered from 1, in the order of the imports."""
    return [Line(at, log, entry, frames.case(entry.question)) for at, (log, entry) in enumerate(entries, 1)]


def models_of(lines: Sequence[Line]) -> tuple[str, ...]:
    """The models named, those with most lines first."""
    counts = Counter(line.entry.model for line in lines if line.entry.model)
    return tuple(name for name, _count in sorted(counts.items(), key=lambda item: (-item[1], item[0])))
