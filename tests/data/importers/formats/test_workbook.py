"""Excel workbooks as people keep them."""

import io
import zipfile
from collections.abc import Callable
from datetime import date, datetime, time

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from studio.data.importers.formats import open_source
from studio.errors import ImportFailed
from tests.data.importers.formats.conftest import WriteBytes, read


def workbook(fill: Callable[[Worksheet], object], *more: str) -> bytes:
    """A workbook with one sheet that `fill` fills, and others with one cell each."""
    book = openpyxl.Workbook()
    assert isinstance(book.active, Worksheet)
    book.active.title = "Cas"
    fill(book.active)
    for name in more:
        book.create_sheet(name)["A1"] = "seul"
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def with_rows(*rows: list[object]) -> Callable[[Worksheet], None]:
    def fill(sheet: Worksheet) -> None:
        for row in rows:
            sheet.append(row)

    return fill


def changed(data: bytes, member: str, old: bytes, new: bytes) -> bytes:
    """The workbook with one of its files edited, as Excel would have written it."""
    result = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as before, zipfile.ZipFile(result, "w") as after:
        for name in before.namelist():
            content = before.read(name)
            if name == member:
                assert old in content
                content = content.replace(old, new)
            after.writestr(name, content)
    return result.getvalue()


def test_cells_are_the_text_a_person_reads(write: WriteBytes) -> None:
    cells: list[tuple[object, str]] = [
        ("é\n« x »", "é\n« x »"),
        (12, "12"),
        (0.1 + 0.2, "0.3"),
        (True, "true"),
        (date(2024, 3, 12), "2024-03-12"),
        (datetime(2024, 3, 12, 10, 30), "2024-03-12T10:30:00"),
        (time(8, 5), "08:05:00"),
        (None, ""),
        ("a_x000D_b_x005F_x0041_", "a\rb_x0041_"),
    ]
    names: list[object] = [f"c{at}" for at in range(len(cells))]
    path = write("f.xlsx", workbook(with_rows(names, [value for value, _text in cells])))
    (row,) = read(path).rows
    assert list(row.values()) == [text for _value, text in cells]


def test_the_first_sheet_that_is_not_empty_is_read_and_others_can_be_chosen(write: WriteBytes) -> None:
    book = openpyxl.Workbook()
    book.create_sheet("Cas").append(["q"])
    book["Cas"].append(["a"])
    book.create_sheet("Notes").append(["n"])
    book["Notes"].append(["b"])
    book.save(path := write("f.xlsx", b""))
    reading = read(path)
    assert (reading.rows, reading.lines) == ([{"q": "a"}], [2])
    assert reading.source.warnings == ("Only “Cas” was read; also there: “Notes”.",)
    assert read(path, part="Notes").rows == [{"n": "b"}]
    with pytest.raises(ImportFailed, match="no sheet “x”"):
        open_source(path, part="x")


def test_titles_above_the_table_and_empty_rows_in_it(write: WriteBytes) -> None:
    path = write(
        "f.xlsx", workbook(with_rows(["Registre 2024"], [], ["q", "r", "s"], ["a", "b", 1], [], ["c", None, None]))
    )
    reading = read(path)
    assert reading.rows == [{"q": "a", "r": "b", "s": "1"}, {"q": "c", "r": "", "s": ""}]
    assert reading.lines == [4, 6]
    assert "Registre 2024" in reading.source.warnings[0]


def test_an_error_and_a_formula_without_result_cost_their_rows(write: WriteBytes) -> None:
    data = workbook(with_rows(["q", "r"], ["a", "#N/A"], ["b", "=A2"], ["c", "d"]))
    reading = read(write("f.xlsx", data))
    assert reading.rows == [{"q": "c", "r": "d"}]
    assert [line for line, _words in reading.problems] == [2, 3]
    assert "column B shows the error #N/A" in reading.problems[0][1]
    assert "formula in column B has no result" in reading.problems[1][1]
    calculated = (
        changed(data, "xl/worksheets/sheet1.xml", b"<f>A2</f><v></v>", b"<f>A2</f><v>7</v>")
        if (b"<f>A2</f><v></v>" in zipfile.ZipFile(io.BytesIO(data)).read("xl/worksheets/sheet1.xml"))
        else changed(data, "xl/worksheets/sheet1.xml", b"<f>A2</f><v />", b"<f>A2</f><v>7</v>")
    )
    assert read(write("g.xlsx", calculated)).rows == [{"q": "b", "r": "7"}, {"q": "c", "r": "d"}]


def test_merged_cells_hold_the_text_they_show(write: WriteBytes) -> None:
    def fill(sheet: Worksheet) -> None:
        with_rows(["thème", "q", "r"], ["x", "a", "b"], [None, "c", None], ["y", "d", "e"])(sheet)
        sheet.merge_cells("A2:A3")
        sheet.merge_cells("B3:C3")

    reading = read(write("f.xlsx", workbook(fill)))
    assert [list(row.values()) for row in reading.rows] == [["x", "a", "b"], ["x", "c", "c"], ["y", "d", "e"]]
    assert "A2:A3" in reading.source.warnings[0]


def test_a_sheet_that_lies_about_its_size_is_read(write: WriteBytes) -> None:
    data = changed(
        workbook(with_rows(["q", "r"], ["a", "b"])), "xl/worksheets/sheet1.xml", b'ref="A1:B2"', b'ref="A1:XFD1048576"'
    )
    assert read(write("f.xlsx", data)).rows == [{"q": "a", "r": "b"}]


@pytest.mark.parametrize("kept", [0.3, 0.9])
def test_a_workbook_cut_off_is_refused(write: WriteBytes, kept: float) -> None:
    data = workbook(with_rows(["q"], *([f"a{n}"] for n in range(500))))
    with pytest.raises(ImportFailed, match="damaged"):
        read(write("f.xlsx", data[: int(len(data) * kept)]))


def test_a_sheet_cut_off_gives_what_it_has(write: WriteBytes) -> None:
    data = workbook(with_rows(["q"], *([f"a{n}"] for n in range(500))))
    reading = read(write("f.xlsx", changed(data, "xl/worksheets/sheet1.xml", b'<row r="400"', b"<broken <row")))
    assert len(reading.rows) == 398
    assert [(line, "cut off" in words) for line, words in reading.problems] == [(400, True)]


def test_an_empty_workbook_and_a_document_are_told(write: WriteBytes) -> None:
    with pytest.raises(ImportFailed, match="sheets of this workbook are empty"):
        open_source(write("f.xlsx", workbook(with_rows())))
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("word/document.xml", "<x/>")
    with pytest.raises(ImportFailed, match="no file that can be read"):
        open_source(write("f.docx", file.getvalue()))
