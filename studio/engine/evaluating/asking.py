"""What a model is asked about a row, whatever the row's kind."""

import hashlib
import json
from dataclasses import dataclass
from string import ascii_uppercase

from studio.core.evaluation import EvaluatedRow
from studio.core.example import Chat, Choice, Classification, Content, Instruction, Message, Preference, conversation
from studio.words import _

LETTERS = ascii_uppercase


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


def ask(row: EvaluatedRow, labels: tuple[str, ...], system: str) -> Asked:
    """The question of a row; `labels` are those to choose among, `system` takes the place of the row's own."""
    turns, weighed, letters = _question(row.content, labels)
    if system and turns:
        rest = tuple(turn for turn in turns if turn.role != "system")
        turns = (Message(role="system", content=system), *rest)
    return Asked(row.id, turns, weighed, letters)


def _question(content: Content, labels: tuple[str, ...]) -> tuple[tuple[Message, ...], tuple[str, ...], int]:
    match content:
        case Instruction() | Chat():
            turns = conversation(content)
            at = max((at for at, turn in enumerate(turns) if turn.role == "assistant"), default=len(turns))
            return turns[:at], tuple(turn.content for turn in turns[at : at + 1]), 0
        case Preference():
            system = (Message(role="system", content=content.system),) if content.system else ()
            turns = (*system, *content.history, Message(role="user", content=content.prompt))
            return turns, (content.chosen, content.rejected), 0
        case Choice():
            return (Message(role="user", content=_choice_words(content)),), (), len(content.options)
        case Classification():
            return (Message(role="user", content=_labels_words(content.text, labels)),), (", ".join(content.labels),), 0
        case _:
            return (), (content.text,), 0


def _choice_words(content: Choice) -> str:
    options = "\n".join(f"{letter}. {option}" for letter, option in zip(LETTERS, content.options, strict=False))
    how = (
        _("Answer with the letters of all right answers only.")
        if len(content.answers) > 1
        else _("Answer with the letter of the right answer only.")
    )
    parts = (content.context, content.question, options, how)
    return "\n\n".join(part for part in parts if part)


def _labels_words(text: str, labels: tuple[str, ...]) -> str:
    how = _("Answer with the fitting label only. The labels are: {labels}").format(labels=", ".join(labels))
    return f"{text}\n\n{how}"
