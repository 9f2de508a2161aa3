"""Tables as spreadsheets save them."""

from pathlib import Path

import pytest

from studio.core.example import Content, Instruction
from studio.data.importers import ImportReport, import_file
from studio.data.project import Project, ProjectReader
from studio.data.records import RowQuery
from studio.errors import ImportFailed


def imported(project: Project, tmp_path: Path, text: str, name: str = "f.csv") -> ImportReport:
    path = tmp_path / name
    path.write_bytes(text.encode())
    return import_file(project, path)


def contents(reader: ProjectReader) -> list[Content]:
    return [row.content for row in reader.rows(reader.find_rows(RowQuery(dataset_id=1)).tolist())]


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_any_delimiter(project: Project, reader: ProjectReader, tmp_path: Path, delimiter: str, end: str) -> None:
    rows = [("instruction", "input", "output"), ("q, a; b", "i", "a | b"), ('dit "oui"', "", "1,5 mg; 2")]
    text = "".join(delimiter.join('"' + cell.replace('"', '""') + '"' for cell in row) + end for row in rows)
    assert imported(project, tmp_path, text).skipped == ()
    assert contents(reader) == [
        Instruction(instruction="q, a; b", input="i", response="a | b"),
        Instruction(instruction='dit "oui"', response="1,5 mg; 2"),
    ]


def test_newlines_in_quoted_cells_and_the_lines_after_them(
    project: Project, reader: ProjectReader, tmp_path: Path
) -> None:
    report = imported(project, tmp_path, 'instruction,output\n"a\nb\n\nc",x\nq,\nr,y\n')
    assert contents(reader) == [
        Instruction(instruction="a\nb\n\nc", response="x"),
        Instruction(instruction="r", response="y"),
    ]
    assert [each.line for each in report.skipped] == [6]
    assert [row.origin.line for row in reader.rows([1, 2])] == [2, 7]


def test_a_quote_never_closed_costs_one_row(project: Project, reader: ProjectReader, tmp_path: Path) -> None:
    report = imported(project, tmp_path, 'instruction,output\nq1,a\n"q2,a\nq3,a\nq4,a\n')
    assert [(each.line, "quotation" in each.reason) for each in report.skipped] == [(3, True)]
    assert [row.content.model_dump()["instruction"] for row in reader.rows([1, 2, 3])] == ["q1", "q3", "q4"]


def test_rows_of_another_width(project: Project, tmp_path: Path) -> None:
    report = imported(project, tmp_path, "instruction,output\nq,a,b\nq\nq,a\n")
    assert report.imported == 1
    assert [each.line for each in report.skipped] == [2, 3]
    assert [each.reason for each in report.skipped] == [
        "This row has 3 cells, the table has columns: 2.",
        "This row has 1 cell, the table has columns: 2.",
    ]


def test_excels_first_line_names_the_delimiter(project: Project, tmp_path: Path) -> None:
    report = imported(project, tmp_path, "sep=;\r\ninstruction;output\r\nq;a\r\n;\r\nq;\r\n")
    assert (report.imported, [each.line for each in report.skipped]) == (1, [5])


def test_columns_without_a_name_or_with_the_same_are_kept_apart(
    project: Project, reader: ProjectReader, tmp_path: Path
) -> None:
    imported(project, tmp_path, "instruction,output,,x,x\nq,a,1,2,3\n")
    assert reader.extra(1) == {"column 3": "1", "x": "2", "x'": "3"}


def test_a_header_alone_is_refused(project: Project, tmp_path: Path) -> None:
    with pytest.raises(ImportFailed, match="no rows in this file"):
        imported(project, tmp_path, "instruction,output\n")


def test_a_cell_of_a_megabyte(project: Project, tmp_path: Path) -> None:
    assert imported(project, tmp_path, "instruction,output\nq," + "é" * 1_000_000 + "\n").imported == 1


def test_numbers_in_cells_are_text(project: Project, reader: ProjectReader, tmp_path: Path) -> None:
    imported(project, tmp_path, "question,answer\n1,007\n", name="f.tsv")
    assert contents(reader) == [Instruction(instruction="1", response="007")]
