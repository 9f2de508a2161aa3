"""Whatever stands in a field, a row comes in or says why it does not."""

import contextlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from studio.data.importers.interpret import Interpreter
from studio.data.importers.layouts import LAYOUTS
from studio.data.importers.recognise import Wish, recognise
from studio.data.importers.values import RowProblem
from studio.errors import ImportFailed

USER, ASSISTANT = {"role": "user", "content": "q"}, {"role": "assistant", "content": "a"}
LETTERS = {"A": "x", "B": "y"}
ROWS: list[dict[str, object]] = [
    {"kind": "choice", "question": "q", "context": "", "options": ["x", "y"], "answers": [0], "extra": {}},
    {"QUESTION": "q", "CONTEXTS": ["c"], "final_decision": "yes"},
    {"body": "q", "type": "yesno", "snippets": [{"text": "s"}], "exact_answer": "yes", "ideal_answer": ["a"]},
    {"body": "q", "type": "list", "snippets": [{"text": "s"}], "exact_answer": [["x"]], "ideal_answer": ["a"]},
    {"input": "q\nA. x\nB. y\nAnswer:", "output": "B"},
    {"question": "q", "answers": {"a": "x", "b": "y"}, "correct_answers": ["a"]},
    {"question": "q", "options": LETTERS, "answer_idx": "A", "answer": "x"},
    {"question": "q", "opa": "w", "opb": "x", "opc": "y", "opd": "z", "cop": 0},
    {"question": "q", "options": ["x", "y"], "answers": [0], "context": "c"},
    {"question": "q", **LETTERS, "answer": "B"},
    {"prompt": "q", "chosen": "a", "rejected": "b", "system": "s", "history": [["q", "a"]]},
    {"prompt": [USER], "chosen": [ASSISTANT], "rejected": [ASSISTANT]},
    {"conversations": [USER], "chosen": ASSISTANT, "rejected": ASSISTANT},
    {"chosen": "\n\nHuman: q\n\nAssistant: a", "rejected": "\n\nHuman: q\n\nAssistant: b"},
    {"instruction": "q", "completions": [{"response": "a", "rating": 1}, {"response": "b", "rating": "2"}]},
    {"input": {"messages": [USER]}, "preferred_output": [ASSISTANT], "non_preferred_output": [ASSISTANT]},
    {"prompt": {"role": "prompter", "text": "q", "replies": [{"role": "assistant", "text": "a", "replies": []}]}},
    {"prompt": "q", "completion": "a", "label": True},
    {"messages": [USER, ASSISTANT], "label": True},
    {"messages": [USER, ASSISTANT], "system": "s", "tools": []},
    {"segments": [{"label": False, "text": "q"}, {"label": True, "text": "a"}]},
    {"instruction": "q", "input": "i", "output": "a", "system": "s", "history": [["q", "a"]]},
    {"prompt": [USER], "completion": [ASSISTANT]},
    {"question": "q", "answer": "a", "split": "test", "family": "f", "tags": ["t"], "note": "n", "status": "draft"},
    {"text": "t", "SUBJECT_ID": 1, "HADM_ID": 2, "ISERROR": ""},
    {"text": "t", "labels": ["x"]},
    {"text": "t"},
]
SCALARS = st.one_of(
    *(st.none(), st.booleans(), st.integers(), st.floats(allow_nan=False, allow_infinity=False)),
    *(st.text(max_size=5), st.sampled_from(["", " ", "[]", "{}", "[[", "a", "A", "yes", "user", "q", "\x00"])),
)
VALUES = st.recursive(
    SCALARS,
    lambda inner: st.one_of(
        st.lists(inner, max_size=3),
        st.dictionaries(st.sampled_from(["role", "content", "from", "value", "text", "label", "key", "a"]), inner),
        st.just(USER),
        st.just(ASSISTANT),
        st.fixed_dictionaries({"role": st.just("assistant"), "content": inner, "tool_calls": inner}),
        st.fixed_dictionaries({"function": st.fixed_dictionaries({"name": inner, "arguments": inner})}),
        st.fixed_dictionaries({"role": inner, "text": inner, "replies": st.lists(inner, max_size=2), "rank": inner}),
    ),
    max_leaves=6,
)


@pytest.mark.parametrize("row", ROWS, ids=" ".join)
@settings(max_examples=25, deadline=None)
@given(data=st.data())
def test_a_field_may_hold_anything(row: dict[str, object], data: st.DataObject) -> None:
    interpreter = Interpreter(recognise([row], Wish({})))
    interpreter.row(row, 1)
    changed = data.draw(st.fixed_dictionaries({name: st.one_of(st.just(row[name]), VALUES) for name in row}))
    with contextlib.suppress(RowProblem):
        interpreter.row(changed, 2)
    with contextlib.suppress(RowProblem, ImportFailed):
        Interpreter(recognise([changed], Wish({}))).row(changed, 1)


def test_every_layout_is_among_the_rows() -> None:
    met = {recognise([row], Wish({})).layout.name for row in ROWS}
    unmet = {layout.name for layout in LAYOUTS} - met
    assert unmet == {"medmcqa_1", "sharegpt", "prompt_completion", "dialogue_note", "input_output", "kto"} - met
