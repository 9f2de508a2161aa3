"""Whatever a text holds, it comes back as it was from every format that can hold it."""

import csv
import io
import json
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from studio.data.importers.formats import open_source
from tests.data.importers.formats.conftest import read

TEXT = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=30)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | TEXT,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXT, inner, max_size=3),
    max_leaves=6,
)
ROWS = st.lists(st.fixed_dictionaries({"q": TEXT, "more": JSON}), min_size=2, max_size=5)
MODEST = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@MODEST
@given(rows=ROWS, form=st.sampled_from(["jsonl", "json", "nested.json"]), indent=st.sampled_from([None, 1]))
def test_json(tmp_path: Path, rows: list[dict[str, object]], form: str, indent: int | None) -> None:
    path = tmp_path / f"f.{form}"
    if form == "jsonl":
        text = "\n".join(json.dumps(row, ensure_ascii=False) for row in rows)
    else:
        text = json.dumps(rows if form == "json" else {"n": 1, "data": rows}, ensure_ascii=False, indent=indent)
    path.write_bytes(text.encode())
    reading = read(path)
    assert (reading.problems, reading.rows) == ([], rows)


@MODEST
@given(texts=st.lists(st.tuples(TEXT, TEXT), min_size=2, max_size=5), delimiter=st.sampled_from(",;\t|"))
def test_tables(tmp_path: Path, texts: list[tuple[str, str]], delimiter: str) -> None:
    # A table cannot tell lines apart by more than these, nor an empty row from one of spaces.
    rows = [(f"é{first}", second.replace("\r", "")) for first, second in texts]
    file = io.StringIO(newline="")
    csv.writer(file, delimiter=delimiter, quoting=csv.QUOTE_ALL).writerows([("instruction", "output"), *rows])
    path = tmp_path / "f.csv"
    path.write_bytes(file.getvalue().encode())
    reading = read(path)
    assert reading.problems == []
    assert [tuple(row.values()) for row in reading.rows] == rows


@MODEST
@given(texts=st.lists(TEXT | st.none(), min_size=1, max_size=5))
def test_parquet(tmp_path: Path, texts: list[str | None]) -> None:
    path = tmp_path / "f.parquet"
    pq.write_table(pa.table({"x": pa.array(texts, pa.string()), "y": pa.array([[each] for each in texts])}), path)
    assert read(path).rows == [{"x": each, "y": [each]} for each in texts]


@MODEST
@given(
    data=st.binary(min_size=1, max_size=200),
    head=st.sampled_from([b"", b"{", b"[{", b'{"a": "', b"a,b\n", b"PAR1", b"\x1f\x8b\x08"]),
)
def test_no_bytes_make_it_stumble(tmp_path: Path, data: bytes, head: bytes) -> None:
    """Rows, problems or a sentence: anything else would be an error here."""
    from studio.errors import ImportFailed

    path = tmp_path / "f.data"
    path.write_bytes(head + data)
    try:
        reading = read(open_source(path))
    except ImportFailed as error:
        reading, said = None, error.message
        assert said
    if reading:
        json.dumps(reading.rows, allow_nan=False).encode()
