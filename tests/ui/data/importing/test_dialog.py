"""What the import dialog says of a file, and what every choice in it does."""

from collections.abc import Callable
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from openpyxl import Workbook
from pytestqt.modeltest import ModelTester

from studio.data.importers import inspect_file
from studio.ui.data.importing.choosing import ENDINGS, file_dialog
from studio.ui.data.importing.job import Pasted
from studio.ui.data.importing.preview import PreviewModel
from tests.ui.data.importing.conftest import OpenDialog

Show = Callable[..., OpenDialog]
Rows = Callable[..., Path]
QA = {"instruction": "Que faire ?", "output": "IRM"}


def test_a_file_is_shown_as_it_will_come_in(show: Show, rows: Rows) -> None:
    opened = show(rows("cas été.jsonl", {**QA, "service": "neurologie"}, {**QA, "output": ""}, {**QA, "âge": 33}))
    dialog = opened.dialog
    assert dialog.header.facts_text().endswith("JSON Lines  ·  UTF-8")
    assert dialog.layout_picker.currentData() == "alpaca"
    assert dialog.kind.currentData() == "instruction"
    assert opened.cells(0) == ["1", "Que faire ?", "", "IRM"]
    assert opened.cells(1)[1].startswith("Left out: ")
    assert "1 of the first 3 rows would be left out." in dialog.remarks.text()
    assert "Kept beside each example: service, âge." in dialog.remarks.text()
    assert dialog.import_button.isEnabled()
    dialog.import_button.click()
    (job,) = opened.jobs
    assert (job.dataset, job.question.kind, job.question.layout) == ("cas été", "instruction", "alpaca")


def test_another_column_another_kind_and_back(show: Show, rows: Rows) -> None:
    opened = show(rows("a.jsonl", {**QA, "meilleure": "Scanner"}))
    pickers = opened.dialog.mapping.pickers
    opened.choose(pickers["response"], "meilleure")
    assert opened.cells()[-1] == "Scanner"
    opened.choose(opened.dialog.kind, "chat")
    assert opened.cells()[-1] == "2"
    opened.choose(opened.dialog.kind, "instruction")
    assert opened.cells()[-1] == "IRM"


def test_columns_that_nobody_knows_are_mapped_one_by_one(show: Show, rows: Rows) -> None:
    opened = show(rows("a.jsonl", {"motif": "Céphalée", "conduite": "Repos", "âge": 33}))
    dialog = opened.dialog
    assert not dialog.import_button.isEnabled()
    assert "say which column each field comes from" in dialog.remarks.text()
    assert opened.cells() == ["1", "Céphalée", "Repos", "33"]
    opened.choose(dialog.mapping.pickers["instruction"], "motif")
    opened.choose(dialog.mapping.pickers["response"], "conduite")
    assert opened.cells() == ["1", "Céphalée", "", "Repos"]
    dialog.import_button.click()
    assert opened.jobs[0].question.mapping == {"instruction": "motif", "response": "conduite"}


def test_a_kind_that_cannot_be_made_is_said_and_can_be_taken_back(show: Show, rows: Rows) -> None:
    opened = show(rows("a.jsonl", QA))
    opened.choose(opened.dialog.kind, "choice")
    assert not opened.dialog.import_button.isEnabled()
    assert opened.dialog.remarks.text()
    opened.choose(opened.dialog.kind, "instruction")
    assert opened.dialog.import_button.isEnabled()


@pytest.mark.parametrize(
    ("name", "expected", "note"),
    [
        ("neuf", "neuf", "A new data set “neuf” is made."),
        ("cas", "cas", "The rows are added to “cas”, which has 3 examples."),
        ("avis", "avis 2", "A new data set “avis 2” is made."),
    ],
)
def test_the_data_set_is_named_after_the_file(show: Show, rows: Rows, name: str, expected: str, note: str) -> None:
    dialog = show(rows(f"{name}.jsonl", QA)).dialog
    assert dialog.target.name == expected
    assert dialog.target.note_text() == note


def test_a_name_that_other_examples_have_is_refused(show: Show, rows: Rows) -> None:
    dialog = show(rows("a.jsonl", QA)).dialog
    for name, good in (("", False), ("avis", False), ("à moi", True)):
        dialog.target.name_field.setText(name)
        dialog.target.name_field.textEdited.emit(name)
        assert dialog.import_button.isEnabled() == good
    dialog.target.name_field.setText("avis")
    dialog.target.name_field.textEdited.emit("avis")
    assert "holds other examples (Classification)" in dialog.target.note_text()


def test_files_alike_go_into_one_data_set_when_one_is_chosen(show: Show, rows: Rows) -> None:
    files = [rows(f"{name}.jsonl", QA) for name in "abc"]
    opened = show(*files)
    opened.choose(opened.dialog.target.picker, "cas")
    opened.dialog.import_button.click()
    assert [(job.name, job.dataset) for job in opened.jobs] == [(f"{name}.jsonl", "cas") for name in "abc"]


def test_folders_and_binary_tables_are_shown_like_others(show: Show, tmp_path: Path) -> None:
    table = pa.Table.from_pylist([QA])
    pq.write_table(table, tmp_path / "a.parquet")
    dialog = show(tmp_path / "a.parquet").dialog
    assert dialog.header.facts_text().endswith("Parquet")
    folder = tmp_path / "saved"
    folder.mkdir()
    with (
        pa.OSFile(str(folder / "data-00000-of-00001.arrow"), "wb") as sink,
        pa.ipc.new_stream(sink, table.schema) as out,
    ):
        out.write_table(table)
    (folder / "state.json").write_text('{"_data_files": [{"filename": "data-00000-of-00001.arrow"}]}')
    (folder / "dataset_info.json").write_text("{}")
    opened = show(folder)
    assert opened.dialog.target.name == "saved"
    assert opened.cells() == ["1", "Que faire ?", "", "IRM"]


def test_another_sheet_of_a_workbook_can_be_read(show: Show, tmp_path: Path) -> None:
    book = Workbook()
    for name, answer in (("Cas", "IRM"), ("Suite", "Repos")):
        sheet = book.create_sheet(name)
        sheet.append(["instruction", "output"])
        sheet.append(["Que faire ?", answer])
    del book["Sheet"]
    book.save(tmp_path / "cas.xlsx")
    opened = show(tmp_path / "cas.xlsx")
    assert opened.dialog.header.facts_text().endswith("Excel")
    assert opened.cells()[-1] == "IRM"
    opened.choose(opened.dialog.header.part, "Suite")
    assert opened.cells()[-1] == "Repos"
    opened.dialog.import_button.click()
    assert opened.jobs[0].question.part == "Suite"


def test_ten_thousand_columns_are_offered(show: Show, rows: Rows) -> None:
    opened = show(rows("wide.jsonl", {f"c{number}": f"x{number}" for number in range(10_000)}))
    opened.choose(opened.dialog.mapping.pickers["instruction"], "c9999")
    opened.choose(opened.dialog.mapping.pickers["response"], "c1")
    assert opened.cells() == ["1", "x9999", "", "x1"]
    assert "more" in opened.dialog.remarks.text()


@pytest.mark.parametrize(
    "content", [b"", b"\n\n", b"\x00\xff" * 500, b'{"a": ' * 10_000], ids=["empty", "blank", "binary", "deep"]
)
def test_a_file_without_examples_is_a_sentence(show: Show, tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "a.json"
    file.write_bytes(content)
    dialog = show(file).dialog
    assert dialog.remarks.text()
    assert not dialog.import_button.isEnabled()
    assert dialog.header.other_button.isVisible()


def test_a_file_that_is_gone_is_a_sentence(show: Show, tmp_path: Path) -> None:
    assert "There is no such file" in show(tmp_path / "gone.csv").dialog.remarks.text()


def test_pasted_text_is_a_source_like_others(show: Show) -> None:
    opened = show(Pasted("Pasted examples", "instruction\toutput\nQ\tR\n"))
    assert opened.cells() == ["2", "Q", "", "R"]
    assert opened.dialog.target.name == "Pasted examples"


def test_closing_drops_what_is_being_looked_at(show: Show, rows: Rows) -> None:
    opened = show(rows("a.jsonl", QA))
    opened.dialog.kind.activated.emit(1)
    opened.dialog.reject()
    opened.settle()
    assert not opened.jobs


def test_the_preview_keeps_the_contract_of_qt(qtmodeltester: ModelTester, rows: Rows) -> None:
    model = PreviewModel()
    model.show_summary(inspect_file(rows("a.jsonl", QA, {**QA, "output": ""})))
    qtmodeltester.check(model)


def test_every_format_can_be_chosen(show: Show, rows: Rows) -> None:
    dialog = show(rows("a.jsonl", QA)).dialog
    asking = file_dialog(dialog, several=True)
    assert all(f"*.{ending}" in asking.nameFilters()[0] for ending in ENDINGS)
