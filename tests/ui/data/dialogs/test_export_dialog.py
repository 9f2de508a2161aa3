"""Export as the user sees it."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import QDialog
from pytestqt.qtbot import QtBot

from studio.data.importers import import_file
from studio.data.project import Project
from studio.data.reader import ProjectReader
from studio.data.records import RowQuery
from studio.ui.data.dialogs.export_dialog import ExportDialog
from tests.ui.data.dialogs.conftest import CASES, OpenProject

Show = Callable[[QDialog], None]


def opened(project: OpenProject, shown: Show, **conditions: str) -> ExportDialog:
    dialog = ExportDialog(project.context, project.background, project.messages, project.scope(**conditions))
    shown(dialog)
    return dialog


def choose_format(dialog: ExportDialog, name: str) -> None:
    at = next(at for at in range(dialog.format.count()) if dialog.format.itemData(at).name == name)
    dialog.format.setCurrentIndex(at)


def test_what_was_exported_comes_back_as_it_was(
    qtbot: QtBot, project: OpenProject, shown: Show, tmp_path: Path
) -> None:
    dialog = opened(project, shown)
    choose_format(dialog, "csv")
    with qtbot.waitSignal(dialog.exported):
        dialog.export_to(tmp_path / "cas.csv")
    assert "3 examples" in project.told[-1].text
    assert "\n=1+1" not in (tmp_path / "cas.csv").read_text("utf-8-sig")
    with Project.create(tmp_path / "again", "Again") as again:
        report = import_file(again, tmp_path / "cas.csv")
        assert report.dataset is not None
        with ProjectReader(again.path) as reader:
            ids = reader.find_rows(RowQuery(dataset_id=report.dataset.id))
            assert [row.content for row in reader.rows(ids.tolist())] == list(CASES)


def test_only_the_rows_on_show_are_exported(qtbot: QtBot, project: OpenProject, shown: Show, tmp_path: Path) -> None:
    dialog = opened(project, shown, search="dos")
    with qtbot.waitSignal(dialog.exported):
        dialog.export_to(tmp_path / "cas.jsonl")
    assert len((tmp_path / "cas.jsonl").read_text("utf-8").splitlines()) == 1


def test_layouts_follow_the_kind_of_file(project: OpenProject, shown: Show) -> None:
    dialog = opened(project, shown)
    before = dialog.layout_picker.count()
    assert not dialog.delimiter.isVisible()
    choose_format(dialog, "csv")
    assert dialog.delimiter.isVisible()
    assert 1 < dialog.layout_picker.count() < before


def test_a_file_that_cannot_be_written_is_said_in_the_dialog(
    qtbot: QtBot, project: OpenProject, shown: Show, tmp_path: Path
) -> None:
    dialog = opened(project, shown)
    dialog.export_to(tmp_path / "missing" / "cas.jsonl")
    qtbot.waitUntil(lambda: bool(dialog.trouble_text()))
    assert dialog.isVisible()
    assert dialog.export_button.isEnabled()
