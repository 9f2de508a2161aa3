"""The first rows of a file, by which its layout is recognised."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path

from studio.core.example import Kind
from studio.data.formulas import restore
from studio.data.importers.formats import Fields, Record, SourceFile, open_source
from studio.data.importers.layouts import Layout
from studio.data.importers.layouts.choices import headerless
from studio.data.importers.recognise import Recognition, Wish, recognise
from studio.errors import ImportFailed
from studio.paths import readable_name
from studio.words import _

_RECOGNISED_BY = 200
_MMLU_WIDTHS = range(4, 13)
_MOST = 0.8
_TABLES = ("csv", "xlsx")
_LETTER = re.compile(r"\s*[A-J]\s*")


@dataclass(frozen=True)
class Beginning:
    """A source as its rows are to be read, and some of them."""

    source: SourceFile
    sample: tuple[Fields, ...]
    own_layouts: tuple[Layout, ...] = ()
    """Layouts that only this file can have."""

    @property
    def nothing(self) -> ImportFailed | None:
        """The refusal of a file without any row, good or bad."""
        if self.sample or any(True for _record in readable(self.source)):
            return None
        return ImportFailed(
            _("There are no rows in this file: {name}").format(name=readable_name(self.source.path.name)),
            hint=_("A table needs rows below the names of its columns, and a JSON list objects between its brackets."),
        )

    def recognised(self, mapping: Mapping[str, str], kind: Kind | None, layout: str) -> Recognition | None:
        """None where there is no good row; raises ImportFailed when no layout fits."""
        return recognise(self.sample, Wish(mapping, kind, layout), self.own_layouts) if self.sample else None


def read_beginning(file: Path | SourceFile) -> Beginning:
    """Open a file and read its first good rows; raises ImportFailed."""
    source = open_source(file) if isinstance(file, Path) else file
    sample = _sample(source)
    if source.format == "csv" and sample and _is_mmlu(sample):
        bare = replace(source, header=False)
        return Beginning(bare, _sample(bare), (headerless(len(sample[0])),))
    return Beginning(source, sample)


def _sample(source: SourceFile) -> tuple[Fields, ...]:
    return tuple(islice((each.fields for each in readable(source) if each.fields is not None), _RECOGNISED_BY))


def _is_mmlu(sample: tuple[Fields, ...]) -> bool:
    """The last cell of each line, also of that read as the names, is the letter of one of the options before it."""
    names = list(sample[0])
    if len(names) not in _MMLU_WIDTHS or not _LETTER.fullmatch(names[-1].strip("'")):
        return False
    last = [list(fields.values())[-1] for fields in sample]
    return sum(isinstance(value, str) and bool(_LETTER.fullmatch(value)) for value in last) >= _MOST * len(last)


def readable(source: SourceFile, disarmed: Counter[str] | None = None) -> Iterator[Record]:
    """The records, with the cells of tables as they were before an export disarmed them; raises ImportFailed.

    `disarmed` counts these cells by column.
    """
    counted: Counter[str] = Counter() if disarmed is None else disarmed
    try:
        for record in source.records():
            if source.format in _TABLES and record.fields:
                yield record._replace(fields=_rearmed(record.fields, counted))
            else:
                yield record
    except OSError as error:
        raise unreadable(source, error) from error


def _rearmed(fields: Fields, counted: Counter[str]) -> Fields:
    for name in [name for name, value in fields.items() if isinstance(value, str) and value[:1] == "'"]:
        disarmed = str(fields[name])
        fields[name] = restore(disarmed)
        counted[name] += fields[name] != disarmed
    if any(name[:1] == "'" for name in fields):
        return {restore(name): value for name, value in fields.items()}
    return fields


def unreadable(source: SourceFile, error: OSError) -> ImportFailed:
    """A stick pulled out in the middle is the file's failure, not the project's."""
    return ImportFailed(
        _("The file could not be read to its end: {path}").format(path=source.path), hint=error.strerror or str(error)
    )
