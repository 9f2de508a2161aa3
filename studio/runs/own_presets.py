"""The user's own presets: saved, copied, renamed, brought in, taken out, and deleted in a way that can be undone."""

import os
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from itertools import count
from pathlib import Path

from studio import paths
from studio.core.bilingual import Bilingual
from studio.core.job import Job
from studio.core.preset import Preset, both, words_of
from studio.core.preset_text import preset_text, with_name
from studio.errors import PresetFailed, RecipeInvalid
from studio.runs.presets import (
    ENDING,
    NamedPreset,
    check_text,
    list_presets,
    load_preset,
    own_file,
    own_text,
    read_text,
)
from studio.runs.slug import slug
from studio.words import _

_TRASH, _UNSAVED = ".deleted", ".unsaved"


@dataclass(frozen=True)
class Deleted:
    """A preset that was deleted, and where it lies now."""

    name: str
    file: Path


def save_preset(name: str, text: str) -> NamedPreset:
    """Put the text in place of what the user's preset of that name was; raises RecipeInvalid or PresetFailed."""
    preset = check_text(text, own_file(name))
    _write(own_file(name), text)
    return NamedPreset(name, preset, built_in=False)


def add_preset(title: str, text: str) -> NamedPreset:
    """Keep a text as a preset of its own, under a name that is free; raises RecipeInvalid or PresetFailed."""
    return save_preset(free_name(title), text)


def duplicate_preset(name: str, preset: Preset) -> NamedPreset:
    """A copy, the user's own whoever made the first, with a number behind its file name; raises PresetFailed."""
    title = Bilingual(en=f"{preset.name.en} (copy)", fr=f"{preset.name.fr} (copie)")
    return add_preset(name, preset_text(preset.model_copy(update={"name": title})))


def rename_preset(named: NamedPreset, title: str) -> NamedPreset:
    """Another title, and a file name that goes with it; raises PresetFailed."""
    made = add_preset(title, with_name(own_text(named.name), named.preset, title))
    delete_preset(named.name)
    return made


def delete_preset(name: str) -> Deleted:
    """Lay a preset of the user's aside; `restore_preset` brings it back. Raises PresetFailed."""
    trash = paths.user_presets() / _TRASH
    asides = (trash / f"{name}.{number}{ENDING}" for number in count(1))
    aside = next(each for each in asides if not each.exists())
    _move(own_file(name), aside)
    return Deleted(name, aside)


def restore_preset(deleted: Deleted) -> str:
    """Bring a deleted preset back, under another name where its own was taken meanwhile. Raises PresetFailed."""
    name = deleted.name if not own_file(deleted.name).exists() else free_name(deleted.name)
    _move(deleted.file, own_file(name))
    return name


def import_preset(file: Path) -> NamedPreset:
    """Take a preset in from a file, beside those that are there; raises RecipeInvalid or PresetFailed."""
    text = read_text(file)
    check_text(text, file)
    return add_preset(file.stem, text)


def export_preset(text: str, file: Path, *, replace: bool = False) -> None:
    """Write a preset for others; raises PresetFailed, also where the file is there and is not to be replaced."""
    if file.exists() and not replace:
        raise PresetFailed(_("{path} exists already.").format(path=file), hint=_("Choose another name."))
    _write(file, text)


def preset_of_run(job: Job) -> Preset:
    """What a run was trained with, as a preset that says where it comes from."""
    number = job.name.partition("-")[0].lstrip("0") or "0"
    return Preset(
        name=both(_("As run {number}: {preset}").format(number=number, preset=_title(job.preset))),
        description=both(
            _("Saved from the run {run} of the project {project}: {dataset}, {count} examples learned from.").format(
                run=job.name,
                project=Path(job.project).name,
                dataset=job.snapshot.dataset,
                count=job.snapshot.train.rows,
            )
        ),
        recipe=job.recipe,
    )


def keep_unsaved(texts: Mapping[str, str]) -> None:
    """Put aside what was typed and not saved, by preset, in place of what was there; raises PresetFailed."""
    folder = paths.user_presets() / _UNSAVED
    for name, text in texts.items():
        _write(folder / f"{name}{ENDING}", text)
    for file in folder.glob(f"*{ENDING}"):
        if file.stem not in texts:
            with suppress(OSError):
                file.unlink()


def read_unsaved() -> dict[str, str]:
    """What `keep_unsaved` put aside; what cannot be read is left out."""
    found = {}
    for file in sorted((paths.user_presets() / _UNSAVED).glob(f"*{ENDING}")):
        with suppress(RecipeInvalid):
            found[file.stem] = read_text(file)
    return found


def free_name(title: str) -> str:
    """A name for a file that no preset has, also on disks that take small and capital letters for the same."""
    taken = {each.name.casefold() for each in list_presets()}
    taken |= {path.stem.casefold() for path in paths.user_presets().glob(f"*{ENDING}")}
    plain = slug(title, "preset")
    names = (plain, *(f"{plain}-{number}" for number in range(2, len(taken) + 3)))
    return next(name for name in names if name not in taken)


def _title(preset: str) -> str:
    try:
        return words_of(load_preset(preset).preset.name)
    except RecipeInvalid:
        # Gone or broken since: its name still says something.
        return preset


def _write(file: Path, text: str) -> None:
    """Whole or not at all."""
    aside = file.with_name(f".{file.name}.partial")
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        with aside.open("w", encoding="utf-8", newline="\n") as out:
            out.write(text)
            out.flush()
            os.fsync(out.fileno())
        aside.replace(file)
    except OSError as error:
        with suppress(OSError):
            aside.unlink()
        raise PresetFailed(_("{path} could not be written.").format(path=file), hint=str(error)) from error


def _move(file: Path, to: Path) -> None:
    try:
        to.parent.mkdir(parents=True, exist_ok=True)
        file.replace(to)
    except OSError as error:
        raise PresetFailed(_("{path} could not be moved.").format(path=file), hint=str(error)) from error
