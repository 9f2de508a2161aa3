"""A project's own lexicon takes the place of the built-in one, whole and only when it is right."""

from pathlib import Path

import pytest

from studio.data.lexicon_files import (
    LEXICON_KINDS,
    LexiconKind,
    built_in_text,
    heading_of,
    is_changed,
    judge_fields,
    lexicon_text,
    own_file,
    read_lexicon_text,
    read_text,
    restore_built_in,
    write_lexicon,
)
from studio.errors import LexiconWrong, ProjectFailed
from studio.paths import LEXICONS
from studio.text.augment.abbreviations import abbreviations_lexicon
from studio.text.augment.catalogue import catalogue
from studio.text.findings.engine import engine_for

FINDINGS = LEXICON_KINDS[0]
KINDS = pytest.mark.parametrize("kind", LEXICON_KINDS, ids=lambda kind: kind.name)
ONE = """v: 1
concepts:
- {id: fever, name: {en: Fever, fr: Fièvre}, forms: [fièvre]}
- {id: cough, name: {en: Cough, fr: Toux}, forms: [toux]}
"""


def test_every_lexicon_that_ships_can_be_edited() -> None:
    assert {each.name for each in LEXICON_KINDS} == {file.stem for file in LEXICONS.glob("*.yaml")}


@KINDS
def test_fields_are_written_so_that_they_read_the_same(kind: LexiconKind) -> None:
    text = built_in_text(kind)
    read = read_text(kind, text)
    assert read.fields is not None
    assert read.problems == ()
    again = lexicon_text(read.fields, heading_of(text))
    assert again.splitlines()[0] == text.splitlines()[0]
    assert read_text(kind, again).fields == read.fields


@KINDS
def test_an_own_lexicon_comes_and_goes(kind: LexiconKind, tmp_path: Path) -> None:
    text = built_in_text(kind) + "# ours\n"
    write_lexicon(tmp_path, kind, text)
    assert read_lexicon_text(tmp_path, kind) == text
    assert is_changed(tmp_path, kind)
    assert [file.name for file in own_file(tmp_path, kind).parent.iterdir()] == [f"{kind.name}.yaml"]
    write_lexicon(tmp_path, kind, built_in_text(kind))
    assert not own_file(tmp_path, kind).exists()
    assert not is_changed(tmp_path, kind)
    restore_built_in(tmp_path, kind)


def test_what_reads_with_a_lexicon_sees_the_change_at_once(tmp_path: Path) -> None:
    assert [each.concept for each in engine_for(tmp_path).find("Fièvre, pollakiurie.")] == ["fever"]
    write_lexicon(tmp_path, FINDINGS, ONE)
    assert [each.concept for each in engine_for(tmp_path).find("Toux, pollakiurie.")] == ["cough"]
    write_lexicon(tmp_path, FINDINGS, ONE.replace("[toux]", "[pollakiurie]"))
    assert [each.start for each in engine_for(tmp_path).find("Toux, pollakiurie.")] == [6]
    abbreviations = LEXICON_KINDS[2]
    write_lexicon(tmp_path, abbreviations, "v: 1\nabbreviations: []\n")
    assert abbreviations_lexicon(tmp_path).abbreviations == ()
    assert "abbreviations" in catalogue(tmp_path)


@pytest.mark.parametrize(
    ("old", "new", "place", "line", "words"),
    [
        ("id: cough", "id: fever", ("concepts", 1, "id"), 4, "“fever” stands there twice"),
        ("id: cough", "id: ''", ("concepts", 1, "id"), 4, "beginning with a letter"),
        ("fr: Toux", "fr: ''", ("concepts", 1, "name", "fr"), 4, "may not be empty"),
        ("forms: [toux]", "patterns: ['tou(x']", ("concepts", 1, "patterns", 0), 4, "no regular expression"),
        ("forms: [toux]", "sex: both", ("concepts", 1, "sex"), 4, "Only 'female', 'male', '' is known"),
        ("forms: [toux]", "froms: [toux]", ("concepts", 1, "froms"), 4, "no field of this name"),
        ("concepts:", "concepts: [", (), 3, "not valid YAML"),
    ],
)
def test_a_mistake_is_told_with_its_place_and_line(
    tmp_path: Path, old: str, new: str, place: tuple[str | int, ...], line: int, words: str
) -> None:
    wrong = ONE.replace(old, new)
    read = read_text(FINDINGS, wrong)
    assert (read.problems[0].place, read.line) == (place, line)
    assert words in read.problems[0].message
    write_lexicon(tmp_path, FINDINGS, ONE)
    with pytest.raises(LexiconWrong):
        write_lexicon(tmp_path, FINDINGS, wrong)
    assert read_lexicon_text(tmp_path, FINDINGS) == ONE


def test_all_mistakes_are_told_those_that_stand_twice_first() -> None:
    wrong = ONE.replace("id: cough", "id: fever").replace("fr: Toux", "fr: ''")
    fields = read_text(FINDINGS, wrong).fields
    assert fields is not None
    _none, problems = judge_fields(FINDINGS, fields)
    assert [each.place for each in problems] == [("concepts", 1, "id"), ("concepts", 1, "name", "fr")]


def test_a_folder_that_cannot_be_written_is_said_and_nothing_is_left(tmp_path: Path) -> None:
    (tmp_path / "lexicons").write_text("a file where the folder should be")
    with pytest.raises(ProjectFailed, match=r"findings\.yaml could not be written"):
        write_lexicon(tmp_path, FINDINGS, ONE)
    with pytest.raises(ProjectFailed, match=r"findings\.yaml could not be written"):
        write_lexicon(tmp_path / "gone", FINDINGS, ONE)


def test_a_full_disk_leaves_the_old_file(tmp_path: Path) -> None:
    resource = pytest.importorskip("resource", reason="Windows has no limit on the size of files")
    write_lexicon(tmp_path, FINDINGS, ONE)
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (100, before[1]))
    try:
        with pytest.raises(ProjectFailed, match=r"findings\.yaml could not be written"):
            write_lexicon(tmp_path, FINDINGS, ONE.replace("cough", "sneeze"))
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    assert read_lexicon_text(tmp_path, FINDINGS) == ONE
    assert [file.name for file in own_file(tmp_path, FINDINGS).parent.iterdir()] == ["findings.yaml"]


def test_a_file_that_is_no_text_is_said(tmp_path: Path) -> None:
    file = own_file(tmp_path, FINDINGS)
    file.parent.mkdir()
    file.write_bytes(b"\xff\xfe\x00")
    with pytest.raises(LexiconWrong, match="not readable"):
        read_lexicon_text(tmp_path, FINDINGS)
    with pytest.raises(LexiconWrong, match="not readable"):
        engine_for(tmp_path)
    file.write_bytes(b"\xef\xbb\xbf" + ONE.encode())
    assert len(engine_for(tmp_path).lexicon.concepts) == 2
