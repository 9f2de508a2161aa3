"""A project with a result, the section open on it, and a light process in the worker's place."""

import sys
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from studio.runs.evaluations import list_evaluations
from studio.runs.spawn import reap_children
from tests.ui.evaluation.results.opened import ROWS, Opener, OpenSection
from tests.ui.settling import settle
from tests.ui.trained_project import end_worker, light_python, trained_project


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return trained_project(tmp_path / "headaches", ROWS)


@pytest.fixture
def open_section(qtbot: QtBot, path: Path) -> Iterator[Opener]:
    with ExitStack() as stack:

        def open_it(*, read_only: bool = False) -> OpenSection:
            opened = OpenSection(path, read_only=read_only)
            stack.callback(opened.close)
            settle(qtbot, lambda: not opened.background.busy)
            return opened

        yield open_it


@pytest.fixture
def light_workers(path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Every worker is tests/runs/light_worker.py."""
    monkeypatch.setattr(sys, "executable", str(light_python(tmp_path)))
    yield
    for summary in list_evaluations(path):
        end_worker(summary.run)
    reap_children()
