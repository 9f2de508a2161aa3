"""What a model is asked about a row, whatever the row's kind."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass

from studio.core.evaluation import EvaluatedRow
from studio.core.example import Chat, Choice, Classification, Content, Instruction, Message, Preference
from studio.core.row_words import expected_of, question_of
from studio.words import _


@dataclass(frozen=True)
class Asked:
    """One row as it is put to a model."""

    id: int
    turns: tuple[Message, ...]
    """What comes before the answer; empty for plain text, which is only weighed."""
    weighed: tuple[str, ...]
    """Answers whose likelihood is wanted: the reference, or a better and a worse one."""
    letters: int = 0
    """How many options a choice question has; the likelihood of each one's letter is wanted."""

    @property
    def key(self) -> str:
        """SHA-256 of all of it: the same question has the same answer."""
        facts = [[turn.model_dump() for turn in self.turns], self.weighed, self.letters]
        return hashlib.sha256(json.dumps(facts, ensure_ascii=False).encode()).hexdigest()


@dataclass(frozen=True)
class Manner:
    """How all rows of an evaluation are asked: the same for each, or the question would give away what is right."""

    labels: tuple[str, ...] = ()
    """Those to choose among."""
    several_labels: bool = False
    """Whether texts may have several labels, or none."""
    several_answers: bool = False
    """Whether questions may have several right answers."""
    system: str = ""
    """Takes the place of the rows' own."""


def manner_of(rows: Sequence[EvaluatedRow], system: str) -> Manner:
    """By what occurs in any of the rows."""
    labels = [row.content.labels for row in rows if isinstance(row.content, Classification)]
    return Manner(
        tuple(sorted({label for each in labels for label in each})),
        several_labels=any(len(set(each)) != 1 for each in labels),
        several_answers=any(isinstance(row.content, Choice) and len(row.content.answers) > 1 for row in rows),
        system=system,
    )


def ask(row: EvaluatedRow, manner: Manner) -> Asked:
    """The question of a row."""
    turns, weighed, letters = _question(row.content, manner)
    if manner.system and turns:
        rest = tuple(turn for turn in turns if turn.role != "system")
        turns = (Message(role="system", content=manner.system), *rest)
    return Asked(row.id, turns, weighed, letters)


def _question(content: Content, manner: Manner) -> tuple[tuple[Message, ...], tuple[str, ...], int]:
    match content:
        case Instruction() | Chat():
            return question_of(content), tuple(filter(None, (expected_of(content),))), 0
        case Preference():
            return question_of(content), (content.chosen, content.rejected), 0
        case Choice():
            return _choice_turns(content, manner), (), len(content.options)
        case Classification():
            return (Message(role="user", content=_labels_words(content.text, manner)),), (", ".join(content.labels),), 0
        case _:
            return (), (content.text,), 0


def _choice_turns(content: Choice, manner: Manner) -> tuple[Message, ...]:
    how = (
        _("Answer with the letter of the right answer only, or with those of all right answers if there are several.")
        if manner.several_answers
        else _("Answer with the letter of the right answer only.")
    )
    (question,) = question_of(content)
    return (Message(role="user", content=f"{question.content}\n\n{how}"),)


def _labels_words(text: str, manner: Manner) -> str:
    how = (
        _("Answer with all fitting labels only, separated by commas, or with “none”. The labels are: {labels}")
        if manner.several_labels
        else _("Answer with the fitting label only. The labels are: {labels}")
    )
    return f"{text}\n\n{how.format(labels=', '.join(manner.labels))}"
