"""What the Playground decides, without a window and without a model."""

from collections.abc import Mapping, Sequence

import pytest

from studio.core.evaluation import Decoding, Subject
from studio.core.example import Message
from studio.core.spoken import Ended, Guess, Loading, Ready, Refused, SaidBy, SpokenToken
from studio.errors import ModelFailed
from studio.ui.evaluation.playground.exchange import Exchange, Reply
from studio.ui.evaluation.playground.presenter import PlaygroundPresenter
from studio.ui.evaluation.playground.wishes import OWN_CHOICE, Choices, RunChoice, Standing, TalkWish, Verdict
from studio.ui.evaluation.playground.words import reply_words, token_words

BASE, TUNED, OTHER = (Subject(title=name, base=name) for name in ("base", "tuned", "other"))
CHOICES = Choices((RunChoice("0001-a", "Run 1", BASE, TUNED),), (TUNED, OTHER))


def token(text: str, probability: float = 0.5, *, end: bool = False) -> SpokenToken:
    guesses = (Guess(text=text, probability=probability, end=end), Guess(text="\n", probability=0.001))
    return SpokenToken(text=text, probability=probability, guesses=guesses, end=end)


def over(text: str) -> Ended:
    return Ended(text=text, tokens=2, by="itself", first_token_s=0.5, total_s=1.0)


class View:
    """Remembers what it was told to show and to do."""

    def __init__(self) -> None:
        self.asked: list[tuple[dict[int, tuple[Message, ...]], Decoding]] = []
        self.judged: list[tuple[int, int, str, str]] = []
        self.standing, self.wish = Standing(), TalkWish()
        self.run, self.pair = "", tuple[Subject, ...]()
        self.replies = tuple[Reply, ...]()
        self.stops = self.clears = 0

    def show_choices(self, _choices: Choices, run: str, _pair: Sequence[Subject]) -> None:
        self.run = run

    def show_wish(self, wish: TalkWish) -> None:
        self.wish = wish

    def show_standing(self, standing: Standing) -> None:
        self.standing = standing

    def show_models(self, pair: Sequence[Subject]) -> None:
        self.pair = tuple(pair)

    def add_exchange(self, exchange: Exchange) -> None:
        self.replies = exchange.replies

    def show_reply(self, at: int, side: int, reply: Reply) -> None: ...
    def show_verdict(self, at: int, side: int, verdict: Verdict) -> None: ...

    def clear(self) -> None:
        self.clears += 1

    def ask(self, pair: Sequence[Subject], turns: Mapping[int, Sequence[Message]], decoding: Decoding) -> None:
        assert tuple(pair) == self.pair
        self.asked.append(({side: tuple(each) for side, each in turns.items()}, decoding))

    def stop(self) -> None:
        self.stops += 1

    def judge(self, at: int, side: int, question: str, answer: str) -> None:
        self.judged.append((at, side, question, answer))


@pytest.fixture
def view() -> View:
    return View()


@pytest.fixture
def presenter(view: View) -> PlaygroundPresenter:
    made = PlaygroundPresenter(view)
    made.open()
    made.on_choices(CHOICES)
    return made


def answer(presenter: PlaygroundPresenter, *texts: str) -> None:
    """One answer a model, token by token in turn."""
    told = [
        (Loading(), Ready(fingerprint="f", asked=3), token(text), token("", end=True), over(text)) for text in texts
    ]
    for together in zip(*told, strict=True):
        presenter.on_said([SaidBy(at=at, said=said) for at, said in enumerate(together)])
    presenter.on_ended()


def texts(turns: Sequence[Message]) -> list[tuple[str, str]]:
    return [(each.role, each.content) for each in turns]


def test_without_a_model_nothing_is_asked(view: View) -> None:
    presenter = PlaygroundPresenter(view)
    presenter.open()
    assert "Choose a model" in view.standing.cannot_send
    assert not presenter.on_send("?")


def test_the_newest_run_is_asked_before_and_after_each_with_its_own_answers(
    presenter: PlaygroundPresenter, view: View
) -> None:
    assert (view.run, view.pair) == ("0001-a", (BASE, TUNED))
    presenter.on_wish(TalkWish(system="S", temperature=0.5, seed=7, longest=9))
    for question in ("one", "two"):
        assert presenter.on_send(question)
        assert not presenter.on_send("meanwhile")
        answer(presenter, f"{question} by 0", f"{question} by 1")
    turns, decoding = view.asked[-1]
    assert len(view.asked) == 2
    assert texts(turns[1]) == [("system", "S"), ("user", "one"), ("assistant", "one by 1"), ("user", "two")]
    assert (decoding.temperature, decoding.seed, decoding.max_new_tokens) == (0.5, 7, 9)
    assert view.judged[-1] == (1, 1, "one\n\ntwo", "two by 1")
    assert not presenter.busy


def test_without_memory_every_question_is_a_new_conversation(presenter: PlaygroundPresenter, view: View) -> None:
    presenter.on_wish(TalkWish(remembers=False))
    for question in ("one", "two"):
        presenter.on_send(question)
        answer(presenter, "a", "b")
    assert texts(view.asked[-1][0][1]) == [("user", "two")]
    assert view.judged[-1][2] == "two"


@pytest.mark.parametrize("converses", [True, False])
def test_a_model_is_asked_as_it_learned(view: View, converses: bool) -> None:
    presenter = PlaygroundPresenter(view)
    presenter.open()
    presenter.on_choices(Choices((RunChoice("0001-a", "Run 1", BASE, TUNED, converses=converses),)))
    assert view.wish.remembers == converses


def test_a_stop_keeps_what_was_said(presenter: PlaygroundPresenter, view: View) -> None:
    presenter.on_send("one")
    presenter.on_said([SaidBy(at=0, said=token("half"))])
    presenter.on_stop()
    presenter.on_stopped()
    assert (view.stops, len(view.asked), presenter.busy) == (1, 1, False)
    assert presenter.draft_of(0, 0).answer == "half"
    assert view.judged == [(0, 0, "one", "half")]
    # What came too late is nobody's.
    presenter.on_said([SaidBy(at=0, said=token("late"))])
    assert presenter.draft_of(0, 0).answer == "half"


def test_a_failure_stands_in_the_place_of_the_answer_and_the_other_model_goes_on(
    presenter: PlaygroundPresenter, view: View
) -> None:
    presenter.on_send("one")
    presenter.on_said([SaidBy(at=0, said=Refused(message="No memory.", hint="Buy some."))])
    presenter.on_said([SaidBy(at=1, said=over("well"))])
    presenter.on_ended()
    presenter.on_send("two")
    # An answer that never came is no turn.
    assert [len(turns) for turns in view.asked[-1][0].values()] == [1, 3]
    presenter.on_said([SaidBy(at=0, said=over("first"))])
    presenter.on_failed(ModelFailed("The process has ended.", hint=""))
    assert [reply.problem for reply in view.replies] == ["", "The process has ended."]


def test_other_models_begin_another_conversation(presenter: PlaygroundPresenter, view: View) -> None:
    presenter.on_send("one")
    answer(presenter, "a", "b")
    before = view.clears
    presenter.on_pair((OTHER,))
    assert view.clears == before + 1
    assert presenter.on_send("two")
    answer(presenter, "c")
    assert texts(view.asked[-1][0][0]) == [("user", "two")]
    assert not presenter.busy
    presenter.on_choices(CHOICES)
    assert (view.run, presenter.pair) == (OWN_CHOICE, (OTHER,))


def test_replies_and_tokens_are_told_in_words() -> None:
    reply = Reply(BASE)
    assert "turn" in reply_words(reply)
    for said in (Ready(fingerprint="f", asked=1), token("é"), token("", end=True), over("é")):
        reply.take(said)
    assert reply_words(reply) == "2 tokens, ended by itself · first after 0.5 s · 2 tokens/s"
    words = token_words(token(" la", 0.5))
    assert "“·la”: 50%" in words
    assert "under 1%  ¶" in words
    assert "the end of the answer" in token_words(token("", end=True))
