"""Models are found where they lie, whatever else lies there."""

import shutil
from pathlib import Path

import pytest

from studio.models.places import DEMO, find_base, find_models, models_folder


@pytest.fixture(autouse=True)
def _own_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ATELIER_HOME", str(tmp_path / "home"))


def in_hub(cache: Path, name: str, model: Path, commit: str, *, main: bool) -> Path:
    folder = cache / f"models--{name.replace('/', '--')}"
    snapshot = folder / "snapshots" / commit
    shutil.copytree(model, snapshot)
    if main:
        (folder / "refs").mkdir()
        (folder / "refs" / "main").write_text(commit, "utf-8")
    return snapshot


def test_folders_the_hub_cache_and_gguf_files_are_listed(model: Path, gguf: Path, tmp_path: Path) -> None:
    cache, chosen = tmp_path / "hub", tmp_path / "chosen"
    main = in_hub(cache, "maker/Model", model, "aaa", main=True)
    in_hub(cache, "maker/Other", model, "bbb", main=False)
    shutil.copytree(model, chosen / "deep" / "small")
    shutil.copytree(model, chosen / "deep" / "half.partial")
    shutil.copy(gguf, chosen / "B.gguf")
    shutil.copytree(model, models_folder() / "imported")
    in_hub(cache, "maker/Newer", model, "zzz", main=False)
    shutil.copytree(model, cache / "models--maker--Model" / "snapshots" / "zzz")
    found = find_models([chosen, tmp_path / "absent"], cache)
    assert [each.title for each in found] == [
        DEMO, "B.gguf", "imported", "maker/Model", "maker/Newer", "maker/Other", "small"
    ]  # fmt: skip
    assert find_base("maker/Model", cache) == main
    assert [each.base for each in found if each.is_gguf] == [str(chosen / "B.gguf")]
    assert all(each.size > 0 for each in found)


def test_a_chosen_folder_may_be_the_model_itself(model: Path, tmp_path: Path) -> None:
    (listed,) = [each for each in find_models([model], tmp_path / "hub") if each.source == "folder"]
    assert (listed.base, listed.path) == (str(model), model)
    assert find_base(listed.base, tmp_path) == model


def test_a_download_that_never_ended_is_no_model(model: Path, tmp_path: Path) -> None:
    snapshot = in_hub(tmp_path / "hub", "maker/Half", model, "aaa", main=True)
    (snapshot / "config.json").unlink()
    assert [each.source for each in find_models([], tmp_path / "hub")] == ["demo"]
    assert find_base("maker/Half", tmp_path / "hub") is None
