"""The layouts people have their examples in are recognised, and nothing of a row is lost."""

import pytest

from studio.core.example import Chat, Choice, Content, Instruction, Message, Preference
from studio.data.importers import ImportReport, import_file, inspect_file
from studio.data.project import Project, ProjectReader
from studio.data.records import RowQuery
from studio.errors import ImportFailed, ProjectFailed
from tests.data.conftest import WriteLines

USER, ASSISTANT = {"role": "user", "content": "q"}, {"role": "assistant", "content": "a"}
QA = Instruction(instruction="q", response="a")
CHAT = Chat(messages=(Message(role="user", content="q"), Message(role="assistant", content="a")))


def contents(reader: ProjectReader, report: ImportReport) -> list[Content]:
    assert report.dataset is not None
    return [row.content for row in reader.rows(reader.find_rows(RowQuery(dataset_id=report.dataset.id)).tolist())]


@pytest.mark.parametrize(
    ("line", "layout", "content"),
    [
        ({"instruction": "q", "output": "a"}, "alpaca", QA),
        ({"instruction": "q", "response": "a"}, "alpaca", QA),
        ({"prompt": "q", "response": "a"}, "prompt_completion", QA),
        ({"prompt": "q", "completion": "a"}, "prompt_completion", QA),
        ({"question": "q", "answer": "a"}, "question_answer", QA),
        ({"consigne": "q", "réponse": "a"}, "alpaca", QA),
        ({" Instruction ": "q", "OUTPUT": "a"}, "alpaca", QA),
        ({"input": "q", "output": "a"}, "input_output", QA),
        ({"messages": [USER, ASSISTANT]}, "messages", CHAT),
        (
            {"conversations": [{"from": "human", "value": "q"}, {"from": "gpt", "value": "a"}]},
            "sharegpt",
            CHAT,
        ),
        (
            {"instruction": "q", "input": "i", "output": "a", "system": "s"},
            "alpaca",
            Instruction(system="s", instruction="q", input="i", response="a"),
        ),
        ({"instruction": "q", "input": None, "output": "a"}, "alpaca", QA),
        (
            {"question": "q", "answers": {"a": "x", "b": "y", "c": "z"}, "correct_answers": ["a", "c"]},
            "frenchmedmcqa",
            Choice(question="q", options=("x", "y", "z"), answers=(0, 2)),
        ),
    ],
)
def test_a_layout_is_recognised(
    project: Project, reader: ProjectReader, jsonl: WriteLines, line: object, layout: str, content: Content
) -> None:
    path = jsonl(line)
    report = import_file(project, path)
    assert (report.layout, report.imported, report.skipped, report.warnings) == (layout, 1, (), ())
    assert (report.kind, contents(reader, report)) == (content.kind, [content])
    summary = inspect_file(path)
    assert (summary.layout, summary.kind, summary.rows_seen) == (layout, content.kind, 1)


def test_what_is_known_around_a_row_is_honoured(project: Project, reader: ProjectReader, jsonl: WriteLines) -> None:
    around = {"split": "dev", "family": 7, "status": "approved", "tags": "a, b", "note": "à voir"}
    row = {"instruction": "q", "output": "a"}
    report = import_file(project, jsonl({**row, **around}, {**row, "output": "b", "family": "7", "tags": ["c"]}))
    first, second = reader.rows([1, 2])
    assert (first.split, first.status, first.tags, first.note) == ("validation", "approved", ("a", "b"), "à voir")
    assert (second.family, second.split, second.tags) == (first.family, "validation", ("c",))
    assert (first.origin.file, first.origin.line, first.origin.how) == ("cases.jsonl", 1, "imported")
    assert report.warnings == ()


def test_a_family_goes_on_in_the_next_file(project: Project, reader: ProjectReader, jsonl: WriteLines) -> None:
    row = {"instruction": "q", "output": "a", "family": "f"}
    import_file(project, jsonl({**row, "split": "test"}), dataset="d")
    import_file(project, jsonl({**row, "output": "b"}, name="more.jsonl"), dataset="d")
    first, second = reader.rows([1, 2])
    assert (second.family, second.split) == (first.family, "test")


def test_fields_without_a_place_are_kept(project: Project, reader: ProjectReader, jsonl: WriteLines) -> None:
    others = {"id": "x1", "n": 2**70, "nested": {"é": [None, 1.5]}, "split": "fold-3", "tags": {"a": 1}}
    report = import_file(project, jsonl({"instruction": "q", "output": "a", **others}))
    assert reader.extra(1) == others
    assert reader.rows([1])[0].split == "train"
    assert report.warnings == ("split=fold-3 means nothing to Atelier and was kept aside, in 1 row.",)


@pytest.mark.parametrize(
    ("usual", "late", "content"),
    [
        (
            {"instruction": "q", "output": "a"},
            {"system": "s", "input": "i"},
            Instruction(system="s", instruction="q", input="i", response="a"),
        ),
        (
            {"messages": [USER, ASSISTANT]},
            {"system": "s"},
            Chat(messages=(Message(role="system", content="s"), *CHAT.messages)),
        ),
        (
            {"prompt": "q", "chosen": "a", "rejected": "b"},
            {"history": [["p", "r"]]},
            Preference(
                history=(Message(role="user", content="p"), Message(role="assistant", content="r")),
                prompt="q",
                chosen="a",
                rejected="b",
            ),
        ),
        ({"kind": "instruction", "instruction": "q", "response": "a"}, {"extra": {"source": "x"}}, QA),
    ],
)
def test_what_only_a_late_row_has_is_read(
    project: Project,
    reader: ProjectReader,
    jsonl: WriteLines,
    usual: dict[str, object],
    late: dict[str, object],
    content: Content,
) -> None:
    known = {"split": "test", "tags": ["rare"], "note": "n", "status": "reviewed", "source": "x"}
    if "extra" in late:
        del known["source"]
    rows = [usual] * 500
    report = import_file(project, jsonl(*rows, usual | late | known))
    assert (report.imported, report.skipped) == (501, ())
    (row,) = reader.rows([501])
    assert (row.content, row.split, row.status, row.tags, row.note) == (content, "test", "reviewed", ("rare",), "n")
    assert reader.extra(501) == {"source": "x"}


def test_turns_with_more_than_text_are_kept_beside_the_example(
    project: Project, reader: ProjectReader, jsonl: WriteLines
) -> None:
    turns = [{**USER, "name": "Ann"}, {"role": "assistant", "content": [{"type": "text", "text": "a"}]}]
    assert contents(reader, import_file(project, jsonl({"messages": turns}))) == [CHAT]
    assert reader.extra(1) == {"messages": turns}


def test_of_two_answers_the_response_wins_and_it_is_said(
    project: Project, reader: ProjectReader, jsonl: WriteLines
) -> None:
    report = import_file(project, jsonl({"instruction": "q", "output": "other", "response": "a"}))
    assert contents(reader, report) == [QA]
    assert reader.extra(1) == {"output": "other"}
    assert "“response”" in report.warnings[0]


def test_a_mapping_says_which_column_is_which(project: Project, reader: ProjectReader, jsonl: WriteLines) -> None:
    path = jsonl({"dialogue": "q", "note": "a", "answer": "no", "fold": "test"})
    report = import_file(
        project, path, mapping={"instruction": "dialogue", "response": "note", "split": "fold"}, dataset="mapped"
    )
    assert contents(reader, report) == [QA]
    assert (reader.rows([1])[0].split, reader.rows([1])[0].note) == ("test", "")
    assert reader.extra(1) == {"answer": "no"}


def test_a_wrong_mapping_names_what_there_is(project: Project, jsonl: WriteLines) -> None:
    path = jsonl({"dialogue": "q", "note": "a"})
    with pytest.raises(ImportFailed, match="no column “x”") as failed:
        import_file(project, path, mapping={"response": "x"})
    assert "dialogue, note" in failed.value.hint
    with pytest.raises(ImportFailed, match="“reponse”") as failed:
        import_file(project, path, mapping={"reponse": "note"})
    assert "response" in failed.value.hint


def test_unknown_columns_are_named_with_the_way_out(project: Project, jsonl: WriteLines) -> None:
    with pytest.raises(ImportFailed, match="a, b") as failed:
        import_file(project, jsonl({"a": 1, "b": 2}))
    assert "--map" in failed.value.hint


def test_the_layout_most_rows_have_decides(project: Project, jsonl: WriteLines) -> None:
    good = {"instruction": "q", "output": "a"}
    report = import_file(project, jsonl({"question": "q", "answer": "a"}, good, good))
    assert (report.layout, report.imported, [each.line for each in report.skipped]) == ("alpaca", 2, [1])


def test_one_kind_becomes_the_other_where_it_fits(project: Project, reader: ProjectReader, jsonl: WriteLines) -> None:
    report = import_file(project, jsonl({"instruction": "q", "output": "a"}), kind="chat", dataset="as chat")
    assert contents(reader, report) == [CHAT]
    long = {"messages": [USER, ASSISTANT, USER, ASSISTANT]}
    report = import_file(project, jsonl({"messages": [USER, ASSISTANT]}, long), kind="instruction", dataset="as qa")
    assert contents(reader, report) == [QA]
    assert [each.line for each in report.skipped] == [2]


def test_a_data_set_keeps_its_kind(project: Project, jsonl: WriteLines) -> None:
    path = jsonl({"instruction": "q", "output": "a"})
    import_file(project, path, dataset="d")
    assert import_file(project, jsonl({"messages": [USER, ASSISTANT]}), dataset="d").kind == "instruction"
    with pytest.raises(ProjectFailed, match="another kind"):
        import_file(project, path, dataset="d", kind="chat")
    with pytest.raises(ImportFailed, match="preference"):
        import_file(project, path, dataset="e", kind="preference")


def test_repeated_rows_are_told_and_never_split(project: Project, reader: ProjectReader, jsonl: WriteLines) -> None:
    row = {"instruction": "q", "output": "a"}
    lines = [row, row, *({"instruction": f"q{i}", "output": "a"} for i in range(30))]
    report = import_file(project, jsonl(*lines), dataset="d")
    assert report.warnings == ("1 row is identical to another of this file.",)
    report = import_file(project, jsonl(row, row), dataset="d")
    assert report.warnings == (
        "1 row is identical to another of this file.",
        "1 row was already in the data set and is there twice now.",
    )
    twins = [each for each in reader.rows(reader.find_rows(RowQuery(dataset_id=1)).tolist()) if each.content == QA]
    assert len(twins) == 4
    assert len({each.family for each in twins}) == len({each.split for each in twins}) == 1


def test_rows_are_shared_among_the_splits(project: Project, reader: ProjectReader, jsonl: WriteLines) -> None:
    import_file(project, jsonl(*({"instruction": f"q{i}", "output": "a"} for i in range(50))))
    assert reader.split_counts(1) == {"train": 40, "validation": 5, "test": 5}
