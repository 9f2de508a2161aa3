"""The window of the models as a person uses it: real folders, a real child process, a real copy."""

import json
import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester
from pytestqt.qtbot import QtBot

from studio.models.places import models_folder
from studio.paths import DEMO_MODEL
from studio.settings import Settings
from studio.ui.background import Background
from studio.ui.models.browsing import ModelBrowser
from studio.ui.models.dialog import ModelsDialog
from studio.ui.models.listing import ModelListModel
from studio.ui.training.model_picker import ModelPicker

SECONDS = 60_000


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A machine with one model in the hub's cache, a Qwen model that was given the template of another family."""
    monkeypatch.setenv("ATELIER_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("HF_HUB_CACHE", str(tmp_path / "hub"))
    snapshot = tmp_path / "hub" / "models--maker--Strange" / "snapshots" / "a"
    shutil.copytree(DEMO_MODEL, snapshot)
    for name, changes in (("config.json", {"model_type": "qwen2"}), ("tokenizer_config.json", {})):
        known = json.loads((snapshot / name).read_text("utf-8"))
        (snapshot / name).write_text(json.dumps(known | changes), "utf-8")
    return tmp_path


@pytest.fixture
def open_dialog(qtbot: QtBot, home: Path) -> Iterator[Callable[..., ModelsDialog]]:
    background = Background()
    made: list[ModelsDialog] = []

    def open_it(settings: Settings, base: str = "demo") -> ModelsDialog:
        dialog = ModelsDialog(settings, background, base)
        made.append(dialog)
        qtbot.addWidget(dialog)
        dialog.show()
        qtbot.waitUntil(lambda: bool(dialog.card.facts()), timeout=SECONDS)
        return dialog

    yield open_it
    for each in made:
        each.desk.leave()
    background.close()


def titles(dialog: ModelsDialog) -> list[str]:
    rows = range(dialog.models.rowCount())
    return [str(dialog.models.index(row).data()).partition("\n")[0] for row in rows]


def mark(dialog: ModelsDialog, title: str) -> None:
    dialog.list.setCurrentIndex(dialog.models.index(titles(dialog).index(title)))


def test_the_card_of_the_model_in_use_is_shown_first(qtbot: QtBot, open_dialog: Callable[..., ModelsDialog]) -> None:
    dialog = open_dialog(Settings())
    assert titles(dialog) == ["Demonstration model", "maker/Strange"]
    facts = dialog.card.facts()
    assert (facts["Architecture"], facts["Parameters"], facts["Languages"]) == (
        "LlamaForCausalLM", "3.74 million", "French"
    )  # fmt: skip
    assert dialog.card.problems() == ["Safe format, whole files, no code is run."]
    with qtbot.waitSignal(dialog.chosen) as chosen:
        dialog.use.click()
    assert chosen.args == ["demo"]


def test_a_template_of_another_family_is_shown_beside_what_was_expected(
    qtbot: QtBot, open_dialog: Callable[..., ModelsDialog]
) -> None:
    dialog = open_dialog(Settings())
    mark(dialog, "maker/Strange")
    assert not dialog.use.isEnabled()
    qtbot.waitUntil(lambda: any("family Qwen2.5" in each for each in dialog.card.problems()), timeout=SECONDS)
    assert dialog.card.theirs.isVisible()
    assert "<|user|>Céphalée" in dialog.card.theirs.toPlainText()
    assert "<|im_start|>user" in dialog.card.expected.toPlainText()
    assert dialog.use.isEnabled()


def test_a_folder_is_remembered_and_damage_in_it_keeps_a_model_from_being_used(
    qtbot: QtBot, home: Path, open_dialog: Callable[..., ModelsDialog]
) -> None:
    settings = Settings()
    dialog = open_dialog(settings)
    weights = shutil.copytree(DEMO_MODEL, home / "chosen" / "broken") / "model.safetensors"
    weights.write_bytes(weights.read_bytes()[:-1])
    dialog.sources.place_chosen.emit(home / "chosen")
    qtbot.waitUntil(lambda: any("incomplete" in each for each in dialog.card.problems()), timeout=SECONDS)
    assert dialog.card.title.text() == "broken"
    assert not dialog.use.isEnabled()
    assert settings.model_folders == (home / "chosen",)
    dialog.filter.setText("strange")
    assert titles(dialog) == ["maker/Strange"]
    dialog.filter.clear()
    mark(dialog, "broken")
    qtbot.waitUntil(dialog.card.forget.isVisible, timeout=SECONDS)
    dialog.card.forget.click()
    assert settings.model_folders == ()
    qtbot.waitUntil(lambda: "broken" not in titles(dialog), timeout=SECONDS)


def test_a_model_is_imported_from_a_drive_and_marked(
    qtbot: QtBot, home: Path, open_dialog: Callable[..., ModelsDialog]
) -> None:
    dialog = open_dialog(Settings())
    stick = shutil.copytree(DEMO_MODEL, home / "stick" / "carried")
    dialog.sources.drive_chosen.emit(stick)
    qtbot.waitUntil(lambda: dialog.card.title.text() == "carried" and bool(dialog.card.facts()), timeout=SECONDS)
    assert not dialog.progress.isVisible()
    assert dialog.current() is not None
    assert (models_folder() / "carried" / "model.safetensors").is_file()
    dialog.sources.drive_chosen.emit(stick)
    qtbot.waitUntil(lambda: "already" in dialog.trouble.text(), timeout=SECONDS)


def test_the_hub_is_not_offered_until_online_mode_is_switched_on(
    qtbot: QtBot, open_dialog: Callable[..., ModelsDialog]
) -> None:
    settings = Settings()
    dialog = open_dialog(settings)
    assert not dialog.sources.search.isVisible()
    assert "nothing leaves" in dialog.sources.privacy.text()
    with qtbot.waitSignal(dialog.online_changed):
        dialog.sources.online.click()
    assert settings.online
    assert dialog.sources.search.isVisible()
    assert "huggingface.co" in dialog.sources.privacy.text()
    # Whoever set up this machine may still forbid it, as the tests do.
    assert os.environ["HF_HUB_OFFLINE"] == "1"
    dialog.sources.search.click()
    qtbot.waitUntil(lambda: "HF_HUB_OFFLINE" in dialog.trouble.text(), timeout=SECONDS)


def test_what_the_hub_found_is_listed_after_the_models_here(
    open_dialog: Callable[..., ModelsDialog], qtbot: QtBot
) -> None:
    dialog = open_dialog(Settings(online=True))
    found = {"name": "maker/Far", "licence": "mit", "downloads": 1200, "gated": False, "gguf": False}
    dialog.desk.searched.emit((found, found | {"name": "maker/Closed", "gated": True}))
    assert titles(dialog)[2:] == ["maker/Far", "maker/Closed"]
    assert dialog.card.facts()["Downloads"] == "1,200"
    assert dialog.card.fetch.isVisible()
    assert not dialog.use.isEnabled()
    mark(dialog, "maker/Closed")
    assert not dialog.card.fetch.isVisible()


def test_the_list_is_a_sound_model(qtbot: QtBot) -> None:
    model = ModelListModel()
    tester = QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    model.show_online(({"name": "a/b", "licence": "", "downloads": 1, "gated": False, "gguf": True},))
    assert model.index(0).data(Qt.ItemDataRole.AccessibleTextRole) == "a/b: on the hub · 1 download"
    assert tester.model() is model


def test_what_is_chosen_there_stands_in_the_picker(qtbot: QtBot, home: Path) -> None:
    background, picker = Background(), ModelPicker()
    qtbot.addWidget(picker)
    browser = ModelBrowser(picker, Settings(), background)
    picker.show()
    picker.browse.click()
    (dialog,) = picker.findChildren(ModelsDialog)
    qtbot.waitUntil(lambda: bool(dialog.card.facts()), timeout=SECONDS)
    mark(dialog, "maker/Strange")
    qtbot.waitUntil(dialog.use.isEnabled, timeout=SECONDS)
    with qtbot.waitSignal(picker.edited):
        dialog.use.click()
    assert (picker.base(), picker.problem()) == ("maker/Strange", "")
    assert browser.parent() is picker
    background.close()
