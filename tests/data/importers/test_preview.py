"""What the window shows before anything comes in: rows, problems, columns and the layouts that fit."""

from pathlib import Path

import pytest

from studio.core.example import Choice, Classification, Instruction
from studio.data.importers import FieldChoice, LayoutChoice, inspect_file, layout_choices
from studio.data.importers.formats import open_source
from studio.errors import ImportFailed
from tests.data.conftest import WriteLines
from tests.data.importers.preview import Preview, contents, written

QA = {"instruction": "q", "output": "a"}


def test_the_first_rows_are_shown_as_they_would_come_in(preview: Preview) -> None:
    summary = preview({**QA, "id": 7, "split": "test"}, {**QA, "output": ""}, "x", *[QA] * 30)
    assert (summary.layout, summary.encoding, summary.kind, summary.rows_seen) == ("alpaca", "utf-8", "instruction", 33)
    assert summary.fields == ("instruction", "output", "id", "split")
    assert len(summary.sample) == 20
    good, empty, broken = summary.sample[:3]
    assert (good.content, good.extra, good.problem) == (Instruction(instruction="q", response="a"), {"id": 7}, "")
    assert (empty.line, empty.content, empty.problem) == (2, None, "The field “output” is empty.")
    assert empty.extra == {**QA, "output": ""}
    assert "not JSON" in broken.problem
    assert [each.line for each in summary.problems] == [2, 3]


def test_the_columns_taken_can_be_changed(preview: Preview) -> None:
    row = {**QA, "better": "b", "fold": "test"}
    summary = preview(row)
    assert summary.mapping == {"instruction": "instruction", "response": "output"}
    assert FieldChoice("response", "Answer", required=True) in summary.mappable
    assert FieldChoice("split", "Split", required=False) in summary.mappable
    changed = preview(row, mapping={**summary.mapping, "response": "better", "split": "fold"})
    assert contents(changed) == [Instruction(instruction="q", response="b")]
    assert changed.mapping == {"instruction": "instruction", "response": "better", "split": "fold"}
    assert changed.sample[0].extra == {"output": "a"}
    assert "“better”; “output” are kept" in changed.warnings[0]


def test_a_column_can_be_left_out_of_the_example_and_stays_beside_it(preview: Preview) -> None:
    row = {**QA, "input": "i", "split": "test"}
    assert preview(row).mapping["input"] == "input"
    changed = preview(row, mapping={"input": "", "split": ""})
    assert contents(changed) == [Instruction(instruction="q", response="a")]
    assert "input" not in changed.mapping
    assert changed.sample[0].extra == {"input": "i", "split": "test"}


def test_options_in_columns_of_their_own_can_be_mapped_one_by_one(preview: Preview) -> None:
    row = {"question": "q", "A": "x", "B": "y", "other": "z", "answer": "B"}
    summary = preview(row)
    assert summary.mapping["b"] == "B"
    (changed,) = contents(preview(row, layout=summary.layout, mapping={"b": "other"}))
    assert isinstance(changed, Choice)
    assert changed.options == ("x", "z")


def test_a_layout_of_one_file_alone_can_be_asked_for_by_its_name(tmp_path: Path) -> None:
    path = written(tmp_path / "val.csv", "What?,w,x,y,z,A\nWhich?,w,x,y,z,B\nWho?,w,x,y,z,D\n")
    found = inspect_file(path)
    assert inspect_file(path, layout=found.layout, kind=found.kind) == found


def test_all_layouts_that_fit_are_offered_and_one_can_be_chosen(preview: Preview) -> None:
    row = {"question": "q", "options": {"A": "x", "B": "y"}, "answer_idx": "A", "answer": "x"}
    offered = preview(row).layouts
    assert [each.name for each in offered] == ["medqa", "options", "question_answer"]
    assert offered[0] == LayoutChoice("medqa", "MedQA: question, options, answer_idx", "choice")
    chosen = preview(row, layout="question-answer")
    assert contents(chosen) == [Instruction(instruction="q", response="x")]


def test_a_file_of_unknown_columns_is_shown_with_what_can_be_mapped(preview: Preview) -> None:
    summary = preview({"a": "x", "b": "y"}, {"a": "z", "b": "y"}, kind="classification")
    assert (summary.layout, summary.kind, summary.fields, summary.rows_seen) == ("", None, ("a", "b"), 2)
    assert summary.refusal
    assert summary.hint
    assert [(each.content, each.extra) for each in summary.sample] == [
        (None, {"a": "x", "b": "y"}),
        (None, {"a": "z", "b": "y"}),
    ]
    assert [each.field for each in summary.mappable if each.required] == ["text", "labels"]
    mapped = preview({"a": "x", "b": "y"}, kind="classification", mapping={"text": "a", "labels": "b"})
    assert contents(mapped) == [Classification(text="x", labels=("y",))]


@pytest.mark.parametrize(
    ("wish", "words", "hint"),
    [
        ({"kind": "classification"}, "cannot become examples of the kind “classification”", "--map labels=COLUMN"),
        ({"kind": "preference"}, "cannot become examples of the kind “preference”", "--map chosen=COLUMN"),
        ({"layout": "sharegpt"}, "No row of this file has the layout “sharegpt”", "conversations"),
        ({"mapping": {"poem": "output"}}, "“poem” is not a field", "instruction"),
    ],
)
def test_what_cannot_be_is_said_with_the_way_out(
    preview: Preview, wish: dict[str, object], words: str, hint: str
) -> None:
    summary = preview(QA, **wish)
    assert words in summary.refusal
    assert hint in summary.hint


def test_a_layout_that_there_is_not(preview: Preview) -> None:
    with pytest.raises(ImportFailed, match="no layout called “poem”") as failed:
        preview(QA, layout="poem")
    assert "alpaca" in failed.value.hint


def test_only_broken_rows_are_listed(preview: Preview) -> None:
    summary = preview("x", "y")
    assert (summary.layout, summary.kind, summary.refusal, len(summary.problems)) == ("", None, "", 2)


def test_a_source_that_is_open_already(jsonl: WriteLines) -> None:
    assert contents(inspect_file(open_source(jsonl(QA)))) == [Instruction(instruction="q", response="a")]


def test_every_layout_has_a_name_and_a_title_of_its_own() -> None:
    every = layout_choices()
    assert len({each.name for each in every}) == len({each.title for each in every}) == len(every) >= 25


def test_cells_that_an_export_disarmed_are_as_they_were(tmp_path: Path) -> None:
    path = written(tmp_path / "f.csv", "instruction,output\n'=1+1,''-2\n'quoted',-3\n")
    rows = [row.model_dump() for row in contents(inspect_file(path))]
    assert [(row["instruction"], row["response"]) for row in rows] == [("=1+1", "'-2"), ("'quoted'", "-3")]
