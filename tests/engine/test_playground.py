"""Conversations with real models: streamed as they would be answered, base and tuned in the same memory."""

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import psutil
import pytest

from studio.core.evaluation import Decoding, Subject
from studio.core.example import Message
from studio.core.spoken import SAID_BY, Ended, Loading, Ready, Refused, SpokenToken
from studio.data.child import ChildCancelled, ChildDied
from studio.data.kept_child import KeptChild

pytestmark = pytest.mark.slow
TASK = "studio.engine.playground:said"
QUESTIONS = (
    "Femme de 34 ans, céphalées depuis trois jours, sans fièvre. Que proposer ?",
    "Homme de 61 ans, céphalée brutale 🤕 et vomissements.",
    "?",
)
DEMO = Subject(title="Demo", base="demo")


def turns(*texts: str) -> tuple[Message, ...]:
    roles = ("user", "assistant")
    return tuple(Message(role=roles[at % 2], content=text) for at, text in enumerate(texts))


@pytest.fixture(scope="module")
def adapter(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An adapter of the demonstration model that has learned nothing and changes everything."""
    from peft import LoraConfig, get_peft_model

    from studio.core.options import MethodOptions
    from studio.engine.base_model import find_base_model
    from studio.engine.model import find_device, load_model
    from studio.engine.tokenizer import load_tokenizer

    folder = tmp_path_factory.mktemp("adapter")
    base = find_base_model("demo")
    config = LoraConfig(r=4, target_modules="all-linear", init_lora_weights=False, task_type="CAUSAL_LM")
    get_peft_model(load_model(base, MethodOptions(name="lora"), find_device()), config).save_pretrained(str(folder))
    load_tokenizer(base, "auto").save_pretrained(folder)
    return folder


Ask = Callable[..., list[object]]


@pytest.fixture(scope="module")
def pair(adapter: Path) -> tuple[Subject, Subject]:
    return DEMO, Subject(title="Tuned", base="demo", result=str(adapter))


@pytest.fixture(scope="module")
def ask(pair: tuple[Subject, Subject]) -> Iterator[Ask]:
    """What the child does, in this process; the models stay from one question to the next."""
    from studio.engine import playground

    def told(at: int, asked: Sequence[Message], decoding: Decoding, *, stopped: bool = False) -> list[object]:
        rows = playground.said(**arguments(pair, at, asked, decoding), stopped=lambda: stopped)
        return [SAID_BY.validate_python(row).said for row in rows]

    yield told
    playground.forget()


def arguments(pair: Sequence[Subject], at: int, asked: Sequence[Message], decoding: Decoding) -> dict[str, Any]:
    return {
        "pair": [each.model_dump(mode="json") for each in pair],
        "conversations": {str(at): [each.model_dump() for each in asked]},
        "decoding": decoding.model_dump(),
    }


def tokens(told: Sequence[object]) -> list[SpokenToken]:
    return [each for each in told if isinstance(each, SpokenToken)]


def end(told: Sequence[object]) -> Ended:
    assert isinstance(told[-1], Ended)
    return told[-1]


def test_what_is_streamed_is_what_would_be_answered() -> None:
    from studio.core.options import MethodOptions
    from studio.engine.base_model import find_base_model
    from studio.engine.encode import encode_prompt
    from studio.engine.generate import Answerer
    from studio.engine.model import find_device, load_model
    from studio.engine.telling import Teller
    from studio.engine.tokenizer import load_tokenizer

    base = find_base_model("demo")
    model, tokenizer = load_model(base, MethodOptions(name="lora"), find_device()), load_tokenizer(base, "auto")
    prompts = [encode_prompt(tokenizer, turns(question)) for question in QUESTIONS]
    answers = [Answerer(model, tokenizer, 40, _NobodyStops()).answer([prompt])[0] for prompt in prompts]
    told = [list(Teller(model, tokenizer, 40).tell(prompt, 1, lambda: False)) for prompt in prompts]
    assert [end(each).text for each in told] == answers
    for each in told:
        said = tokens(each)
        assert "".join(token.text for token in said).strip() == end(each).text
        assert [token.guesses[0].probability for token in said] == [token.probability for token in said]
        assert [token.guesses[0].text for token in said] == [token.text for token in said]
        assert said[-1].end == (end(each).by == "itself")
        assert end(each).tokens == len(said) - said[-1].end


class _NobodyStops:
    def obey_stop_now(self) -> None:
        return


def test_base_and_tuned_share_the_memory_and_the_base_is_as_without_the_adapter(ask: Ask) -> None:
    from studio.engine import playground

    playground.forget()
    decoding = Decoding(max_new_tokens=12)
    alone, tuned, again = (ask(at, turns(QUESTIONS[0]), decoding) for at in (0, 1, 0))
    assert [type(each) for each in alone[:2]] == [Loading, Ready]
    assert again[0] == alone[1]
    assert tokens(again) == tokens(alone)
    assert tokens(tuned) != tokens(alone)
    assert isinstance(tuned[1], Ready)
    assert tuned[1] != alone[1]


def test_the_seed_decides_what_is_drawn_and_earlier_turns_count(ask: Ask) -> None:
    drawing = Decoding(max_new_tokens=8, temperature=1.5)
    texts = [end(ask(1, turns(QUESTIONS[0]), drawing.model_copy(update={"seed": seed}))).text for seed in (1, 1, 2)]
    assert texts[0] == texts[1] != texts[2]
    first, longer = (
        next(each.asked for each in ask(1, asked, Decoding(max_new_tokens=1)) if isinstance(each, Ready))
        for asked in (turns(QUESTIONS[0]), turns(QUESTIONS[0], "Quel âge ?", QUESTIONS[2]))
    )
    assert longer > first


def test_a_stopped_answer_says_no_token_more(ask: Ask) -> None:
    """The wish is looked at after each token: the first one is said, and no other."""
    told = ask(0, turns(QUESTIONS[1]), Decoding(), stopped=True)
    assert len(tokens(told)) == 1
    assert end(told).by == "stop"


def test_a_conversation_beyond_the_context_is_refused_in_words(ask: Ask) -> None:
    refused = ask(0, turns("céphalée " * 5_000), Decoding())[-1]
    assert isinstance(refused, Refused)
    assert "at most" in refused.message


def test_a_lack_of_memory_is_told_and_lets_go_of_the_models(ask: Ask, pair: tuple[Subject, Subject]) -> None:
    from studio.engine import playground

    def lack() -> bool:
        raise MemoryError

    ask(0, turns("?"), Decoding(max_new_tokens=1))
    refused = list(playground.said(**arguments(pair, 0, turns("?"), Decoding()), stopped=lack))[-1]["said"]
    assert "not enough memory for “Demo”" in refused["message"]
    assert isinstance(ask(0, turns("?"), Decoding(max_new_tokens=1))[0], Loading)


def test_a_stop_keeps_the_model_and_a_child_that_is_killed_gives_way_to_another(
    pair: tuple[Subject, Subject], caplog: pytest.LogCaptureFixture
) -> None:
    child = KeptChild(patience_s=600)
    told: list[object] = []
    wanted = arguments(pair, 1, turns(QUESTIONS[1]), Decoding(max_new_tokens=400))
    try:
        with pytest.raises(ChildCancelled):
            told.extend(child.rows(TASK, wanted, cancelled=lambda: True, memory=None))
        # Nothing more is loaded: the process is the same.
        answered = [row["said"]["what"] for row in child.rows(TASK, wanted, memory=None)]
        assert answered[0] == "ready"
        (process,) = [each for each in psutil.Process().children() if "studio.data.child" in each.cmdline()]
        process.kill()
        with caplog.at_level("ERROR"), pytest.raises(ChildDied, match="killed from outside"):
            told.extend(child.rows(TASK, wanted, memory=None))
        caplog.clear()
        answered = [row["said"]["what"] for row in child.rows(TASK, wanted, memory=None)]
        assert answered[:2] == ["loading", "ready"]
    finally:
        child.close()
