"""Answered rows, made in one line each."""

from collections.abc import Sequence

from studio.assess.answered import AnsweredRow
from studio.core.evaluation import Answer
from studio.core.example import Choice, Classification, Content, Instruction


def answered(at: int, content: Content, text: str = "", **answer: object) -> AnsweredRow:
    return AnsweredRow(at, content, Answer.model_validate({"id": at, "asked": "", "text": text, **answer}))


def labelled(at: int, labels: Sequence[str], text: str = "", probabilities: Sequence[float] = ()) -> AnsweredRow:
    content = Classification(text="Céphalée.", labels=tuple(labels))
    return answered(at, content, text, probabilities=tuple(probabilities))


def asked(at: int, response: str, text: str, **answer: object) -> AnsweredRow:
    return answered(at, Instruction(instruction="Que faire ?", response=response), text, **answer)


def choice(at: int, options: Sequence[str], answers: Sequence[int], text: str = "", **answer: object) -> AnsweredRow:
    content = Choice(question="Laquelle ?", options=tuple(options), answers=tuple(answers))
    return answered(at, content, text, **answer)
