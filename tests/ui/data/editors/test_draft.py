"""Edits made in the pane and edits made elsewhere come together; nothing that is being typed is lost."""

from hypothesis import given, settings
from hypothesis import strategies as st

from studio.core.example import Chat, Choice, Content, Instruction, Message, Preference
from studio.ui.data.editors.draft import Draft, merged, texts_of, with_texts
from studio.ui.data.editors.requests import ContentRequest
from studio.ui.data.table_model import EditRequest

WORD = st.sampled_from(["", "a", "b", "c"])
INSTRUCTIONS = st.builds(Instruction, instruction=WORD, input=WORD, response=WORD, system=WORD)
TURN = st.builds(Message, role=st.sampled_from(["user", "assistant"]), content=WORD)
CHATS = st.builds(Chat, messages=st.lists(TURN, max_size=3).map(tuple))


def instruction(question: str = "", answer: str = "") -> Instruction:
    return Instruction(instruction=question, response=answer)


def chat(*texts: str) -> Chat:
    return Chat(messages=tuple(Message(role="user", content=text) for text in texts))


def test_every_text_has_a_name_and_can_be_replaced() -> None:
    content = Preference(system="s", history=(Message(role="user", content="h"),), prompt="p", chosen="c", rejected="r")
    assert texts_of(content) == {"system": "s", "history.0": "h", "prompt": "p", "chosen": "c", "rejected": "r"}
    assert texts_of(with_texts(content, {"history.0": "new"}))["history.0"] == "new"
    assert list(texts_of(Choice(question="q", options=("a", "b"), answers=(1,)))) == [
        "question", "context", "options.0", "options.1",
    ]  # fmt: skip


def test_one_text_is_asked_for_by_its_name_and_more_as_a_whole() -> None:
    draft = Draft(7, instruction("Q", "R"))
    assert draft.ask(instruction("Q", "R")) is None
    assert draft.ask(instruction("Q", "S")) == EditRequest(7, "response", "S")
    assert draft.ask(instruction("Q", "S")) is None
    both = instruction("P", "T")
    assert draft.ask(both) == ContentRequest(7, both)


def test_an_edit_elsewhere_arrives_beside_what_is_being_typed() -> None:
    draft = Draft(7, instruction("Q", "R"))
    assert draft.stored_now(instruction("Q", "new"), instruction("Q…", "R")) == instruction("Q…", "new")


def test_an_undo_is_shown_once_nothing_is_under_way() -> None:
    draft = Draft(7, instruction("Q"))
    draft.ask(instruction("typed"))
    draft.answered()
    # The store was read after the undo that followed at once.
    assert draft.stored_now(instruction("Q"), instruction("typed")) == instruction("Q")


def test_an_answer_to_the_first_edit_does_not_take_the_second_back() -> None:
    draft = Draft(7, chat("Q"))
    draft.ask(chat("Q", ""))
    draft.ask(chat("Q", "", ""))
    draft.answered()
    assert draft.stored_now(chat("Q", ""), chat("Q", "", "typing")) == chat("Q", "", "typing")
    draft.answered()
    assert draft.stored_now(chat("Q", "", ""), chat("Q", "", "typing")) == chat("Q", "", "typing")
    assert draft.ask(chat("Q", "", "typing")) == EditRequest(7, "messages.2", "typing")


def test_what_was_refused_stays_and_is_asked_for_again() -> None:
    draft = Draft(7, instruction("Q"))
    draft.ask(instruction("typed"))
    draft.refused()
    assert draft.stored_now(instruction("Q", "R"), instruction("typed")) == instruction("typed", "R")
    assert draft.ask(instruction("typed", "R")) == EditRequest(7, "instruction", "typed")


@settings(max_examples=50, deadline=None)
@given(st.one_of(st.tuples(*[INSTRUCTIONS] * 3), st.tuples(*[CHATS] * 3)))
def test_no_side_loses_a_text_that_only_it_has_changed(versions: tuple[Content, Content, Content]) -> None:
    base, ours, theirs = versions
    both = merged(base, ours, theirs)
    assert merged(base, base, theirs) == theirs
    assert merged(base, ours, base) == ours
    before = texts_of(base)
    kept = texts_of(both)
    for name, text in texts_of(ours).items():
        if ours != base and text != before.get(name):
            assert kept[name] == text


@settings(max_examples=50, deadline=None)
@given(st.lists(INSTRUCTIONS, min_size=1, max_size=5))
def test_the_screen_and_the_store_agree_once_everything_is_answered(edits: list[Instruction]) -> None:
    stored: Content = instruction("Q")
    draft, screen = Draft(7, stored), stored
    asked = []
    for screen in edits:
        if (request := draft.ask(screen)) is not None:
            asked.append(request)
    for request in asked:
        stored = (
            request.content
            if isinstance(request, ContentRequest)
            else with_texts(stored, {request.field: request.text})
        )
        draft.answered()
        screen = draft.stored_now(stored, screen)
    assert screen == stored == edits[-1]
