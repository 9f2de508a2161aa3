"""The tables that a lexicon is made of, told from the fields of its model; no Qt."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import NoneType, UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from pydantic import BaseModel

from studio.data.lexicon_files import Place
from studio.text.findings.lexicon import Pattern
from studio.text.lexicons import Lexicon

Kind = Literal["text", "list", "patterns", "switch", "choice", "number"]
Shape = Literal["entries", "words", "joined", "pairs", "spans", "ways"]
"""How the entries stand in the file: fields; words; words in one text; two words; word: [from, to]; word: [words]."""
WORDS, MAN, WOMAN, FROM, TO, WAYS = "words", "man", "woman", "from", "to", "ways"
"""The columns of entries that have no fields in the file."""
VERSION = "v"
_ORDER: tuple[Place, ...] = (
    ("name", "en"),
    ("name", "fr"),
    ("red_flag",),
    ("forms",),
    ("absent_forms",),
    ("nouns",),
    ("phrases",),
    ("unless",),
)
"""Of the columns that are read and changed most; the others follow, the id last."""
ID = "id"


@dataclass(frozen=True)
class Column:
    """One field of an entry; `default` is what a field that is not there means."""

    path: Place
    kind: Kind
    required: bool = False
    choices: tuple[str, ...] = ()
    default: object = None


@dataclass(frozen=True)
class Section:
    """One table; an entry of it may hold a table of its own."""

    key: str
    shape: Shape
    columns: tuple[Column, ...]
    nested: "Section | None" = None


def sections_of(model: type[Lexicon]) -> tuple[Section, ...]:
    """The tables of a lexicon, in the order of its file."""
    return tuple(
        _section(name, _plain(field.annotation)) for name, field in model.model_fields.items() if name != VERSION
    )


def _section(name: str, annotation: Any) -> Section:
    if annotation is str:
        return Section(name, "joined", (_word(WORDS),))
    arguments = get_args(annotation)
    if get_origin(annotation) is not tuple:
        return _mapping(name, get_args(arguments[1]))
    item = _plain(arguments[0])
    if item is str:
        return Section(name, "words", (_word(WORDS),))
    if not isinstance(item, type) or not issubclass(item, BaseModel):
        return Section(name, "pairs", (_word(MAN), _word(WOMAN)))
    columns = tuple(sorted(_columns(item), key=_rank)) if ID in item.model_fields else tuple(_columns(item))
    return Section(name, "entries", columns, _nested(item))


def _rank(column: Column) -> int:
    if column.path == (ID,):
        return len(_ORDER) + 1
    return _ORDER.index(column.path) if column.path in _ORDER else len(_ORDER)


def _mapping(name: str, values: tuple[Any, ...]) -> Section:
    if values[0] is int:
        numbers = (Column((FROM,), "number", required=True), Column((TO,), "number", required=True))
        return Section(name, "spans", (_word(WORDS), *numbers))
    return Section(name, "ways", (_word(WORDS), Column((WAYS,), "list", required=True)))


def _word(name: str) -> Column:
    return Column((name,), "text", required=True)


def _nested(model: type[BaseModel]) -> Section | None:
    for name, field in model.model_fields.items():
        item = _item_of(_plain(field.annotation))
        if isinstance(item, type) and issubclass(item, BaseModel):
            return Section(name, "entries", tuple(_columns(item)))
    return None


def _columns(model: type[BaseModel], before: Place = (), *, may_be_missing: bool = False) -> Iterator[Column]:
    for name, field in model.model_fields.items():
        annotation, path = _plain(field.annotation), (*before, name)
        required = field.is_required() and not may_be_missing
        if isinstance(annotation, type) and issubclass(annotation, BaseModel):
            yield from _columns(annotation, path, may_be_missing=not required)
        elif get_origin(annotation) is tuple:
            yield from _columns_of_list(annotation, path, required=required)
        else:
            default = None if field.is_required() else field.default
            yield _column(annotation, path, required=required, default=default)


def _columns_of_list(annotation: Any, path: Place, *, required: bool) -> Iterator[Column]:
    item = _item_of(annotation)
    if item is int:
        for at in range(len(get_args(annotation))):
            yield Column((*path, at), "number")
    elif item is str:
        is_pattern = get_args(annotation)[0] is Pattern
        yield Column(path, "patterns" if is_pattern else "list", required, default=[])


def _column(annotation: Any, path: Place, *, required: bool, default: object) -> Column:
    if get_origin(annotation) is Literal:
        choices = tuple(each for each in get_args(annotation) if each)
        return Column(path, "choice", required, choices, default)
    kinds: Mapping[Any, Kind] = {bool: "switch", int: "number", float: "number"}
    return Column(path, kinds.get(annotation, "text"), required, default=default)


def _item_of(annotation: Any) -> Any:
    return _plain(get_args(annotation)[0]) if get_origin(annotation) is tuple else None


def _plain(annotation: Any) -> Any:
    """The type without its constraints, and without None."""
    if get_origin(annotation) is Annotated:
        return _plain(get_args(annotation)[0])
    if get_origin(annotation) in (Union, UnionType):
        return _plain(next(each for each in get_args(annotation) if each is not NoneType))
    return annotation
