"""What `studio score` reads: a JSONL file of expected answers with those that were given."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from studio.assess.answered import AnsweredRow
from studio.cli.findings_rows import HALVES, opened
from studio.core.evaluation import Answer
from studio.core.example import Instruction
from studio.words import _

_EXPECTED, _ASKED = ("reference", "expected"), ("prompt", "instruction", "question")


@dataclass(frozen=True)
class ScoreRow:
    """A line of the file; `problem` says why there is nothing to score."""

    line: int
    name: str = ""
    """As the file has it: its `id`."""
    row: AnsweredRow | None = None
    problem: str = ""


def score_rows_of(file: Path) -> Iterator[ScoreRow]:
    """A row for each line that is not blank, told apart by the number of its line; raises ImportFailed."""
    with opened(file) as stream:
        for number, line in enumerate(stream, 1):
            if line.strip():
                yield _row(number, line)


def _row(number: int, line: str) -> ScoreRow:
    try:
        fields = json.loads(line)
    except (ValueError, RecursionError):
        return ScoreRow(number, problem=_("This is not JSON."))
    if not isinstance(fields, dict):
        return ScoreRow(number, problem=_("This is no JSON object."))
    answer, expected = _first(fields, ("answer",)), _first(fields, _EXPECTED)
    if answer is None:
        return ScoreRow(number, problem=_("There is no “answer”, or it is no text."))
    if expected is None:
        return ScoreRow(number, problem=_("There is neither “reference” nor “expected”, or it is no text."))
    name = str(fields.get("id", ""))
    content = Instruction(
        instruction=_first(fields, _ASKED) or "", input=_first(fields, ("input",)) or "", response=expected
    )
    return ScoreRow(
        number, name, AnsweredRow(number, content, Answer(id=number, asked="", text=answer), _groups(fields))
    )


def _groups(fields: Mapping[str, object]) -> Mapping[str, str]:
    """What the file says of its source; the rest is derived from the texts."""
    source = fields.get("source")
    return {"source": source} if isinstance(source, str) else {}


def _first(fields: Mapping[str, object], names: tuple[str, ...]) -> str | None:
    found = (fields.get(name) for name in names)
    return next((value.translate(HALVES) for value in found if isinstance(value, str)), None)
