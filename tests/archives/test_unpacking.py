"""What comes from elsewhere is a project, whole and where it was wanted, or nothing."""

import json
import random
import stat
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from studio.archives import reading
from studio.archives.checking import prove
from studio.archives.manifest import ArchiveManifest, FileFacts, manifest_text
from studio.archives.packing import Packed
from studio.archives.steering import ArchiveCancelled, Steering
from studio.archives.unpacking import unpack_project
from studio.core.example import Instruction
from studio.data.logs.storing import list_logs
from studio.data.project import Project, ProjectReader
from studio.data.prompts import read_prompts
from studio.errors import ArchiveFailed, ExportFailed, StudioError
from studio.evaluating.results import read_results
from studio.runs.checkpoints import list_checkpoints
from studio.runs.durable import verify_folder
from studio.runs.evaluations import list_evaluations
from studio.runs.run import list_runs
from tests.archives.full_project import ROWS

Entry = tuple[zipfile.ZipInfo, bytes]
BAD = "../../outside"


def test_a_project_opens_elsewhere_as_it_was(whole: Packed, project: Path, tmp_path: Path) -> None:
    told = unpack_project(whole.written.file, tmp_path / "there")
    assert (told.project, told.rows, told.fingerprint) == (tmp_path / "there", ROWS - 1, whole.written.fingerprint)
    with Project.open(told.project) as opened, ProjectReader(told.project) as reader, ProjectReader(project) as before:
        assert reader.steps() == before.steps()
        opened.undo()
        opened.redo()
    (run,) = list_runs(told.project)
    assert run.state == "finished"
    assert verify_folder(run.run.adapter)
    assert len(list_logs(told.project)) == len(read_prompts(told.project)) == 1
    (evaluation,) = list_evaluations(told.project)
    assert evaluation.state == "finished"
    assert len(read_results(evaluation.run).rows) == 6
    # Scores are known by the times of what they were made of.
    there, here = (each / "evaluations" / evaluation.run.name / "rows.jsonl" for each in (told.project, project))
    assert there.stat().st_mtime_ns == here.stat().st_mtime_ns
    assert not (told.project / "MANIFEST.json").exists()


def test_without_data_the_project_is_empty_and_its_runs_keep_their_numbers(textless: Packed, tmp_path: Path) -> None:
    told = unpack_project(textless.written.file, tmp_path / "there")
    assert told.without == ("data",)
    with Project.open(told.project) as opened:
        assert opened.name == "Headaches"
        dataset = opened.dataset("cases")
        assert dataset is not None
        assert (dataset.id, dataset.kind, dataset.rows) == (1, "instruction", 0)
        changes = opened.add_rows(1, [Instruction(instruction="Que faire ?", response="Repos.")])
        assert min(changes.inserted) > ROWS
        opened.index_some()
    (run,) = list_runs(told.project)
    assert (run.state, run.last_step, run.total_steps) == ("finished", 2, 2)
    assert verify_folder(run.run.adapter)
    assert list_checkpoints(run.run) == ()


def test_what_is_there_already_stays(whole: Packed, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    (tmp_path / "link").symlink_to(tmp_path / "nowhere")
    for name in ("empty", "link"):
        with pytest.raises(ArchiveFailed, match="something else at this place"):
            unpack_project(whole.written.file, tmp_path / name)
    with pytest.raises(ExportFailed, match="no such folder"):
        unpack_project(whole.written.file, tmp_path / "none" / "there")
    with pytest.raises(ExportFailed, match="could not be written"):
        unpack_project(whole.written.file, tmp_path / ("x" * 250))


def test_cancelling_leaves_nothing(whole: Packed, tmp_path: Path) -> None:
    with pytest.raises(ArchiveCancelled):
        unpack_project(whole.written.file, tmp_path / "there", Steering(cancelled=lambda: True))
    assert list(tmp_path.iterdir()) == []


@dataclass
class Forged:
    """An archive about to be written by somebody who means ill."""

    entries: list[Entry] = field(default_factory=list)
    facts: dict[str, Any] = field(default_factory=dict)

    @classmethod
    def of(cls, archive: Path) -> "Forged":
        with zipfile.ZipFile(archive) as opened:
            entries = [(zipfile.ZipInfo(info.filename), opened.read(info)) for info in opened.infolist()]
        name = next(content for info, content in entries if info.filename.endswith("/MANIFEST.json"))
        return cls([each for each in entries if not each[0].filename.endswith("/MANIFEST.json")], json.loads(name))

    def add(self, name: str, content: bytes = b"x", mode: int = 0) -> None:
        """A file that the manifest names, under that very name."""
        info = zipfile.ZipInfo("textless/" + name)
        info.filename = info.orig_filename = "textless/" + name
        info.external_attr = mode << 16
        self.entries.append((info, content))
        self.facts["files"][name] = {"bytes": len(content), "sha256": sha256(content).hexdigest()}

    def find(self, name: str) -> Entry:
        return next(each for each in self.entries if each[0].filename == "textless/" + name)

    def replace(self, name: str, content: bytes) -> None:
        at = self.entries.index(self.find(name))
        self.entries[at] = (self.entries[at][0], content)

    def write(self, path: Path) -> Path:
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
            for info, content in self.entries:
                info.compress_type = zipfile.ZIP_DEFLATED
                archive.writestr(info, content)
            archive.writestr("textless/MANIFEST.json", json.dumps(self.facts))
        return path


def named(name: str, mode: int = 0) -> Callable[[Forged], None]:
    return lambda forged: forged.add(name, mode=mode)


def told(**facts: Any) -> Callable[[Forged], None]:
    return lambda forged: forged.facts.update(facts)


def unlisted(forged: Forged) -> None:
    forged.add("evil.py")
    del forged.facts["files"]["evil.py"]


def missing(forged: Forged) -> None:
    forged.entries.remove(forged.find("contract.yaml"))


def twice(forged: Forged) -> None:
    forged.entries.append((zipfile.ZipInfo("textless/contract.yaml"), b"other"))


def outside(forged: Forged) -> None:
    forged.entries.append((zipfile.ZipInfo("other/contract.yaml"), b"other"))


def other_bytes(forged: Forged) -> None:
    content = forged.find("contract.yaml")[1]
    forged.replace("contract.yaml", b"!" + content[1:])


def longer(forged: Forged) -> None:
    forged.replace("contract.yaml", forged.find("contract.yaml")[1] + b"\n")


def foreign_database(forged: Forged) -> None:
    forged.replace("project.db", b"SQLite format 3\0" + bytes(1000))
    forged.facts["files"]["project.db"] = {
        "bytes": 1016,
        "sha256": sha256(forged.find("project.db")[1]).hexdigest(),
    }


def claims_its_own(forged: Forged) -> None:
    forged.facts["files"]["MANIFEST.json"] = {"bytes": 1, "sha256": "0" * 64}


ATTACKS: Mapping[str, tuple[Callable[[Forged], None], str]] = {
    **{
        f"name {name!a}": (named(name), "leads elsewhere")
        for name in (
            *(BAD, "/etc/evil", "a/../../evil", "./a", "a//b", "a/", "C:/evil", "C:evil", "a\\..\\evil", "\\\\host\\x"),
            *("CON", "nul.txt", "a/aux", "com1.log", "COM¹", "a.", "a ", "a\nb", "a\x1b[2Jb", "gp\u202ej.exe"),
            *("a:stream", "a" * 300, "a/" * 600 + "b"),
        )
    },
    "link": (named("link", stat.S_IFLNK | 0o777), "no file"),
    "device": (named("device", stat.S_IFCHR | 0o666), "no file"),
    "a run that starts by itself": (named("runs/0001-demo-cpu/waiting"), "living project"),
    "a process to be ended": (named("runs/0001-demo-cpu/worker.json"), "living project"),
    "a log that changes rows": (named("project.db-wal"), "living project"),
    "capital letters": (named("CONTRACT.YAML"), "same name"),
    "accents": (lambda forged: [forged.add(name) for name in ("\u00e9", "e\u0301")] and None, "same name"),
    "file in a file": (named("contract.yaml/x"), "same name"),
    "twice": (twice, "same name"),
    "not in the list": (unlisted, "does not name"),
    "the list in the list": (claims_its_own, "does not name"),
    "missing": (missing, "is missing"),
    "two folders": (outside, "not made by Atelier"),
    "other bytes": (other_bytes, "“contract.yaml” is not the file"),
    "longer": (longer, "another size"),
    "foreign database": (foreign_database, "database is damaged"),
    "no version": (told(v="one"), "list of files is damaged"),
    "newer version": (told(v=2), "newer version"),
    "other format": (told(format="other"), "list of files is damaged"),
    "no files": (told(files=None), "list of files is damaged"),
    "endless numbers": (told(files={"a": {"bytes": 1 << 90, "sha256": "0" * 64}}), "list of files is damaged"),
    "other name": (told(name=BAD), "list of files is damaged"),
    "hand-over": (told(what="handover"), "hand-over"),
}


@pytest.mark.filterwarnings("ignore:Duplicate name")
@pytest.mark.parametrize("attack", ATTACKS)
def test_an_attack_is_refused_with_a_reason_and_leaves_nothing(attack: str, textless: Packed, tmp_path: Path) -> None:
    forge, reason = ATTACKS[attack]
    forged = Forged.of(textless.written.file)
    forge(forged)
    (tmp_path / "inner").mkdir()
    archive = forged.write(tmp_path / "inner" / "a.zip")
    with pytest.raises(ArchiveFailed, match=reason) as raised:
        unpack_project(archive, tmp_path / "inner" / "there")
    assert raised.value.hint
    assert [path.relative_to(tmp_path).as_posix() for path in tmp_path.rglob("*")] == ["inner", "inner/a.zip"]


def test_bombs_are_refused_before_they_go_off(
    textless: Packed, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reading, "_HARMLESS", 1 << 20)
    forged = Forged.of(textless.written.file)
    forged.add("zeros.txt", bytes(4 << 20))
    with pytest.raises(ArchiveFailed, match="far more"):
        unpack_project(forged.write(tmp_path / "a.zip"), tmp_path / "there")
    monkeypatch.setattr(reading, "MOST_FILES", 9)
    with pytest.raises(ArchiveFailed, match="10 files"):
        unpack_project(forged.write(tmp_path / "a.zip"), tmp_path / "there")


def test_a_file_that_goes_on_after_its_end_is_not_followed(tmp_path: Path) -> None:
    """Its header says 4 bytes, of which the list gives the right hash; a megabyte follows."""
    whole = b"true" + bytes(1 << 20)
    facts = {"a.txt": FileFacts(bytes=4, sha256=sha256(b"true").hexdigest())}
    facts["project.db"] = FileFacts(bytes=1, sha256=sha256(b"x").hexdigest())
    with zipfile.ZipFile(tmp_path / "a.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("n/MANIFEST.json", manifest_text(ArchiveManifest(what="project", name="n", files=facts)))
        archive.writestr("n/SHA256SUMS", b"")
        archive.writestr("n/project.db", b"x")
        archive.writestr("n/a.txt", whole)
        archive.NameToInfo["n/a.txt"].file_size = 4
    with pytest.raises(ArchiveFailed):
        unpack_project(tmp_path / "a.zip", tmp_path / "there")
    assert not prove(tmp_path / "a.zip").files or prove(tmp_path / "a.zip").wrong
    assert [path.name for path in tmp_path.iterdir()] == ["a.zip"]


def test_a_password_and_other_ways_of_packing_are_named(textless: Packed, tmp_path: Path) -> None:
    for method, bits, reason in ((zipfile.ZIP_LZMA, 0, "unknown way"), (zipfile.ZIP_STORED, 1, "password")):
        with zipfile.ZipFile(tmp_path / "a.zip", "w", method) as archive:
            archive.writestr("n/a.txt", b"x")
            archive.NameToInfo["n/a.txt"].flag_bits |= bits
        with pytest.raises(ArchiveFailed, match=reason):
            unpack_project(tmp_path / "a.zip", tmp_path / "there")


@pytest.mark.parametrize("content", [b"", b"PK", b"PK\x05\x06" + bytes(18), bytes(100_000)])
def test_what_is_no_archive_is_said(content: bytes, tmp_path: Path) -> None:
    (tmp_path / "a.zip").write_bytes(content)
    with pytest.raises(ArchiveFailed, match="refused"):
        unpack_project(tmp_path / "a.zip", tmp_path / "there")
    with pytest.raises(ArchiveFailed, match="not readable"):
        unpack_project(tmp_path / "none.zip", tmp_path / "there")


def test_an_archive_cut_off_anywhere_is_refused(textless: Packed, tmp_path: Path) -> None:
    whole = textless.written.file.read_bytes()
    for share in range(20):
        (tmp_path / "a.zip").write_bytes(whole[: len(whole) * share // 20])
        with pytest.raises(ArchiveFailed):
            unpack_project(tmp_path / "a.zip", tmp_path / "there")
    assert [path.name for path in tmp_path.iterdir()] == ["a.zip"]


def test_spoilt_archives_never_crash_and_never_leave_anything(textless: Packed, tmp_path: Path) -> None:
    """200 of them: what is unpacked all the same is what was packed."""
    whole, chance = textless.written.file.read_bytes(), random.Random(7)
    archive, there = tmp_path / "inner" / "a.zip", tmp_path / "inner" / "there"
    archive.parent.mkdir()
    listing = whole.index(b"PK\x01\x02")
    survived = 0
    for turn in range(200):
        spoilt = bytearray(whole)
        # Half of them where names, sizes and places stand.
        first = listing if turn % 2 else 0
        for _byte in range(chance.choice((1, 1, 2, 8))):
            spoilt[chance.randrange(first, len(spoilt))] = chance.choice((0, 255, 46, 47, chance.randrange(256)))
        archive.write_bytes(spoilt)
        try:
            told = unpack_project(archive, there)
        except StudioError:
            assert [path.name for path in archive.parent.iterdir()] == ["a.zip"], turn
        else:
            survived += 1
            assert told.fingerprint == textless.written.fingerprint
            assert {path.name for path in archive.parent.iterdir()} == {"a.zip", "there"}
            there.rename(tmp_path / f"{turn}")
        prove(archive)
    assert 0 < survived < 100
    assert all(path.name == "inner" or path.name.isdecimal() for path in tmp_path.iterdir())
