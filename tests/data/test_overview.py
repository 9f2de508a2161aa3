"""A data set in numbers, and the sheet that tells them."""

import json
from pathlib import Path

import numpy as np
import pytest

from studio.core.contract import parse_contract
from studio.core.example import Chat, Choice, Classification, Instruction, Message, Preference, Text
from studio.data.data_sheet import data_sheet
from studio.data.lengths import summed_up
from studio.data.licences import licences, set_licence
from studio.data.overview import Count, OverviewCancelled, overview
from studio.data.project import Dataset, Project, ProjectReader
from studio.data.records import RowQuery
from studio.data.target_mix import TargetMix, set_target_mix, target_mix
from studio.errors import ProjectFailed
from studio.words import use_language

CONTRACT = """
v: 1
name: {en: Triage, fr: Tri}
formats:
  - name: {en: Advice, fr: Conseil}
    begins: "Recommandation:"
"""


@pytest.fixture
def cases(project: Project) -> Dataset:
    """Four instructions, of which two are alike and one keeps to no contract."""
    dataset = project.add_dataset("cas|1", "instruction")
    advice = Instruction(instruction="Le patient a mal à la tête depuis hier.", response="Recommandation: du repos.")
    other = Instruction(instruction="The patient has had a headache since yesterday.", response="I do not know.")
    project.add_rows(dataset.id, [advice, advice], split="train")
    project.add_rows(dataset.id, [advice.model_copy(update={"input": "Fièvre depuis ce matin."}), other], split="test")
    return dataset


def test_rows_are_counted_by_everything_known_of_them(project: Project, reader: ProjectReader, cases: Dataset) -> None:
    project.set_status(reader.find_rows(RowQuery(dataset_id=cases.id)).tolist()[:3], "approved")
    found = overview(reader, cases.id, contract=parse_contract(CONTRACT))
    assert (found.dataset.rows, found.duplicates, found.families) == (4, 1, 3)
    assert found.splits == {"train": 2, "test": 2}
    assert found.statuses == {"approved": 3, "draft": 1}
    assert found.kinds == (Count("Advice", 3), Count("", 1))
    assert found.languages == (Count("fr", 3), Count("en", 1))
    assert found.questions is not None
    assert found.answers is not None
    assert (found.questions.longest, found.answers.count) == (len("Le patient a mal à la tête depuis hier.") + 25, 4)
    assert (found.findings, found.tokens, found.reviewers) == (None, None, ())


def test_tokens_are_counted_by_whoever_knows_how(reader: ProjectReader, cases: Dataset) -> None:
    found = overview(reader, cases.id, count_tokens=lambda texts: [len(text.split()) for text in texts])
    assert found.tokens is not None
    assert (found.tokens.count, found.tokens.longest) == (4, 16)


def test_labels_and_right_answers_are_counted(project: Project, reader: ProjectReader) -> None:
    labelled = project.add_dataset("a", "classification")
    texts = [Classification(text="t", labels=("x", "y")), Classification(text="u", labels=("x",))]
    project.add_rows(labelled.id, texts)
    assert overview(reader, labelled.id).labels == (Count("x", 2), Count("y", 1))
    chosen = project.add_dataset("b", "choice")
    project.add_rows(chosen.id, [Choice(question="q", options=("a", "b"), answers=(1,))])
    found = overview(reader, chosen.id)
    assert (found.labels, found.answers) == ((Count("B", 1),), None)


@pytest.mark.parametrize(
    ("content", "asked", "answers"),
    [
        (Text(text="abc"), 3, None),
        (Chat(messages=(Message(role="user", content="ab"), Message(role="assistant", content="abcd"))), 2, 1),
        (Preference(prompt="p", chosen="", rejected="no"), 1, 1),
    ],
)
def test_every_kind_has_its_lengths(
    project: Project, reader: ProjectReader, content: Text | Chat | Preference, asked: int, answers: int | None
) -> None:
    dataset = project.add_dataset("d", content.kind)
    project.add_rows(dataset.id, [content])
    found = overview(reader, dataset.id)
    assert found.questions is not None
    assert found.questions.longest == asked
    assert (found.answers and found.answers.count) == answers


def test_an_overview_can_be_stopped(reader: ProjectReader, cases: Dataset) -> None:
    with pytest.raises(OverviewCancelled):
        overview(reader, cases.id, cancelled=lambda: True)


def test_an_empty_or_missing_data_set_is_no_bug(project: Project, reader: ProjectReader) -> None:
    empty = project.add_dataset("empty", "text")
    found = overview(reader, empty.id)
    assert (found.dataset.rows, found.questions, found.duplicates) == (0, None, 0)
    assert "# Data sheet: empty" in data_sheet(found, {})
    with pytest.raises(ProjectFailed):
        overview(reader, 99)


def test_a_histogram_holds_every_text_however_long_one_is() -> None:
    lengths = summed_up([*range(1_000), 1_000_000])
    assert lengths is not None
    assert (sum(lengths.bins), len(lengths.edges)) == (1_001, len(lengths.bins) + 1)
    assert (lengths.longest, lengths.median) == (1_000_000, 500)
    assert all(np.diff(lengths.edges) > 0)
    assert summed_up([]) is None
    assert summed_up([0, 0]) is not None


def test_a_target_says_what_is_missing_in_rows() -> None:
    parts = TargetMix({"a": 40, "b": 30, "c": 20, "d": 10}).compared({"a": 40, "b": 30, "c": 5, "other": 1})
    assert [(part.name, part.rows, part.missing) for part in parts] == [
        ("a", 40, 0),
        ("b", 30, 0),
        ("c", 5, 15),
        ("d", 0, 10),
        ("other", 1, 0),
    ]
    assert (parts[0].target, parts[4].target) == (0.4, None)


def test_a_target_is_kept_with_the_data_set(project: Project, reader: ProjectReader, cases: Dataset) -> None:
    assert target_mix(reader, cases.id).shares == {}
    set_target_mix(project, cases.id, TargetMix({"é": 60, "b": 40}))
    assert target_mix(reader, cases.id).shares == {"é": 60, "b": 40}
    with pytest.raises(ProjectFailed):
        set_target_mix(project, cases.id, TargetMix({"a": 0}))


def test_licences_are_noted_by_source(project: Project, reader: ProjectReader) -> None:
    set_licence(project, "cas.jsonl", " CC BY 4.0 ")
    set_licence(project, "b.csv", "MIT")
    set_licence(project, "b.csv", "")
    assert licences(reader) == {"cas.jsonl": "CC BY 4.0"}


def test_the_sheet_is_whole_in_both_languages(project: Project, reader: ProjectReader, cases: Dataset) -> None:
    found = overview(reader, cases.id, contract=parse_contract(CONTRACT))
    target = TargetMix({"Advice": 50, "": 50})
    sheet = data_sheet(found, {"": "-"}, target=target)
    assert "# Data sheet: cas\\|1" in sheet
    assert "| Advice | 3 | 75.0% | 50.0% | 0 |\n| none of the contract | 1 | 25.0% | 50.0% | 2 |" in sheet
    assert "The checks have not been run." in sheet
    assert all(text not in sheet for text in ("mal à la tête", "headache since"))
    use_language("fr")
    try:
        french = overview(reader, cases.id, contract=parse_contract(CONTRACT))
        assert "| Conseil | 3 | 75,0\u00a0% |" in data_sheet(french, {}, target=target)
    finally:
        use_language("en")


def test_the_sheet_names_sources_with_their_licences(project: Project, reader: ProjectReader, tmp_path: Path) -> None:
    from studio.data.importers import import_file

    file = tmp_path / "cas_1.jsonl"
    file.write_text(json.dumps({"instruction": "q", "output": "a"}) + "\n", "utf-8")
    dataset = import_file(project, file).dataset
    assert dataset is not None
    found = overview(reader, dataset.id)
    assert "| cas\\_1.jsonl | 1 | MIT |" in data_sheet(found, {"cas_1.jsonl": "MIT"})
    assert "| cas\\_1.jsonl | 1 | not stated |" in data_sheet(found, {})
