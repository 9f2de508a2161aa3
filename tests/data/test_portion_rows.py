"""The rows behind each number of an overview."""

import pytest

from studio.core.contract import parse_contract
from studio.core.example import Choice, Classification, Instruction
from studio.data.overview import OverviewCancelled, overview
from studio.data.portion import Portion
from studio.data.portion_rows import rows_in
from studio.data.project import Project, ProjectReader
from studio.errors import ProjectFailed

CONTRACT = """
v: 1
name: {en: Triage, fr: Tri}
formats:
  - name: {en: Advice, fr: Conseil}
    begins: "Recommandation:"
"""
FRENCH = Instruction(instruction="Le patient a mal à la tête depuis hier.", response="Recommandation: du repos.")
ENGLISH = Instruction(instruction="The patient has had a headache since yesterday.", response="I do not know at all.")


@pytest.fixture
def rows(project: Project) -> tuple[int, tuple[int, ...]]:
    """A data set of a French row, its copy and an English one: its id and theirs."""
    dataset = project.add_dataset("cas", "instruction")
    first = project.add_rows(dataset.id, [FRENCH, FRENCH], split="train").inserted
    last = project.add_rows(dataset.id, [ENGLISH], split="test").inserted
    return dataset.id, (*first, *last)


@pytest.mark.parametrize(
    ("portion", "expected"),
    [
        (Portion("split", "train"), (0, 1)),
        (Portion("split", ""), ()),
        (Portion("status", "draft"), (0, 1, 2)),
        (Portion("source", ""), (0, 1, 2)),
        (Portion("copy"), (1,)),
        (Portion("finding", "near_duplicate"), ()),
        (Portion("kind", "Advice"), (0, 1)),
        (Portion("kind", ""), (2,)),
        (Portion("language", "fr"), (0, 1)),
        (Portion("question", shortest=len(ENGLISH.instruction)), (2,)),
        (Portion("answer", shortest=22, longest=len(FRENCH.response)), (0, 1)),
        (Portion("tokens", shortest=13), (2,)),
    ],
)
def test_a_portion_leads_to_its_rows(
    reader: ProjectReader, rows: tuple[int, tuple[int, ...]], portion: Portion, expected: tuple[int, ...]
) -> None:
    dataset_id, ids = rows
    found = rows_in(
        reader,
        dataset_id,
        portion,
        contract=parse_contract(CONTRACT),
        count_tokens=lambda texts: [len(text.split()) for text in texts],
    )
    assert found.tolist() == [ids[at] for at in expected]


def test_labels_and_right_answers_lead_to_their_rows(project: Project, reader: ProjectReader) -> None:
    labelled = project.add_dataset("a", "classification").id
    texts = [Classification(text="t", labels=("x", "y")), Classification(text="u", labels=("y",))]
    ids = project.add_rows(labelled, texts).inserted
    assert rows_in(reader, labelled, Portion("label", "x")).tolist() == [ids[0]]
    chosen = project.add_dataset("b", "choice").id
    asked = project.add_rows(chosen, [Choice(question="q", options=("a", "b"), answers=(1,))]).inserted
    assert rows_in(reader, chosen, Portion("label", "B")).tolist() == [*asked]


def test_a_language_leads_to_as_many_rows_as_were_counted(
    project: Project, reader: ProjectReader, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("studio.data.overview._LANGUAGE_ROWS", 100)
    dataset_id = project.add_dataset("viele", "instruction").id
    project.add_rows(dataset_id, [FRENCH if at % 3 else ENGLISH for at in range(1_200)])
    found = overview(reader, dataset_id)
    assert found.language_rows == 100
    for count in found.languages:
        assert len(rows_in(reader, dataset_id, Portion("language", count.name))) == count.rows


def test_tokens_without_a_tokenizer_and_a_search_that_is_stopped_are_told(
    reader: ProjectReader, rows: tuple[int, tuple[int, ...]]
) -> None:
    with pytest.raises(ProjectFailed, match="tokenizer"):
        rows_in(reader, rows[0], Portion("tokens", shortest=1))
    with pytest.raises(OverviewCancelled):
        rows_in(reader, rows[0], Portion("question", shortest=1), cancelled=lambda: True)
    with pytest.raises(ProjectFailed, match="no longer"):
        rows_in(reader, 99, Portion("question", shortest=1))
