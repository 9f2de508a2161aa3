"""Accents survive, whatever a file was saved with."""

from pathlib import Path

import pytest

from studio.data.importers import import_file
from studio.data.project import Project, ProjectReader
from tests.data.conftest import WriteLines

TEXT = "Œdème cérébral, fièvre à 39 °C : « ça va ? » — l’été, naïf, où"
LATIN = "Oedème cérébral, fièvre à 39 °C : « ça va ? », l'été, naïf, où"
DOS = "Oedème cérébral, fièvre à 39 degrés, ça va ? l'été, naïf, où, crâne, nausées répétées dès le réveil"


def lines(text: str) -> str:
    return "".join(f'{{"instruction": "q{i}", "output": "{text}"}}\n' for i in range(5))


WAYS = [
    ("utf-8", TEXT, "utf-8"),
    ("utf-8-sig", TEXT, "utf-8-sig"),
    ("utf-16", TEXT, "utf-16"),
    ("utf-16-le", TEXT, "utf-16-le"),
    ("utf-16-be", TEXT, "utf-16-be"),
    ("utf-32", TEXT, "utf-32"),
    ("cp1252", TEXT, "cp1252"),
    ("latin-1", LATIN, "cp1252"),
    ("cp850", DOS, "cp850"),
    ("mac_roman", DOS, "mac_roman"),
]


@pytest.mark.parametrize("way", WAYS, ids=[encoding for encoding, _text, _told in WAYS])
@pytest.mark.parametrize("form", ["jsonl", "csv", "json"])
def test_text_is_read_as_it_was_written(
    project: Project, reader: ProjectReader, tmp_path: Path, way: tuple[str, str, str], form: str
) -> None:
    encoding, text, told = way
    path = tmp_path / f"f.{form}"
    written = {
        "jsonl": lines(text),
        "csv": "instruction,output\r\n" + "".join(f'q{i},"{text}"\r\n' for i in range(5)),
        "json": "[" + ",\n".join(lines(text).splitlines()) + "]",
    }[form]
    path.write_bytes(written.encode(encoding))
    report = import_file(project, path)
    assert (report.encoding, report.imported, report.skipped) == (told, 5, ())
    assert reader.rows([5])[0].content.model_dump()["response"] == text
    assert bool(report.warnings) == (not told.startswith("utf"))


def test_one_line_in_another_encoding_is_listed(project: Project, tmp_path: Path) -> None:
    path = tmp_path / "f.jsonl"
    path.write_bytes(lines(TEXT).encode() + lines(TEXT).split("\n")[0].encode("cp1252") + b"\n" + lines("x").encode())
    report = import_file(project, path)
    assert (report.encoding, report.imported, [each.line for each in report.skipped]) == ("utf-8", 10, [6])
    assert "character is broken" in report.skipped[0].reason


def test_accents_late_in_a_long_file_are_seen(project: Project, reader: ProjectReader, jsonl: WriteLines) -> None:
    path = jsonl(*({"instruction": f"q{i}", "output": "a" * 200} for i in range(8_000)))
    path.write_bytes(path.read_bytes() + lines(TEXT).encode("cp1252"))
    assert import_file(project, path).encoding == "cp1252"
    assert reader.rows([8_005])[0].content.model_dump()["response"] == TEXT


def test_a_character_cut_in_half_at_the_end_is_a_half_line(project: Project, tmp_path: Path) -> None:
    path = tmp_path / "f.jsonl"
    path.write_bytes(lines(TEXT).encode() + b'{"instruction": "q", "output": "\xc3')
    report = import_file(project, path)
    assert (report.encoding, report.imported, [each.line for each in report.skipped]) == ("utf-8", 5, [6])
