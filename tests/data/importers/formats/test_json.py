"""JSON in all the shapes in which people keep their rows."""

import json

import pytest

from studio.data.importers.formats import open_text
from tests.data.importers.formats.conftest import WriteBytes, read

ROWS = [{"q": "é\u2028\x85\0", "n": 1}, {"q": "b", "n": None}]


@pytest.mark.parametrize(
    ("document", "expected"),
    [
        (ROWS, ROWS),
        ({"data": ROWS}, ROWS),
        ({"version": "1.1", "meta": {"by": "x"}, "questions": ROWS}, ROWS),
        ({"version": 1, "data": {"questions": ROWS}}, ROWS),
        ({"123": {"q": "a"}, "456": {"q": "b"}}, [{"id": "123", "q": "a"}, {"id": "456", "q": "b"}]),
        ({"123": {"q": "a", "id": 7}}, [{"key": "123", "q": "a", "id": 7}]),
        (
            {"1": {"t": [{"x": 1}], "q": "a"}, "2": {"t": [], "q": "b"}},
            [{"id": "1", "t": [{"x": 1}], "q": "a"}, {"id": "2", "t": [], "q": "b"}],
        ),
        ({"v": 1, "rows": {"a": {"q": "x"}, "b": {"q": "y"}}}, [{"id": "a", "q": "x"}, {"id": "b", "q": "y"}]),
        ({"train": ROWS[:1], "test": ROWS[1:]}, [{**ROWS[0], "split": "train"}, {**ROWS[1], "split": "test"}]),
        ({"dev": {"a": {"q": "x"}}}, [{"id": "a", "q": "x", "split": "dev"}]),
        ({"q": ["a", "b"], "n": [1, 2]}, [{"q": "a", "n": 1}, {"q": "b", "n": 2}]),
        ({"q": {"0": "a", "1": "b"}, "n": {"0": 1, "1": 2}}, [{"q": "a", "n": 1}, {"q": "b", "n": 2}]),
        ({"messages": [{"role": "user", "content": "q"}]}, [{"messages": [{"role": "user", "content": "q"}]}]),
        ({"q": "a", "options": {"A": "x", "B": "y"}}, [{"q": "a", "options": {"A": "x", "B": "y"}}]),
    ],
)
@pytest.mark.parametrize("indent", [None, 2])
def test_rows_are_found_by_themselves(
    write: WriteBytes, document: object, expected: list[object], indent: int | None
) -> None:
    text = json.dumps(document, indent=indent, ensure_ascii=False)
    reading = read(write("f.json", text.encode()))
    assert (reading.rows, reading.problems, reading.source.warnings) == (expected, [], ())
    assert read(write("f.txt", text.encode())).rows == expected


def test_the_largest_list_is_read_and_the_others_are_named(write: WriteBytes) -> None:
    path = write("f.json", json.dumps({"few": [{"a": 1}], "many": [{"b": 1}, {"b": 2}]}).encode())
    reading = read(path)
    assert reading.rows == [{"b": 1}, {"b": 2}]
    assert reading.source.warnings == ("Only “many” was read; also there: “few”.",)
    assert reading.source.left_out == ("few",)
    assert read(path, part="few").rows == [{"a": 1}]


def test_objects_over_several_lines_each_are_rows(write: WriteBytes) -> None:
    text = "\n".join(json.dumps(row, indent=1) for row in ROWS)
    assert read(write("f.json", text.encode())).rows == ROWS


@pytest.mark.parametrize("name", ["f.jsonl", "f.json"])
def test_a_repeated_key_is_never_silently_the_last(write: WriteBytes, name: str) -> None:
    rows = ['{"a": 1, "a": 2}', '{"x": {"b" :1, "b":1}}', '{"a": 3}', '{"t": "say \\"a\\": b", "a": 4}']
    text = "\n".join(rows) if name == "f.jsonl" else "[" + ",\n".join(rows) + "]"
    reading = read(write(name, text.encode()))
    assert reading.rows == [{"a": 3}, {"t": 'say "a": b', "a": 4}]
    assert [(line, "there twice" in words) for line, words in reading.problems] == [(1, True), (2, True)]
    assert "“a”" in reading.problems[0][1]


@pytest.mark.parametrize(
    ("value", "words"),
    [
        ("NaN", "NaN is not a number"),
        ("-Infinity", "-Infinity is not a number"),
        ("1e999", "too large"),
        ('"\\ud800"', "character is broken"),
        ('"\udcff"', "character is broken"),
        ("[" * 5_000 + "]" * 5_000, "nested"),
        ("9" * 5_000, "endless number"),
    ],
)
@pytest.mark.parametrize("name", ["f.jsonl", "f.json"])
def test_what_json_cannot_hold_is_told(write: WriteBytes, name: str, value: str, words: str) -> None:
    rows = ['{"a": "NaN é"}', f'{{"a": {value}}}', '{"a": "Infinity é"}', '{"a": "\\ud83d\\ude00"}']
    text = "\n".join(rows) if name == "f.jsonl" else "[" + ",\n".join(rows) + "]"
    reading = read(write(name, text.encode("utf-8", "surrogateescape")))
    assert reading.rows == [{"a": "NaN é"}, {"a": "Infinity é"}, {"a": "😀"}]
    assert [(line, words in told) for line, told in reading.problems] == [(2, True)]


def test_numbers_keep_every_digit(write: WriteBytes) -> None:
    row = {"a": 2**70, "b": 0.1, "c": -3, "d": True}
    assert read(write("f.jsonl", json.dumps(row).encode())).rows == [row]


@pytest.mark.parametrize("cut", [1, 2, 5, 20, 40])
@pytest.mark.parametrize("document", [ROWS * 3, {"data": ROWS * 3}, {"1": ROWS[0], "2": ROWS[0]}])
def test_a_document_that_breaks_off_says_so_and_gives_what_it_has(
    write: WriteBytes, document: object, cut: int
) -> None:
    text = json.dumps(document, indent=1, ensure_ascii=False)[:-cut]
    reading = read(write("f.json", text.encode()))
    assert reading.problems
    assert reading.rows


def test_rows_larger_than_the_window(write: WriteBytes) -> None:
    rows = [{"n": n, "text": "é€" * 400_000, "more": [{"a": "}, {"}] * 3} for n in range(5)]
    assert read(write("f.json", json.dumps(rows, ensure_ascii=False).encode())).rows == rows


def test_pasted_text_is_recognised() -> None:
    assert read(open_text('{"a": "é"}\n{"a": "b"}', "pasted")).rows == [{"a": "é"}, {"a": "b"}]
    assert read(open_text("a\tb\n1\t2\n", "pasted")).rows == [{"a": "1", "b": "2"}]
    assert read(open_text("Bonjour, docteur.\nOui, bonjour.", "pasted")).rows == [
        {"text": "Bonjour, docteur."},
        {"text": "Oui, bonjour."},
    ]
    assert read(open_text("Un\ndeux\n\n\ntrois\n", "pasted")).rows == [{"text": "Un\ndeux"}, {"text": "trois"}]


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ('[{"q": "a"},\n{"q": "b"}]\nand so on', 3, "has ended"),
        ('[{"q": "a"},\n{"q": "b"}]\n[{"q": "c"}]', 3, "has ended"),
        ('{"data": [{"q": "a"},\n{"q": "b"}]}\nend', 3, "has ended"),
        ('[{"q": "a"},\n{"q": "b"},\n]', 2, "separates nothing"),
        ('[,{"q": "a"},\n{"q": "b"}]', 1, "separates nothing"),
        ('[{"q": "a"},\n,{"q": "b"}]', 1, "separates nothing"),
        ('[{"q": "a"}\n{"q": "b"}]', 2, "comma is missing"),
        ('{"data": [{"q": "a"},\n{"q": "b"}],\n}', 2, "separates nothing"),
        ('{\n"q": "a"},\n{\n"q": "b"}', 2, "separates nothing"),
    ],
)
def test_what_json_does_not_allow_around_the_rows_is_told(write: WriteBytes, text: str, line: int, words: str) -> None:
    reading = read(write("f.json", text.encode()))
    assert reading.rows == [{"q": "a"}, {"q": "b"}]
    assert [(at, words in told) for at, told in reading.problems] == [(line, True)]


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ('[{"q": "a"}, 7, {"q": "b"}]', [1, 3]),
        ('{"v": 1, "data": [{"q": "a"}, {"q": "b"}, {"x": }]}\n', [1, 2]),
        ('{"k": {"q": "a"}, "l": {"q": "b"}}', [1, 2]),
        ('{"train": [{"q": "a"}, {"q": "b"}], "test": [{"q": "c"}]}', [1, 2, 1]),
        ('[\n{"q": "a"},\n{"q": "b"}]', [2, 3]),
    ],
)
def test_rows_on_one_line_are_told_by_their_number(write: WriteBytes, text: str, numbers: list[int]) -> None:
    assert read(write("f.json", text.encode())).lines == numbers


LINES = "".join(json.dumps(row) + "\n" for row in ROWS)


@pytest.mark.parametrize(
    ("name", "text", "found"),
    [
        ("f.csv", LINES, "jsonl"),
        ("f.tsv", json.dumps(ROWS), "json"),
        ("f.csv", json.dumps(ROWS, indent=1), "json"),
        ("f.jsonl", json.dumps(ROWS, indent=1), "json"),
        ("f.jsonl", "\n".join(json.dumps(row, indent=1) for row in ROWS), "json"),
    ],
)
def test_what_is_inside_counts_and_another_ending_is_told(write: WriteBytes, name: str, text: str, found: str) -> None:
    reading = read(write(name, text.encode()))
    assert (reading.source.format, reading.rows) == (found, ROWS)
    assert [f"ends in {name[1:]}" in words for words in reading.source.warnings] == [True]


@pytest.mark.parametrize("name", ["f.json", "f.jsonl"])
def test_a_table_under_the_name_of_json_is_a_table(write: WriteBytes, name: str) -> None:
    reading = read(write(name, b"q,a\n1,2\n"))
    assert (reading.source.format, reading.rows) == ("csv", [{"q": "1", "a": "2"}])
    assert "yet it holds a table as text (CSV)" in reading.source.warnings[0]


@pytest.mark.parametrize("name", ["f.json", "f.jsonl"])
def test_a_remark_above_the_rows_is_one_bad_line(write: WriteBytes, name: str) -> None:
    reading = read(write(name, b'# rows\n{"q": 1}\n{"q": 2}\n'))
    assert (reading.rows, [line for line, _words in reading.problems]) == ([{"q": 1}, {"q": 2}], [1])


@pytest.mark.parametrize("text", ["[id],[name]\n1,2\n", "{id},{name}\n1,2\n", '[{"a": 1}]\tb\nc\td\n'])
def test_brackets_in_a_table_make_no_json(write: WriteBytes, text: str) -> None:
    assert read(write("f.tsv", text.encode())).source.format == "csv"
