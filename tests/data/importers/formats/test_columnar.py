"""Parquet, Arrow and the folders that `datasets` saves."""

import json
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from studio.data.importers.formats import open_source
from studio.errors import ImportFailed
from tests.data.importers.formats.conftest import read

TABLE = pa.table(
    {
        "text": pa.array(["é\u2028\0", None, "c"]),
        "large": pa.array(["a", "b", None], pa.large_string()),
        "label": pa.array(["x", "y", "x"]).dictionary_encode(),
        "n": pa.array([1, None, 2**60]),
        "f": pa.array([0.5, float("nan"), None]),
        "turns": pa.array([[{"role": "user", "content": "q"}], [], None]),
        "at": pa.array([datetime(2024, 3, 12, 10, tzinfo=UTC), None, None], pa.timestamp("us", "UTC")),
        "day": pa.array([date(2024, 3, 12), None, None]),
        "exact": pa.array([Decimal("1.10"), None, None]),
        "bytes": pa.array(["é".encode(), None, b"x"]),
    }
)
ROWS = [
    {
        **{"text": "é\u2028\0", "large": "a", "label": "x", "n": 1, "f": 0.5},
        **{"turns": [{"role": "user", "content": "q"}], "at": "2024-03-12T10:00:00+00:00", "day": "2024-03-12"},
        **{"exact": "1.10", "bytes": "é"},
    },
    {"text": None, "large": "b", "label": "y", "n": None, "f": None, "turns": []}
    | dict.fromkeys(("at", "day", "exact", "bytes")),
    {"text": "c", "large": None, "label": "x", "n": 2**60, "f": None, "turns": None}
    | {"at": None, "day": None, "exact": None, "bytes": "x"},
]


def write_stream(path: Path, table: pa.Table) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with pa.ipc.new_stream(str(path), table.schema) as writer:
        writer.write_table(table)


def write_file(path: Path, table: pa.Table) -> None:
    with pa.ipc.new_file(str(path), table.schema) as writer:
        writer.write_table(table, max_chunksize=2)


@pytest.mark.parametrize("form", ["parquet", "file", "stream"])
def test_every_type_becomes_what_json_can_hold(tmp_path: Path, form: str) -> None:
    path = tmp_path / "f.data"
    {"parquet": lambda: pq.write_table(TABLE, path), "file": lambda: write_file(path, TABLE)}.get(
        form, lambda: write_stream(path, TABLE)
    )()
    reading = read(path)
    assert (reading.rows, reading.lines, reading.problems) == (ROWS, [1, 2, 3], [])


@pytest.mark.parametrize(
    ("column", "words"),
    [
        (pa.array(["a", "b", "c"]).cast(pa.binary()).take(pa.array([0, 1, 2])), ""),
        (pa.array([b"a", b"\xff\xd8", b"c"]), "bytes that are no text"),
        (pa.array([1.0, float("inf"), 2.0]), "infinite"),
        (pa.array([[1.0], [float("inf")], []]), "infinite"),
        (pa.Array.from_buffers(pa.string(), 3, pa.array([b"a", b"\xff", b"c"]).buffers()), "character is broken"),
    ],
)
def test_a_cell_without_a_place_costs_its_row(tmp_path: Path, column: pa.Array, words: str) -> None:
    write_file(tmp_path / "f.arrow", pa.table({"x": column}))
    reading = read(tmp_path / "f.arrow")
    assert len(reading.rows) == (2 if words else 3)
    assert [(line, words in told) for line, told in reading.problems] == ([(2, True)] if words else [])


def test_texts_that_point_outside_their_file_do_not_end_the_process(tmp_path: Path) -> None:
    path = tmp_path / "f.arrow"
    write_stream(path, pa.table({"x": ["abc", "def", "ghi"]}))
    offsets = b"".join(number.to_bytes(4, "little") for number in (0, 3, 6, 9))
    data = path.read_bytes()
    assert data.count(offsets) == 1
    wrong = offsets[:8] + (2_000_000_000).to_bytes(4, "little") + offsets[12:]
    path.write_bytes(data.replace(offsets, wrong))
    reading = read(path)
    assert reading.rows == [{"x": "abc"}]
    assert [(line, "damaged" in words) for line, words in reading.problems] == [(2, True), (3, True)]


def test_a_folder_saved_by_datasets_is_read_with_its_splits(tmp_path: Path) -> None:
    for split, table in (("train", TABLE), ("test", TABLE.slice(0, 1))):
        write_stream(tmp_path / "d" / split / "data-00000-of-00001.arrow", table)
        state = {"_data_files": [{"filename": "data-00000-of-00001.arrow"}], "_split": split}
        (tmp_path / "d" / split / "state.json").write_text(json.dumps(state))
    (tmp_path / "d" / "dataset_dict.json").write_text('{"splits": ["train", "test"]}')
    reading = read(tmp_path / "d")
    assert [row["split"] for row in reading.rows] == ["train"] * 3 + ["test"]
    assert reading.parts == ["train"] * 3 + ["test"]
    assert len(read(tmp_path / "d", part="test").rows) == 1
    assert [row["text"] for row in read(tmp_path / "d" / "train").rows] == [row["text"] for row in ROWS]


def test_names_in_a_saved_folder_lead_nowhere_else(tmp_path: Path) -> None:
    write_stream(tmp_path / "secret.arrow", TABLE)
    (tmp_path / "d").mkdir()
    (tmp_path / "d" / "state.json").write_text('{"_data_files": [{"filename": "../secret.arrow"}, {"filename": 3}, 4]}')
    (tmp_path / "d" / "dataset_dict.json").write_text('{"splits": [".."]}')
    with pytest.raises(ImportFailed, match="folder without files of examples"):
        open_source(tmp_path / "d")


def test_a_folder_of_parquet_files_is_read_in_order(tmp_path: Path) -> None:
    for name in ("data/train-00000-of-00002.parquet", "data/train-00001-of-00002.parquet", "data/test-0.parquet"):
        (tmp_path / "d" / "data").mkdir(parents=True, exist_ok=True)
        pq.write_table(pa.table({"name": [name]}), tmp_path / "d" / name)
    (tmp_path / "d" / "README.txt").write_text("words")
    reading = read(tmp_path / "d")
    assert [(row["name"], row["split"]) for row in reading.rows] == [
        ("data/test-0.parquet", "test"),
        ("data/train-00000-of-00002.parquet", "train"),
        ("data/train-00001-of-00002.parquet", "train"),
    ]
    assert "README.txt" in reading.source.warnings[-1]


def test_folders_named_after_a_value_tell_it(tmp_path: Path) -> None:
    for value in ("a b", "c"):
        folder = tmp_path / "d" / f"label={value.replace(' ', '%20')}"
        folder.mkdir(parents=True)
        pq.write_table(pa.table({"x": [1]}), folder / "part-0.parquet")
    assert [row["label"] for row in read(tmp_path / "d").rows] == ["a b", "c"]


@pytest.mark.parametrize("form", ["parquet", "file", "stream"])
@pytest.mark.parametrize("kept", [0.02, 0.5, 0.95])
def test_a_file_cut_off_gives_what_it_has_or_is_refused(tmp_path: Path, form: str, kept: float) -> None:
    table = pa.table({"x": [f"text {n}" for n in range(50_000)]})
    path = tmp_path / "f.data"
    {"parquet": lambda: pq.write_table(table, path), "file": lambda: write_file(path, table.slice(0, 500))}.get(
        form, lambda: write_stream(path, table.combine_chunks())
    )()
    path.write_bytes(path.read_bytes()[: int(path.stat().st_size * kept)])
    try:
        said = read(path).problems[-1][1]
    except ImportFailed as error:
        said = error.message
    assert "cut off" in said


def test_a_damaged_part_of_a_parquet_file_does_not_cost_the_others(tmp_path: Path) -> None:
    path = tmp_path / "f.parquet"
    table = pa.table({"x": [f"text {n}" for n in range(3_000)]})
    pq.write_table(table, path, row_group_size=1_000, use_dictionary=False, compression="zstd")
    data = bytearray(path.read_bytes())
    at = pq.ParquetFile(path).metadata.row_group(1).column(0).data_page_offset
    data[at : at + 400] = b"\0" * 400
    path.write_bytes(data)
    reading = read(path)
    assert len(reading.rows) == 2_000
    assert reading.problems == [(1_001, "The file is damaged here: rows 1001 to 2000 could not be read.")]


@pytest.mark.parametrize("name", ["f.parquet", "f.arrow"])
def test_pictures_beside_the_texts_are_left_out_and_named(tmp_path: Path, name: str) -> None:
    picture = b"\x89PNG\xff\xd8"
    columns = {
        "q": ["a", "b", "c"],
        "bytes": pa.array([None, None, picture]),
        "image": [{"bytes": picture, "path": "a.png"}, None, None],
        "as bytes": [b"x", b"y", None],
        "nothing": pa.array([None, None, None], pa.binary()),
    }
    write = pq.write_table if name == "f.parquet" else (lambda table, path: write_file(path, table))
    write(pa.table(columns), tmp_path / name)
    reading = read(tmp_path / name)
    assert reading.rows[0] == {"q": "a", "as bytes": "x", "nothing": None}
    assert (len(reading.rows), reading.problems) == (3, [])
    assert reading.source.warnings == (
        "The columns “bytes”, “image” hold bytes that are no text, such as pictures; they were left out.",
    )


@pytest.mark.parametrize("name", ["f.parquet", "f.arrow"])
def test_a_file_of_nothing_but_pictures_has_rows_without_fields(tmp_path: Path, name: str) -> None:
    write = pq.write_table if name == "f.parquet" else (lambda table, path: write_file(path, table))
    write(pa.table({"image": [b"\xff\xd8"] * 3}), tmp_path / name)
    assert read(tmp_path / name).rows == [{}, {}, {}]
