"""Tables of text as other programs write them."""

from dataclasses import replace

import pytest

from studio.data.importers.formats import open_source
from studio.errors import ImportFailed
from tests.data.importers.formats.conftest import WriteBytes, read

ROWS = [{"instruction": "q", "output": "a"}, {"instruction": "r", "output": "b"}]


@pytest.mark.parametrize(
    "above",
    [
        "Export du 12/03/2024\nService de neurologie\n\n",
        "# écrit par un programme\n# version 2\n",
        "Titre;\n;\n",
        "sep=;\nTitre\n",
    ],
)
def test_lines_above_a_table_are_named_and_the_table_is_read(write: WriteBytes, above: str) -> None:
    reading = read(write("f.csv", (above + "instruction;output\nq;a\nr;b\n").encode()))
    assert (reading.rows, reading.problems) == (ROWS, [])
    assert "lines above the table" in reading.source.warnings[0]
    assert reading.lines == [above.count("\n") + 2, above.count("\n") + 3]


def test_a_table_with_an_index_has_no_preamble(write: WriteBytes) -> None:
    reading = read(write("f.csv", b",text\n0,abc\n1,def\n"))
    assert reading.rows == [{"column 1": "0", "text": "abc"}, {"column 1": "1", "text": "def"}]
    assert reading.source.warnings == ()


def test_a_table_without_a_header_has_numbered_columns(write: WriteBytes) -> None:
    source = open_source(write("f.csv", b"Q1,x,y,A\nQ2,x,y,B\n"))
    assert read(replace(source, header=False)).rows == [
        {"1": "Q1", "2": "x", "3": "y", "4": "A"},
        {"1": "Q2", "2": "x", "3": "y", "4": "B"},
    ]


def test_a_row_too_short_or_too_long_is_told(write: WriteBytes) -> None:
    reading = read(write("f.csv", b"instruction,output\nq,a\nr\nr,b,c\nr,b,,\nr,b\n"))
    assert [row["output"] for row in reading.rows] == ["a", "b", "b"]
    assert [line for line, _words in reading.problems] == [3, 4]


def test_a_table_that_ends_in_an_open_quote_loses_that_row_only(write: WriteBytes) -> None:
    reading = read(write("f.csv", b'instruction,output\nq,a\nr,b\ns,"cut of'))
    assert (reading.rows, [line for line, _words in reading.problems]) == (ROWS, [4])


def test_long_quoted_cells_do_not_hide_the_delimiter(write: WriteBytes) -> None:
    note = "ligne, avec; tout | dedans\n" * 3_000
    reading = read(write("f.csv", f'instruction;output\n"{note}";a\nr;"{note}"\n'.encode()))
    assert reading.rows == [{"instruction": note, "output": "a"}, {"instruction": "r", "output": note}]


def test_a_space_before_a_quoted_cell_does_not_tear_it(write: WriteBytes) -> None:
    reading = read(write("f.csv", b'instruction, output\nq, "a, b"\nr, "c"\n'))
    assert reading.rows == [{"instruction": "q", "output": "a, b"}, {"instruction": "r", "output": "c"}]
    assert read(write("g.csv", b"instruction,output\nq, a\n")).rows == [{"instruction": "q", "output": " a"}]


def test_nul_and_unusual_line_ends_stay_in_their_cells(write: WriteBytes) -> None:
    reading = read(write("f.csv", "instruction,output\nq\0q,a\u2028\x85b\n".encode()))
    assert reading.rows == [{"instruction": "q\0q", "output": "a\u2028\x85b"}]


def test_a_wrong_byte_costs_its_row(write: WriteBytes) -> None:
    lines = [f"é{n},ü" for n in range(2_000)]
    data = [b"instruction,output", *(line.encode() for line in lines)]
    data[1_500] = "é,ü".encode("latin-1")
    reading = read(write("f.csv", b"\n".join(data)))
    assert (len(reading.rows), reading.problems[0][0], len(reading.problems)) == (1_999, 1_501, 1)
    assert "character is broken" in reading.problems[0][1]


@pytest.mark.parametrize("columns", [10_000, 20_000])
def test_very_many_columns(write: WriteBytes, columns: int) -> None:
    names = ",".join(f"c{n}" for n in range(columns))
    path = write("f.csv", f"{names}\n{names}\n".encode())
    if columns > 16_384:
        with pytest.raises(ImportFailed, match="20000 columns"):
            read(path)
    else:
        assert len(read(path).rows[0]) == columns
