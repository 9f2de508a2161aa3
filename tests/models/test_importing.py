"""A model from a drive is here whole and verified, or not at all."""

import hashlib
import shutil
from pathlib import Path

import pytest

from studio.errors import ModelFailed
from studio.models import importing
from studio.models.importing import SUMS, ImportCancelled, Steering, import_model
from studio.models.inspection import describe_model


def write_sums(folder: Path, **wrong: str) -> None:
    lines = [
        f"{wrong.get(file.stem, hashlib.sha256(file.read_bytes()).hexdigest())}  ./{file.name}"
        for file in sorted(folder.iterdir())
    ]
    (folder / SUMS).write_text("\n".join(lines), "utf-8")


def test_a_folder_arrives_verified_without_code_and_pickles(model: Path, tmp_path: Path) -> None:
    write_sums(model)
    (model / "modeling.py").write_text("boom", "utf-8")
    (model / "pytorch_model.bin").write_bytes(b"\x80")
    told: list[tuple[int, int]] = []
    here = tmp_path / "models"
    imported = import_model(model, here, Steering(progress=lambda done, total: told.append((done, total))))
    assert imported.folder == here / "small"
    assert (imported.files, imported.verified) == (5, 5)
    assert imported.left_out == ("modeling.py", "pytorch_model.bin")
    assert sorted(path.name for path in here.iterdir()) == ["small"]
    assert describe_model(imported.folder).problems == ()
    assert told[-1] == (2 * imported.size, 2 * imported.size)
    again = import_model(imported.folder, tmp_path / "second")
    assert again.verified == again.files


def test_without_checksums_they_are_written(model: Path, tmp_path: Path) -> None:
    imported = import_model(model, tmp_path / "models")
    assert imported.verified == 0
    line = next(line for line in (imported.folder / SUMS).read_text("utf-8").splitlines() if "safetensors" in line)
    assert line == f"{hashlib.sha256((model / 'model.safetensors').read_bytes()).hexdigest()}  model.safetensors"


def test_a_gguf_file_arrives_alone_with_its_checksum_beside_it(gguf: Path, tmp_path: Path) -> None:
    here = tmp_path / "models"
    (tmp_path / "stick").mkdir()
    imported = import_model(gguf.rename(tmp_path / "stick" / gguf.name).parent, here)
    assert imported.folder == here / "small.gguf"
    assert sorted(path.name for path in here.iterdir()) == ["small.gguf", "small.gguf.sha256"]
    assert import_model(imported.folder, tmp_path / "second").verified == 1


@pytest.mark.parametrize("wrong", ["model", "config"])
def test_one_wrong_checksum_imports_nothing(model: Path, tmp_path: Path, wrong: str) -> None:
    write_sums(model, **{wrong: "0" * 64})
    with pytest.raises(ModelFailed, match=wrong):
        import_model(model, tmp_path / "models")
    assert list((tmp_path / "models").iterdir()) == []


def test_a_file_of_weights_that_the_list_names_must_be_there(model: Path, tmp_path: Path) -> None:
    (model / "more.safetensors").write_bytes(b"")
    write_sums(model)
    (model / "more.safetensors").unlink()
    with pytest.raises(ModelFailed, match=r"more\.safetensors"):
        import_model(model, tmp_path / "models")


def test_cancelling_leaves_nothing(model: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importing, "_CHUNK", 64)
    asked = iter([False] * 9)
    with pytest.raises(ImportCancelled):
        import_model(model, tmp_path / "models", Steering(cancelled=lambda: next(asked, True)))
    assert list((tmp_path / "models").iterdir()) == []


def test_what_could_not_be_loaded_is_not_imported(model: Path, tmp_path: Path) -> None:
    weights = model / "model.safetensors"
    weights.write_bytes(weights.read_bytes()[:-1])
    with pytest.raises(ModelFailed, match="incomplete"):
        import_model(model, tmp_path / "models")


def test_a_model_that_is_here_stays(model: Path, tmp_path: Path) -> None:
    import_model(model, tmp_path / "models")
    with pytest.raises(ModelFailed, match="already"):
        import_model(model, tmp_path / "models")


def test_a_disk_that_is_too_small_is_said_before_anything_is_copied(
    model: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    free = shutil.disk_usage(tmp_path)._replace(free=1000)
    monkeypatch.setattr(shutil, "disk_usage", lambda _path: free)
    with pytest.raises(ModelFailed, match="free"):
        import_model(model, tmp_path / "models")


def test_what_an_interrupted_import_left_does_not_stand_in_the_way(model: Path, tmp_path: Path) -> None:
    (tmp_path / "models" / "small.partial").mkdir(parents=True)
    assert import_model(model, tmp_path / "models").folder.is_dir()


def test_a_folder_that_is_no_model_says_so(tmp_path: Path) -> None:
    with pytest.raises(ModelFailed, match=r"config\.json"):
        import_model(tmp_path, tmp_path / "models")
