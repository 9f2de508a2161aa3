"""Contents are written without their models, and are the very text that these would write."""

import contextlib
from typing import cast

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import TypeAdapter

from studio.core.example import KINDS, Content, Kind
from studio.data.importers.convert import can_become, converted
from studio.data.importers.drafts import Draft, content_json
from studio.data.importers.interpret import Interpreter
from studio.data.importers.recognise import Wish, recognise
from studio.data.importers.values import RowProblem

CONTENT: TypeAdapter[Content] = TypeAdapter(Content)
TEXTS = st.text(max_size=20)
ROLES = st.sampled_from(["system", "user", "assistant", "tool"])
LISTS = st.lists(TEXTS, max_size=4)


def drafts(kind: str, **fields: st.SearchStrategy[object]) -> st.SearchStrategy[dict[str, object]]:
    """Hypothesis shuffles the keys of dictionaries; ours stand in the order of the model."""
    return st.tuples(*fields.values()).map(lambda values: {"kind": kind, **dict(zip(fields, values, strict=True))})


TURNS = st.lists(st.tuples(ROLES, TEXTS).map(lambda turn: {"role": turn[0], "content": turn[1]}), max_size=4)
DRAFTS = st.one_of(
    drafts("instruction", system=TEXTS, instruction=TEXTS, input=TEXTS, response=TEXTS),
    drafts("chat", messages=TURNS),
    drafts("preference", system=TEXTS, history=TURNS, prompt=TEXTS, chosen=TEXTS, rejected=TEXTS),
    drafts("classification", text=TEXTS, labels=LISTS),
    drafts("choice", question=TEXTS, context=TEXTS, options=LISTS, answers=st.lists(st.integers(0, 3), max_size=3)),
    drafts("text", text=TEXTS),
)


@settings(max_examples=50, deadline=None)
@given(DRAFTS)
def test_the_text_is_that_of_the_model(draft: dict[str, object]) -> None:
    text = content_json(cast("Draft", draft))
    assert CONTENT.validate_json(text).model_dump_json() == text


@pytest.mark.parametrize("text", ["\x00\x1f\x7f\u2028\u2029\ufeff", "é😀œ", '"\\/\b\f\n\r\t'])
def test_characters_that_json_may_write_in_two_ways(text: str) -> None:
    written = content_json({"kind": "text", "text": text})
    assert CONTENT.validate_json(written).model_dump_json() == written


def test_half_a_character_is_refused() -> None:
    with pytest.raises(RowProblem, match="character is broken"):
        content_json({"kind": "text", "text": "\ud800"})


@pytest.mark.parametrize(
    "row",
    [
        {"instruction": "q", "input": "i", "output": "a", "system": "s"},
        {"messages": [{"content": "q", "role": "user"}, {"content": "a", "role": "assistant"}]},
        {"rejected": "b", "chosen": "a", "prompt": "q", "history": [["q0", "a0"]], "system": "s"},
        {"prompt": "q", "completion": "a", "label": False},
        {"label": "x", "text": "t"},
        {"answers": [0], "options": ["x", "y"], "question": "q", "context": "c"},
        {"text": "t"},
        {"response": "a", "instruction": "q", "kind": "instruction"},
    ],
)
def test_what_is_stored_is_the_text_of_the_model(row: dict[str, object]) -> None:
    stored = Interpreter(recognise([row], Wish({}))).row(row, 1).content
    assert CONTENT.validate_json(stored).model_dump_json() == stored


@settings(max_examples=50, deadline=None)
@given(DRAFTS, st.sampled_from(KINDS))
def test_a_conversion_gives_the_wanted_kind_or_a_reason(draft: dict[str, object], wanted: Kind) -> None:
    given_draft = cast("Draft", draft)
    with contextlib.suppress(RowProblem):
        made, _left = converted(given_draft, wanted)
        assert can_become(given_draft["kind"], wanted)
        assert made["kind"] == wanted
        content_json(made)
