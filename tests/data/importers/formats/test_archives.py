"""ZIP and gzip: members one after another, bombs and passwords told, names that lead nowhere."""

import gzip
import io
import json
import zipfile
from collections.abc import Mapping
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from studio.data.importers.formats import open_source, streams
from studio.errors import ImportFailed
from tests.data.importers.formats.conftest import WriteBytes, read

LINES = [{"q": f"é{n}"} for n in range(2_000)]
JSONL = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in LINES).encode()


def zipped(members: Mapping[str, bytes], compression: int = zipfile.ZIP_DEFLATED) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", compression) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return file.getvalue()


def parquet() -> bytes:
    file = io.BytesIO()
    pq.write_table(pa.Table.from_pylist(LINES), file)
    return file.getvalue()


@pytest.mark.parametrize("name", ["f.jsonl.gz", "f.gz"])
def test_what_gzip_packed_is_read(write: WriteBytes, name: str) -> None:
    assert read(write(name, gzip.compress(JSONL))).rows == LINES


def test_a_table_in_another_encoding_is_read_in_gzip(write: WriteBytes) -> None:
    reading = read(write("f.csv.gz", gzip.compress("q;r\né;à\nœ;ç\n".encode("cp1252"))))
    assert (reading.rows, reading.source.encoding) == ([{"q": "é", "r": "à"}, {"q": "œ", "r": "ç"}], "cp1252")


def test_parquet_is_read_in_archives(write: WriteBytes) -> None:
    assert read(write("f.parquet.gz", gzip.compress(parquet()))).rows == LINES
    assert read(write("f.zip", zipped({"a/f.parquet": parquet()}))).rows == LINES


@pytest.mark.parametrize("method", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_members_are_read_one_after_another(write: WriteBytes, method: int) -> None:
    members = {
        "d/b.jsonl": JSONL,
        "d/a.jsonl.gz": gzip.compress(b'{"q": "a"}\n'),
        "d/": b"",
        "README.txt": b"words",
        "__MACOSX/d/._b.jsonl": b"\0\5\26\7",
    }
    reading = read(write("f.zip", zipped(members, method)))
    assert reading.rows == [{"q": "a"}, *LINES]
    assert set(reading.parts) == {"d/a.jsonl.gz", "d/b.jsonl"}
    assert "README.txt" in reading.source.warnings[-1]
    assert read(reading.source.path, part="README.txt").rows == [{"text": "words"}]


def test_members_named_after_splits_tell_them(write: WriteBytes) -> None:
    reading = read(write("f.zip", zipped({"train.csv": b"q,r\na,b\n", "test.csv": b"q,r\nc,d\n"})))
    assert [(row["q"], row["split"]) for row in reading.rows] == [("c", "test"), ("a", "train")]


def test_a_member_that_cannot_be_read_does_not_cost_the_others(write: WriteBytes) -> None:
    reading = read(write("f.zip", zipped({"a.jsonl": b"", "b.jsonl": JSONL})))
    assert reading.rows == LINES
    assert reading.source.warnings == ("“a.jsonl” was not read. The file is empty: a.jsonl",)


@pytest.mark.parametrize("name", ["../../evil.jsonl", "/etc/evil.jsonl", "C:\\evil.jsonl"])
def test_names_that_lead_elsewhere_are_only_names(write: WriteBytes, tmp_path: Path, name: str) -> None:
    path = write("f.zip", zipped({name: JSONL}))
    before = sorted(tmp_path.parent.rglob("*"))
    assert read(path).rows == LINES
    assert sorted(tmp_path.parent.rglob("*")) == before


def test_a_password_is_told(write: WriteBytes) -> None:
    data = bytearray(zipped({"a.jsonl": JSONL}))
    # The flag of encryption in both of the archive's lists.
    data[6] |= 1
    data[data.rfind(b"PK\1\2") + 8] |= 1
    with pytest.raises(ImportFailed, match="needs a password"):
        open_source(write("f.zip", bytes(data)))


@pytest.mark.parametrize("form", ["f.jsonl.gz", "f.zip", "f.csv.gz"])
def test_a_bomb_is_not_read_to_its_end(write: WriteBytes, monkeypatch: pytest.MonkeyPatch, form: str) -> None:
    monkeypatch.setattr(streams, "_HARMLESS", 1 << 20)
    bomb = b'{"q": "' + b" " * 20_000_000 + b'"}\n'
    path = write(form, zipped({"a.jsonl": bomb}) if form == "f.zip" else gzip.compress(bomb))
    with pytest.raises(ImportFailed, match="unpacks to far more"):
        read(path)


@pytest.mark.parametrize("kept", [0.2, 0.6, 0.99])
def test_gzip_cut_off_gives_what_it_has(write: WriteBytes, kept: float) -> None:
    data = gzip.compress(JSONL)
    reading = read(write("f.jsonl.gz", data[: int(len(data) * kept)]))
    assert len(reading.rows) > 2_000 * (kept - 0.2)
    assert reading.rows == LINES[: len(reading.rows)]
    assert {line for line, _words in reading.problems} <= {len(reading.rows) + 1, len(reading.rows) + 2}
    assert "breaks off" in reading.problems[-1][1]


def test_a_member_with_a_wrong_check_sum_is_told(write: WriteBytes) -> None:
    data = bytearray(zipped({"a.jsonl": JSONL * 10}, zipfile.ZIP_STORED))
    data[data.rfind("é1000".encode()) + 2] ^= 1
    reading = read(write("f.zip", bytes(data)))
    assert len(reading.rows) > 10_000
    assert "damaged" in reading.problems[-1][1]


def test_an_archive_cut_off_or_without_examples_is_refused(write: WriteBytes) -> None:
    data = zipped({"a.jsonl": JSONL})
    with pytest.raises(ImportFailed, match="damaged or was cut off"):
        open_source(write("f.zip", data[: len(data) // 2]))
    with pytest.raises(ImportFailed, match="no file that can be read"):
        open_source(write("g.zip", zipped({"a.zip": data, "b.exe": b"MZ"})))


def test_an_empty_archive_says_so(write: WriteBytes) -> None:
    with pytest.raises(ImportFailed, match="This archive is empty"):
        open_source(write("f.zip", zipped({})))


@pytest.mark.parametrize("form", ["f.zip", "f.jsonl.gz"])
def test_rows_repeated_without_end_are_refused_before_any_is_read(
    write: WriteBytes, monkeypatch: pytest.MonkeyPatch, form: str
) -> None:
    monkeypatch.setattr(streams, "_HARMLESS", 1 << 20)
    rows = JSONL[:40].partition(b"\n")[0] + b"\n"
    path = write(form, zipped({"a.jsonl": rows * 500_000}) if form == "f.zip" else gzip.compress(rows * 500_000))
    with pytest.raises(ImportFailed, match="unpacks to far more"):
        open_source(path)
