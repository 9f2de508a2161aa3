"""Questions with answers, and conversations, in every layout people write them in."""

import pytest

from studio.core.example import Chat, Content, Instruction, Message, Text
from tests.data.importers.preview import Preview, contents, problems

QA = Instruction(instruction="q", response="a")
USER, ASSISTANT = {"role": "user", "content": "q"}, {"role": "assistant", "content": "a"}


def chat(*turns: tuple[str, str]) -> Chat:
    return Chat.model_validate({"messages": [{"role": role, "content": text} for role, text in turns]})


CHAT_TURNS = (("user", "q"), ("assistant", "a"))
CHAT = chat(*CHAT_TURNS)


@pytest.mark.parametrize(
    ("row", "layout", "content"),
    [
        ({"dialogue": "q", "note": "a"}, "dialogue_note", QA),
        ({"dialogue": "q", "summary": "a"}, "dialogue_note", QA),
        ({"article": "q", "summary": "a"}, "question_answer", QA),
        (
            {"question": "q", "context": "c", "answer": "a"},
            "question_answer",
            Instruction(instruction="q", input="c", response="a"),
        ),
        ({"INSTRUCTION": "q", "RESPONSE": "a"}, "alpaca", QA),
        ({"prompt": [USER], "completion": [ASSISTANT]}, "prompt_completion_messages", CHAT),
        (
            {"instruction": "q2", "input": "i", "output": "a2", "system": "s", "history": [["q1", "a1"]]},
            "alpaca",
            chat(("system", "s"), ("user", "q1"), ("assistant", "a1"), ("user", "q2\n\ni"), ("assistant", "a2")),
        ),
        ({"instruction": "q", "output": "a", "history": []}, "alpaca", QA),
        ({"messages": [USER, ASSISTANT], "system": "s"}, "messages", chat(("system", "s"), *CHAT_TURNS)),
        ({"messages": '[{"role": "user", "content": "q"}, {"role": "model", "content": "a"}]'}, "messages", CHAT),
        (
            {"conversations": [{"from": "human", "value": "q"}, {"from": "gpt", "value": "a"}], "system": "s"},
            "sharegpt",
            chat(("system", "s"), *CHAT_TURNS),
        ),
        ({"conversation": [USER, ASSISTANT]}, "sharegpt", CHAT),
        (
            {
                "segments": [
                    {"label": False, "text": "<|user|>q"},
                    {"label": True, "text": "a"},
                    {"label": True, "text": "b"},
                ]
            },
            "segments",
            chat(("user", "<|user|>q"), ("assistant", "ab")),
        ),
        ({"segments": [{"label": True, "text": "a "}, {"label": True, "text": "b"}]}, "segments", Text(text="a b")),
    ],
)
def test_rows_become_examples(preview: Preview, row: object, layout: str, content: Content) -> None:
    summary = preview(row)
    assert contents(summary) == [content]
    assert (summary.layout, summary.kind) == (layout, content.kind)


def test_a_file_of_which_some_rows_have_earlier_turns_is_chat(preview: Preview) -> None:
    row = {"instruction": "q", "output": "a"}
    history = [["q1", "a1"]]
    summary = preview({**row, "history": []}, {**row, "history": history})
    assert [len(each.messages) for each in contents(summary) if isinstance(each, Chat)] == [2, 4]
    as_instruction = preview({**row, "history": []}, {**row, "history": history}, kind="instruction")
    assert [(line, "import the file as chat" in why) for line, why in problems(as_instruction)] == [(2, True)]
    ((_line, why),) = problems(preview({**row, "history": history}, {**row, "history": [["q1"]]}))
    assert "no list of questions with answers" in why


def test_turns_of_tools_are_taken_and_calls_become_text(preview: Preview) -> None:
    once = {"function": {"name": "dose", "arguments": '{"drug": "été"}'}, "id": "1", "type": "function"}
    call = {"role": "assistant", "content": None, "tool_calls": [once]}
    calls = {"role": "assistant", "content": "wait", "tool_calls": [once, {"function": {"name": "f"}}]}
    tool = {"role": "tool", "content": "12 mg", "tool_call_id": "1"}
    summary = preview(
        {"messages": [USER, {"role": "assistant", "content": "f()"}, tool, ASSISTANT], "tools": [{"name": "f"}]},
        {"messages": [USER, call, tool, ASSISTANT]},
        {"messages": [USER, calls]},
        {"messages": [USER, {"role": "assistant", "content": None, "tool_calls": []}]},
    )
    first, second, third, fourth = summary.sample
    assert isinstance(first.content, Chat)
    assert isinstance(second.content, Chat)
    assert isinstance(third.content, Chat)
    assert [turn.role for turn in first.content.messages] == ["user", "assistant", "tool", "assistant"]
    assert first.extra.keys() == {"messages", "tools"}
    written = '{"name": "dose", "arguments": {"drug": "été"}}'
    assert second.content.messages[1].content == written
    assert second.extra == {"messages": [USER, call, tool, ASSISTANT]}
    assert third.content.messages[1].content == f'wait\n[{written}, {{"name": "f", "arguments": null}}]'
    assert "Turn 2 has no text" in fourth.problem
    assert [words for words in summary.warnings if words.startswith("2 rows call tools; the calls became text")]


def test_a_tree_of_replies_is_followed_along_the_best(preview: Preview) -> None:
    def node(role: str, text: str, *replies: object, **more: object) -> dict[str, object]:
        return {"role": role, "text": text, "replies": list(replies), **more}

    worse = node("assistant", "worse", rank=1)
    gone = node("assistant", "gone", rank=0, deleted=True)
    again = node("prompter", "q2", node("assistant", "a2", node("prompter", "unanswered")))
    tree = node("prompter", "q", node("assistant", "unranked"), worse, gone, node("assistant", "best", again, rank=0))
    summary = preview(
        {"message_tree_id": "1", "prompt": tree}, {"message_tree_id": "2", "prompt": node("prompter", "q")}
    )
    row, alone = summary.sample
    assert isinstance(row.content, Chat)
    assert [turn.content for turn in row.content.messages] == ["q", "best", "q2", "a2"]
    assert row.extra == {"message_tree_id": "1", "prompt": tree}
    assert alone.problem == "The conversation is empty."
    assert "1 row has other replies than the best ranked" in summary.warnings[0]


def test_functions_called_in_sharegpt_stay_beside_the_example(preview: Preview) -> None:
    turns = [
        {"from": "human", "value": "q"},
        {"from": "function_call", "value": '{"name": "f"}'},
        {"from": "observation", "value": "12"},
        {"from": "gpt", "value": "a"},
    ]
    (row,) = preview({"conversations": turns, "tools": "[]"}).sample
    assert row.content == chat(("user", "q"), ("assistant", '{"name": "f"}'), ("tool", "12"), ("assistant", "a"))
    assert row.extra == {"conversations": turns, "tools": "[]"}


@pytest.mark.parametrize("mark", [{"weight": 0}, {"train": False}])
def test_answers_marked_as_not_to_be_learned_are_told(preview: Preview, mark: dict[str, object]) -> None:
    summary = preview({"messages": [USER, {**ASSISTANT, **mark}, USER, ASSISTANT]})
    assert "not to be learned" in summary.warnings[0]
    assert summary.sample[0].extra.keys() == {"messages"}


def test_of_two_system_prompts_none_is_lost(preview: Preview) -> None:
    summary = preview({"system": "outer", "messages": [{"role": "system", "content": "inner"}, USER, ASSISTANT]})
    assert contents(summary) == [chat(("system", "inner"), *CHAT_TURNS)]
    assert summary.sample[0].extra == {"system": "outer"}
    assert "two system prompts" in summary.warnings[0]


def test_what_columns_write_for_an_absent_field_is_nothing_to_keep(preview: Preview) -> None:
    turns = [{**turn, "name": None, "from": None, "value": None} for turn in (USER, ASSISTANT)]
    summary = preview({"messages": turns})
    assert contents(summary) == [CHAT]
    assert summary.sample[0].extra == {}


def test_segments_that_are_not_all_learned_are_no_plain_text(preview: Preview) -> None:
    masked = {"segments": [{"label": False, "text": "q"}, {"label": True, "text": "a"}]}
    assert "not to be learned" in problems(preview(masked, kind="text"))[0][1]
    assert contents(preview(masked)) == [CHAT]
    wrong: list[object] = [[{"label": "x", "text": "q"}], [], [{"label": False, "text": "q"}]]
    assert len(problems(preview(masked, *({"segments": each} for each in wrong)))) == 3


def test_marks_of_a_template_inside_segments_are_told(preview: Preview) -> None:
    row = {"segments": [{"label": False, "text": "<s>q"}, {"label": True, "text": "a</s>"}]}
    assert "marks of a chat template" in preview(row).warnings[0]


def test_pictures_are_no_text(preview: Preview) -> None:
    parts = [{"type": "text", "text": "q"}, {"type": "image_url", "image_url": {}}]
    good = {"messages": [{"role": "user", "content": parts[:1]}, ASSISTANT]}
    summary = preview(good, {"messages": [{"role": "user", "content": parts}, ASSISTANT]})
    assert summary.sample[0].content == Chat(
        messages=(Message(role="user", content="q"), Message(role="assistant", content="a"))
    )
    assert [line for line, _why in problems(summary)] == [2]
