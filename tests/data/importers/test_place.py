"""Which files a process of their own reads."""

import gzip
import io
import zipfile
from pathlib import Path

import openpyxl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from studio.core.example import Instruction
from studio.data.importers import import_file
from studio.data.importers.aside import inspect_aside
from studio.data.importers.formats import open_source, open_text
from studio.data.importers.place import Place
from studio.data.project import Project

ROW = b'{"instruction": "q", "output": "a"}\n'


def packed(form: str) -> bytes:
    buffer = io.BytesIO()
    table = pa.table({"instruction": ["q"], "output": ["a"]})
    if form == "gzip":
        return gzip.compress(ROW)
    if form == "zip":
        with zipfile.ZipFile(buffer, "w") as archive:
            archive.writestr("a.jsonl", ROW)
    elif form == "parquet":
        pq.write_table(table, buffer)
    else:
        make = pa.ipc.new_file if form == "arrow" else pa.ipc.new_stream
        with make(buffer, table.schema) as writer:
            writer.write_table(table)
    return buffer.getvalue()


@pytest.mark.parametrize("form", ["gzip", "zip", "parquet", "arrow", "arrow stream"])
def test_what_is_packed_is_read_in_a_process_of_its_own_whatever_it_is_called(
    project: Project, tmp_path: Path, form: str
) -> None:
    path = tmp_path / "rows.dat"
    path.write_bytes(packed(form))
    assert Place.of(path) == Place(path)
    assert inspect_aside(path, {}, None, "", lambda: False).layout == "alpaca"
    assert import_file(project, path).imported == 1


def test_small_text_and_pasted_text_are_read_here(tmp_path: Path) -> None:
    path = tmp_path / "f.jsonl"
    path.write_bytes(ROW)
    assert Place.of(path) is None
    assert Place.of(tmp_path / "missing") is None
    assert Place.of(open_text(ROW.decode(), "pasted")) is None
    path.write_bytes(ROW * 40_000)
    assert Place.of(path) == Place(path)


def test_a_sheet_that_was_chosen_is_found_there_too(project: Project, tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    for name in ("first", "second"):
        sheet = book.create_sheet(name)
        sheet.append(["instruction", "output"])
        sheet.append([name, "a"])
    path = tmp_path / "f.xlsx"
    book.save(path)
    source = open_source(path, part="second")
    assert Place.of(source) == Place(path, "second")
    summary = inspect_aside(source, {}, None, "", lambda: False)
    assert summary.sample[0].content == Instruction(instruction="second", response="a")
    assert import_file(project, source).imported == 1
