"""Search finds words whatever their accents, and no text of a user can break it."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from studio.core.example import Instruction
from studio.data.project import Dataset, Project, ProjectReader
from studio.data.records import RowQuery
from studio.data.search import match_expression

TEXTS = (
    "Céphalée brutale avec vomissements",
    "Œdème papillaire, pas de fièvre",
    "L'IRM cérébrale est normale",
    "peut-être une céphalée de tension",
)


@pytest.fixture(params=["indexed", "waiting", "half indexed", "changed since"])
def texts(project: Project, request: pytest.FixtureRequest) -> Dataset:
    dataset = project.add_dataset("textes", "instruction")
    before = TEXTS if request.param != "changed since" else ("avant", "encore avant", "bien avant", "hier")
    project.add_rows(dataset.id, [Instruction(instruction=text, response="x") for text in before])
    if request.param != "waiting":
        project.index_some(2 if request.param == "half indexed" else 100)
    for id, text in enumerate(TEXTS, start=1):
        project.update_field(id, "instruction", text)
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
    assert reader.find_rows(RowQuery(dataset_id=texts.id, search=search)).tolist() == found


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
    assert reader.find_rows(RowQuery(dataset_id=texts.id, search=search)).size <= len(TEXTS)


def test_rows_wait_for_the_index_and_are_found_all_the_while(
    project: Project, reader: ProjectReader, texts: Dataset
) -> None:
    while project.index_some(1):
        assert reader.find_rows(RowQuery(dataset_id=texts.id, search="cephalee")).tolist() == [1, 4]
    assert reader.unindexed() == 0
    project.update_field(1, "instruction", "Angine")
    project.delete_rows([2])
    assert reader.unindexed() == 2
    assert reader.find_rows(RowQuery(dataset_id=texts.id, search="cephalee")).tolist() == [4]
    assert (
        reader.find_rows(RowQuery(dataset_id=texts.id, search="oedème ou fièvre")).size
        == reader.find_rows(RowQuery(dataset_id=texts.id, search="fièvre")).size
        == 0
    )
    assert project.index_some() == 0
    assert reader.find_rows(RowQuery(dataset_id=texts.id, search="angine")).tolist() == [1]
    project.undo()
    assert reader.find_rows(RowQuery(dataset_id=texts.id, search="fièvre")).tolist() == [2]
    assert project.index_some() == 0
    project.undo()
    assert reader.find_rows(RowQuery(dataset_id=texts.id, search="cephalee")).tolist() == [1, 4]


@pytest.mark.usefixtures("texts")
def test_the_index_keeps_no_text_that_was_deleted(project: Project) -> None:
    project.index_some()
    project.delete_rows([1])
    project.index_some()
    found = project.db.execute("SELECT rowid FROM example_search WHERE example_search MATCH 'brutale'")
    assert found.fetchall() == []


WORDS = st.sampled_from(
    ["céphalée", "CEPHALEE", "e\u0301te\u0301", "été", "l’irm", "l'IRM", "12,5", "«", "ﬁn", "STRASSE"]
)
WRITTEN = st.lists(WORDS | st.text(max_size=4), max_size=6).map(" ".join)


@settings(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=WRITTEN, search=WRITTEN, quoted=st.booleans())
def test_the_index_and_a_look_at_the_text_agree(project: Project, text: str, search: str, quoted: bool) -> None:
    search = f'"{search}"' if quoted else search
    dataset = project.dataset("accord") or project.add_dataset("accord", "instruction")
    project.index_some()
    (id,) = project.add_rows(dataset.id, [Instruction(instruction=text, response="")]).inserted
    with ProjectReader(project.path) as reader:
        before = id in reader.find_rows(RowQuery(dataset_id=dataset.id, search=search))
        assert project.index_some() == 0
        assert (id in reader.find_rows(RowQuery(dataset_id=dataset.id, search=search))) == before


def test_half_a_character_is_no_error(reader: ProjectReader, texts: Dataset) -> None:
    assert reader.find_rows(RowQuery(dataset_id=texts.id, search="\ud83d")).size == 0


def test_operators_are_words() -> None:
    assert match_expression('a OR b "c d" e') == '"a" "OR" "b" "c d" "e"*'


def test_search_and_split_narrow_together(project: Project, reader: ProjectReader, texts: Dataset) -> None:
    project.set_split([4], "test")
    assert reader.find_rows(RowQuery(dataset_id=texts.id, search="cephalee", splits=frozenset({"test"}))).tolist() == [
        4
    ]
