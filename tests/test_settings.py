"""What is remembered between two starts."""

from pathlib import Path

import pytest
from pydantic import ValidationError

from studio.errors import StudioError
from studio.settings import RECENT, Settings, load_settings


def test_without_a_file_the_defaults_hold(tmp_path: Path) -> None:
    loaded = load_settings(tmp_path / "settings.json")
    assert loaded.set_aside is None
    assert loaded.settings.model_dump() == Settings().model_dump()
    assert not loaded.settings.online


def test_choices_are_there_at_the_next_start(tmp_path: Path) -> None:
    file = tmp_path / "deep" / "settings.json"
    settings = load_settings(file).settings
    settings.theme, settings.language = "dark", "fr"
    settings.opened(tmp_path / "a")
    assert settings.first_time("hello")
    settings.save()
    again = load_settings(file).settings
    assert (again.theme, again.language, again.recent_projects) == ("dark", "fr", (tmp_path / "a",))
    assert not again.first_time("hello")
    assert [path.name for path in file.parent.iterdir()] == ["settings.json"]


def test_the_name_of_the_author_is_the_system_users_until_one_is_given(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LOGNAME", "aweiss")
    settings = Settings()
    assert settings.signature == "aweiss"
    settings.author = "Dr Anne Weiss"
    assert settings.signature == "Dr Anne Weiss"


@pytest.mark.parametrize("damage", [b"", b"{", b"\xff\xfe", b'{"theme": "purple"}', b'["not", "an", "object"]'])
def test_a_damaged_file_is_put_aside_and_the_defaults_are_used(tmp_path: Path, damage: bytes) -> None:
    file = tmp_path / "settings.json"
    file.write_bytes(damage)
    loaded = load_settings(file)
    assert loaded.settings.model_dump() == Settings().model_dump()
    assert loaded.set_aside is not None
    assert loaded.set_aside.read_bytes() == damage
    assert not file.exists()


def test_a_file_of_a_newer_version_is_read(tmp_path: Path) -> None:
    file = tmp_path / "settings.json"
    file.write_text('{"theme": "dark", "hologram": true}', "utf-8")
    assert load_settings(file).settings.theme == "dark"


def test_the_list_of_recent_projects_is_short_newest_first_and_without_repeats() -> None:
    settings = Settings()
    for number in [*range(20), 15]:
        settings.opened(Path(f"/p/{number}"))
    assert len(settings.recent_projects) == RECENT
    assert settings.recent_projects[:2] == (Path("/p/15"), Path("/p/19"))


def test_a_wrong_value_is_refused() -> None:
    with pytest.raises(ValidationError):
        Settings().theme = "purple"


def test_settings_that_cannot_be_saved_are_a_calm_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way", "utf-8")
    settings = load_settings(tmp_path / "file" / "settings.json").settings
    with pytest.raises(StudioError, match="could not be saved"):
        settings.save()
