"""Search finds words whatever their accents, and no text of a user can break it."""

import pytest

from studio.core.example import Instruction
from studio.data.project import Dataset, Project, ProjectReader
from studio.data.search import match_expression

TEXTS = (
    "Céphalée brutale avec vomissements",
    "Œdème papillaire, pas de fièvre",
    "L'IRM cérébrale est normale",
    "peut-être une céphalée de tension",
)


@pytest.fixture
def texts(project: Project) -> Dataset:
    dataset = project.add_dataset("textes", "instruction")
    project.add_rows(dataset.id, [Instruction(instruction=text, response="x") for text in TEXTS])
    return dataset


@pytest.mark.parametrize(
    ("search", "found"),
    [
        ("CEPHALEE", [1, 4]),
        ("céphal", [1, 4]),
        ("cephal brutale", []),
        ("brutale céph", [1]),
        ('"cephalee brutale"', [1]),
        ('"brutale cephalee"', []),
        ("« céphalée de tension »", [4]),
        ("“pas de fièvre”", [2]),
        ("fievre pas", [2]),
        ("l'irm", [3]),
        ("peut-être", [4]),
        ("cerebrale normal", [3]),
        ("instruction", []),
        ("role", []),
        ("", [1, 2, 3, 4]),
        ("   ", [1, 2, 3, 4]),
        ("?!", []),
        ("! cephalee", [1, 4]),
    ],
)
def test_words_are_found(reader: ProjectReader, texts: Dataset, search: str, found: list[int]) -> None:
    assert reader.row_ids(texts.id, search).tolist() == found


@pytest.mark.parametrize(
    "search",
    [
        '"',
        '""',
        '"""',
        "a AND",
        "NOT",
        "NEAR(",
        "text:a",
        "a*b",
        "(a",
        "a OR b)",
        "^a",
        "-a",
        "'; DROP",
        "\0",
        "{a b}:c",
    ],
)
def test_no_search_is_an_error(reader: ProjectReader, texts: Dataset, search: str) -> None:
    assert reader.row_ids(texts.id, search).size <= len(TEXTS)


def test_operators_are_words() -> None:
    assert match_expression('a OR b "c d" e') == '"a" "OR" "b" "c d" "e"*'


def test_search_and_split_narrow_together(project: Project, reader: ProjectReader, texts: Dataset) -> None:
    project.set_split([4], "test")
    assert reader.row_ids(texts.id, "cephalee", "test").tolist() == [4]
