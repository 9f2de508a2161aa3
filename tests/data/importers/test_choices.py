"""Questions with options, in the layouts of the benchmarks; a right answer in doubt is never guessed."""

import json
from pathlib import Path

import pytest

from studio.core.example import Choice, Instruction
from studio.data.importers import import_file, inspect_file
from studio.data.project import Project
from tests.data.importers.preview import Preview, contents, problems, written

OPTIONS = {"A": "w", "B": "x", "C": "y", "D": "z"}
TEXTS = ("w", "x", "y", "z")
CHOICE = Choice(question="q", options=TEXTS, answers=(1,))
HEADER = "The following are multiple choice questions (with answers) about  anatomy."
MEDMCQA = {"question": "q", "opa": "w", "opb": "x", "opc": "y", "opd": "z"}


@pytest.mark.parametrize(
    ("row", "layout", "content"),
    [
        ({"question": "q", "options": OPTIONS, "answer_idx": "B", "answer": "x"}, "medqa", CHOICE),
        (
            {"question": "q", "options": [{"key": "A", "value": "w"}, {"key": "B", "value": "x"}], "answer_idx": "b"},
            "medqa",
            Choice(question="q", options=("w", "x"), answers=(1,)),
        ),
        (
            {"question": "q", "answers": {"a": "w", "b": "x"}, "correct_answers": ["a", "b"]},
            "frenchmedmcqa",
            Choice(question="q", options=("w", "x"), answers=(0, 1)),
        ),
        ({"question": "q", "choices": list(TEXTS), "answer": 1, "subject": "anatomy"}, "options", CHOICE),
        (
            {"question": "q", "choices": {"text": list(TEXTS), "label": ["1", "2", "3", "4"]}, "answerKey": "2"},
            "options",
            CHOICE,
        ),
        ({"question": "q", "options": list(TEXTS), "answer": "x"}, "options", CHOICE),
        (
            {"question": "q", "context": "c", "options": '["w", "x", "y", "z"]', "answers": "[1, 2]"},
            "options",
            Choice(question="q", context="c", options=TEXTS, answers=(1, 2)),
        ),
        ({"question": "q", **OPTIONS, "answer": "B"}, "lettered_options", CHOICE),
        (
            {"question": "q", "option_a": "w", "option_b": "x", "option_c": "", "correct_option": "b"},
            "lettered_options",
            Choice(question="q", options=("w", "x"), answers=(1,)),
        ),
        (
            {"QUESTION": "q", "CONTEXTS": ["c1", "c2"], "final_decision": "maybe", "LONG_ANSWER": "l"},
            "pubmedqa",
            Choice(question="q", context="c1\n\nc2", options=("yes", "no", "maybe"), answers=(2,)),
        ),
        (
            {"question": "q", "context": {"contexts": ["c"], "labels": ["AIM"]}, "final_decision": "no"},
            "pubmedqa",
            Choice(question="q", context="c", options=("yes", "no", "maybe"), answers=(1,)),
        ),
        (
            {
                "input": f"{HEADER}\n\nq\nA. w\nB. x\nC. y\nD. z\nAnswer:",
                "output": "B",
            },
            "mmlu_prompts",
            CHOICE,
        ),
    ],
)
def test_rows_become_questions_with_options(preview: Preview, row: object, layout: str, content: Choice) -> None:
    summary = preview(row)
    assert contents(summary) == [content]
    assert (summary.layout, summary.kind) == (layout, "choice")


@pytest.mark.parametrize(("numbers", "layout", "right"), [((0, 3), "medmcqa_0", 3), ((1, 4), "medmcqa_1", 2)])
def test_medmcqa_counts_from_whichever_number_the_rows_show(
    preview: Preview, numbers: tuple[int, ...], layout: str, right: int
) -> None:
    summary = preview(*({**MEDMCQA, "cop": number, "exp": "because"} for number in (*numbers, 3)))
    assert summary.layout == layout
    assert contents(summary)[-1] == Choice(question="q", options=TEXTS, answers=(right,))
    assert summary.sample[0].extra == {"exp": "because"}


@pytest.mark.parametrize("numbers", [(1, 2, 3), (0, 1, 4)])
def test_medmcqa_in_doubt_is_refused_until_the_user_says(preview: Preview, numbers: tuple[int, ...]) -> None:
    rows = [{**MEDMCQA, "cop": number} for number in numbers]
    summary = preview(*rows)
    assert (summary.layout, summary.sample[0].content) == ("", None)
    assert "which of two layouts" in summary.refusal
    assert "--layout medmcqa_1" in summary.hint
    assert {each.name for each in summary.layouts} >= {"medmcqa_0", "medmcqa_1"}
    chosen = preview(*rows, layout="medmcqa_1")
    assert contents(preview(*rows[1:], layout="medmcqa_1"))
    assert chosen.sample[1].content == Choice(question="q", options=TEXTS, answers=(numbers[1] - 1,))


def test_a_test_question_without_its_answer_is_listed(preview: Preview) -> None:
    summary = preview({**MEDMCQA, "cop": 0}, {**MEDMCQA, "cop": -1})
    assert problems(summary) == [(2, "A right answer is not among the options.")]


GOOD = {"question": "q", "options": OPTIONS, "answer_idx": "A", "answer": "w"}


@pytest.mark.parametrize(
    ("bad", "words"),
    [
        ({**GOOD, "answer_idx": "E"}, "not among the options"),
        ({**GOOD, "answer_idx": None}, "No option is marked as right"),
        ({**GOOD, "answer": "x"}, "names another answer"),
        ({**GOOD, "options": {"A": "w"}}, "2 to 10 options, this one 1"),
        ({**GOOD, "options": {letter: letter for letter in "ABCDEFGHIJK"}, "answer": "A"}, "this one 11"),
        ({**GOOD, "options": {"A": "w", "B": " "}}, "Option 2 is empty"),
        ({**GOOD, "options": {"A": "w", "B": ["x"]}}, "Option B is no text"),
        ({**GOOD, "options": {"A": "w", "B": None}}, "2 to 10 options, this one 1"),
        ({**GOOD, "options": "w or x"}, "lists no options"),
        ({**GOOD, "question": ""}, "“question” is empty"),
    ],
)
def test_a_question_that_is_none_is_listed(preview: Preview, bad: object, words: str) -> None:
    ((line, why),) = problems(preview(GOOD, bad, GOOD))
    assert line == 2
    assert words in why


def test_a_number_that_is_also_an_options_text_is_no_answer(preview: Preview) -> None:
    row = {"question": "q", "options": ["1", "2", "3"]}
    summary = preview({**row, "answer": 1}, {**row, "answer": "1"}, {**row, "options": list(TEXTS), "answer": "1"})
    assert [row.content and row.content.model_dump()["answers"] for row in summary.sample] == [(1,), None, (1,)]
    assert "number of an option or its text" in problems(summary)[0][1]


def test_mmlu_without_a_line_of_names(tmp_path: Path) -> None:
    text = '"What, then?",w,x,y,z,B\nq2,1,2,3,4,D\nq3,w,,y,z,A\n'
    summary = inspect_file(written(tmp_path / "anatomy.csv", text))
    assert (summary.layout, summary.kind, summary.rows_seen) == ("mmlu_csv", "choice", 3)
    assert [row.content for row in summary.sample][:2] == [
        Choice(question="What, then?", options=TEXTS, answers=(1,)),
        Choice(question="q2", options=("1", "2", "3", "4"), answers=(3,)),
    ]
    assert problems(summary) == [(3, "Option 2 is empty.")]


def test_a_table_with_names_is_not_taken_for_mmlu(tmp_path: Path) -> None:
    summary = inspect_file(written(tmp_path / "f.csv", "question,A,B,C,D,answer\nq,w,x,y,z,B\n"))
    assert (summary.layout, contents(summary)) == ("lettered_options", [CHOICE])


BIOASQ = {"body": "q", "id": "1", "snippets": [{"text": "s1", "document": "d"}, {"text": "s2"}]}
YES_NO = {**BIOASQ, "type": "yesno", "exact_answer": "yes", "ideal_answer": ["Yes, it does."]}
LIST = {**BIOASQ, "type": "list", "exact_answer": [["a"], ["b"]], "ideal_answer": ["A and b.", "B and a."]}


def test_bioasq_asks_yes_or_no_or_in_prose(preview: Preview) -> None:
    right = Choice(question="q", context="s1\n\ns2", options=("yes", "no"), answers=(0,))
    assert contents(preview(YES_NO)) == [right]
    mixed = preview(YES_NO, LIST)
    assert contents(mixed) == [
        Instruction(instruction="q", input="s1\n\ns2", response="Yes, it does."),
        Instruction(instruction="q", input="s1\n\ns2", response="A and b."),
    ]
    assert mixed.sample[1].extra["ideal_answer"] == LIST["ideal_answer"]
    assert mixed.sample[1].extra["exact_answer"] == LIST["exact_answer"]
    as_choice = preview(YES_NO, LIST, kind="choice")
    assert as_choice.sample[0].content == right
    assert [(line, "“list” has no options" in why) for line, why in problems(as_choice)] == [(2, True)]


def test_bioasq_as_it_is_published(project: Project, tmp_path: Path) -> None:
    path = written(tmp_path / "bioasq.json", json.dumps({"questions": [YES_NO, LIST]}, indent=1))
    report = import_file(project, path)
    assert (report.layout, report.kind, report.imported, report.skipped) == ("bioasq", "instruction", 2, ())


def test_a_question_spelled_out_as_instruction(preview: Preview) -> None:
    row = {"question": "q", "context": "c", "options": list(TEXTS), "answers": [0, 2]}
    assert contents(preview(row, kind="instruction")) == [
        Instruction(instruction="q", input="c\n\nA) w\nB) x\nC) y\nD) z", response="A) w\nC) y")
    ]
    assert preview({**GOOD}, kind="instruction").layout == "medqa"


def test_rendered_prompts_stay_as_they_are_when_instructions_are_asked_for(preview: Preview) -> None:
    prompt = "q\nA. w\nB. x\nAnswer:"
    summary = preview({"input": prompt, "output": "B"}, kind="instruction")
    assert (summary.layout, contents(summary)) == ("input_output", [Instruction(instruction=prompt, response="B")])
