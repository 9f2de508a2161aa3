"""The user's own presets: never overwritten in silence, never lost for good, never half written."""

import os
import sys
from pathlib import Path

import pytest

from studio import paths
from studio.core.preset import Preset, both
from studio.core.preset_text import preset_text
from studio.core.recipe import Recipe, with_changes
from studio.errors import PresetFailed, RecipeInvalid
from studio.runs.own_presets import (
    add_preset,
    delete_preset,
    duplicate_preset,
    export_preset,
    free_name,
    import_preset,
    preset_of_run,
    rename_preset,
    restore_preset,
    save_preset,
)
from studio.runs.presets import broken_presets, list_presets, load_preset, own_file, own_text

TEXT = "# mine\nname: Ma recette\ndescription: d\nrecipe: {method: {rank: 8}}\n"
OLD = "name: {en: Old, fr: Ancien}\ndescription: {en: d, fr: d}\nrecipe: {training: {batch: 4}}\n"


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("ATELIER_HOME", str(tmp_path / "home"))
    return tmp_path / "home"


def own_names() -> list[str]:
    return [each.name for each in list_presets() if not each.built_in]


def test_what_is_kept_is_what_was_typed() -> None:
    made = add_preset("Ma recette d’été", TEXT)
    assert made.name == "ma-recette-d-ete"
    assert own_text(made.name) == TEXT
    assert load_preset(made.name).preset.recipe.method.rank == 8
    assert [path.name for path in paths.user_presets().iterdir()] == ["ma-recette-d-ete.yaml"]


def test_the_same_name_twice_makes_two_and_ours_are_never_hidden() -> None:
    assert [add_preset("Demo CPU", TEXT).name for _time in range(3)] == ["demo-cpu-2", "demo-cpu-3", "demo-cpu-4"]
    assert load_preset("demo-cpu").built_in


def test_a_file_whose_name_differs_in_case_is_in_the_way_too() -> None:
    add_preset("other", TEXT)
    (paths.user_presets() / "MINE.yaml").write_text(TEXT, "utf-8")
    assert free_name("mine") == "mine-2"


def test_a_wrong_text_is_not_kept_and_the_right_one_stays() -> None:
    made = add_preset("mine", TEXT)
    with pytest.raises(RecipeInvalid, match=r"Line 4 · recipe\.method\.rank · The number must be at least 1"):
        save_preset(made.name, TEXT.replace("8", "0"))
    assert own_text(made.name) == TEXT


def test_a_copy_is_named_as_one_in_both_languages() -> None:
    made = duplicate_preset("demo-cpu", load_preset("demo-cpu").preset)
    assert made.name == "demo-cpu-2"
    assert made.preset.name.en == "Demonstration (no GPU) (copy)"
    assert made.preset.name.fr.endswith("(copie)")
    assert made.preset.recipe == load_preset("demo-cpu").preset.recipe


def test_renaming_keeps_what_was_typed() -> None:
    renamed = rename_preset(add_preset("mine", TEXT), "Autre nom")
    assert own_names() == ["autre-nom"]
    assert own_text(renamed.name) == TEXT.replace("Ma recette", "Autre nom")


def test_what_was_deleted_comes_back_each_time() -> None:
    first = add_preset("mine", TEXT)
    gone = delete_preset(first.name)
    assert own_names() == []
    add_preset("mine", TEXT.replace("8", "9"))
    also_gone = delete_preset("mine")
    assert restore_preset(gone) == "mine"
    assert restore_preset(also_gone) == "mine-2"
    assert [load_preset(name).preset.recipe.method.rank for name in ("mine", "mine-2")] == [8, 9]


def test_a_preset_from_before_there_was_more_to_say_still_loads(tmp_path: Path) -> None:
    file = tmp_path / "old.yaml"
    file.write_text(OLD, "utf-8")
    made = import_preset(file)
    assert (made.preset.recipe.training.batch, made.preset.memory_gb, made.preset.time) == (4, None, ())


def test_a_file_from_windows_is_taken_in(tmp_path: Path) -> None:
    file = tmp_path / "mine.yaml"
    file.write_bytes(b"\xef\xbb\xbf" + TEXT.replace("\n", "\r\n").encode())
    assert import_preset(file).preset.recipe.method.rank == 8


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (TEXT.replace("Ma recette", "Mémo").encode("cp1252"), "Save it as UTF-8: byte 15"),
        (b"name: [\n", "Line 2"),
        (b"\x00\x01\x02", "Check quotes"),
        (b"[" * 60, "Line 1"),
        (b"a" * 1_000_001, "too large to be a preset"),
    ],
)
def test_a_file_that_is_no_preset_is_told_and_nothing_is_kept(tmp_path: Path, content: bytes, words: str) -> None:
    file = tmp_path / "x.yaml"
    file.write_bytes(content)
    with pytest.raises(RecipeInvalid) as caught:
        import_preset(file)
    assert words in f"{caught.value.message}\n{caught.value.hint}"
    assert str(file) in caught.value.message
    assert own_names() == []


def test_a_file_or_folder_that_is_not_there_or_no_file_is_told(tmp_path: Path) -> None:
    for path in (tmp_path / "nowhere.yaml", tmp_path):
        with pytest.raises(RecipeInvalid, match="not readable"):
            import_preset(path)


@pytest.mark.skipif(sys.platform == "win32" or os.geteuid() == 0, reason="the system lets this user write anywhere")
def test_a_folder_that_cannot_be_written_is_told() -> None:
    paths.user_presets().mkdir(parents=True)
    paths.user_presets().chmod(0o500)
    try:
        with pytest.raises(PresetFailed, match="could not be written"):
            add_preset("mine", TEXT)
    finally:
        paths.user_presets().chmod(0o700)


def test_a_place_that_is_no_folder_is_told_and_leaves_nothing(home: Path) -> None:
    home.mkdir()
    (home / "presets").write_text("a file where the folder should be")
    with pytest.raises(PresetFailed, match="could not be written"):
        add_preset("mine", TEXT)
    assert [path.name for path in home.iterdir()] == ["presets"]


def test_a_save_that_fails_leaves_the_file_as_it_was(monkeypatch: pytest.MonkeyPatch) -> None:
    made = add_preset("mine", TEXT)

    def full(_descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(PresetFailed, match="could not be written"):
        save_preset(made.name, TEXT.replace("8", "9"))
    assert own_text(made.name) == TEXT
    assert [path.name for path in paths.user_presets().iterdir()] == ["mine.yaml"]


def test_an_export_never_replaces_in_silence(tmp_path: Path) -> None:
    file = tmp_path / "out.yaml"
    export_preset(TEXT, file)
    with pytest.raises(PresetFailed, match="exists already"):
        export_preset("other", file)
    assert file.read_text("utf-8") == TEXT
    export_preset(TEXT + "# more\n", file, replace=True)
    assert file.read_text("utf-8").endswith("# more\n")


def test_a_broken_file_is_listed_with_its_text_and_reason() -> None:
    add_preset("good", TEXT)
    own_file("bad").write_text("name: x\n", "utf-8")
    own_file("worse").write_bytes(b"\xff")
    first, second = broken_presets()
    assert (first.name, first.text) == ("bad", "name: x\n")
    assert "description" in first.reason
    assert (second.name, second.text) == ("worse", "")
    assert own_names() == ["good"]


def test_a_run_becomes_a_preset_that_says_where_it_comes_from(tmp_path: Path) -> None:
    from tests.ui.training import scenes

    project = scenes.make_project(tmp_path / "headaches")
    run = scenes.make_run(project)
    from studio.runs.run import read_job

    job = read_job(run)
    recipe = with_changes(job.recipe, {"training.seed": "7"})
    preset = preset_of_run(job.model_copy(update={"recipe": recipe}))
    assert preset.recipe == recipe
    assert preset.name.en == "As run 1: Demonstration (no GPU)"
    assert "0001-demo-cpu" in preset.description.en
    made = add_preset("x", preset_text(preset))
    assert made.preset == preset


def test_a_run_with_a_preset_that_is_gone_is_named_after_it(tmp_path: Path) -> None:
    from studio.runs.run import read_job
    from tests.ui.training import scenes

    job = read_job(scenes.make_run(scenes.make_project(tmp_path / "headaches")))
    assert preset_of_run(job.model_copy(update={"preset": "gone"})).name == both("As run 1: gone")


def test_an_empty_recipe_is_a_preset_too() -> None:
    assert (
        add_preset("!!!", preset_text(Preset(name=both("!"), description=both("?"), recipe=Recipe()))).name == "preset"
    )
