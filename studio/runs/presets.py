"""Presets by name: those that come with Atelier and the user's own."""

import logging
from dataclasses import dataclass
from pathlib import Path

import yaml

from studio import paths
from studio.core.preset import Preset, parse_preset
from studio.core.yaml_errors import read_yaml
from studio.errors import RecipeInvalid
from studio.words import _

_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class NamedPreset:
    """A preset and the name of its file, by which commands know it."""

    name: str
    preset: Preset
    built_in: bool


def list_presets() -> list[NamedPreset]:
    """All readable presets by name, Atelier's own first; the user's replaces one of ours of the same name."""
    found: dict[str, NamedPreset] = {}
    for name, path in _files().items():
        try:
            found[name] = _read(name, path)
        except RecipeInvalid as error:
            # One wrong file must not take the others away; asked for by name it is reported in full.
            _log.info("%s: %s", path, error)
    return list(found.values())


def load_preset(name: str) -> NamedPreset:
    """The preset of that name; raises RecipeInvalid naming the known ones, or what is wrong in its file."""
    files = _files()
    if name not in files:
        raise RecipeInvalid(
            _("There is no preset “{name}”.").format(name=name),
            hint=_("The presets are: {names}.").format(names=", ".join(files)),
        )
    return _read(name, files[name])


def _files() -> dict[str, Path]:
    folders = (paths.PRESETS, paths.user_presets())
    return {path.stem: path for folder in folders for path in sorted(folder.glob("*.yaml"))}


def _read(name: str, path: Path) -> NamedPreset:
    try:
        preset = parse_preset(read_yaml(path.read_text("utf-8")))
    except RecipeInvalid as error:
        raise RecipeInvalid(f"{path}\n{error}", hint=error.hint) from error
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise RecipeInvalid(_("The preset {path} is not readable.").format(path=path), hint=str(error)) from error
    return NamedPreset(name=name, preset=preset, built_in=path.parent == paths.PRESETS)
