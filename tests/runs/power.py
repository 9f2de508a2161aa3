"""A disk whose power is cut: what was not synced may be gone, contents of files and names in folders alike."""

import os
import stat
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

# Whatever changes names is a moment to cut at; `unlink` and `rmdir` are what removing a tree comes down to.
MOMENTS = ("fsync", "rename", "replace", "mkdir", "unlink", "rmdir")


class Disk:
    """Knows what of a folder is lasting; a cut writes what would be found afterwards.

    Strict: only names and contents that were synced. Eager: all names, as file systems may write them first, and only
    contents that were synced.
    """

    def __init__(self, root: Path, cuts: Path) -> None:
        self._root, self._cuts = root, cuts
        self._contents: dict[int, bytes] = {}
        self._names: dict[int, dict[str, tuple[int, bool]]] = {}
        # What is open keeps its number: no new file is taken for an old one.
        self._held: list[int] = []
        self.count = 0
        for folder, _folders, files in os.walk(root):
            for path in (Path(folder), *(Path(folder, name) for name in files)):
                self._sync(os.open(path, os.O_RDONLY))

    def _sync(self, handle: int) -> None:
        self._held.append(handle)
        found = os.fstat(handle)
        path = Path(f"/proc/self/fd/{handle}").resolve()
        if stat.S_ISDIR(found.st_mode):
            self._names[found.st_ino] = {each.name: (each.inode(), each.is_dir()) for each in os.scandir(path)}
        else:
            self._contents[found.st_ino] = path.read_bytes()

    @contextmanager
    def watched(self, look: Callable[[Path], None]) -> Iterator[None]:
        """Within, look at what a cut would leave before and after each change."""
        with pytest.MonkeyPatch.context() as patch:
            for name in MOMENTS:
                patch.setattr(os, name, self._looked_at(getattr(os, name), look, name))
            yield

    def _looked_at(self, do: Callable[..., Any], look: Callable[[Path], None], name: str) -> Callable[..., Any]:
        def done(*words: Any, **more: Any) -> Any:
            answer = do(*words, **more)
            if name == "fsync":
                self._sync(os.dup(words[0]))
            with pytest.MonkeyPatch.context() as patch:
                patch.setattr(os, "mkdir", _MKDIR)
                for left in (self.cut(eager=False), self.cut(eager=True)):
                    look(left)
            return answer

        return done

    def cut(self, *, eager: bool) -> Path:
        """A folder with what would be there afterwards."""
        self.count += 1
        left = self._cuts / f"{self.count:05d}"
        self._restore(self._root, self._root.stat().st_ino, left, eager=eager)
        return left

    def _restore(self, live: Path, number: int, left: Path, *, eager: bool) -> None:
        left.mkdir(parents=True)
        names = (
            {each.name: (each.inode(), each.is_dir()) for each in os.scandir(live)}
            if eager
            else self._names.get(number, {})
        )
        for name, (inside, is_folder) in names.items():
            if is_folder:
                self._restore(live / name, inside, left / name, eager=eager)
            else:
                (left / name).write_bytes(self._contents.get(inside, b""))


_MKDIR = os.mkdir
