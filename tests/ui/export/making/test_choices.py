"""What can be ticked, and why what cannot be made on this machine cannot."""

import importlib.util
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from studio.ui.export.making.choices import FormatChoice


def test_a_format_whose_library_is_missing_says_so(
    qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    choice = FormatChoice()
    qtbot.addWidget(choice)
    there = importlib.util.find_spec("gptqmodel") is not None
    for each in ("gptq", "awq"):
        box = choice.formats[each]
        assert box.isEnabled() == there
        assert ("gptqmodel, which is not installed" in box.accessibleDescription()) != there
    (tmp_path / "gptqmodel").mkdir()
    (tmp_path / "gptqmodel" / "__init__.py").touch()
    monkeypatch.syspath_prepend(tmp_path)
    installed = FormatChoice()
    qtbot.addWidget(installed)
    assert installed.formats["gptq"].isEnabled()
