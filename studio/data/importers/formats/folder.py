"""Folders of examples: those that `datasets` saves, and files lying side by side."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from urllib.parse import unquote

from studio.data.importers.formats.record import Fields
from studio.data.importers.formats.split_names import split_of
from studio.errors import ImportFailed
from studio.words import _

_TABLES = (".csv", ".tsv", ".tab")
_KINDS = ((".parquet",), (".arrow",), (".jsonl", ".ndjson"), _TABLES, (".json",), (".xlsx",), (".txt",))
_OF_DATASETS = ("dataset_dict.json", "dataset_info.json", "dataset_infos.json", "state.json")
_MOST_FILES = 10_000
_DEEPEST = 4


@dataclass(frozen=True)
class Member:
    """A file of a folder or an archive by its relative name, and what that name says about its rows."""

    name: str
    part: str
    added: Fields = field(default_factory=dict)


@dataclass(frozen=True)
class Members:
    """What is read of a folder or an archive, and the files beside it that could be."""

    taken: tuple[Member, ...]
    others: tuple[str, ...]


def choose(names: Sequence[str]) -> Members:
    """The files of one format, the most telling first, so that a README beside the rows is no row."""
    for suffixes in _KINDS:
        taken = sorted(name for name in names if _suffix(name) in suffixes)
        if taken:
            splits = [split_of(name) for name in taken]
            tell = all(splits) and len(set(splits)) > 1
            return Members(
                tuple(
                    Member(name, name if len(taken) > 1 else "", _keys(name) | ({"split": split} if tell else {}))
                    for name, split in zip(taken, splits, strict=True)
                ),
                tuple(sorted(name for name in names if name not in taken and _is_known(name))),
            )
    return Members((), ())


def folder_members(folder: Path) -> Members:
    """What is read of a folder; raises ImportFailed when there is nothing to read in it."""
    splits = [str(split) for split in _listed(folder / "dataset_dict.json", "splits")]
    saved = [(split, f"{split}/{file}") for split in splits for file in _saved_files(folder / split)]
    if saved:
        return Members(tuple(Member(name, split, {"split": split}) for split, name in saved), ())
    if files := _saved_files(folder):
        return Members(tuple(Member(file, "") for file in files), ())
    found = choose(list(_names(folder)))
    if not found.taken:
        raise ImportFailed(
            _("This is a folder without files of examples: {path}").format(path=folder),
            hint=_("Choose a file, or a folder with Parquet, Arrow, JSONL or CSV files."),
        )
    return found


def _saved_files(folder: Path) -> list[str]:
    """The files of a data set that `datasets` has saved, by its own list."""
    listed = _listed(folder / "state.json", "_data_files")
    names = [str(each.get("filename", "")) for each in listed if isinstance(each, dict)]
    return [name for name in names if name and (folder / name).is_file()]


def _listed(file: Path, key: str) -> list[object]:
    """The list of that name in a file of `datasets`; empty when it has none. Names that lead elsewhere are no names."""
    try:
        found = json.loads(file.read_bytes())
    except (OSError, ValueError, RecursionError):
        return []
    values = found.get(key) if isinstance(found, dict) else None
    return [each for each in values if _is_plain(each)] if isinstance(values, list) else []


def _is_plain(entry: object) -> bool:
    name = entry.get("filename") if isinstance(entry, dict) else entry
    return isinstance(name, str) and name not in ("", ".", "..") and not set(name) & set("/\\\0:")


def _names(folder: Path) -> Iterator[str]:
    """Relative names of the files below, without hidden ones and those that programs leave."""
    waiting, count = [(folder, 0)], 0
    while waiting:
        at, depth = waiting.pop()
        for path in sorted(at.iterdir()):
            if path.name.startswith((".", "_")) or path.name in _OF_DATASETS:
                continue
            if path.is_dir() and not path.is_symlink() and depth < _DEEPEST:
                waiting.append((path, depth + 1))
            elif path.is_file() and count < _MOST_FILES:
                count += 1
                yield path.relative_to(folder).as_posix()


def _suffix(name: str) -> str:
    path = PurePosixPath(name.lower())
    return PurePosixPath(path.stem).suffix if path.suffix == ".gz" else path.suffix


def _is_known(name: str) -> bool:
    return any(_suffix(name) in suffixes for suffixes in _KINDS)


def _keys(name: str) -> Fields:
    """What folders called `key=value`, as Spark and Hive write them, say about their rows."""
    pairs = (folder.partition("=") for folder in PurePosixPath(name).parts[:-1])
    return {key: unquote(value) for key, sign, value in pairs if sign}
