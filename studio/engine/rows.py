"""The frozen rows of a run: read from Parquet, turned into conversations, encoded and sorted out."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
from pydantic import TypeAdapter, ValidationError
from transformers import PreTrainedTokenizerBase

from studio.core.example import Chat, Content, Instruction, Message, conversation
from studio.engine.encode import Encoded, Learn, encode_conversation
from studio.engine.failures import DataFailed, TemplateFailed
from studio.words import _, ngettext

_CONTENT: TypeAdapter[Content] = TypeAdapter(Content)


@dataclass(frozen=True)
class Row:
    """One frozen example as a conversation."""

    id: int
    messages: tuple[Message, ...]

    @property
    def asked(self) -> tuple[Message, ...]:
        """The turns before the last answer."""
        return self.messages[: self._last_answer]

    @property
    def reference(self) -> str:
        """The last answer, as a person wrote it."""
        return self.messages[self._last_answer].content

    @property
    def _last_answer(self) -> int:
        return max((at for at, turn in enumerate(self.messages) if turn.role == "assistant"), default=-1)


@dataclass(frozen=True)
class EncodedRow:
    """A row with what the model sees of it."""

    row: Row
    encoded: Encoded


@dataclass(frozen=True)
class Sorted:
    """The rows that teach something, and in words why others do not or are shortened."""

    rows: tuple[EncodedRow, ...]
    remarks: tuple[str, ...]
    refusal: TemplateFailed | None
    """Why the template did not take the first of the rows it refused."""
    shortened: int = 0
    """Of the rows, those whose answer is cut."""
    key: str = field(default="", compare=False)
    """Of all that the tokens depend on; empty where that cannot be told."""


def read_rows(path: Path) -> tuple[Row, ...]:
    """The rows of one split in their order; raises DataFailed when the file is damaged or of a kind without answers."""
    return tuple(Row(at, _turns(content)) for at, content in read_contents(path))


def parse_row(number: int, content: str) -> Row:
    """A row from its JSON; raises DataFailed."""
    return Row(number, _turns(parse_content(content)))


def parse_content(content: str) -> Content:
    """A row of any kind from its JSON; raises DataFailed."""
    try:
        return _CONTENT.validate_json(content)
    except ValidationError as error:
        raise DataFailed(_("A row cannot be read."), hint=_("Import the data again.")) from error


def read_contents(path: Path) -> list[tuple[int, Content]]:
    """Number and content of each frozen row, of any kind; raises DataFailed when the file is damaged."""
    try:
        table = pq.read_table(path, columns=["id", "content"])
        return [(int(each["id"]), _CONTENT.validate_json(str(each["content"]))) for each in table.to_pylist()]
    except (OSError, pa.ArrowException, KeyError) as error:
        raise DataFailed(
            _("The frozen data of this run cannot be read: {reason}").format(reason=error), hint=_("Start a new run.")
        ) from error
    except ValidationError as error:
        raise DataFailed(_("A frozen row cannot be read."), hint=_("Start a new run.")) from error


def _turns(content: Content) -> tuple[Message, ...]:
    if not isinstance(content, Instruction | Chat):
        raise DataFailed(
            _("Rows of the kind “{kind}” hold no answer to learn.").format(kind=content.kind),
            hint=_("Choose a data set of instructions or conversations, or another objective."),
        )
    return conversation(content)


def encode_rows(
    tokenizer: PreTrainedTokenizerBase,
    rows: Sequence[Row],
    max_length: int,
    progressed: Callable[[int], None],
    learn: Learn = "answers",
) -> Sorted:
    """Encode every row; rows that teach nothing are left out and counted, never silently."""
    return sort_out(rows, encode_each(tokenizer, rows, max_length, progressed, learn), max_length)


def encode_each(
    tokenizer: PreTrainedTokenizerBase,
    rows: Sequence[Row],
    max_length: int,
    progressed: Callable[[int], None],
    learn: Learn,
) -> list[Encoded | TemplateFailed]:
    """Each row as the model sees it, or why the template refuses it."""
    made: list[Encoded | TemplateFailed] = []
    for row in rows:
        progressed(len(made) + 1)
        try:
            made.append(encode_conversation(tokenizer, row.messages, max_length, learn))
        except TemplateFailed as error:
            made.append(error)
    return made


def sort_out(rows: Sequence[Row], made: Sequence[Encoded | TemplateFailed], max_length: int) -> Sorted:
    """Keep the rows that teach something; `made` is what became of each of `rows`."""
    kept: list[EncodedRow] = []
    refused: list[TemplateFailed] = []
    counts: Counter[str] = Counter()
    for row, encoded in zip(rows, made, strict=True):
        if isinstance(encoded, TemplateFailed):
            refused.append(encoded)
            continue
        learned = encoded.learned > 0
        counts["shortened"] += encoded.truncated and learned
        counts["cut"] += encoded.truncated and not learned
        counts["empty"] += not encoded.truncated and not learned
        if learned:
            kept.append(EncodedRow(row, encoded))
    remarks = (*_remarks(counts, max_length), *refusal_remarks(refused))
    return Sorted(tuple(kept), remarks, refused[0] if refused else None, counts["shortened"])


def _remarks(counts: Counter[str], max_length: int) -> list[str]:
    said = []
    if count := counts["shortened"]:
        said.append(
            ngettext(
                "{count} example is longer than {length} tokens and was cut at its end.",
                "{count} examples are longer than {length} tokens and were cut at their end.",
                count,
            ).format(count=count, length=max_length)
        )
    if count := counts["cut"]:
        said.append(
            ngettext(
                "{count} example was left out: its question alone fills {length} tokens.",
                "{count} examples were left out: their questions alone fill {length} tokens.",
                count,
            ).format(count=count, length=max_length)
        )
    if count := counts["empty"]:
        said.append(
            ngettext(
                "{count} example was left out: it has no answer to learn.",
                "{count} examples were left out: they have no answer to learn.",
                count,
            ).format(count=count)
        )
    return said


def refusal_remarks(refused: Sequence[TemplateFailed]) -> list[str]:
    """How many rows the template refused, and why the first of them; nothing where it took all."""
    if not refused:
        return []
    return [
        ngettext(
            "{count} example was left out: {reason}", "{count} examples were left out: {reason}", len(refused)
        ).format(count=len(refused), reason=refused[0].message)
    ]
