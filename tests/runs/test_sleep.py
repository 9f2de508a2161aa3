"""Keeping the machine awake is a favour, never a condition."""

import sys
from collections.abc import Callable
from pathlib import Path

import psutil
import pytest

from studio.runs.sleep import inhibit_sleep

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="uses a stand-in for systemd-inhibit")

Children = Callable[[], list[psutil.Process]]
KEEPER = '#!/bin/sh\necho "$@" > {record}\nshift 4\nexec "$@"\n'


def test_the_keeper_lives_exactly_as_long_as_the_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, children: Children
) -> None:
    keeper, record = tmp_path / "systemd-inhibit", tmp_path / "record"
    keeper.write_text(KEEPER.format(record=record))
    keeper.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:/usr/bin:/bin")
    with inhibit_sleep("training"):
        assert children()
    assert not children()


def test_nothing_happens_where_there_is_no_way(monkeypatch: pytest.MonkeyPatch, children: Children) -> None:
    monkeypatch.setenv("PATH", "")
    with inhibit_sleep("training"):
        assert not children()


def test_a_way_that_fails_hurts_nobody(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "systemd-inhibit").write_text("no program")
    (tmp_path / "systemd-inhibit").chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    with inhibit_sleep("training"):
        pass
