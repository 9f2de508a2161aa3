"""Brings a model from a USB stick: copied aside, held against its checksums, read back, and only then named."""

import hashlib
import json
import os
import re
import shutil
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from studio.errors import ModelFailed
from studio.models.inspection import describe_model
from studio.models.places import is_model
from studio.placing import sync_folder
from studio.runs.durable import remove_partial
from studio.words import _

SUMS = "SHA256SUMS"
_SUM_FILES = (SUMS, "SHA256SUMS.txt", "sha256sums.txt", "checksums.sha256")
_MANIFEST = "manifest.json"
_KEPT = (".safetensors", ".gguf", ".json", ".jinja", ".model", ".txt", ".md", ".tiktoken")
_WEIGHTS = (".safetensors", ".gguf")
_CHUNK = 1 << 22
_SPARE = 256 << 20
_LINE = re.compile(r"^\\?([0-9a-fA-F]{64})[ \t]+\*?(.+?)\s*$")
_LONGEST_SUMS = 1 << 20


class ImportCancelled(ModelFailed):
    """The user stopped the copy; nothing of it is left."""


@dataclass(frozen=True)
class Imported:
    """A model that now lies on this machine."""

    folder: Path
    """Its folder, or the GGUF file."""
    files: int
    size: int
    verified: int
    """How many files had a checksum on the drive, and agreed."""
    left_out: tuple[str, ...] = ()
    """Files that are no part of a safe model and were not copied."""


@dataclass(frozen=True)
class Steering:
    """How a long copy tells of itself and is stopped."""

    progress: Callable[[int, int], None] = lambda _done, _total: None
    """Bytes done and all of them; each is counted twice, copied and read back."""
    cancelled: Callable[[], bool] = lambda: False


def import_model(source: Path, into: Path, steering: Steering | None = None) -> Imported:
    """Copy a model folder or a GGUF file below `into`; raises ModelFailed, or ImportCancelled, and leaves nothing half.

    Where the drive has checksums, every file named there must agree; a `SHA256SUMS` of what was copied is kept
    beside it. A model that could not be loaded is not imported.
    """
    steering, source = steering or Steering(), meant(source)
    files, left_out = _chosen(source)
    problem = next((each for each in describe_model(source).problems if each.level == "blocking"), None)
    if problem:
        raise ModelFailed(
            _("{path} cannot be imported. {reason}").format(path=source, reason=problem.sentence.text()),
            hint=_("Copy the model to the drive again, whole and in the safetensors or GGUF format."),
        )
    expected = _expected(source)
    final = into / source.name
    check_place(final, sum(file.stat().st_size for file in files))
    partial = final.with_name(final.name + ".partial")
    try:
        remove_partial(partial)
        partial.mkdir(parents=True)
        sums = _copy(files, partial, expected, steering)
        _finish(partial, final, sums, alone=source.is_file())
    except OSError as error:
        raise ModelFailed(
            _("The model could not be copied: {reason}.").format(reason=error.strerror or error),
            hint=_("Check the drive and the free space of this computer, then import again."),
        ) from error
    finally:
        remove_partial(partial)
    size = sum(file.stat().st_size for file in files)
    return Imported(final, len(files), size, sum(name in expected for name in sums), left_out)


def meant(source: Path) -> Path:
    """The GGUF file where a folder holds one and is no model itself, else what was named."""
    files = [] if is_model(source) else sorted(source.glob("*.gguf"))
    return files[0] if len(files) == 1 else source


def _chosen(source: Path) -> tuple[list[Path], tuple[str, ...]]:
    if source.is_file() and source.suffix.lower() == ".gguf":
        return [source], ()
    if not is_model(source):
        raise ModelFailed(
            _("{path} is not a model folder: it holds no config.json.").format(path=source),
            hint=_("Choose the folder that holds config.json and the .safetensors files, or a GGUF file."),
        )
    files = [path for path in sorted(source.iterdir()) if path.is_file() and not path.name.startswith(".")]
    files = [file for file in files if file.name not in _SUM_FILES]
    others = tuple(file.name for file in files if left_out(file.name))
    return [file for file in files if file.name not in others], others


def left_out(name: str) -> bool:
    """Whether a file is no part of a safe model: code, pickles, pictures."""
    return Path(name).suffix.lower() not in _KEPT and Path(name).stem.upper() not in ("LICENSE", "NOTICE")


def _expected(source: Path) -> dict[str, str]:
    """Checksums by file name as the drive has them: a list of sha256sum, or the manifest that Atelier writes."""
    folder = source if source.is_dir() else source.parent
    for name in (f"{source.name}.sha256", *_SUM_FILES):
        if (file := folder / name).is_file() and file.stat().st_size <= _LONGEST_SUMS:
            lines = file.read_text("utf-8", "replace").splitlines()
            found = [match for line in lines if (match := _LINE.match(line))]
            return {match[2].removeprefix("./"): match[1].lower() for match in found}
    try:
        files = json.loads((folder / _MANIFEST).read_text("utf-8"))["files"]
        return {str(name): str(known["sha256"]).lower() for name, known in files.items()}
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return {}


def check_place(final: Path, needed: int) -> None:
    """Raises ModelFailed where something is there already, or the disk has no room for so many bytes."""
    if final.exists():
        raise ModelFailed(
            _("There is already a model called “{name}” in {folder}.").format(name=final.name, folder=final.parent),
            hint=_("Rename the folder on the drive, or remove the model that is here."),
        )
    final.parent.mkdir(parents=True, exist_ok=True)
    free = shutil.disk_usage(final.parent).free
    if needed + _SPARE > free:
        raise ModelFailed(
            _("The model takes {needed} MB and {folder} has only {free} MB free.").format(
                needed=needed // 10**6, folder=final.parent, free=free // 10**6
            ),
            hint=_("Free some space, then import again."),
        )


def _copy(files: Sequence[Path], into: Path, expected: Mapping[str, str], steering: Steering) -> dict[str, str]:
    """The checksum of each file, as it came from the drive and as it can be read back."""
    missing = sorted(name for name in set(expected) - {file.name for file in files} if name.endswith(_WEIGHTS))
    # A list beside a GGUF file may name its neighbours too.
    if missing and len(files) > 1:
        raise _wrong(missing[0], _("the list of checksums names it, and it is not there"))
    meter = _Meter(steering, 2 * sum(file.stat().st_size for file in files))
    sums = {}
    for file in files:
        came = _write(file, into / file.name, meter)
        if expected.get(file.name, came) != came:
            raise _wrong(file.name, _("its checksum is not the one that the drive has for it"))
        kept = hashlib.sha256()
        for piece in meter.pieces(into / file.name):
            kept.update(piece)
        if kept.hexdigest() != came:
            raise _wrong(file.name, _("what was written cannot be read back"))
        sums[file.name] = came
    return sums


def _write(file: Path, copy: Path, meter: "_Meter") -> str:
    came = hashlib.sha256()
    with copy.open("xb") as out:
        for piece in meter.pieces(file):
            came.update(piece)
            out.write(piece)
        out.flush()
        os.fsync(out.fileno())
    return came.hexdigest()


class _Meter:
    """Reads files piece by piece, tells how far it is and looks whether it shall stop."""

    def __init__(self, steering: Steering, total: int) -> None:
        self._steering, self._total, self._done = steering, total, 0

    def pieces(self, file: Path) -> Iterator[bytes]:
        with file.open("rb") as opened:
            while piece := opened.read(_CHUNK):
                if self._steering.cancelled():
                    raise ImportCancelled(_("The import was cancelled."))
                yield piece
                self._done += len(piece)
                self._steering.progress(self._done, self._total)


def _wrong(name: str, reason: str) -> ModelFailed:
    return ModelFailed(
        _("The file {name} is damaged: {reason}.").format(name=name, reason=reason),
        hint=_("Copy the model to the drive again; nothing was imported."),
    )


def _finish(partial: Path, final: Path, sums: Mapping[str, str], *, alone: bool) -> None:
    """A GGUF file goes to its place by itself, with its checksum beside it."""
    write_sums(partial / SUMS, sums)
    sync_folder(partial)
    if alone:
        (partial / SUMS).rename(final.with_name(f"{final.name}.sha256"))
        (partial / final.name).rename(final)
    else:
        partial.rename(final)
    sync_folder(final.parent)


def write_sums(file: Path, sums: Mapping[str, str]) -> None:
    """As `sha256sum` writes and checks them."""
    with file.open("x", encoding="utf-8") as opened:
        opened.write("".join(f"{digest}  {name}\n" for name, digest in sums.items()))
        opened.flush()
        os.fsync(opened.fileno())
