"""A hand-over holds what was chosen and proves itself where it arrives, with Python alone."""

import ast
import json
import os
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from studio.archives.checking import prove
from studio.archives.delivering import Delivered, Wanted, make_handover
from studio.archives.manifest import VERIFY
from studio.archives.origin import origin_of
from studio.archives.steering import ArchiveCancelled, Steering
from studio.core.evaluation import Subject
from studio.core.export import ExportJob
from studio.errors import ArchiveFailed, ProjectFailed
from studio.runs.durable import hash_file, write_manifest
from studio.runs.folder import RunFolder
from studio.words import use_language

CARD = "# Tri des céphalées\n\nBase : démonstration.\n"


def export(target: Path) -> Path:
    """As the application writes one, in a folder that holds other things too."""
    (target / "merged").mkdir(parents=True)
    made = {
        "README.md": CARD.encode(),
        "tri-q8_0.gguf": b"GGUF" + bytes(range(256)) * 40,
        "merged/config.json": b"{}",
        "merged/model.safetensors": bytes(4000),
    }
    for name, content in made.items():
        (target / name).write_bytes(content)
    (target / "patients.xlsx").write_bytes(b"nothing to do with it")
    files = {name: {"bytes": len(each), "sha256": hash_file(target / name)} for name, each in made.items()}
    facts = {"v": 1, "run": "0001-demo-cpu", "artefacts": [{"format": "gguf"}], "base": "demo", "files": files}
    write_manifest(target, facts)
    return target


@pytest.fixture(scope="module")
def made(project: Path, tmp_path_factory: pytest.TempPathFactory) -> Delivered:
    folder = tmp_path_factory.mktemp("delivered")
    report = folder / "r.html"
    report.write_text("<p>Rapport</p>", "utf-8")
    target = folder / "tri-2026.zip"
    return make_handover(project, Wanted((export(folder / "out"),), report=report), target)


def contents(archive: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(archive) as opened:
        return {info.filename: opened.read(info) for info in opened.infolist()}


def arrived(made: Delivered, folder: Path) -> Path:
    """Unpacked by another program."""
    with zipfile.ZipFile(made.written.file) as archive:
        archive.extractall(folder)
    return folder / "tri-2026"


def test_what_was_chosen_is_in_it_with_all_that_explains_it(made: Delivered) -> None:
    found = {name.removeprefix("tri-2026/"): content for name, content in contents(made.written.file).items()}
    assert set(found) == {
        *("README.md", "report.html", "contract.yaml", "prompts.jsonl", "MANIFEST.json", "SHA256SUMS", "verify.py"),
        *("artefacts/manifest.json", "artefacts/tri-q8_0.gguf"),
        *("artefacts/merged/config.json", "artefacts/merged/model.safetensors"),
    }
    readme = found["README.md"].decode()
    assert readme.startswith(CARD)
    assert "python verify.py" in readme
    # What came with the files proves nothing to whoever fears that they were changed on purpose.
    assert '`sha256sum "tri-2026.zip"`' in readme
    facts = json.loads(found["MANIFEST.json"])
    (artefact,) = facts["about"]["artefacts"]
    assert (artefact["from"]["run"], facts["what"], facts["name"]) == ("0001-demo-cpu", "handover", "tri-2026")
    assert len([each for each in made.cautions if "patient" in each or "learned" in each]) == 3
    with zipfile.ZipFile(made.written.file) as archive:
        methods = {info.filename.rpartition(".")[2]: info.compress_type for info in archive.infolist()}
    assert methods["gguf"] == methods["safetensors"] == zipfile.ZIP_STORED
    assert methods["json"] == methods["py"] == zipfile.ZIP_DEFLATED


def test_the_same_files_give_the_same_bytes(made: Delivered, project: Path, tmp_path: Path) -> None:
    shutil.copy(made.written.file.parent / "r.html", report := tmp_path / "other name.html")
    again = make_handover(project, Wanted((export(tmp_path / "out"),), report=report), tmp_path / "tri-2026.zip")
    assert again.written.file.read_bytes() == made.written.file.read_bytes()


def test_one_file_is_known_by_the_export_that_made_it(project: Path, tmp_path: Path) -> None:
    folder = export(tmp_path / "out")
    wanted = Wanted((folder / "tri-q8_0.gguf", folder / "merged"), prompts=False, contract=False)
    found = contents(make_handover(project, wanted, tmp_path / "a.zip").written.file)
    assert {"a/artefacts/tri-q8_0.gguf", "a/artefacts/merged/config.json"} < set(found)
    assert not {"a/prompts.jsonl", "a/contract.yaml"} & set(found)
    assert found["a/README.md"].decode().startswith(CARD)
    told = json.loads(found["a/MANIFEST.json"])["about"]["artefacts"]
    assert [each["from"]["run"] for each in told] == ["0001-demo-cpu"] * 2
    for name in ("tri-q8_0.gguf", "merged/model.safetensors"):
        (folder / name).write_bytes(b"changed")
        with pytest.raises(ArchiveFailed, match="no longer what was exported"):
            make_handover(project, wanted, tmp_path / "b.zip")
        export(shutil.rmtree(folder) or folder)
    assert not (tmp_path / "b.zip").exists()


def test_a_plain_folder_is_taken_as_it_is(project: Path, tmp_path: Path) -> None:
    (tmp_path / "model").mkdir()
    (tmp_path / "weights").write_bytes(b"x")
    (tmp_path / "model" / "model.safetensors").symlink_to(tmp_path / "weights")
    (tmp_path / "m.gguf").symlink_to(tmp_path / "weights")
    wanted = Wanted((tmp_path / "model", tmp_path / "m.gguf"))
    found = contents(make_handover(project, wanted, tmp_path / "a.zip").written.file)
    assert found["a/artefacts/model/model.safetensors"] == found["a/artefacts/m.gguf"] == b"x"
    assert found["a/README.md"].decode().startswith("# a\n")


def test_of_an_exports_own_folder_only_the_models_go(project: Path, tmp_path: Path) -> None:
    """Rows, answers and logs lie beside them."""
    run = RunFolder(tmp_path / "project" / "exports" / "0001-a")
    target = run.path / "artefacts"
    target.mkdir(parents=True)
    subject = Subject(title="a", base="demo")
    facts = {
        "project": "p",
        "language": "en",
        "created_at": 1.0,
        "subject": subject,
        "target": str(target),
        "stem": "a",
    }
    run.job_file.write_text(ExportJob(name=run.name, title="a", **facts).model_dump_json(), "utf-8")
    (run.path / "rows.jsonl").write_text("Madame Martin\n", "utf-8")
    (target / "a.gguf").write_bytes(b"weights")
    with pytest.raises(ArchiveFailed, match="no model at"):
        origin_of(run.path)
    files = {"a.gguf": {"bytes": 7, "sha256": hash_file(target / "a.gguf")}}
    write_manifest(target, {"artefacts": [], "files": files})
    assert [each.name for each in origin_of(run.path).sources] == ["artefacts/a.gguf"]
    with pytest.raises(ArchiveFailed, match="no model at"):
        origin_of(project)


def test_what_cannot_be_handed_over_is_said(project: Path, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    twins = tmp_path / "a" / "m.gguf", tmp_path / "b" / "m.gguf"
    for each in twins:
        each.parent.mkdir()
        each.write_bytes(b"x")
    for artefacts, words in (
        ((), "Nothing was chosen"),
        ((tmp_path / "none",), "no such file or folder"),
        ((tmp_path / "empty",), "is empty"),
        (twins, "that of another file"),
    ):
        with pytest.raises(ArchiveFailed, match=words):
            make_handover(project, Wanted(artefacts), tmp_path / "x.zip")
    with pytest.raises(ArchiveFailed, match="not readable"):
        make_handover(project, Wanted((twins[0],), report=tmp_path / "none.html"), tmp_path / "x.zip")
    with pytest.raises(ProjectFailed, match="no project"):
        make_handover(tmp_path, Wanted((twins[0],)), tmp_path / "x.zip")
    assert not (tmp_path / "x.zip").exists()


def verified(*words: object, python: str = sys.executable) -> tuple[int, str]:
    """By a Python that knows nothing of ours."""
    told = subprocess.run(
        [python, "-I", *map(str, words)], capture_output=True, text=True, encoding="utf-8", check=False
    )
    assert not told.stderr or told.returncode == 2, told.stderr
    return told.returncode, told.stdout


def test_it_proves_itself_where_it_arrives(made: Delivered, tmp_path: Path) -> None:
    folder = arrived(made, tmp_path)
    code, words = verified(folder / "verify.py")
    assert code == 0
    assert "PROVED: 9 files" in words
    (folder / "artefacts" / ".DS_Store").write_bytes(b"Bud1")
    assert verified(folder / "verify.py")[0] == 0
    assert "PROUVÉ : 9 fichiers" in words
    assert made.written.fingerprint in words
    assert verified(folder / "verify.py", made.written.file, "--fingerprint", made.written.fingerprint)[0] == 0
    (folder / "artefacts" / "tri-q8_0.gguf").write_bytes(b"GGUF")
    code, words = verified(folder / "verify.py")
    assert code == 1
    assert "artefacts/tri-q8_0.gguf: changed" in words
    assert "NON PROUVÉ" in words
    assert verified(folder / "verify.py", "--help")[0] == 2


@pytest.mark.skipif(shutil.which("sha256sum") is None, reason="sha256sum is of GNU")
def test_the_sums_are_those_of_sha256sum(made: Delivered, tmp_path: Path) -> None:
    folder = arrived(made, tmp_path)
    checked = subprocess.run(
        ["sha256sum", "--strict", "-c", "SHA256SUMS"], cwd=folder, capture_output=True, check=False
    )
    assert checked.returncode == 0
    assert checked.stdout.count(b": OK") == 10


def test_the_proof_needs_an_old_python_and_nothing_else() -> None:
    tree = ast.parse(VERIFY.read_text("utf-8"), feature_version=(3, 8))
    imported = {
        name.split(".")[0]
        for node in ast.walk(tree)
        if isinstance(node, ast.Import | ast.ImportFrom)
        for name in ([node.module or ""] if isinstance(node, ast.ImportFrom) else [each.name for each in node.names])
    }
    assert imported <= sys.stdlib_module_names


def changed(folder: Path) -> None:
    (folder / "contract.yaml").write_text("{}", "utf-8")


def removed(folder: Path) -> None:
    (folder / "report.html").unlink()


def added(folder: Path) -> None:
    (folder / "artefacts" / "pytorch_model.bin").write_bytes(b"pickle")


def linked(folder: Path) -> None:
    (folder / "contract.yaml").rename(aside := folder.parent / "aside")
    (folder / "contract.yaml").symlink_to(aside)


def other_sums(folder: Path) -> None:
    (folder / "SHA256SUMS").write_text("", "utf-8")


def other_list(folder: Path) -> None:
    """Whoever changes a file and the list forgets the sums, or else gives another fingerprint."""
    text = (folder / "MANIFEST.json").read_text("utf-8")
    (folder / "MANIFEST.json").write_text(text.replace("tri-2026", "tri-2027"), "utf-8")


def no_list(folder: Path) -> None:
    (folder / "MANIFEST.json").write_text("[" * 100_000, "utf-8")


@pytest.mark.parametrize(
    ("spoil", "name"),
    [
        (changed, "contract.yaml"),
        (removed, "report.html"),
        (added, "artefacts/pytorch_model.bin"),
        (linked, "contract.yaml"),
        (other_sums, "SHA256SUMS"),
        (other_list, "SHA256SUMS"),
        (no_list, "MANIFEST.json"),
    ],
)
def test_what_is_wrong_is_named(made: Delivered, tmp_path: Path, spoil: Callable[[Path], None], name: str) -> None:
    folder = arrived(made, tmp_path)
    assert prove(folder).wrong == ()
    spoil(folder)
    (wrong,) = prove(folder).wrong
    assert wrong[0] == name
    use_language("fr")
    try:
        assert prove(folder).wrong[0][1] != wrong[1]
    finally:
        use_language("en")
    # The archive that was spoilt in the same way.
    with zipfile.ZipFile(tmp_path / "spoilt.zip", "w") as archive:
        for above, _folders, files in os.walk(folder):
            for each in files:
                file = Path(above, each)
                archive.write(file, file.relative_to(tmp_path).as_posix())
    assert spoil is linked or [each[0] for each in prove(tmp_path / "spoilt.zip").wrong] == [name]


def test_a_proof_tells_how_far_it_is_and_can_be_stopped(made: Delivered) -> None:
    told: list[tuple[int, int]] = []
    proof = prove(made.written.file, steering=Steering(progress=lambda done, total: told.append((done, total))))
    assert told[-1] == (proof.size, proof.size)
    assert told == sorted(told)
    with pytest.raises(ArchiveCancelled):
        prove(made.written.file, steering=Steering(cancelled=lambda: True))


def test_another_fingerprint_than_the_senders_is_told(made: Delivered) -> None:
    assert prove(made.written.file, made.written.fingerprint.upper()).wrong == ()
    (wrong,) = prove(made.written.file, "0" * 64).wrong
    assert made.written.fingerprint in wrong[1]
    with pytest.raises(ArchiveFailed):
        prove(made.written.file.with_name("none.zip"))
