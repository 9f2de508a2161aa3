"""One record of a file as an example, or the reason why it is none."""

import json
from collections import Counter
from collections.abc import Mapping
from typing import cast

from studio.core.example import SPLITS, STATUSES, Chat, Content, Instruction, Kind, Split, Status, conversation
from studio.data.importers.layouts import Layout
from studio.data.importers.records import Fields, is_valid_text
from studio.data.importers.turns import RowProblem, read_turns, type_in_words
from studio.data.records import NewRow
from studio.words import _

_SPLIT_NAMES: dict[str, Split] = {
    **{name: name for name in SPLITS},
    "training": "train",
    "valid": "validation",
    "val": "validation",
    "dev": "validation",
    "testing": "test",
}
_STATUS_NAMES: dict[str, Status] = {name: name for name in STATUSES}


class Interpreter:
    """Makes rows of one data set out of records of one layout."""

    def __init__(self, layout: Layout, kind: Kind, default_split: Split | None = None) -> None:
        self._columns, self._kind, self._split = layout.columns, kind, default_split
        self._consumed = frozenset(layout.columns.values())
        self._is_choice = "correct_answers" in layout.columns
        self.unknown_values: Counter[str] = Counter()
        """Splits and statuses that Atelier does not know; they are kept with the row's other fields."""

    def row(self, fields: Fields, line: int) -> NewRow:
        """The row to store; raises RowProblem."""
        content, left = self._content(fields)
        others = {name: value for name, value in fields.items() if name not in self._consumed} | left
        split = self._choice(fields, "split", _SPLIT_NAMES, others)
        status = self._choice(fields, "status", _STATUS_NAMES, others)
        family = self._family(fields, others)
        row = NewRow(
            content=_json(content),
            split=cast("Split | None", split) or self._split,
            status=cast("Status", status or "draft"),
            family=family,
            tags=self._tags(fields, others),
            note=self._note(fields, others),
            extra=json.dumps(others, ensure_ascii=False) if others else "{}",
            line=line,
        )
        if not is_valid_text(f"{row.extra}{row.tags}{row.note}{family or ''}"):
            raise RowProblem(_not_text())
        return row

    def _content(self, fields: Fields) -> tuple[Content, Fields]:
        """The example, and the fields it cannot hold."""
        if "messages" in self._columns:
            column = self._columns["messages"]
            messages, complete = read_turns(fields.get(column), column)
            left = {} if complete else {column: fields[column]}
            return self._converted(Chat(messages=messages)), left
        content = Instruction(
            system=self._optional_text(fields, "system"),
            instruction=self._text(fields, "instruction"),
            input=_options(fields, self._columns) if self._is_choice else self._optional_text(fields, "input"),
            response=_right_options(fields, self._columns) if self._is_choice else self._text(fields, "response"),
        )
        return self._converted(content), {}

    def _converted(self, content: Instruction | Chat) -> Content:
        if content.kind == self._kind:
            return content
        if isinstance(content, Instruction):
            return Chat(messages=conversation(content))
        *before, question, answer = content.messages
        system = before[0].content if before else ""
        if len(before) > 1 or (before and before[0].role != "system") or question.role != "user":
            raise RowProblem(_("This conversation has several turns and does not fit into one question and answer."))
        return Instruction(system=system, instruction=question.content, response=answer.content)

    def _text(self, fields: Fields, field: str) -> str:
        column = self._columns[field]
        if column not in fields:
            raise RowProblem(_("The field “{field}” is missing.").format(field=column))
        text = _as_text(fields[column], column)
        if not text.strip():
            raise RowProblem(_("The field “{field}” is empty.").format(field=column))
        return text

    def _optional_text(self, fields: Fields, field: str) -> str:
        column = self._columns.get(field, "")
        value = fields.get(column)
        # Where a text may be absent, null says that it is.
        return "" if value is None else _as_text(value, column)

    def _choice(self, fields: Fields, field: str, known: Mapping[str, str], others: Fields) -> str | None:
        column = self._columns.get(field, "")
        value = fields.get(column)
        if value is None or value == "":
            return None
        found = known.get(value.strip().casefold()) if isinstance(value, str) else None
        if found is None:
            others[column] = value
            self.unknown_values[f"{column}={value}"] += 1
        return found

    def _family(self, fields: Fields, others: Fields) -> str | None:
        column = self._columns.get("family", "")
        value = fields.get(column)
        if value is None or value == "":
            return None
        if isinstance(value, (str, int)):
            return str(value)
        others[column] = value
        return None

    def _tags(self, fields: Fields, others: Fields) -> str:
        column = self._columns.get("tags", "")
        value = fields.get(column)
        tags = [part.strip() for part in value.split(",")] if isinstance(value, str) else value
        if not tags:
            return "[]"
        if isinstance(tags, list) and all(isinstance(tag, str) for tag in tags):
            return json.dumps([tag for tag in tags if tag], ensure_ascii=False)
        others[column] = value
        return "[]"

    def _note(self, fields: Fields, others: Fields) -> str:
        column = self._columns.get("note", "")
        value = fields.get(column)
        if isinstance(value, str):
            return value
        if value is not None:
            others[column] = value
        return ""


def _json(content: Content) -> str:
    try:
        return content.model_dump_json()
    except ValueError as error:
        raise RowProblem(_not_text()) from error


def _not_text() -> str:
    return _("A character is broken: it is not valid in the file’s encoding.")


def _as_text(value: object, column: str) -> str:
    if not isinstance(value, str):
        raise RowProblem(
            _("The field “{field}” holds {what} instead of a text.").format(field=column, what=type_in_words(value))
        )
    if not is_valid_text(value):
        raise RowProblem(_not_text())
    return value


def _options(fields: Fields, columns: Mapping[str, str]) -> str:
    """All options, one a line, each with its letter as the file gives it."""
    column = columns["answers"]
    options = fields.get(column)
    if not isinstance(options, dict) or not options:
        raise RowProblem(_("The field “{field}” lists no options.").format(field=column))
    return "\n".join(f"{letter}) {_as_text(text, column)}" for letter, text in options.items() if text)


def _right_options(fields: Fields, columns: Mapping[str, str]) -> str:
    options = cast(dict[str, str], fields[columns["answers"]])
    column = columns["correct_answers"]
    letters = fields.get(column)
    if not isinstance(letters, list) or not letters:
        raise RowProblem(_("The field “{field}” is empty.").format(field=column))
    if any(letter not in options for letter in letters if isinstance(letter, str)):
        raise RowProblem(_("A right answer is not among the options."))
    return "\n".join(f"{letter}) {options[letter]}" for letter in (_as_text(each, column) for each in letters))
