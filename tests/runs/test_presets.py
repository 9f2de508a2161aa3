"""Presets by name, ours and the user's."""

from pathlib import Path

import pytest

from studio import paths
from studio.errors import RecipeInvalid
from studio.runs.presets import list_presets, load_preset


@pytest.fixture
def own_presets(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("ATELIER_HOME", str(tmp_path))
    paths.user_presets().mkdir(parents=True)
    return paths.user_presets()


def test_every_preset_that_ships_loads() -> None:
    assert {preset.name for preset in list_presets() if preset.built_in} >= {
        "demo-cpu",
        "qlora-24gb-7b",
        "qlora-8gb-3b",
    }


def test_a_wrong_name_names_the_right_ones() -> None:
    with pytest.raises(RecipeInvalid, match="no preset “demo”") as caught:
        load_preset("demo")
    assert "demo-cpu" in caught.value.hint


def test_a_name_is_never_a_path(tmp_path: Path) -> None:
    with pytest.raises(RecipeInvalid, match="no preset"):
        load_preset("../presets/demo-cpu")


def test_the_users_own_preset_is_found_and_marked(own_presets: Path) -> None:
    (own_presets / "mine.yaml").write_text((paths.PRESETS / "demo-cpu.yaml").read_text("utf-8"), "utf-8")
    assert not load_preset("mine").built_in
    assert load_preset("demo-cpu").built_in


def test_a_wrong_file_is_left_out_of_the_list_and_explained_by_name(own_presets: Path) -> None:
    (own_presets / "bad.yaml").write_text("name: {en: x, fr: y}\nrecipe: {method: {rank: 0}}\n")
    (own_presets / "worse.yaml").write_text("name: [\n")
    assert {"bad", "worse"}.isdisjoint(preset.name for preset in list_presets())
    with pytest.raises(RecipeInvalid, match=r"recipe\.method\.rank"):
        load_preset("bad")
    with pytest.raises(RecipeInvalid, match=r"worse\.yaml is not readable"):
        load_preset("worse")
