"""Pairs of answers and judged answers; a rejected one is never something to learn."""

import pytest

from studio.core.example import Instruction, Kind, Message, Preference
from studio.data.importers import import_file
from studio.data.project import Project
from tests.data.conftest import WriteLines
from tests.data.importers.preview import Preview, contents, problems

USER = {"role": "user", "content": "q"}
GOOD, BAD = {"role": "assistant", "content": "good"}, {"role": "assistant", "content": "bad"}
BEFORE = [{"role": "user", "content": "q0"}, {"role": "assistant", "content": "a0"}]
PAIR = Preference(prompt="q", chosen="good", rejected="bad")
LATER = Preference(
    system="s",
    history=(Message(role="user", content="q0"), Message(role="assistant", content="a0")),
    prompt="q",
    chosen="good",
    rejected="bad",
)


@pytest.mark.parametrize(
    ("row", "layout", "content"),
    [
        ({"prompt": "q", "chosen": "good", "rejected": "bad"}, "dpo", PAIR),
        ({"question": "q", "chosen": "good", "rejected": "bad"}, "dpo", PAIR),
        (
            {"instruction": "q", "input": "i", "chosen": "good", "rejected": "bad"},
            "dpo",
            Preference(prompt="q\n\ni", chosen="good", rejected="bad"),
        ),
        (
            {"prompt": "q", "chosen": "good", "rejected": "bad", "system": "s", "history": BEFORE},
            "dpo",
            LATER,
        ),
        ({"prompt": [USER], "chosen": [GOOD], "rejected": [BAD]}, "dpo_messages", PAIR),
        ({"chosen": [USER, GOOD], "rejected": [USER, BAD]}, "dpo_messages", PAIR),
        (
            {"prompt": "q", "chosen": [USER, GOOD], "rejected": [USER, BAD], "messages": [USER, GOOD]},
            "dpo_messages",
            PAIR,
        ),
        ({"chosen_conversations": [USER, GOOD], "rejected_conversations": [USER, BAD]}, "dpo_messages", PAIR),
        (
            {
                "conversations": [{"from": "system", "value": "s"}, *BEFORE, {"from": "human", "value": "q"}],
                "chosen": {"from": "gpt", "value": "good"},
                "rejected": {"from": "gpt", "value": "bad"},
            },
            "dpo_sharegpt",
            LATER,
        ),
        ({"messages": [USER], "chosen": GOOD, "rejected": BAD}, "dpo_sharegpt", PAIR),
        (
            {"prompt": "q", "completion": "good", "label": True},
            "kto",
            Preference(prompt="q", chosen="good", rejected=""),
        ),
        (
            {"prompt": "q", "completion": "bad", "label": "False"},
            "kto",
            Preference(prompt="q", chosen="", rejected="bad"),
        ),
        ({"prompt": [USER], "completion": [BAD], "label": 0}, "kto", Preference(prompt="q", chosen="", rejected="bad")),
        (
            {"instruction": "q", "output": "bad", "kto_tag": False},
            "kto",
            Preference(prompt="q", chosen="", rejected="bad"),
        ),
        ({"messages": [USER, GOOD], "label": True}, "kto_messages", Preference(prompt="q", chosen="good", rejected="")),
        (
            {"conversations": [USER, BAD], "kto_tag": False},
            "kto_messages",
            Preference(prompt="q", chosen="", rejected="bad"),
        ),
    ],
)
def test_rows_become_preferences(preview: Preview, row: object, layout: str, content: Preference) -> None:
    summary = preview(row)
    assert contents(summary) == [content]
    assert (summary.layout, summary.kind) == (layout, "preference")


@pytest.mark.parametrize(
    ("bad", "words"),
    [
        ({"prompt": "q", "chosen": "", "rejected": " "}, "Both answers are empty"),
        ({"prompt": " ", "chosen": "good", "rejected": "bad"}, "“prompt” is empty"),
        ({"chosen": "good", "rejected": "bad"}, "“prompt” is missing"),
    ],
)
def test_a_pair_without_its_parts_is_listed(preview: Preview, bad: object, words: str) -> None:
    good = {"prompt": "q", "chosen": "good", "rejected": "bad"}
    ((line, why),) = problems(preview(good, bad, good))
    assert line == 2
    assert words in why


def test_a_system_beside_answers_that_bring_their_prompt_speaks_first(preview: Preview) -> None:
    row = {"chosen": [USER, GOOD], "rejected": [USER, BAD], "system": "s"}
    assert contents(preview(row)) == [Preference(system="s", prompt="q", chosen="good", rejected="bad")]
    other = [{"role": "system", "content": "inside"}]
    summary = preview({"chosen": [*other, USER, GOOD], "rejected": [*other, USER, BAD], "system": "s"})
    assert contents(summary) == [Preference(system="inside", prompt="q", chosen="good", rejected="bad")]
    assert summary.sample[0].extra == {"system": "s"}


HUMAN = "\n\nHuman: first\n\nAssistant: one\n\nmore\n\nHuman: then\n\nAssistant: "


def test_dialogues_in_one_text_are_told_apart_by_their_speakers(preview: Preview) -> None:
    good = {"chosen": HUMAN + "good", "rejected": HUMAN + "bad"}
    summary = preview(good, {"chosen": HUMAN + "good", "rejected": HUMAN}, {"chosen": HUMAN + "x", "rejected": "y"})
    before = (Message(role="user", content="first"), Message(role="assistant", content="one\n\nmore"))
    (content, *_bad) = [row.content for row in summary.sample]
    assert content == Preference(history=before, prompt="then", chosen="good", rejected="bad")
    assert summary.layout == "hh"
    assert problems(summary) == [
        (2, "Turn 4 has no text."),
        (3, "The field “rejected” is no dialogue of Human and Assistant."),
    ]


def test_answers_of_several_turns_do_not_fit(preview: Preview) -> None:
    long = {"chosen": [USER, GOOD, USER, GOOD], "rejected": [USER, BAD]}
    ((line, why),) = problems(preview({"chosen": [USER, GOOD], "rejected": [USER, BAD]}, long))
    assert (line, "more than one turn" in why) == (2, True)


def test_a_verdict_that_says_nothing_is_listed(preview: Preview) -> None:
    row = {"prompt": "q", "completion": "a"}
    summary = preview({**row, "label": True}, {**row, "label": False}, {**row, "label": "perhaps"}, row)
    assert [(line, "whether the answer is good" in why) for line, why in problems(summary)] == [(3, True), (4, True)]


@pytest.mark.parametrize("kind", ["instruction", "chat"])
@pytest.mark.parametrize(
    "rows",
    [
        [{"prompt": "q", "completion": "good", "label": True}, {"prompt": "q", "completion": "bad", "label": False}],
        [{"messages": [USER, GOOD], "label": True}, {"messages": [USER, BAD], "label": False}],
        [{"instruction": "q", "output": "good", "label": 1}, {"instruction": "q", "output": "bad", "label": 0}],
    ],
)
def test_a_rejected_answer_is_never_learned(preview: Preview, rows: list[object], kind: Kind) -> None:
    summary = preview(*rows, kind=kind)
    assert summary.kind == kind
    assert [(line, "judged bad" in why) for line, why in problems(summary)] == [(2, True)]
    assert "good" in str(summary.sample[0].content)


def test_not_even_among_rows_without_a_verdict(preview: Preview) -> None:
    row = {"prompt": "q", "completion": "a"}
    summary = preview(row, row, {**row, "label": False}, {**row, "label": "cardiology"})
    assert (summary.layout, [line for line, _why in problems(summary)]) == ("prompt_completion", [3])


def test_nor_when_the_layout_is_named(preview: Preview) -> None:
    row = {"prompt": "q", "completion": "a"}
    summary = preview({**row, "label": True}, {**row, "label": False}, layout="prompt_completion")
    assert [line for line, _why in problems(summary)] == [2]


def test_a_better_answer_becomes_one_to_learn_with_the_worse_beside(preview: Preview) -> None:
    summary = preview({"prompt": "q", "chosen": "good", "rejected": "bad"}, kind="instruction")
    assert contents(summary) == [Instruction(instruction="q", response="good")]
    assert summary.sample[0].extra == {"rejected": "bad"}
    later = preview({"chosen": [*BEFORE, USER, GOOD], "rejected": [*BEFORE, USER, BAD]}, kind="instruction")
    assert "several turns" in problems(later)[0][1]


def test_a_data_set_of_instructions_takes_no_rejected_answer(project: Project, jsonl: WriteLines) -> None:
    import_file(project, jsonl({"instruction": "q", "output": "a"}), dataset="d")
    row = {"prompt": "q", "completion": "b"}
    report = import_file(project, jsonl({**row, "label": True}, {**row, "label": False}), dataset="d")
    assert (report.imported, [each.line for each in report.skipped]) == (1, [2])
    assert "holds examples of the kind “instruction”" in report.warnings[-1]


def test_of_several_rated_answers_the_best_and_the_worst_are_compared(preview: Preview) -> None:
    def answer(response: str, *ratings: str, overall: float = 5.0) -> dict[str, object]:
        aspects = {str(at): {"Rating": rating, "Rationale": "r"} for at, rating in enumerate(ratings)}
        return {"annotations": aspects, "model": "m", "response": response, "overall_score": overall}

    rated = [answer("fair", "3", "3"), answer("bad", "1", "N/A", overall=10.0), answer("good", "5", "4")]
    alike = [answer("good"), answer("bad")]
    scored = [answer("bad", overall=2.0), answer("good")]
    row = {"source": "s", "instruction": "q", "models": ["m"]}
    summary = preview(*({**row, "completions": each} for each in (rated, scored, alike)))
    assert [each.content for each in summary.sample] == [PAIR, PAIR, None]
    assert summary.sample[0].extra == {"source": "s", "models": ["m"], "completions": rated}
    assert summary.sample[2].problem == "No answer is rated better than another."
    assert "2 rows have several rated answers" in summary.warnings[0]


def test_preferences_as_openai_takes_them(preview: Preview) -> None:
    system = {"role": "system", "content": "s"}
    asked = {"messages": [system, *BEFORE, USER], "tools": [], "parallel_tool_calls": True}
    summary = preview(
        {"input": {"messages": [USER]}, "preferred_output": [GOOD], "non_preferred_output": [BAD]},
        {"input": asked, "preferred_output": [GOOD], "non_preferred_output": [BAD]},
        {"input": {"messages": [USER]}, "preferred_output": [GOOD, GOOD], "non_preferred_output": [BAD]},
    )
    assert [each.content for each in summary.sample] == [PAIR, LATER, None]
    assert summary.sample[1].extra == {"input": asked}
