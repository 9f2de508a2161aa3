"""Which layout a file has, by its first rows, the mapping and the kind that are asked for."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, replace
from itertools import islice

from studio.core.example import Kind
from studio.data.importers.convert import can_become
from studio.data.importers.formats import Fields
from studio.data.importers.layouts import LABEL_NAMES, LAYOUTS, Binding, Layout, Part
from studio.errors import ImportFailed
from studio.words import _

AROUND = ("split", "family", "status", "tags", "note")
"""What is known around an example, whatever its layout."""
_ALIASES = {"label": "labels"}
_NAMED = 20
_SHOWN = 40
Columns = dict[str, str]
_NEEDED: Mapping[Kind, tuple[str, ...]] = {
    "instruction": ("instruction", "response"),
    "chat": ("messages",),
    "preference": ("prompt", "chosen", "rejected"),
    "classification": ("text", "labels"),
    "choice": ("question", "options", "answers"),
    "text": ("text",),
}
MAPPABLE = tuple(
    dict.fromkeys([part.field for layout in LAYOUTS for part in layout.parts if len(part.field) > 1] + list(AROUND))
)
"""The fields that a mapping may name; options by their letters come on top."""
_FIELDS = frozenset([part.field for layout in LAYOUTS for part in layout.parts] + list(AROUND))


@dataclass(frozen=True)
class Wish:
    """What the user asks for; `mapping` leads from our fields to columns ("" for none), `layout` is a name."""

    mapping: Mapping[str, str]
    kind: Kind | None = None
    layout: str = ""


@dataclass(frozen=True)
class Recognition:
    """The layout with its columns, `around` those beside; `also` are columns that could have been the answer."""

    layout: Layout
    binding: Binding
    kind: Kind
    """What the rows become."""
    around: Mapping[str, str]
    kept: frozenset[str] = frozenset()
    """Columns that are used and kept beside the example all the same."""
    also: tuple[str, ...] = ()

    @property
    def answer(self) -> str:
        """The column that the answer is taken from."""
        return self.binding.column("response")


def layout_named(name: str) -> Layout:
    """By its id; raises ImportFailed."""
    found = next((layout for layout in LAYOUTS if layout.name == name.strip().casefold().replace("-", "_")), None)
    if found is None:
        raise ImportFailed(
            _("There is no layout called “{name}”.").format(name=name),
            hint=_("The layouts are: {names}.").format(names=", ".join(layout.name for layout in LAYOUTS)),
        )
    return found


def fitting(sample: Sequence[Fields], mapping: Mapping[str, str]) -> list[Layout]:
    """All layouts that some row has, the one that the most rows have first."""
    votes = Counter(layout.name for fields in sample for layout, _columns in _bound(fields, mapping, LAYOUTS))
    return sorted((layout for layout in LAYOUTS if votes[layout.name]), key=lambda layout: -votes[layout.name])


def recognise(sample: Sequence[Fields], wish: Wish, own: Sequence[Layout] = ()) -> Recognition:
    """The layout that most rows of `sample` have, or that is asked for; raises ImportFailed when none fits.

    `own` are layouts that only this file can have; they come before the others.
    """
    mapping = checked_mapping(sample, wish.mapping)
    layouts = _asked_for(wish.layout, own)
    votes: Counter[tuple[int, tuple[tuple[str, str], ...]]] = Counter()
    for fields in sample:
        if meant := _meant(list(_bound(fields, mapping, layouts)), wish.kind):
            layout, columns = meant
            votes[layouts.index(layout), tuple((name, columns[name]) for name in _required(layout))] += 1
    if not votes:
        raise not_recognised(sample, wish.layout)
    (place, required), _count = min(votes.items(), key=lambda each: (-each[1], each[0][0]))
    layout, columns = layouts[place], dict(required)
    if layout.rival and not wish.layout:
        layout = _of_two(layout, sample, mapping)
    return _Meeting(layout, sample, mapping).recognition(columns, wish.kind)


def _asked_for(name: str, own: Sequence[Layout]) -> tuple[Layout, ...]:
    if any(each.name == name for each in own):
        return tuple(own)
    return (*own, *([layout_named(name)] if name else LAYOUTS))


def _required(layout: Layout) -> list[str]:
    return [part.field for part in layout.parts if part.required]


def _meant(found: list[tuple[Layout, Columns]], kind: Kind | None) -> tuple[Layout, Columns] | None:
    """The first that fits; of those that leave nothing out, one of the wanted kind before it."""
    if not found or found[0][0].exclusive:
        return found[0] if found else None
    return next((each for each in found if kind in (each[0].kind, *each[0].kinds)), found[0])


def _of_two(layout: Layout, sample: Sequence[Fields], mapping: Mapping[str, str]) -> Layout:
    """The one of two rivals that has every row of the other and more."""
    rival = layout_named(layout.rival)
    ours, theirs = (
        {at for at, fields in enumerate(sample) if any(_bound(fields, mapping, [each]))} for each in (layout, rival)
    )
    if ours > theirs or theirs > ours:
        return layout if ours > theirs else rival
    raise ImportFailed(
        _("The first rows do not show which of two layouts the file has: {one} or {other}.").format(
            one=_(layout.title), other=_(rival.title)
        ),
        hint=_("Say which: --layout {one} or --layout {other}").format(one=layout.name, other=rival.name),
    )


def _bound(fields: Fields, mapping: Mapping[str, str], layouts: Sequence[Layout]) -> Iterator[tuple[Layout, Columns]]:
    """The layouts that a row has, each with the columns that make it so."""
    names = {column.strip().casefold(): column for column in fields}
    for layout in layouts:
        columns = _columns(layout, names, fields, mapping)
        if columns is not None and layout.fits({field: fields[column] for field, column in columns.items()}):
            yield layout, columns


def _columns(layout: Layout, names: Columns, fields: Fields, mapping: Mapping[str, str]) -> Columns | None:
    """None when a required part has no column, or the mapping names a part that the layout does not have."""
    if mapping and not mapping.keys() - set(AROUND) <= {part.field for part in layout.parts}:
        return None
    taken = set(mapping.values())
    columns: Columns = {}
    for part in layout.parts:
        column = mapping[part.field] if part.field in mapping else _named(part, names, fields, taken)
        if column and column in fields:
            columns[part.field] = column
            taken.add(column)
        elif part.required:
            return None
    return columns


def _named(part: Part, names: Columns, fields: Fields, taken: Set[str]) -> str:
    found = (names[name] for name in part.names if name in names)
    return next((column for column in found if column not in taken and part.accepts(fields[column])), "")


class _Meeting:
    """A layout with the file it was found in."""

    def __init__(self, layout: Layout, sample: Sequence[Fields], mapping: Mapping[str, str]) -> None:
        self._layout, self._sample, self._mapping = layout, sample, mapping
        self._every = {column.strip().casefold(): column for fields in sample for column in fields}

    def recognition(self, columns: Columns, wanted: Kind | None) -> Recognition:
        """With the optional parts, wherever rows have them; raises ImportFailed when the kind cannot be made."""
        for fields in self._sample:
            names = {column.strip().casefold(): column for column in fields}
            for part in self._layout.parts:
                if part.field not in columns and (column := self._optional(part, names, fields, columns)):
                    columns[part.field] = column
        columns |= self._late(columns)
        layout = self._layout
        binding = Binding(columns, layout.kind, self._sample)
        natural = layout.better_kind(binding) or layout.kind
        if wanted in layout.kinds:
            natural = wanted
        kind = wanted or natural
        if not can_become(natural, kind):
            raise _wrong_kind(layout, kind)
        kept = frozenset(columns[part.field] for part in layout.parts if part.kept and part.field in columns)
        return Recognition(
            layout, replace(binding, kind=natural), kind, self._around(columns), kept, self._also(columns)
        )

    def _optional(self, part: Part, names: Columns, fields: Fields, columns: Columns) -> str:
        if part.field in self._mapping:
            return self._mapping[part.field]
        return _named(part, names, fields, {*columns.values(), *self._mapping.values()})

    def _late(self, columns: Columns) -> Columns:
        """Fields that no row of the beginning has, as they would be called if later ones had them."""
        parts = [part for part in self._layout.parts if part.late and part.field not in {*columns, *self._mapping}]
        taken = {*self._every, *self._every.values(), *columns.values()}
        return {part.field: part.names[0] for part in parts if part.names[0] not in taken}

    def _around(self, columns: Columns) -> Columns:
        """A column called “note” may be the answer: content comes first."""
        taken = {*columns.values(), *self._mapping.values()}
        around = {name: self._every.get(name, name) for name in AROUND}
        around = {name: column for name, column in around.items() if column not in taken}
        if "patient" in columns:
            around["family"] = columns["patient"]
        around |= {name: column for name, column in self._mapping.items() if name in AROUND}
        return {name: column for name, column in around.items() if column}

    def _also(self, columns: Columns) -> tuple[str, ...]:
        answers = next((part.names for part in self._layout.parts if part.field == "response"), ())
        found = (self._every[name] for name in answers if name in self._every)
        return tuple(dict.fromkeys(column for column in found if column not in columns.values()))


def checked_mapping(sample: Sequence[Fields], mapping: Mapping[str, str]) -> dict[str, str]:
    """The mapping by the fields' own names; raises ImportFailed for a field or a column that there is not."""
    present = dict.fromkeys(column for fields in sample for column in fields)
    checked: dict[str, str] = {}
    for name, column in mapping.items():
        field = _ALIASES.get(name, name)
        if field not in _FIELDS:
            raise ImportFailed(
                _("“{field}” is not a field of an example.").format(field=name),
                hint=_("The fields are: {names}.").format(names=", ".join(MAPPABLE)),
            )
        if column and column not in present:
            raise ImportFailed(
                _("This file has no column “{column}”.").format(column=column),
                hint=_("Its columns are: {names}.").format(names=_listed(present)),
            )
        twice = next((other for other, taken in checked.items() if taken == column != ""), "")
        if twice and field not in AROUND and twice not in AROUND:
            raise ImportFailed(
                _("The column “{column}” is chosen for two fields: {one} and {other}.").format(
                    column=column, one=twice, other=field
                ),
                hint=_("Each field of an example needs a column of its own."),
            )
        checked[field] = column
    return checked


def _listed(columns: Iterable[str]) -> str:
    """The first of them; in a file of something else what looks like a name may be a whole text."""
    names = (" ".join(column.split()) for column in islice(columns, _NAMED))
    return ", ".join(name if len(name) <= _SHOWN else f"{name[: _SHOWN - 1]}…" for name in names) or "–"


def not_recognised(sample: Sequence[Fields], layout: str = "") -> ImportFailed:
    """Why no layout fits, with the columns there are and those that would be needed."""
    present = dict.fromkeys(column for fields in sample for column in fields)
    names = _listed(present)
    if layout:
        needed = ", ".join(
            part.names[0] if part.names else part.field for part in layout_named(layout).parts if part.required
        )
        return ImportFailed(
            _("No row of this file has the layout “{layout}”. Its columns are: {names}.").format(
                layout=layout, names=names
            ),
            hint=_("The layout needs these columns, or a mapping to them: {names}.").format(names=needed),
        )
    labels = next((column for column in present if column.strip().casefold() in LABEL_NAMES), None)
    if labels:
        return ImportFailed(
            _("This file has labels (“{column}”), yet no column of texts. Its columns are: {names}.").format(
                column=labels, names=names
            ),
            hint=_("If one of them is a text, say which: --map text=COLUMN --map labels={column}").format(
                column=labels
            ),
        )
    return ImportFailed(
        _("This file has no column for the question or none for the answer. Its columns are: {names}.").format(
            names=names
        ),
        hint=_("Say which is which, for example: {example}").format(
            example=f"{_map('instruction', 'response')}; {_map('text', 'labels')}"
        ),
    )


def _map(*fields: str) -> str:
    column = _("COLUMN")
    return " ".join(f"--map {field}={column}" for field in fields)


def _wrong_kind(layout: Layout, kind: Kind) -> ImportFailed:
    return ImportFailed(
        _("Rows of the layout “{layout}” cannot become examples of the kind “{kind}”.").format(
            layout=_(layout.title), kind=kind
        ),
        hint=_("Say where its fields are: {fields}").format(fields=_map(*_NEEDED[kind])),
    )
