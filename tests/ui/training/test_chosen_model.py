"""The model chosen for a run is the one whose tokenizer counts tokens elsewhere."""

from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from studio import paths
from studio.data.reader import ProjectReader
from studio.settings import Settings
from studio.ui.background import Background
from studio.ui.messages import Messages
from studio.ui.project_context import ProjectContext
from studio.ui.training.local_models import tokenizer_file
from studio.ui.training.page import TrainingPage
from tests.ui.training import scenes


@pytest.fixture
def model(tmp_path: Path) -> Path:
    folder = tmp_path / "model"
    folder.mkdir()
    for name in ("config.json", "model.safetensors", "tokenizer.json"):
        (folder / name).touch()
    return folder


def test_a_model_is_remembered_once_it_can_be_used(qtbot: QtBot, tmp_path: Path, model: Path) -> None:
    settings, background = Settings(), Background()
    project = ProjectContext(
        scenes.make_project(tmp_path / "project"), ProjectReader(tmp_path / "project"), None, background
    )
    page = TrainingPage(project, background, Messages(), settings)
    qtbot.addWidget(page)
    qtbot.waitUntil(lambda: page.view is not None and not background.busy)
    assert settings.base_model == "demo"
    page.setup.model.choice.setEditText(str(model)[:-2])
    assert settings.base_model == "demo"
    page.setup.model.choice.setEditText(str(model))
    assert settings.base_model == str(model)
    page.shut_down()
    project.close()
    background.close()


def test_the_tokenizer_of_each_kind_of_model_is_found(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, model: Path
) -> None:
    assert tokenizer_file("demo") == paths.DEMO_MODEL / "tokenizer.json"
    assert tokenizer_file(str(model)) == model / "tokenizer.json"
    monkeypatch.setenv("HF_HUB_CACHE", str(tmp_path / "hub"))
    assert tokenizer_file("owner/name") is None
    snapshot = tmp_path / "hub" / "models--owner--name" / "snapshots" / "abc"
    snapshot.mkdir(parents=True)
    for name in ("config.json", "tokenizer.json"):
        (snapshot / name).touch()
    assert tokenizer_file("owner/name") == snapshot / "tokenizer.json"
    file = tmp_path / "model.gguf"
    file.touch()
    assert tokenizer_file(str(file)) is None
