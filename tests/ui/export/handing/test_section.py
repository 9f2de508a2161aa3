"""Models are handed over as a person does it, and an archive that arrived is checked."""

import shutil
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QAbstractButton, QComboBox, QLabel, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from studio.archives import delivering
from studio.core.prompt import RegressionPrompt
from studio.data.project import Project
from studio.data.prompts import keep_prompt
from studio.data.reader import ProjectReader
from studio.runs.durable import hash_file
from studio.settings import Settings
from studio.ui.background import Background
from studio.ui.export.handing.section import HandoverSection
from studio.ui.messages import Message, Messages
from studio.ui.project_context import ProjectContext
from tests.archives.exported import exported, parity_of
from tests.ui.archives.held import held
from tests.ui.settling import settle

GGUF, MODELFILE, MERGED = "tri-q8_0.gguf", "tri-q8_0.Modelfile", "merged"


def texts(widget: QWidget) -> str:
    """Every label that can be seen."""
    return "\n".join(each.text() for each in widget.findChildren(QLabel) if each.isVisible())


class OpenHandover:
    """The section on a real project, with what the user was told."""

    def __init__(self, path: Path) -> None:
        self.background, self.messages, self.told = Background(), Messages(), list[Message]()
        self.messages.posted.connect(self.told.append)
        self.project = ProjectContext(path, ProjectReader(path), None, self.background)
        self.section = HandoverSection(self.project, self.background, self.messages, Settings())
        self.section.resize(1000, 700)
        self.section.show()

    def close(self) -> None:
        self.section.leave()
        self.project.close()
        self.background.close()
        self.section.close()
        self.section.deleteLater()


@pytest.fixture
def path(tmp_path: Path) -> Path:
    with Project.create(tmp_path / "headaches", "Headaches"):
        keep_prompt(tmp_path / "headaches", RegressionPrompt(title="Urgence", prompt="Que faire ?"))
    return tmp_path / "headaches"


@pytest.fixture
def opened(qtbot: QtBot, path: Path) -> Iterator[OpenHandover]:
    """An older export that nobody compared, and one whose merged weights answer otherwise."""
    exported(path)
    exported(path, {GGUF: parity_of(GGUF, "same"), MERGED: parity_of(MERGED, "different", ("template",), "merged")})
    found = OpenHandover(path)
    settle(qtbot, lambda: not found.background.busy)
    yield found
    found.close()


def place(qtbot: QtBot, opened: OpenHandover, target: Path) -> None:
    opened.section.place.chosen.emit(target)
    settle(qtbot, lambda: not opened.background.busy)


def test_from_the_verdict_to_the_command(qtbot: QtBot, opened: OpenHandover, tmp_path: Path) -> None:
    section, target = opened.section, tmp_path / "tri.zip"
    assert section.export.currentText().startswith("Export 2 · ")
    reached: list[QWidget] = [section.export]
    while reached[-1] is not section.companions.contract:
        reached.append(reached[-1].nextInFocusChain())
    assert set(section.artefacts.boxes.values()) <= set(reached)
    verdicts = {name: words.text() for name, words in section.artefacts.verdicts.items()}
    assert verdicts == {MERGED: "different", MODELFILE: "not checked", GGUF: "same"}
    assert "merged answers otherwise than the application" in section.warnings.text()
    assert f"{MODELFILE} was not tried in Ollama" in section.warnings.text()
    assert "nobody knows" not in section.warnings.text()
    said = texts(section)
    assert all(each in said for each in ("parity.json", "SHA256SUMS", "verify.py", "README.md", "are free there"))
    section.artefacts.boxes[MERGED].setChecked(False)
    assert "otherwise" not in section.warnings.text()
    # Of no use without the file that it names.
    section.artefacts.boxes[GGUF].setChecked(False)
    assert section.reason.text() == "Tick what shall be handed over."
    section.artefacts.boxes[MODELFILE].setChecked(True)
    assert section.artefacts.boxes[GGUF].isChecked()
    place(qtbot, opened, target)
    section.write.click()
    qtbot.waitUntil(section.delivered.isVisible)
    said = texts(section.delivered)
    assert hash_file(target) in said
    assert "1 kept prompt goes with it" in said
    assert "python verify.py" in said
    section.delivered.copy.click()
    assert QGuiApplication.clipboard().text() == "python verify.py"
    with zipfile.ZipFile(target) as archive:
        archive.extractall(tmp_path / "there")
    folder = tmp_path / "there" / "tri"
    assert {each.name for each in (folder / "artefacts").iterdir()} == {GGUF, MODELFILE, "manifest.json"}
    assert "Same: " in (folder / "README.md").read_text("utf-8")
    proved = subprocess.run([sys.executable, "-I", "verify.py"], cwd=folder, capture_output=True, check=False)
    assert proved.returncode == 0
    assert opened.told == []


def test_stopping_leaves_nothing_and_a_failure_says_why(
    qtbot: QtBot, opened: OpenHandover, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    section, folder = opened.section, tmp_path / "out"
    folder.mkdir()
    place(qtbot, opened, folder / "a.zip")
    gate = held(monkeypatch, delivering, "comparisons")
    section.write.click()
    assert section.progress.isVisible()
    section.progress.cancel.click()
    gate.set()
    qtbot.waitUntil(lambda: section.reason.text() == "Stopped. Nothing was written.")
    assert list(folder.iterdir()) == []
    export = section.wish().export
    assert export is not None
    next(each.path for each in export.artefacts if each.name == GGUF).write_bytes(b"GGUF")
    section.write.click()
    qtbot.waitUntil(lambda: "no longer what was exported" in section.reason.text())
    # Another export goes meanwhile: the list is read anew, and why nothing was written still stands there.
    shutil.rmtree(section._exports[-1].run.path)
    section.desk.offer()
    settle(qtbot, lambda: section.export.count() == 1 and not opened.background.busy)
    assert "no longer what was exported" in section.reason.text()
    assert section.write.isEnabled()
    assert not section.delivered.isVisible()
    assert list(folder.iterdir()) == []


def test_closing_the_project_stops_what_is_half_written(
    qtbot: QtBot, opened: OpenHandover, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    section, folder = opened.section, tmp_path / "out"
    folder.mkdir()
    place(qtbot, opened, folder / "a.zip")
    gate = held(monkeypatch, delivering, "comparisons")
    section.write.click()
    section.desk.writing.cancel()
    gate.set()
    section.leave()
    assert list(folder.iterdir()) == []
    assert [each.text for each in opened.told] == ["The hand-over was stopped, because its project was closed."]


def test_an_archive_that_arrived_is_checked_in_words(qtbot: QtBot, opened: OpenHandover, tmp_path: Path) -> None:
    section, target = opened.section, tmp_path / "tri.zip"
    place(qtbot, opened, target)
    section.write.click()
    qtbot.waitUntil(section.delivered.isVisible)
    checking = section.checking
    checking.fingerprint.setText(section.delivered.facts.values[3].text())
    checking.check(target)
    qtbot.waitUntil(lambda: checking.verdict.text() == "Proved: every file is whole and unchanged.")
    assert "is the one that the sender told" in texts(checking)
    spoilt = bytearray(target.read_bytes())
    spoilt[spoilt.index(b"GGUF")] ^= 1
    target.write_bytes(spoilt)
    checking.fingerprint.clear()
    checking.check(target)
    qtbot.waitUntil(lambda: checking.verdict.text().startswith("Not proved."))
    assert f"artefacts/{GGUF}: changed, or damaged on the way" in texts(checking)
    checking.check(tmp_path / "none.zip")
    qtbot.waitUntil(lambda: "no such file or folder" in checking.verdict.text())
    assert checking.archive.isEnabled()


def test_everything_has_a_name_and_is_reached_by_keys(opened: OpenHandover) -> None:
    section = opened.section
    every = [*section.findChildren(QAbstractButton), *section.findChildren(QComboBox), *section.findChildren(QLineEdit)]
    ours = [each for each in every if not isinstance(each.parent(), QComboBox | QLineEdit)]
    named = [each.accessibleName() or (each.text() if isinstance(each, QAbstractButton) else "") for each in ours]
    assert all(named)
    assert [each for each in ours if not each.focusPolicy() & Qt.FocusPolicy.TabFocus] == []


def test_without_an_export_it_says_so(qtbot: QtBot, path: Path) -> None:
    found = OpenHandover(path)
    settle(qtbot, lambda: not found.background.busy)
    assert found.section.reason.text() == "Export a model first."
    assert not found.section.artefacts.isVisible()
    assert found.section.checking.archive.isEnabled()
    found.close()
