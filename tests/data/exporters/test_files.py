"""Files: readable elsewhere, whole or absent, and never a formula."""

import csv
import json
from pathlib import Path

import openpyxl
import pyarrow.parquet as pq
import pytest

from studio.core.example import Instruction, Text
from studio.data.exporters import ExportCancelled, ExportReport, export_rows
from studio.data.exporters.workbook import LONGEST_CELL
from studio.data.importers import import_file
from studio.data.inserting import RowSource
from studio.data.project import Dataset, Project, ProjectReader
from studio.data.records import NewRow, RowQuery
from studio.errors import ExportFailed
from tests.data.exporters.conftest import Export

HOSTILE = '=1+1\r\nCéphalée ; « œdème », \u2028\t"x" 😀 '


def test_jsonl_has_one_object_a_line(export: Export) -> None:
    report = export([Text(text=HOSTILE), Text(text="\0")], "t.jsonl")
    lines = report.file.read_bytes().split(b"\n")
    assert (report.rows, report.warnings, len(lines), lines[-1]) == (2, (), 3, b"")
    assert [json.loads(line)["text"] for line in lines[:-1]] == [HOSTILE, "\0"]


def test_csv_opens_in_excel_with_its_accents_and_without_its_formulas(export: Export) -> None:
    report = export([Text(text=HOSTILE)], "t.csv", layout="text", delimiter=";")
    assert report.file.read_bytes().startswith(b"\xef\xbb\xbftext;split\r\n")
    with report.file.open(encoding="utf-8-sig", newline="") as file:
        assert list(csv.reader(file, delimiter=";"))[1] == [f"'{HOSTILE}", "train"]


def test_xlsx_holds_texts_only(export: Export) -> None:
    report = export([Text(text="=1+1"), Text(text="#N/A"), Text(text=" 1-2 "), Text(text="a\r\0_x0041_")], "t.xlsx")
    sheet = openpyxl.load_workbook(report.file).active
    assert sheet is not None
    assert [[cell.data_type for cell in row[:2]] for row in sheet.iter_rows(min_row=2)] == [["s", "s"]] * 4
    values = [row[1] for row in sheet.iter_rows(values_only=True)]
    assert values == ["text", "'=1+1", "#N/A", " 1-2 ", "a_x000D__x0000__x005F_x0041_"]


def test_a_cell_too_long_for_excel_is_never_cut(export: Export, tmp_path: Path) -> None:
    fitting, emojis = Text(text="x" * LONGEST_CELL), Text(text="😀" * (LONGEST_CELL // 2 + 1))
    with pytest.raises(ExportFailed, match=r"2 rows do not fit into this file \(numbers 2, 3\).*32767") as failed:
        export([fitting, emojis, Text(text="x" * (LONGEST_CELL + 1))], "t.xlsx")
    assert "Parquet" in failed.value.hint
    assert list(tmp_path.glob("*t.xlsx*")) == []


def test_the_longest_cell_that_excel_holds_is_written(export: Export) -> None:
    report = export([Text(text="x" * LONGEST_CELL)], "t.xlsx", layout="text")
    sheet = openpyxl.load_workbook(report.file).active
    assert sheet is not None
    assert sheet["A2"].value == "x" * LONGEST_CELL


def test_parquet_has_nested_columns(export: Export) -> None:
    report = export([Instruction(instruction="q", response="a", system="s")], "t.parquet", layout="messages")
    assert pq.read_table(report.file).to_pylist() == [
        {
            "messages": [
                {"role": "system", "content": "s"},
                {"role": "user", "content": "q"},
                {"role": "assistant", "content": "a"},
            ],
            "split": "train",
        }
    ]


def test_an_input_that_is_joined_is_told(export: Export) -> None:
    report = export([Instruction(instruction="q", input="i", response="a")], "t.jsonl", layout="sharegpt")
    assert json.loads(report.file.read_text("utf-8"))["conversations"][0] == {"from": "human", "value": "q\n\ni"}
    assert report.warnings == ("In 1 row the input was joined to the question.",)


def test_a_file_that_was_there_is_replaced_only_by_a_whole_one(export: Export, tmp_path: Path) -> None:
    (tmp_path / "t.xlsx").write_text("before")
    with pytest.raises(ExportFailed):
        export([Text(text="x" * (LONGEST_CELL + 1))], "t.xlsx")
    assert (tmp_path / "t.xlsx").read_text() == "before"
    export([Text(text="x")], "t.csv")
    export([Text(text="y")], "t.csv")
    assert "y" in (tmp_path / "t.csv").read_text("utf-8-sig")


@pytest.mark.parametrize("format", ["jsonl", "csv", "xlsx", "parquet", "datasets"])
def test_a_cancelled_export_leaves_nothing(
    project: Project, reader: ProjectReader, dataset: Dataset, tmp_path: Path, format: str
) -> None:
    asked: list[int] = []

    def cancelled() -> bool:
        asked.append(1)
        return len(asked) > 1

    with pytest.raises(ExportCancelled):
        export_rows(reader, RowQuery(dataset_id=dataset.id), tmp_path / "out", format=format, cancelled=cancelled)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["project"]


def test_progress_reaches_the_number_of_rows(reader: ProjectReader, dataset: Dataset, tmp_path: Path) -> None:
    told: list[tuple[int, int]] = []
    export_rows(reader, RowQuery(dataset_id=dataset.id), tmp_path / "t.csv", progress=lambda *at: told.append(at))
    assert (told[0], told[-1]) == ((0, 20), (20, 20))


def test_only_the_rows_asked_for_in_their_order(reader: ProjectReader, dataset: Dataset, tmp_path: Path) -> None:
    query = RowQuery(dataset_id=dataset.id, search="19", sort="number")
    assert export_rows(reader, query, tmp_path / "t.jsonl").rows == 1
    query = RowQuery(dataset_id=dataset.id, sort="number", descending=True)
    export_rows(reader, query, tmp_path / "t.jsonl", layout="alpaca")
    first = (tmp_path / "t.jsonl").read_text("utf-8").split("\n")[0]
    assert json.loads(first)["instruction"] == "Cas 19"


def test_a_folder_of_something_else_is_never_replaced(export: Export, tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "thesis.docx").touch()
    with pytest.raises(ExportFailed, match="already is something else"):
        export([Text(text="x")], "out", format="datasets")
    assert (tmp_path / "out" / "thesis.docx").exists()


def test_a_datasets_folder_is_replaced_by_the_next(export: Export, tmp_path: Path) -> None:
    for _again in range(2):
        report: ExportReport = export([Text(text="x")], "out", format="datasets")
    assert report.rows == 2
    assert sorted(path.name for path in tmp_path.iterdir()) == ["out", "project"]
    assert json.loads((tmp_path / "out" / "dataset_dict.json").read_text()) == {"splits": ["train"]}


def test_a_name_that_is_a_folder_is_refused_for_a_file(export: Export, tmp_path: Path) -> None:
    (tmp_path / "t.csv").mkdir()
    with pytest.raises(ExportFailed, match="This is a folder"):
        export([Text(text="x")], "t.csv")


@pytest.mark.parametrize("name", ["t.csv", "t.xlsx"])
def test_formulas_are_armed_again_when_read_back_and_that_is_told(
    export: Export, project: Project, reader: ProjectReader, name: str
) -> None:
    kept = NewRow(Text(text="=1+1").model_dump_json(), extra='{"=x": "-5", "note libre": "\'=a"}')
    dataset = project.insert_rows("text", "text", RowSource([kept])).dataset
    assert dataset is not None
    report = export([Text(text="calme")], name, layout="text")
    back = import_file(project, report.file, dataset="back")
    assert back.dataset is not None
    first, second = reader.rows(reader.find_rows(RowQuery(dataset_id=back.dataset.id)).tolist())
    assert (first.content, second.content) == (Text(text="=1+1"), Text(text="calme"))
    assert reader.extra(first.id) == {"=x": "-5", "note libre": "'=a"}
    assert any(warning.startswith("3 cells began with an apostrophe") for warning in back.warnings)
