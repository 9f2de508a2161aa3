"""Files made to hurt: each ends in a sentence, in bounded memory, and the good rows come in."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from studio.data.importers.formats import open_source
from studio.errors import ImportFailed
from tests.data.importers.formats.conftest import WriteBytes, read

MEGABYTE = 1 << 20
READ = """
import resource, sys
from pathlib import Path
from studio.data.importers.formats import open_source

limit = int(sys.argv[2]) << 20
resource.setrlimit(resource.RLIMIT_DATA, (limit, limit))
records = list(open_source(Path(sys.argv[1])).records())
print(sum(record.fields is not None for record in records), *(record.line for record in records if record.problem))
"""


def read_within(path: Path, megabytes: int) -> str:
    """Rows and lines of problems, read by a process that may not take more memory."""
    answer = subprocess.run(
        [sys.executable, "-c", READ, str(path), str(megabytes)], capture_output=True, text=True, check=False
    )
    assert answer.returncode == 0, answer.stderr
    return answer.stdout.strip()


@pytest.mark.skipif(sys.platform == "win32", reason="Windows does not limit a process's memory")
@pytest.mark.slow
@pytest.mark.parametrize(
    ("name", "before", "after"),
    [
        ("f.jsonl", b'{"a": 1}\n{"a": "', b'"}\n{"a": 2}\n'),
        ("f.csv", b"a,b\n1,2\n3,", b"\n4,5\n"),
        ("f.csv", b'a,b\n1,2\n3,"', b'"\n4,5\n'),
        ("f.json", b'[{"a": 1},\n{"a": "', b'"},\n{"a": 2}]'),
    ],
)
def test_a_line_of_two_hundred_megabytes(tmp_path: Path, name: str, before: bytes, after: bytes) -> None:
    path = tmp_path / name
    with path.open("wb") as file:
        file.write(before)
        for _piece in range(200):
            file.write(b"x" * MEGABYTE)
        file.write(after)
    bad = "3" if name == "f.csv" else "2"
    assert read_within(path, 700) == f"2 {bad}"
    path.unlink()


@pytest.mark.parametrize("name", ["f.jsonl", "f.json"])
@pytest.mark.parametrize("opening", ["[", '{"a":'])
def test_brackets_nested_without_end(write: WriteBytes, name: str, opening: str) -> None:
    rows = ['{"q": "a"}', '{"q": ' + opening * 100_000 + "}", '{"q": "b"}']
    text = "\n".join(rows) if name == "f.jsonl" else "[" + ",\n".join(rows) + "]"
    reading = read(write(name, text.encode()))
    assert reading.rows == [{"q": "a"}, {"q": "b"}]
    assert [(line, "nested" in words) for line, words in reading.problems] == [(2, True)]


def test_a_document_that_is_nothing_but_brackets(write: WriteBytes) -> None:
    reading = read(write("f.json", b"[" * 100_000))
    assert (reading.rows, len(reading.problems)) == ([], 1)
    reading = read(write("g.json", b'{"a":' * 100_000))
    assert reading.rows == []
    assert reading.problems


def test_an_object_of_ten_thousand_fields(write: WriteBytes) -> None:
    row = {f"c{n}": n for n in range(10_000)}
    twice = json.dumps(row)[:-1] + ', "c5": 1}'
    reading = read(write("f.jsonl", f"{json.dumps(row)}\n{twice}\n".encode()))
    assert (reading.rows, [line for line, _words in reading.problems]) == ([row], [2])
    assert "“c5”" in reading.problems[0][1]


def test_one_wrong_byte_far_into_a_large_file(write: WriteBytes) -> None:
    line = '{"q": "céphalée"}\n'.encode()
    reading = read(write("f.jsonl", line * 90_000 + b'{"q": "c\xe9"}\n' + line * 10_000))
    assert (len(reading.rows), [line for line, _words in reading.problems]) == (100_000, [90_001])


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be", "utf-32"])
def test_wide_text_cut_in_the_middle_of_a_character(write: WriteBytes, encoding: str) -> None:
    text = "".join(f'{{"q": "é{n}"}}\n' for n in range(100)) + '{"q": "é'
    reading = read(write("f.jsonl", text.encode(encoding)[:-1]))
    assert (len(reading.rows), [line for line, _words in reading.problems]) == (100, [101])


def test_half_a_pair_in_utf_16_is_told(write: WriteBytes) -> None:
    data = '{"q": "😀"}\n{"q": "b"}\n'.encode("utf-16-le").replace("😀".encode("utf-16-le")[2:], b"")
    reading = read(write("f.jsonl", data))
    assert (reading.rows, [line for line, _words in reading.problems]) == ([{"q": "b"}], [1])


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("f.7z", b"7z\xbc\xaf\x27\x1c" + bytes(100), "7z archive"),
        ("f.xls", b"\xd0\xcf\x11\xe0" + bytes(100), "old Office document"),
        ("f.jsonl", b"\x89PNG\r\n" + bytes(100), "a picture"),
        ("f.csv", b"SQLite format 3\0" + bytes(100), "SQLite"),
        ("f.jsonl.gz", b"\x1f\x8b\x08\0broken", "breaks off or is damaged"),
        ("f.parquet", b"PAR1" + bytes(100) + b"PAR1", "damaged"),
        ("f.arrow", b"ARROW1\0\0" + bytes(100), "damaged"),
        ("f.arrow", b"\xff\xff\xff\xff\xff\xff\xff\x7f" + bytes(100), "damaged"),
    ],
)
def test_what_is_no_file_of_examples_says_what_it_is(write: WriteBytes, name: str, content: bytes, words: str) -> None:
    with pytest.raises(ImportFailed) as failed:
        read(open_source(write(name, content)))
    assert words in f"{failed.value.message} {failed.value.hint}"


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such files")
def test_what_is_no_file_at_all_is_told_without_being_read(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.jsonl")
    (tmp_path / "loop.jsonl").symlink_to(tmp_path / "loop.jsonl")
    (tmp_path / "gone.jsonl").symlink_to(tmp_path / "nothing")
    found = []
    for path in (*sorted(tmp_path.iterdir()), Path("/dev/zero"), tmp_path / "missing", tmp_path):
        with pytest.raises(ImportFailed) as failed:
            open_source(path)
        found.append(failed.value.message.partition(":")[0])
    assert found == [
        "This link leads to no file",
        "This link leads back to itself",
        "This is no file but a device or a pipe",
        "This is no file but a device or a pipe",
        "There is no such file",
        "This is a folder without files of examples",
    ]
