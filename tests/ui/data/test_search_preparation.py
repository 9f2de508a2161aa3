"""The index follows imports and edits by itself, between the user's changes."""

from collections.abc import Callable
from pathlib import Path

from pytestqt.qtbot import QtBot

from studio.data.inserting import RowSource
from studio.data.project import Project, ProjectReader
from studio.data.records import NewRow, RowQuery
from studio.ui.background import Amount, Background
from studio.ui.data.search_preparation import WORTH_TELLING, SearchPreparation
from studio.ui.messages import Message, Messages
from studio.ui.project_context import ProjectContext
from tests.ui.conftest import OpenWindow

MANY = WORTH_TELLING + 1_000


def test_a_large_project_is_prepared_with_edits_in_between(qtbot: QtBot, tmp_path: Path) -> None:
    writer = Project.create(tmp_path / "large", "Large")
    rows = (NewRow(f'{{"kind":"text","text":"Céphalée {number}"}}') for number in range(MANY))
    writer.insert_rows("notes", "text", RowSource(rows))
    background, messages = Background(), Messages()
    context = ProjectContext(tmp_path / "large", ProjectReader(tmp_path / "large"), writer, background)
    told, problems = list[Amount](), list[Message]()
    messages.posted.connect(problems.append)
    preparation = SearchPreparation(context, messages)
    preparation.advanced.connect(told.append)
    preparation.begin()
    qtbot.waitUntil(lambda: bool(told))
    context.change(lambda project: project.update_field(1, "text", "Fièvre"), messages.problem)
    qtbot.waitUntil(lambda: bool(told) and told[-1].done == told[-1].total, timeout=60_000)
    qtbot.waitUntil(lambda: context.reader.unindexed() == 0)
    assert told[0].done < told[0].total
    assert not problems
    preparation.stop()
    context.close()
    background.close()


def test_what_was_imported_is_indexed_without_being_asked(
    qtbot: QtBot, open_window: Callable[..., OpenWindow], project_path: Path
) -> None:
    window = open_window()
    with ProjectReader(project_path) as reader:
        qtbot.waitUntil(lambda: reader.unindexed() == 0)
        window.page.model.setData(window.page.model.index(0, 3), "Scanner cérébral")
        qtbot.waitUntil(
            lambda: reader.unindexed() == 0 and len(reader.find_rows(RowQuery(dataset_id=1, search="scanner"))) == 1,
        )
