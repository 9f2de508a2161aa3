"""Wherever a model is chosen, a GGUF adapter is asked for its base."""

from pathlib import Path

import pytest
from PySide6.QtWidgets import QFileDialog, QWidget
from pytestqt.qtbot import QtBot

from studio.serving.places import server_folder
from studio.ui.adapter_base import with_bases
from studio.ui.evaluation.playground.setup_panel import SetupPanel
from studio.ui.evaluation.results.model_list import ModelList
from studio.ui.export.making.comparison import MadeBefore
from studio.ui.export.serving.choice_card import ChoiceCard
from tests.models.conftest import gguf_bytes

BASES = ("tiny-base-f16.gguf", "tiny-base-q8_0.gguf")


@pytest.fixture
def adapter(tmp_path: Path) -> str:
    """A GGUF adapter with two files of its base beside it."""
    for name in (*BASES, "tiny-q8_0.gguf", "tiny-lora-f16.gguf"):
        kind = "adapter" if "lora" in name else "model"
        (tmp_path / name).write_bytes(gguf_bytes(general__architecture="llama", general__type=kind))
    return str(tmp_path / "tiny-lora-f16.gguf")


def shown(qtbot: QtBot, widget: QWidget) -> None:
    qtbot.addWidget(widget)
    widget.show()


def beside(adapter: str, name: str) -> str:
    return str(Path(adapter).with_name(name))


def test_an_evaluation_asks_for_the_base(qtbot: QtBot, adapter: str) -> None:
    models = ModelList()
    shown(qtbot, models)
    models.other.setChecked(True)
    models.picker.choose(beside(adapter, "tiny-q8_0.gguf"))
    assert not models.base.isVisible()
    models.picker.choose(adapter)
    assert models.base.isVisible()
    assert models.problem() == ""
    assert [models.base.choice.itemText(at) for at in range(2)] == list(BASES)
    models.base.choice.setCurrentIndex(1)
    (subject,) = models.subjects()
    assert (subject.base, subject.result) == (beside(adapter, BASES[1]), adapter)
    for name in BASES:
        Path(beside(adapter, name)).unlink()
    models.picker.choose("demo")
    models.picker.choose(adapter)
    assert models.problem() == "Choose the GGUF file that the adapter is put on."
    assert models.subjects() == ()
    models.base.choose(beside(adapter, "tiny-q8_0.gguf"))
    assert (models.problem(), len(models.subjects())) == ("", 1)


def test_a_comparison_asks_for_the_base(qtbot: QtBot, adapter: str) -> None:
    before = MadeBefore()
    shown(qtbot, before)
    whole = beside(adapter, "tiny-q8_0.gguf")
    with qtbot.waitSignal(before.wanted) as asked:
        before.choose([whole])
    assert asked.args == [(Path(whole),), ""]
    before.choose([whole, adapter])
    assert before.base.isVisible()
    assert not before.file.isVisible()
    before.leave.click()
    assert before.file.isVisible()
    before.choose([whole, adapter])
    before.base.choice.setCurrentIndex(1)
    with qtbot.waitSignal(before.wanted) as asked:
        before.start.click()
    assert asked.args == [(Path(whole), Path(adapter)), beside(adapter, BASES[1])]
    assert not before.base.isVisible()


def test_an_adapter_is_served_and_talked_to_on_each_base(qtbot: QtBot, adapter: str, tmp_path: Path) -> None:
    card, panel = ChoiceCard(), SetupPanel(5)
    for widget in (card, panel):
        qtbot.addWidget(widget)
    card.choose(adapter)
    offered = [card.model.itemData(at) for at in range(card.model.count())]
    assert {each.base for each in offered} == {beside(adapter, name) for name in BASES}
    assert len({server_folder(tmp_path, each.title) for each in offered}) == 2
    assert card.chosen().base == beside(adapter, BASES[0])
    with qtbot.waitSignal(panel.path_chosen) as asked:
        panel.choose_path(adapter)
    assert asked.args == [adapter, tuple(beside(adapter, name) for name in BASES)]


def test_what_does_not_lie_beside_it_is_asked_for(qtbot: QtBot, adapter: str) -> None:
    parent, found = QWidget(), list[tuple[str, ...]]()
    qtbot.addWidget(parent)
    for name in BASES:
        Path(beside(adapter, name)).unlink()
    with_bases(parent, adapter, found.append)
    dialog = parent.findChild(QFileDialog)
    assert dialog is not None
    dialog.fileSelected.emit("/elsewhere/base.gguf")
    dialog.reject()
    with_bases(parent, "demo", found.append)
    assert found == [("/elsewhere/base.gguf",), ("",)]
