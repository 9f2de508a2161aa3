"""Proves that a hand-over made by Atelier arrived whole and unchanged. Needs nothing but Python 3.8 or newer.

    python verify.py                      the folder that this file lies in
    python verify.py FOLDER_OR_ZIP        another folder, or the archive before it is unpacked
    python verify.py … --fingerprint HEX  also that it is the very archive whose sender told this fingerprint

Exit code 0: every file is there with its SHA-256, and no other file (but what Finder and Windows leave in
folders). 1: something is wrong. 2: wrong words.

Prouve qu’une livraison d’Atelier est arrivée entière et inchangée. Code de sortie 0 : tout est juste ; 1 : non.
"""

from __future__ import annotations

import hashlib
import json
import os
import stat
import sys
import zipfile
import zlib
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import IO, Any, NamedTuple

MANIFEST, SUMS = "MANIFEST.json", "SHA256SUMS"
CHUNK = 1 << 20
LONGEST = 64 << 20
HEX = 64
# Finder and Windows put these into any folder that someone has looked at.
LEFT_BEHIND = ".DS_Store", "Thumbs.db", "desktop.ini"

# English, French.
MISSING = "missing", "absent"
EXTRA = "not in the list of files", "absent de la liste des fichiers"
CHANGED = "changed, or damaged on the way", "modifié, ou abîmé en route"
UNREADABLE = "not readable", "illisible"
NO_FILE = "not a plain file", "pas un fichier ordinaire"
TWICE = "there twice", "présent deux fois"
NO_LIST = "missing or damaged: nothing can be proved", "absent ou abîmé : rien ne peut être prouvé"
OTHER_SUMS = "does not agree with " + MANIFEST, "ne s’accorde pas avec " + MANIFEST
OTHER = "another fingerprint than the sender’s: ", "une autre empreinte que celle de l’expéditeur : "
DAMAGED = "a damaged archive, or none", "une archive abîmée, ou qui n’en est pas une"
DAMAGES = (
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    RuntimeError,
    NotImplementedError,
    ValueError,
    LookupError,
    OSError,
)


class Wrong(NamedTuple):
    """One thing that is not as it should be, in English and in French."""

    name: str
    english: str
    french: str


class Checked(NamedTuple):
    """What was found; nothing wrong means that everything is proved."""

    files: int
    size: int
    fingerprint: str
    wrong: list[Wrong]


class Folder:
    """Files below a folder."""

    def __init__(self, path: str) -> None:
        self.path = path

    def problems(self) -> list[Wrong]:
        return [Wrong(name, *NO_FILE) for name in self.names() if not self._is_plain(name)]

    def names(self) -> list[str]:
        found = []
        for above, folders, files in os.walk(self.path):
            links = [each for each in folders if os.path.islink(os.path.join(above, each))]
            for each in [name for name in files if name not in LEFT_BEHIND] + links:
                found.append(os.path.relpath(os.path.join(above, each), self.path).replace(os.sep, "/"))
        return sorted(found)

    def open(self, name: str) -> IO[bytes]:
        return open(os.path.join(self.path, *name.split("/")), "rb")

    def _is_plain(self, name: str) -> bool:
        return stat.S_ISREG(os.lstat(os.path.join(self.path, *name.split("/"))).st_mode)


class Archive:
    """Files in the one folder of a ZIP archive."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self._archive = archive
        infos = archive.infolist()
        self._top = infos[0].filename.split("/")[0] + "/" if infos else "/"
        self._infos = {self._within(info.filename): info for info in infos}

    def problems(self) -> list[Wrong]:
        counts = Counter(self._within(info.filename) for info in self._archive.infolist())
        twice = sorted(name for name, count in counts.items() if count > 1)
        links = [
            name for name, info in self._infos.items() if stat.S_IFMT(info.external_attr >> 16) not in (0, stat.S_IFREG)
        ]
        return [Wrong(name, *TWICE) for name in twice] + [Wrong(name, *NO_FILE) for name in links]

    def names(self) -> list[str]:
        return sorted(self._infos)

    def open(self, name: str) -> IO[bytes]:
        return self._archive.open(self._infos[name])

    def _within(self, name: str) -> str:
        return name[len(self._top) :] if name.startswith(self._top) else "../" + name


def silent(done: int, total: int) -> None:
    """Told of bytes that were looked at, and of all of them."""


def check(path: str, fingerprint: str = "", progress: Callable[[int, int], None] = silent) -> Checked:
    """Look at every file of a folder or of a ZIP archive; raises nothing about what they hold."""
    try:
        with opened(path) as place:
            return compared(place, fingerprint, progress)
    except DAMAGES:
        return Checked(0, 0, "", [Wrong(os.path.basename(path), *DAMAGED)])


@contextmanager
def opened(path: str) -> Iterator[Any]:
    if os.path.isdir(path):
        yield Folder(path)
        return
    with zipfile.ZipFile(path) as archive:
        yield Archive(archive)


def compared(place: Any, fingerprint: str, progress: Callable[[int, int], None]) -> Checked:
    names = place.names()
    text = read_text(place, MANIFEST) if MANIFEST in names else None
    files = listed(text)
    if text is None or files is None:
        return Checked(0, 0, "", [Wrong(MANIFEST, *NO_LIST)])
    told = hashlib.sha256(text).hexdigest()
    wrong = place.problems()
    odd = {each.name for each in wrong}
    wrong += [Wrong(name, *MISSING) for name in sorted(set(files) - set(names))]
    wrong += [Wrong(name, *EXTRA) for name in names if name not in files and name not in (MANIFEST, SUMS)]
    done, total = 0, sum(each["bytes"] for each in files.values())
    for name in sorted(set(files) & set(names) - odd):
        wrong += proved(place, name, files[name], lambda read, before=done: progress(before + read, total))
        done += files[name]["bytes"]
    wrong += sums_problems(place, names, {**{name: each["sha256"] for name, each in files.items()}, MANIFEST: told})
    if fingerprint and fingerprint.strip().lower() != told:
        wrong.append(Wrong(MANIFEST, *(words + told for words in OTHER)))
    return Checked(len(files), total, told, wrong)


def listed(text: bytes | None) -> dict[str, Any] | None:
    """The files that a manifest names; None where it is none."""
    try:
        told = json.loads((text or b"").decode("utf-8"))
        files = told["files"] if told["format"] == "atelier" and told["v"] == 1 else None
        sound = isinstance(files, dict) and all(
            isinstance(each["bytes"], int) and isinstance(each["sha256"], str) for each in files.values()
        )
    except (ValueError, LookupError, TypeError, RecursionError):
        return None
    return files if sound else None


def proved(place: Any, name: str, facts: dict[str, Any], progress: Callable[[int], None]) -> list[Wrong]:
    digest, left = hashlib.sha256(), facts["bytes"]
    try:
        with place.open(name) as file:
            # No further than the list says: a file may be made to have no end.
            for piece in iter(lambda: file.read(CHUNK), b""):
                digest.update(piece)
                left -= len(piece)
                if left < 0:
                    break
                progress(facts["bytes"] - left)
    except (zipfile.BadZipFile, zlib.error, EOFError):
        return [Wrong(name, *CHANGED)]
    except DAMAGES:
        return [Wrong(name, *UNREADABLE)]
    return [] if left == 0 and digest.hexdigest() == facts["sha256"] else [Wrong(name, *CHANGED)]


def sums_problems(place: Any, names: list[str], expected: dict[str, str]) -> list[Wrong]:
    """The second list, for sha256sum, must say the same as the first."""
    if SUMS not in names:
        return [Wrong(SUMS, *MISSING)]
    lines = (read_text(place, SUMS) or b"").decode("utf-8", "replace").split("\n")
    told = {line[HEX + 2 :]: line[:HEX] for line in lines if line}
    return [] if told == expected else [Wrong(SUMS, *OTHER_SUMS)]


def read_text(place: Any, name: str) -> bytes | None:
    try:
        with place.open(name) as file:
            return file.read(LONGEST)
    except DAMAGES:
        return None


def say(*lines: str) -> None:
    for line in lines:
        sys.stdout.write("".join(each if each.isprintable() else ascii(each)[1:-1] for each in line) + "\n")


def main(words: list[str]) -> int:
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    fingerprint = ""
    if "--fingerprint" in words:
        at = words.index("--fingerprint")
        fingerprint, words = "".join(words[at + 1 : at + 2]), words[:at] + words[at + 2 :]
        if len(fingerprint.strip()) != HEX:
            words = ["-"]
    if len(words) > 1 or any(word.startswith("-") for word in words):
        sys.stderr.write(__doc__ or "")
        return 2
    return told(check(words[0] if words else os.path.dirname(os.path.abspath(__file__)), fingerprint))


def told(checked: Checked) -> int:
    for each in checked.wrong:
        say(f"✗ {each.name}: {each.english} / {each.french}")
    if checked.wrong:
        say("", "NOT PROVED. Do not use these files; ask the sender for them again.")
        say("NON PROUVÉ. N’utilisez pas ces fichiers ; redemandez-les à l’expéditeur.")
        return 1
    say(f"PROVED: {checked.files} files, {checked.size} bytes, whole and unchanged.")
    say(f"PROUVÉ : {checked.files} fichiers, {checked.size} octets, entiers et inchangés.")
    say("Fingerprint, to compare with the sender’s / Empreinte, à comparer avec celle de l’expéditeur :")
    say(checked.fingerprint)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
