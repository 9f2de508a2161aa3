"""Presets by name: those that come with Atelier and the user's own."""

import logging
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from studio import paths
from studio.core.preset import Preset
from studio.core.preset_text import read_preset
from studio.errors import RecipeInvalid
from studio.words import _

LARGEST_BYTES = 1_000_000
ENDING = ".yaml"
_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class NamedPreset:
    """A preset and the name of its file, by which commands know it."""

    name: str
    preset: Preset
    built_in: bool


@dataclass(frozen=True)
class BrokenPreset:
    """A file of the user's that holds no preset, and why."""

    name: str
    text: str
    reason: str


def list_presets() -> list[NamedPreset]:
    """All readable presets, Atelier's own first, each by task and memory; the user's replaces ours of the same name."""
    found: dict[str, NamedPreset] = {}
    for name, path in _files().items():
        try:
            found[name] = _read(name, path)
        except RecipeInvalid as error:
            # One wrong file must not take the others away; asked for by name it is reported in full.
            _log.info("%s: %s", path, error)
    return sorted(found.values(), key=_place)


def broken_presets() -> list[BrokenPreset]:
    """The user's files that `list_presets` leaves out; the text is empty where it cannot be read at all."""
    broken = []
    for path in sorted(paths.user_presets().glob(f"*{ENDING}")):
        try:
            _read(path.stem, path)
        except RecipeInvalid as error:
            try:
                text = read_text(path)
            except RecipeInvalid:
                text = ""
            broken.append(BrokenPreset(path.stem, text, "\n".join(filter(None, (error.message, error.hint)))))
    return broken


def load_preset(name: str) -> NamedPreset:
    """The preset of that name; raises RecipeInvalid naming the known ones, or what is wrong in its file."""
    files = _files()
    if name not in files:
        raise RecipeInvalid(
            _("There is no preset “{name}”.").format(name=name),
            hint=_("The presets are: {names}.").format(names=", ".join(files)),
        )
    return _read(name, files[name])


def own_text(name: str) -> str:
    """The text of one of the user's own presets as it was written; raises RecipeInvalid."""
    return read_text(own_file(name))


def own_file(name: str) -> Path:
    """Where a preset of the user's is kept, whether it is there or not."""
    return paths.user_presets() / f"{name}{ENDING}"


def read_text(path: Path) -> str:
    """A file of a preset as text; raises RecipeInvalid where it is no text or far too long."""
    try:
        if path.stat().st_size > LARGEST_BYTES:
            raise RecipeInvalid(_("This file is too large to be a preset: {path}").format(path=path))
        return path.read_text("utf-8-sig")
    except UnicodeDecodeError as error:
        hint = _("Save it as UTF-8: byte {place} is none.").format(place=error.start + 1)
        raise RecipeInvalid(_("The preset {path} is not readable.").format(path=path), hint=hint) from error
    except OSError as error:
        raise RecipeInvalid(_("The preset {path} is not readable.").format(path=path), hint=str(error)) from error


@lru_cache(maxsize=64)
def check_text(text: str, path: Path) -> Preset:
    """The preset that a file's text describes; raises RecipeInvalid with every line that is wrong."""
    read = read_preset(text)
    if read.preset is None:
        lines = [problem.words() for problem in read.problems]
        raise RecipeInvalid("\n".join([_("The preset {path} is not readable.").format(path=path), *lines]))
    return read.preset


def _place(named: NamedPreset) -> tuple[bool, bool, bool, float, str]:
    goal, memory = named.preset.recipe.goal, named.preset.memory_gb
    return (
        not named.built_in,
        goal.objective != "sft",
        goal.task != "causal",
        float("inf") if memory is None else memory,
        named.name,
    )


def _files() -> dict[str, Path]:
    folders = (paths.PRESETS, paths.user_presets())
    return {path.stem: path for folder in folders for path in sorted(folder.glob(f"*{ENDING}"))}


def _read(name: str, path: Path) -> NamedPreset:
    preset = check_text(read_text(path), path)
    return NamedPreset(name=name, preset=preset, built_in=path.parent == paths.PRESETS)
