"""Conversations with real models: streamed as they would be answered, base and tuned in the same memory."""

import shutil
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import psutil
import pytest

from studio.core.evaluation import Decoding, Subject
from studio.core.example import Message
from studio.core.spoken import SAID_BY, Ended, Loading, Ready, Refused, SaidBy, SpokenToken
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


def test_asked_at_once_each_says_what_it_says_alone(ask: Ask, pair: tuple[Subject, Subject]) -> None:
    """The weights turn from one to the other with each token, and so do the dice."""
    drawing = Decoding(max_new_tokens=10, temperature=1.5)
    alone = [tokens(ask(at, turns(QUESTIONS[at]), drawing)) for at in (0, 1)]
    told = together(pair, {at: turns(QUESTIONS[at]) for at in (0, 1)}, drawing)
    assert [[each.said for each in told if each.at == at and isinstance(each.said, SpokenToken)] for at in (0, 1)] == (
        alone
    )
    said = [each.at for each in told if isinstance(each.said, SpokenToken)]
    assert said[:4] == [0, 1, 0, 1]


def test_two_results_of_one_base_take_turns_and_a_model_that_is_not_there_keeps_nobody(
    ask: Ask, pair: tuple[Subject, Subject], adapter: Path, tmp_path: Path
) -> None:
    other = Subject(title="Other", base="demo", result=str(shutil.copytree(adapter, tmp_path / "other")))
    missing = Subject(title="Missing", base=str(tmp_path / "none"))
    short = Decoding(max_new_tokens=3)
    alone = tokens(ask(1, turns("?"), short))
    told = together((pair[1], other, missing), dict.fromkeys(range(3), turns("?")), short)
    assert isinstance([each.said for each in told if each.at == 2][-1], Refused)
    for at in (0, 1):
        assert [each.said for each in told if each.at == at and isinstance(each.said, SpokenToken)] == alone
    assert [each.at for each in told if isinstance(each.said, Ended)] == [0, 1]


def test_a_gguf_file_is_told_as_an_evaluation_has_it(tmp_path: Path) -> None:
    from studio.engine import playground
    from studio.engine.base_model import find_base_model
    from studio.engine.evaluating.gguf import chat_request, start_server
    from tests.engine.export.gguf.families import gguf_of

    gguf_of(find_base_model("demo").folder, tmp_path / "demo.gguf")
    (tmp_path / "bad.gguf").write_bytes(b"GGUF" + bytes(64))
    subjects = [Subject(title=name, base=str(tmp_path / f"{name}.gguf")) for name in ("demo", "bad")]
    asked, greedy = turns(QUESTIONS[0]), Decoding(max_new_tokens=40)
    answer = start_server(subjects[0], 1024).handle_chat_completions(chat_request(asked, greedy))
    try:
        told = together(subjects, {0: asked, 1: asked}, greedy)
        refused = [each.said for each in told if each.at == 1][-1]
        assert isinstance(refused, Refused)
        assert "llama.cpp cannot load" in refused.message
        mine = [each.said for each in told if each.at == 0]
        assert [type(each) for each in mine[:2]] == [Loading, Ready]
        assert end(mine).text == answer["choices"][0]["message"]["content"].strip() != ""
        assert mine[1].asked == answer["usage"]["prompt_tokens"]
        for token in tokens(mine):
            assert token.guesses[0].text == token.text
            assert 0 < token.guesses[1].probability <= token.probability <= 1
        stopped = together(subjects, {0: asked}, greedy, stopped=lambda: True)
        assert len(tokens([each.said for each in stopped])) <= 1
        assert end([each.said for each in stopped]).by == "stop"
        # In the memory for what was asked before there is no room for it, and none in the model.
        *_told, refused = together(subjects, {0: turns("céphalée " * 5_000)}, greedy)
        assert "“demo” reads 1024 at most" in refused.said.message
    finally:
        playground.forget()


def together(
    pair: Sequence[Subject],
    asked: Mapping[int, Sequence[Message]],
    decoding: Decoding,
    stopped: Callable[[], bool] = lambda: False,
) -> list[SaidBy]:
    from studio.engine import playground

    rows = playground.said(
        [each.model_dump(mode="json") for each in pair],
        {str(at): [each.model_dump() for each in talk] for at, talk in asked.items()},
        decoding.model_dump(),
        stopped,
    )
    return [SAID_BY.validate_python(row) for row in rows]


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
