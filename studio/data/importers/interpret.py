"""One record of a file as a row of a data set, or the reason why it is none."""

import json
from collections.abc import Iterator, Set

import orjson

from studio.core.example import Split
from studio.data.fields import count_characters
from studio.data.importers.around import Around
from studio.data.importers.convert import converted
from studio.data.importers.drafts import content_json
from studio.data.importers.formats import Fields, is_valid_text
from studio.data.importers.formats.record import broken_character
from studio.data.importers.layouts import Note
from studio.data.importers.recognise import Recognition
from studio.data.importers.values import RowProblem, as_verdict
from studio.data.inserting import digest
from studio.data.records import NewRow
from studio.words import _, ngettext

_VERDICTS = ("label", "kto_tag")


class Interpreter:
    """Makes rows of one data set out of records of one layout."""

    def __init__(self, recognition: Recognition, default_split: Split | None = None) -> None:
        self._kind, self._binding = recognition.kind, recognition.binding
        self._read = recognition.layout.reader(recognition.binding)
        self._split = default_split
        self._around = Around(recognition.around)
        self._used = frozenset([*recognition.binding.columns.values(), *recognition.around.values()]) - recognition.kept
        learns = recognition.layout.kind in ("instruction", "chat") and recognition.layout.name != "atelier"
        self._verdicts = _verdict_columns(recognition, self._used) if learns else ()

    def row(self, fields: Fields, line: int) -> NewRow:
        """The row to store; raises RowProblem."""
        for verdict in self._verdicts:
            if verdict in fields and _says_bad(fields[verdict]):
                raise RowProblem(_("This answer was judged bad and never becomes one to learn."))
        draft, left = self._read(fields)
        if draft["kind"] != self._kind:
            draft, more = converted(draft, self._kind)
            left = left | more
        used = self._used
        others = {name: value for name, value in fields.items() if name not in used}
        if left:
            others.update(left)
        around = self._around.read(fields, others)
        content = content_json(draft)
        # Measured here, so that a child process does it while the store writes.
        row = NewRow(
            content,
            around.split or self._split,
            around.status,
            around.family,
            around.tags,
            around.note,
            _extra(others) if others else "{}",
            line,
            digest(content),
            count_characters(draft),
        )
        if around.note and not is_valid_text(around.note):
            raise RowProblem(broken_character())
        return row

    def warnings(self) -> Iterator[str]:
        """What is to be said of the rows read so far."""
        for value, count in self._around.unknown_values.items():
            yield ngettext(
                "{value} means nothing to Atelier and was kept aside, in {count} row.",
                "{value} means nothing to Atelier and was kept aside, in {count} rows.",
                count,
            ).format(value=value, count=count)
        for note, count in self._binding.notes.items():
            if count:
                yield _in_words(note, count)


def _verdict_columns(recognition: Recognition, used: Set[str]) -> tuple[str, ...]:
    """Columns whose “false” is a verdict on the answer, in whatever layout the row is read."""
    found = {column for fields in recognition.binding.sample for column in fields}
    return tuple(name for name in {*found, *_VERDICTS} - used if name.strip().casefold() in _VERDICTS)


def _says_bad(value: object) -> bool:
    """A plain 0 is a label as often."""
    return type(value) is not int and value != "0" and as_verdict(value) is False


def _extra(others: Fields) -> str:
    try:
        return orjson.dumps(others).decode()
    except TypeError as error:
        # A number of more than 64 bits is JSON all the same; half a character is not.
        text = json.dumps(others, ensure_ascii=False)
        if not is_valid_text(text):
            raise RowProblem(broken_character()) from error
        return text


def _in_words(note: Note, count: int) -> str:
    match note:
        case "tools":
            text = ngettext(
                "{count} row describes tools; they are kept beside the example and not learned.",
                "{count} rows describe tools; they are kept beside the examples and not learned.",
                count,
            )
        case "calls":
            text = ngettext(
                "{count} row calls tools; the calls became text of the assistant: JSON with name and arguments.",
                "{count} rows call tools; the calls became text of the assistant: JSON with name and arguments.",
                count,
            )
        case "rated":
            text = ngettext(
                "{count} row has several rated answers; the best and the worst were taken, all are kept beside.",
                "{count} rows have several rated answers; the best and the worst were taken, all are kept beside.",
                count,
            )
        case "replies":
            text = ngettext(
                "{count} row has other replies than the best ranked; they are kept beside the example and not learned.",
                "{count} rows have other replies than the best ranked; they are kept beside and not learned.",
                count,
            )
        case "unlearned":
            text = ngettext(
                "{count} row has answers marked as not to be learned; here they are learned like the others.",
                "{count} rows have answers marked as not to be learned; here they are learned like the others.",
                count,
            )
        case "system":
            text = ngettext(
                "{count} row has two system prompts; the one inside the conversation was taken.",
                "{count} rows have two system prompts; the ones inside the conversations were taken.",
                count,
            )
        case "marks":
            text = ngettext(
                "{count} row holds marks of a chat template inside its text; the model’s own are added to them.",
                "{count} rows hold marks of a chat template inside their texts; the model’s own are added to them.",
                count,
            )
    return text.format(count=count)
