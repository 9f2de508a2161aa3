"""A file or folder that is there whole or not at all."""

import errno
import os
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from studio.errors import ExportFailed
from studio.paths import readable_name
from studio.words import _

_FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)


@contextmanager
def placed(target: Path) -> Iterator[Path]:
    """A path beside `target` to write a file or folder to; it takes the target's name when the block ends well.

    Raises ExportFailed where that cannot be done; what was at `target` is then still there.
    """
    partial = target.with_name(f".{target.name}.partial")
    try:
        with writing(target):
            _check_target(target)
            _remove(partial)
            yield partial
            sync_tree(partial)
            _replace(partial, target)
            sync_folder(target.parent)
    finally:
        with suppress(OSError):
            _remove(partial)


@contextmanager
def writing(target: Path) -> Iterator[None]:
    """Raise ExportFailed for what the system refuses while `target`, or what it is made of, is written."""
    try:
        yield
    except OSError as error:
        raise _explained(error, target) from error


def expect_text(path: Path) -> None:
    """Raise ExportFailed where a name on the way is no text in UTF-8: no JSON and no database can hold it."""
    # Not by Path.resolve, which fails where links lead in a circle.
    whole = os.path.realpath(path)
    try:
        whole.encode()
    except UnicodeEncodeError as error:
        if sys.getfilesystemencoding() != "utf-8":
            raise ExportFailed(
                _("In this environment names are read as {encoding}, and this one is more: {path}").format(
                    encoding=sys.getfilesystemencoding(), path=os.fsencode(whole).decode("utf-8", "replace")
                ),
                hint=_("Take PYTHONUTF8=0 out of the environment, then try again."),
            ) from error
        raise ExportFailed(
            _("This name holds bytes that are no text in UTF-8: {path}").format(path=readable_name(whole)),
            hint=_("Rename the file or folder, then try again."),
        ) from error


def disk_full(target: Path) -> ExportFailed:
    """What is said where there was no room for `target`."""
    return ExportFailed(
        _("The disk is full. The file was not written: {path}").format(path=target),
        hint=_("Free some space, or choose another place."),
    )


def sync_tree(path: Path) -> None:
    """Force a file, or a folder with all that is in it, to the disk."""
    for each in (*path.rglob("*"), path):
        if each.is_dir():
            sync_folder(each)
        elif each.is_file():
            # Windows syncs only what can be written to; elsewhere a file that cannot be may be synced too.
            with each.open("rb+" if sys.platform == "win32" else "rb") as file:
                os.fsync(file.fileno())


def sync_folder(folder: Path) -> None:
    """Make renames in a folder survive a power cut; Windows does so by itself and cannot open folders.

    Some network drives cannot sync one; PostgreSQL, too, goes on then (`fsync_fname` in its fd.c).
    """
    with suppress(PermissionError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        except OSError as error:
            if error.errno not in (errno.EBADF, errno.EINVAL):
                raise
        finally:
            os.close(handle)


def _check_target(target: Path) -> None:
    if not target.parent.is_dir():
        raise ExportFailed(
            _("There is no such folder: {path}").format(path=target.parent), hint=_("Choose an existing folder.")
        )


def _replace(partial: Path, target: Path) -> None:
    if not target.is_dir():
        partial.replace(target)
        return
    if not partial.is_dir():
        raise ExportFailed(
            _("This is a folder, not a file: {path}").format(path=target), hint=_("Choose the name of a file.")
        )
    before = target.with_name(f".{target.name}.before")
    _remove(before)
    target.rename(before)
    try:
        partial.rename(target)
    except OSError:
        before.rename(target)
        raise
    _remove(before)


def _remove(path: Path) -> None:
    if path.is_dir():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)


def _explained(error: OSError, target: Path) -> ExportFailed:
    if error.errno in _FULL:
        return disk_full(target)
    return ExportFailed(
        _("The file could not be written: {path}").format(path=target), hint=error.strerror or str(error)
    )
