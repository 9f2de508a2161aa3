"""A lexicon while it is being edited, as tables and as text, right or not yet; no Qt."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from studio.data.lexicon_files import (
    LexiconKind,
    LexiconProblem,
    Place,
    heading_of,
    judge_fields,
    lexicon_text,
    read_text,
)
from studio.text.lexicons import Lexicon
from studio.ui.augment.lexicons.entries import Entries, entries_of, fields_of, place_in_table
from studio.ui.augment.lexicons.sections import WORDS, Section, sections_of
from studio.words import _

Tables = Mapping[str, Entries]


@dataclass(frozen=True, eq=False)
class Draft:
    """One state of it; places of problems are of the tables: section, number of the entry, path of the column."""

    kind: LexiconKind
    tables: Tables | None
    """None while the text cannot be shown as tables."""
    lexicon: Lexicon | None
    problems: tuple[LexiconProblem, ...]
    line: int = 0
    """The first one of the text that is wrong, 0 for none."""
    _written: str | None = None
    _heading: str = field(default="", repr=False)

    @cached_property
    def text(self) -> str:
        """Its YAML, to the letter where a person wrote it."""
        if self._written is not None or self.tables is None:
            return self._written or ""
        return lexicon_text(fields_of(sections_of(self.kind.model), self.tables), self._heading)

    def with_tables(self, tables: Tables) -> "Draft":
        """The same lexicon with other entries."""
        sections = sections_of(self.kind.model)
        lexicon, found = judge_fields(self.kind, fields_of(sections, tables))
        of_file = tuple(LexiconProblem(_place(sections, tables, each.place), each.message) for each in found)
        problems = (*_own_problems(sections, tables), *of_file)
        heading = self._heading if self._written is None else heading_of(self._written)
        return Draft(self.kind, tables, None if problems else lexicon, problems, _heading=heading)


def draft_of(kind: LexiconKind, text: str) -> Draft:
    """A text as a person wrote it."""
    read = read_text(kind, text)
    if read.fields is None or read.problems:
        return Draft(kind, None, None, read.problems, read.line, text)
    lexicon, _none = judge_fields(kind, read.fields)
    tables = {each.key: entries_of(each, read.fields[each.key]) for each in sections_of(kind.model)}
    return Draft(kind, tables, lexicon, (), 0, text)


def _place(sections: tuple[Section, ...], tables: Tables, place: Place) -> Place:
    section = next((each for each in sections if place[:1] == (each.key,)), None)
    return (section.key, *place_in_table(section, tables[section.key], place[1:])) if section else place


def _own_problems(sections: tuple[Section, ...], tables: Tables) -> Iterator[LexiconProblem]:
    """What a file cannot hold, so that the model never sees it."""
    for section in sections:
        if section.shape == "entries":
            continue
        seen = set[str]()
        for at, entry in enumerate(tables[section.key]):
            for column in section.columns:
                word = entry.get(str(column.path[0]))
                if column.kind == "text" and not str(word).strip():
                    yield LexiconProblem((section.key, at, *column.path), _("This may not be empty."))
            word = str(entry.get(WORDS, ""))
            if section.shape == "joined" and len(word.split()) > 1:
                yield LexiconProblem((section.key, at, WORDS), _("Only a single word can stand here."))
            if section.shape in ("spans", "ways") and word and word in seen:
                yield LexiconProblem((section.key, at, WORDS), _("“{name}” stands there twice.").format(name=word))
            seen.add(word)
