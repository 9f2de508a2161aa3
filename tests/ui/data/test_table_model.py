"""The table asks for what it shows, and for nothing else."""

from collections.abc import Sequence

import numpy as np
import pytest
from PySide6.QtCore import Qt
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from studio.core.example import Instruction, Kind
from studio.data.importers import SkippedLine
from studio.data.records import Origin, Row
from studio.errors import ProjectFailed, StudioError
from studio.ui.data.columns import SHOWN, all_columns, blank, columns_for
from studio.ui.data.importing.skipped_dialog import SkippedModel
from studio.ui.data.table_model import PAGE, PAGES, EditRequest, ExampleTableModel
from studio.ui.data.table_view import shared_widths
from tests.ui.data.rows import CONTENTS, row_of


class Shelf:
    """Counts which rows are fetched."""

    def __init__(self, count: int) -> None:
        self.rows = {
            id: Row(
                id=id,
                content=Instruction(instruction=f"Cas {id}", response=f"Réponse\nà {id}"),
                family=id,
                split="train",
                status="draft",
                tags=(),
                note="",
                origin=Origin(),
                created_at=0.0,
                edited_at=0.0,
            )
            for id in range(1, count + 1)
        }
        self.fetched: list[int] = []

    def fetch(self, ids: Sequence[int]) -> list[Row]:
        self.fetched += ids
        return [self.rows[id] for id in ids if id in self.rows]


def shown(shelf: Shelf, kind: Kind = "instruction") -> ExampleTableModel:
    model = ExampleTableModel(shelf.fetch)
    model.show_rows(kind, np.array(sorted(shelf.rows), np.int64))
    return model


def test_the_model_keeps_the_contract_of_qt(qtmodeltester: ModelTester) -> None:
    qtmodeltester.check(shown(Shelf(300)))


def test_the_list_of_skipped_lines_keeps_the_contract_of_qt(qtmodeltester: ModelTester) -> None:
    qtmodeltester.check(SkippedModel("a.jsonl", [SkippedLine(3, "No answer."), SkippedLine(9, "Not JSON.")]))


def test_only_the_pages_looked_at_are_fetched_and_few_are_kept() -> None:
    shelf = Shelf((PAGES + 10) * PAGE)
    model = shown(shelf)
    assert model.index(0, 1).data() == "Cas 1"
    assert model.index(PAGE * 5, 1).data() == f"Cas {PAGE * 5 + 1}"
    assert len(shelf.fetched) == 2 * PAGE
    for page in range(PAGES + 10):
        model.index(page * PAGE, 1).data()
    shelf.fetched.clear()
    model.index((PAGES + 9) * PAGE, 1).data()
    assert not shelf.fetched
    model.index(0, 1).data()
    assert len(shelf.fetched) == PAGE


def test_a_cell_shows_one_short_line_and_edits_the_whole_text() -> None:
    shelf = Shelf(1)
    shelf.rows[1] = Row(**{**vars(shelf.rows[1]), "content": Instruction(instruction="a\nb" * 5000, response="")})
    model = shown(shelf)
    cell = model.index(0, 1)
    assert "\n" not in cell.data()
    assert len(cell.data()) <= SHOWN
    assert len(cell.data(Qt.ItemDataRole.EditRole)) == 15_000


def test_an_edit_is_asked_for_and_shows_when_the_store_agrees(qtbot: QtBot) -> None:
    shelf = Shelf(3)
    model, asked = shown(shelf), list[EditRequest]()
    model.edit_requested.connect(asked.append)
    response = model.index(1, 3)
    assert model.setData(response, response.data(Qt.ItemDataRole.EditRole))
    assert asked == []
    assert model.setData(response, "IRM")
    assert asked == [EditRequest(2, "response", "IRM")]
    assert response.data() == "Réponse à 2"
    shelf.rows[2] = Row(**{**vars(shelf.rows[2]), "content": Instruction(instruction="Cas 2", response="IRM")})
    with qtbot.waitSignal(model.dataChanged):
        model.refresh([2])
    assert response.data() == "IRM"


def test_nothing_can_be_edited_in_a_read_only_window_nor_in_a_counted_column() -> None:
    model = shown(Shelf(1))
    assert not model.setData(model.index(0, 0), "7")
    model.read_only = True
    assert not model.setData(model.index(0, 1), "text")


def test_a_row_deleted_meanwhile_is_empty_and_a_lost_project_is_told() -> None:
    shelf = Shelf(2)
    model = shown(shelf)
    del shelf.rows[2]
    assert model.index(1, 1).data() is None

    def lost(_ids: Sequence[int]) -> list[Row]:
        raise ProjectFailed("The disk is gone.")

    model, told = ExampleTableModel(lost), list[StudioError]()
    model.failed.connect(told.append)
    model.show_rows("instruction", np.array([1], np.int64))
    assert model.index(0, 1).data() is None
    assert str(told[0]) == "The disk is gone."


@pytest.mark.parametrize("kind", CONTENTS)
def test_every_kind_has_columns_cells_and_editors(kind: Kind) -> None:
    row = row_of(CONTENTS[kind])
    model = ExampleTableModel(lambda _ids: [row])
    model.show_rows(kind, np.array([row.id], np.int64))
    texts = [model.index(0, at).data() for at in range(model.columnCount())]
    assert all(isinstance(text, str) for text in texts)
    assert [each.key for each in columns_for(kind)][-2:] == ["split", "status"]
    every = all_columns(kind)
    model.show_rows(kind, np.array([row.id], np.int64), every)
    assert all(isinstance(model.index(0, at).data(), str) for at in range(len(every)))
    assert blank(kind).kind == kind


def test_columns_share_the_room_and_never_overflow_while_they_fit() -> None:
    columns = columns_for("instruction")
    needed = sum(each.width for each in columns)
    for room in range(needed, needed + 400, 7):
        widths = shared_widths(columns, room)
        assert room - 3 <= sum(widths) <= room
        assert all(width >= each.width for width, each in zip(widths, columns, strict=True))
    assert shared_widths(columns, 100) == [each.width for each in columns]
