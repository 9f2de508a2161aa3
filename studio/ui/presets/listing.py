"""Which presets the list shows, under which headings; no Qt."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from studio.core.folding import folded
from studio.core.preset import Preset, words_of
from studio.runs.presets import BrokenPreset, NamedPreset
from studio.ui.presets.words import PURPOSES, Purpose, facts, purpose_of
from studio.words import _

Kind = Literal["built_in", "own", "broken"]
MEMORIES = (0, 8, 12, 16, 24)
"""Gigabytes of the cards that the list can be narrowed to; 0 for none."""


@dataclass(frozen=True)
class Entry:
    """One line of the list."""

    name: str
    title: str
    facts: str
    kind: Kind
    changed: bool = False


@dataclass(frozen=True)
class Heading:
    """A line above those that belong together."""

    title: str


@dataclass(frozen=True)
class Narrowing:
    """What the list is narrowed to; everything where nothing is said."""

    sought: str = ""
    purpose: Purpose | None = None
    memory_gb: int | None = None

    def lets_in(self, preset: Preset, name: str) -> bool:
        """Whether a preset is among what is sought."""
        if self.purpose is not None and purpose_of(preset.recipe) != self.purpose:
            return False
        if self.memory_gb is not None and (preset.memory_gb is None or preset.memory_gb > self.memory_gb):
            return False
        texts = (preset.name, preset.description, preset.for_whom, preset.needs)
        said = folded(" ".join([name, facts(preset), *map(words_of, texts)]))
        return all(word in said for word in folded(self.sought).split())


def list_lines(
    presets: Sequence[NamedPreset], broken: Sequence[BrokenPreset], changed: frozenset[str], narrowing: Narrowing
) -> tuple[Entry | Heading, ...]:
    """The user's own first, then Atelier's by what they are for; files that hold no preset are told too."""
    fitting = [each for each in presets if narrowing.lets_in(each.preset, each.name)]
    lines = _part(_("My presets"), [_entry(each, changed) for each in fitting if not each.built_in] + _wrong(broken))
    for purpose, title in PURPOSES.items():
        ours = [each for each in fitting if each.built_in and purpose_of(each.preset.recipe) == purpose]
        lines += _part(_(title), [_entry(each, changed) for each in ours])
    return tuple(lines)


def _part(title: str, entries: Sequence[Entry]) -> list[Entry | Heading]:
    return [Heading(title), *entries] if entries else []


def _entry(named: NamedPreset, changed: frozenset[str]) -> Entry:
    kind: Kind = "built_in" if named.built_in else "own"
    return Entry(named.name, words_of(named.preset.name), facts(named.preset), kind, changed=named.name in changed)


def _wrong(broken: Sequence[BrokenPreset]) -> list[Entry]:
    return [Entry(each.name, each.name, _("This file has an error"), "broken") for each in broken]
