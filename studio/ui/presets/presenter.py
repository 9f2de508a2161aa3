"""Decides what the Presets tab shows, keeps what is typed, and has presets saved; knows no Qt."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Protocol, TypeVar

from studio.core.job import Job
from studio.core.preset import words_of
from studio.core.preset_text import preset_text, with_name
from studio.core.recipe import Recipe
from studio.errors import StudioError
from studio.runs.own_presets import (
    Deleted,
    add_preset,
    delete_preset,
    duplicate_preset,
    export_preset,
    import_preset,
    keep_unsaved,
    preset_of_run,
    read_unsaved,
    rename_preset,
    restore_preset,
    save_preset,
)
from studio.runs.presets import BrokenPreset, NamedPreset, broken_presets, list_presets, own_text
from studio.ui.presets.comparison import ComparedOption, compare
from studio.ui.presets.draft import Draft, draft_of_broken, draft_of_ours, open_draft
from studio.ui.presets.listing import Entry, Heading, Narrowing, list_lines
from studio.words import _

Made = TypeVar("Made")


@dataclass(frozen=True)
class Standing:
    """What can be done with the preset on show, and what would be lost."""

    changed: bool
    right: bool
    own: bool

    @property
    def can_save(self) -> bool:
        """Whether there is something new and right to keep."""
        return self.changed and self.right


@dataclass(frozen=True)
class Choice:
    """A preset as a picker offers it."""

    name: str
    title: str


class PresetsView(Protocol):
    """What the page can show."""

    def show_list(self, lines: Sequence[Entry | Heading], current: str) -> None: ...
    def show_draft(self, draft: Draft) -> None: ...
    def show_standing(self, standing: Standing) -> None: ...
    def show_choices(self, choices: Sequence[Choice], current: str) -> None: ...
    def show_comparison(self, options: Sequence[ComparedOption]) -> None: ...
    def announce(self, presets: Sequence[NamedPreset]) -> None: ...
    def tell_done(self, text: str) -> None: ...
    def tell_deleted(self, title: str, deleted: Deleted) -> None: ...
    def tell_problem(self, error: StudioError) -> None: ...


class PresetsPresenter:
    """What is typed in a preset stays while others are looked at."""

    def __init__(self, view: PresetsView) -> None:
        self._view = view
        self._presets: dict[str, NamedPreset] = {}
        self._broken: dict[str, BrokenPreset] = {}
        self._drafts: dict[str, Draft] = {}
        self._current = ""
        self._narrowing = Narrowing()

    @property
    def draft(self) -> Draft | None:
        """The preset on show."""
        return self._drafts.get(self._current)

    def titles(self) -> tuple[str, ...]:
        """The titles that are taken."""
        return tuple(words_of(each.preset.name) for each in self._presets.values())

    def open(self) -> None:
        """Read all presets, with what was typed in them when the window closed, and show the first."""
        self._read()
        for name, text in read_unsaved().items():
            if name not in self._drafts and (name in self._presets or name in self._broken):
                self._drafts[name] = self._opened(name).with_text(text)
        self.choose(self._current or next(iter(self._presets), ""))

    def leave(self) -> None:
        """The window is closing: what is typed and not saved is there again when it opens."""
        if self._presets:
            self._attempt(
                lambda: keep_unsaved({name: each.text for name, each in self._drafts.items() if each.changed})
            )

    def choose(self, name: str) -> None:
        """Bring a preset into view, with what was typed in it."""
        if name not in self._drafts:
            try:
                self._drafts[name] = self._opened(name)
            except StudioError as error:
                self._view.tell_problem(error)
                return
        self._current = name
        self._view.show_draft(self._drafts[name])
        self._look()

    def on_narrowed(self, narrowing: Narrowing) -> None:
        self._narrowing = narrowing
        self._show_list()

    def on_recipe_edited(self, recipe: Recipe) -> None:
        if self.draft is not None:
            self._take(self.draft.with_recipe(recipe))

    def on_text_edited(self, text: str) -> None:
        if self.draft is not None and text != self.draft.text:
            self._take(self.draft.with_text(text))

    def on_save(self) -> None:
        """Keep what was typed: in the user's own preset, or beside Atelier's as a new one."""
        draft = self.draft
        if draft is None or not draft.changed or not draft.right:
            return
        if draft.kind == "built_in":
            title = _("{title} (mine)").format(title=words_of(draft.good.name))
            mine = with_name(draft.text, draft.good, title)
            if self._add(lambda: add_preset(draft.name, mine), _("Saved as one of your presets: {title}")):
                self._drafts[draft.name] = draft.discarded()
                self._look()
            return
        if saved := self._attempt(lambda: save_preset(draft.name, draft.text)):
            self._forget(draft.name)
            self._arrive(saved.name)
            self._view.tell_done(_("Saved: {title}").format(title=words_of(saved.preset.name)))

    def on_discard(self) -> None:
        """Back to what the file says."""
        if self.draft is not None:
            self._take(self.draft.discarded())
            self._view.show_draft(self._drafts[self._current])

    def on_duplicate(self) -> None:
        if (draft := self.draft) is not None and draft.right:
            self._add(lambda: duplicate_preset(draft.name, draft.good), _("Copied: {title}"))

    def on_rename(self, title: str) -> None:
        """What was typed and not saved is taken along."""
        draft, named = self.draft, self._presets.get(self._current)
        if draft is None or named is None or named.built_in:
            return
        if (made := self._attempt(lambda: rename_preset(named, title))) is None:
            return
        self._forget(draft.name)
        self._arrive(made.name)
        if draft.changed and draft.right:
            self._take(self._drafts[made.name].with_text(with_name(draft.text, draft.good, title)))
            self.choose(made.name)

    def on_delete(self) -> None:
        """Gone at once; the message offers the way back."""
        draft = self.draft
        if draft is None or draft.kind == "built_in":
            return
        if (deleted := self._attempt(lambda: delete_preset(draft.name))) is None:
            return
        self._forget(draft.name)
        self._current = ""
        self.open()
        self._view.tell_deleted(words_of(draft.saved.name), deleted)

    def on_restore(self, deleted: Deleted) -> None:
        if name := self._attempt(lambda: restore_preset(deleted)):
            self._arrive(name)

    def on_import(self, files: Sequence[Path]) -> None:
        for file in files:
            self._add(partial(import_preset, file), _("Imported: {title}"))

    def on_export(self, file: Path) -> None:
        """The dialog has asked whether an existing file may go."""
        draft = self.draft
        if draft is None:
            return
        try:
            export_preset(draft.text, file, replace=True)
        except StudioError as error:
            self._view.tell_problem(error)
            return
        self._view.tell_done(_("Exported: {file}").format(file=file))

    def on_save_from_run(self, job: Job) -> None:
        preset = preset_of_run(job)
        self._add(lambda: add_preset(words_of(preset.name), preset_text(preset)), _("Saved from the run: {title}"))

    def on_compare(self, left: str, right: str, *, all_options: bool) -> None:
        """Both as they stand, unsaved changes included."""
        recipes = [self._recipe(name) for name in (left, right)]
        self._view.show_comparison(compare(*recipes, all_options=all_options))

    def _recipe(self, name: str) -> Recipe:
        draft = self._drafts.get(name)
        return draft.good.recipe if draft else self._presets[name].preset.recipe

    def _opened(self, name: str) -> Draft:
        if name in self._broken:
            return draft_of_broken(name, self._broken[name].text)
        named = self._presets[name]
        if named.built_in:
            return draft_of_ours(name, named.preset)
        return open_draft(name, "own", own_text(name), named.preset)

    def _take(self, draft: Draft) -> None:
        self._drafts[draft.name] = draft
        self._look()

    def _add(self, make: Callable[[], NamedPreset], told: str) -> bool:
        made = self._attempt(make)
        if made is None:
            return False
        self._arrive(made.name)
        self._view.tell_done(told.format(title=words_of(made.preset.name)))
        return True

    def _attempt(self, act: Callable[[], Made]) -> Made | None:
        try:
            return act()
        except StudioError as error:
            self._view.tell_problem(error)
            return None

    def _arrive(self, name: str) -> None:
        self._read()
        self.choose(name)

    def _forget(self, name: str) -> None:
        self._drafts.pop(name, None)

    def _read(self) -> None:
        self._presets = {each.name: each for each in list_presets()}
        self._broken = {each.name: each for each in broken_presets()}
        # A file that was mended or spoilt elsewhere is opened anew; what is typed here stays.
        for name in [*self._drafts]:
            if name not in {**self._presets, **self._broken}:
                self._forget(name)
        self._view.announce(tuple(self._presets.values()))

    def _look(self) -> None:
        self._show_list()
        draft = self.draft
        if draft is not None:
            self._view.show_standing(Standing(draft.changed, draft.right, own=draft.kind != "built_in"))
        choices = [Choice(each.name, words_of(each.preset.name)) for each in self._presets.values()]
        self._view.show_choices(choices, self._current)

    def _show_list(self) -> None:
        changed = frozenset(name for name, draft in self._drafts.items() if draft.changed)
        lines = list_lines(tuple(self._presets.values()), tuple(self._broken.values()), changed, self._narrowing)
        self._view.show_list(lines, self._current)
