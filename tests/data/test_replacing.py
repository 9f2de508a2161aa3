"""A replacement shows what it would do, then does exactly that as one step."""

import orjson
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from studio.core.example import Chat, Choice, Classification, Content, Instruction, Message, Preference, Text
from studio.data.project import Dataset, Project, ProjectReader
from studio.data.records import RowQuery
from studio.data.replacing import (
    FIELDS,
    ReplacedText,
    Replacement,
    ReplacementCancelled,
    preview_replacement,
    replace_all,
)
from studio.errors import ProjectFailed

TURNS = (
    Message(role="system", content="a"),
    Message(role="user", content="a"),
    Message(role="assistant", content="aa"),
)
CONTENTS: dict[str, Content] = {
    "instruction": Instruction(system="a", instruction="a", input="a", response="a"),
    "chat": Chat(messages=(*TURNS, Message(role="tool", content="a"))),
    "preference": Preference(system="a", history=TURNS, prompt="a", chosen="a", rejected="a"),
    "classification": Classification(text="a", labels=("a", "b")),
    "choice": Choice(question="a", context="a", options=("a", "ba"), answers=(1,)),
    "text": Text(text="a"),
}


def contents(reader: ProjectReader, dataset: Dataset) -> list[Content]:
    return [row.content for row in reader.rows(reader.find_rows(RowQuery(dataset_id=dataset.id)).tolist())]


@pytest.mark.parametrize("kind", list(CONTENTS))
def test_each_field_of_each_kind_is_reached_alone(project: Project, reader: ProjectReader, kind: str) -> None:
    content = CONTENTS[kind]
    dataset = project.add_dataset("d", content.kind)
    project.add_rows(dataset.id, [content])
    query = RowQuery(dataset_id=dataset.id)
    seen = set()
    total = 0
    for field in FIELDS[content.kind]:
        wanted = Replacement("a", "zz", field)
        preview = preview_replacement(reader, query, wanted)
        total += preview.places
        assert replace_all(project, query, wanted).updated == (1,)
        seen.add(contents(reader, dataset)[0])
        project.undo()
        assert contents(reader, dataset) == [content]
    assert len(seen) == len(FIELDS[content.kind])
    assert preview_replacement(reader, query, Replacement("a", "zz")).places == total


def test_the_preview_tells_what_will_happen_and_only_that_happens(
    project: Project, reader: ProjectReader, dataset: Dataset
) -> None:
    project.set_split(range(1, 11), "train")
    project.set_split(range(11, 21), "test")
    query = RowQuery(dataset_id=dataset.id, splits=frozenset({"test"}))
    wanted = Replacement(r"cas (\d)(\d)", r"Dossier \2\1", "instruction", regular_expression=True)
    told: list[tuple[int, int]] = []
    preview = preview_replacement(
        reader, query, wanted, limit=2, progress=lambda done, total: told.append((done, total))
    )
    assert (preview.rows, preview.places) == (10, 10)
    assert preview.samples == (ReplacedText(11, "Cas 10", "Dossier 01"), ReplacedText(12, "Cas 11", "Dossier 11"))
    assert told == [(0, 10), (10, 10)]
    changes = replace_all(project, query, wanted)
    assert changes.updated == tuple(range(11, 21))
    assert reader.find_rows(RowQuery(dataset_id=dataset.id, search="dossier")).tolist() == list(range(11, 21))
    assert [step.label for step in reader.steps()][-1].startswith("Replace “cas")
    project.undo()
    assert reader.find_rows(RowQuery(dataset_id=dataset.id, search="dossier")).size == 0


@pytest.mark.parametrize(
    ("wanted", "after"),
    [
        (Replacement("FIÈVRE", "x"), "x, fiEvre (38,5)"),
        (Replacement("Fièvre", "x", match_case=True), "x, fiEvre (38,5)"),
        (Replacement("fièvre", "x", match_case=True), "Fièvre, fiEvre (38,5)"),
        (Replacement("(38,5)", r"\1 $&"), r"Fièvre, fiEvre \1 $&"),
        (Replacement(r"^fi.v(?=re)", "<", regular_expression=True), "<re, fiEvre (38,5)"),
        (Replacement(r"(?P<n>\d+),(\d)", r"\g<n>.\2", regular_expression=True), "Fièvre, fiEvre (38.5)"),
        (Replacement(r"\p{Lu}", "", regular_expression=True, match_case=True), "ièvre, fivre (38,5)"),
    ],
)
def test_plain_text_and_patterns(project: Project, reader: ProjectReader, wanted: Replacement, after: str) -> None:
    dataset = project.add_dataset("t", "text")
    project.add_rows(dataset.id, [Text(text="Fièvre, fiEvre (38,5)")])
    replace_all(project, RowQuery(dataset_id=dataset.id), wanted)
    assert contents(reader, dataset) == [Text(text=after)]


@pytest.mark.parametrize(
    ("find", "replace"), [("(a", ""), ("[", ""), ("(Cas)", r"\2"), ("Cas", r"\g<nom>"), ("(?P<n>", ""), ("", "x")]
)
def test_a_wrong_pattern_is_a_sentence_and_changes_nothing(
    project: Project, reader: ProjectReader, dataset: Dataset, find: str, replace: str
) -> None:
    before, steps = contents(reader, dataset), reader.steps()
    wanted = Replacement(find, replace, regular_expression=True)
    with pytest.raises(ProjectFailed, match=r"not valid|look for"):
        preview_replacement(reader, RowQuery(dataset_id=dataset.id), wanted)
    with pytest.raises(ProjectFailed, match=r"not valid|look for"):
        replace_all(project, RowQuery(dataset_id=dataset.id), wanted)
    assert (contents(reader, dataset), reader.steps()) == (before, steps)


def test_a_pattern_that_never_ends_is_stopped(project: Project, reader: ProjectReader) -> None:
    dataset = project.add_dataset("t", "text")
    project.add_rows(dataset.id, [Text(text="a" * 40 + "!")])
    wanted = Replacement(r"(?:a|a|b)*(?:a|a)*c|(a|aa)+$", "x", regular_expression=True)
    with pytest.raises(ProjectFailed, match="too long on row 1"):
        replace_all(project, RowQuery(dataset_id=dataset.id), wanted)


def test_a_replacement_that_is_cancelled_changes_nothing(
    project: Project, reader: ProjectReader, dataset: Dataset
) -> None:
    steps = reader.steps()
    with pytest.raises(ReplacementCancelled):
        replace_all(project, RowQuery(dataset_id=dataset.id), Replacement("Cas", "x"), cancelled=lambda: True)
    with pytest.raises(ReplacementCancelled):
        preview_replacement(reader, RowQuery(dataset_id=dataset.id), Replacement("a", "x"), cancelled=lambda: True)
    assert reader.steps() == steps


def test_a_sample_shows_the_surroundings_of_the_first_change(project: Project, reader: ProjectReader) -> None:
    dataset = project.add_dataset("t", "text")
    project.add_rows(dataset.id, [Text(text="a" * 500 + "IRM" + "b" * 500)])
    (sample,) = preview_replacement(reader, RowQuery(dataset_id=dataset.id), Replacement("IRM", "scanner")).samples
    assert sample.before.startswith("…" + "a" * 40 + "IRMb")
    assert sample.after.startswith("…" + "a" * 40 + "scannerb")
    assert sample.after.endswith("…")


@settings(max_examples=50, deadline=None)
@given(text=st.text())
def test_what_is_written_back_is_the_json_that_everything_else_writes(text: str) -> None:
    content = Chat(messages=(Message(role="user", content=text),)).model_dump_json()
    assert orjson.dumps(orjson.loads(content)).decode() == content
