"""Decides what the Playground shows and asks; knows no Qt."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Protocol

from studio.core.evaluation import Decoding, Subject
from studio.core.example import Message
from studio.errors import StudioError
from studio.ui.data.importing.words import said as problem_words
from studio.ui.evaluation.playground.exchange import DONE, Exchange, Reply, Said, questions_of, turns_before
from studio.ui.evaluation.playground.wishes import (
    OWN_CHOICE,
    Choices,
    ExampleDraft,
    RunChoice,
    Standing,
    TalkWish,
    Verdict,
)
from studio.words import _


class PlaygroundView(Protocol):
    """What the section can show, and what it has done when it is told to."""

    def show_choices(self, choices: Choices, run: str, pair: Sequence[Subject]) -> None: ...
    def show_wish(self, wish: TalkWish) -> None: ...
    def show_standing(self, standing: Standing) -> None: ...
    def show_models(self, pair: Sequence[Subject]) -> None: ...
    def add_exchange(self, exchange: Exchange) -> None: ...
    def show_reply(self, at: int, side: int, reply: Reply) -> None: ...
    def show_verdict(self, at: int, side: int, verdict: Verdict) -> None: ...
    def clear(self) -> None: ...
    def ask(self, pair: Sequence[Subject], side: int, turns: Sequence[Message], decoding: Decoding) -> None: ...
    def stop(self) -> None: ...
    def judge(self, at: int, side: int, question: str, answer: str) -> None: ...


class PlaygroundPresenter:
    """Holds the conversation, which is gone with the window: patients may be told of in it."""

    def __init__(self, view: PlaygroundView) -> None:
        self._view = view
        self._choices = Choices()
        self._run = ""
        self._pair: tuple[Subject, ...] = ()
        self._wish = TalkWish()
        self._exchanges: list[Exchange] = []
        self._side: int | None = None
        """Which model speaks; None where none does."""
        self._unwanted = False

    @property
    def pair(self) -> tuple[Subject, ...]:
        """The models that are asked, left to right; one, two, or none yet."""
        return self._pair

    @property
    def busy(self) -> bool:
        """Whether a model is asked."""
        return self._side is not None

    def open(self) -> None:
        """Show everything for the first time."""
        self._view.show_wish(self._wish)
        self._judge_standing()

    def on_choices(self, choices: Choices) -> None:
        """The models that there are, looked up anew; what is chosen stays if it is still there."""
        self._choices = choices
        known = {each.name for each in choices.runs} | {OWN_CHOICE}
        if self._run not in known or (self._run == OWN_CHOICE and not self._pair):
            self._run = choices.runs[0].name if choices.runs else OWN_CHOICE
            self._choose(self._pair_of(self._run))
        self._view.show_choices(choices, self._run, self._pair)

    def on_run(self, name: str) -> None:
        """Another run, before and after; or two models of one's own choice."""
        self._run = name
        if name != OWN_CHOICE:
            self._choose(self._pair_of(name))
        self._view.show_choices(self._choices, self._run, self._pair)

    def on_pair(self, pair: Sequence[Subject]) -> None:
        """One or two models of one's own choice."""
        self._run = OWN_CHOICE
        self._choose(tuple(pair))

    def on_wish(self, wish: TalkWish) -> None:
        self._wish = wish

    def on_send(self, text: str) -> bool:
        """Ask; False where nothing can be asked now."""
        if not text.strip() or self.busy or not self._pair:
            return False
        exchange = Exchange(
            text, self._wish.system, tuple(Reply(each) for each in self._pair), first=not self._wish.remembers
        )
        self._exchanges.append(exchange)
        self._view.add_exchange(exchange)
        self._unwanted = False
        self._ask(0)
        return True

    def on_said(self, said: Said) -> None:
        """The model that speaks has gone on."""
        if self._side is not None:
            self._reply.take(said)
            self._view.show_reply(len(self._exchanges) - 1, self._side, self._reply)

    def on_stop(self) -> None:
        """No model shall say more."""
        if self.busy:
            self._unwanted = True
            self._view.stop()

    def on_ended(self) -> None:
        """The model has said what it had to say."""
        self._go_on()

    def on_stopped(self) -> None:
        """Stopped in the middle: what was said stays."""
        if self._side is not None:
            self._reply.state = "stopped"
            self._go_on()

    def on_failed(self, error: StudioError) -> None:
        """Why it said nothing stands in its place."""
        if self._side is not None:
            self._reply.state = "failed"
            self._reply.problem = problem_words(error)
            self._go_on()

    def on_clear(self) -> None:
        """Forget the conversation."""
        if not self.busy:
            self._exchanges.clear()
            self._view.clear()
            self._judge_standing()

    def on_verdict(self, at: int, side: int, verdict: Verdict) -> None:
        if at < len(self._exchanges):
            self._view.show_verdict(at, side, verdict)

    def draft_of(self, at: int, side: int) -> ExampleDraft:
        """What an example could be made of."""
        reply = self._exchanges[at].replies[side]
        return ExampleDraft(turns_before(self._exchanges, at, side), reply.text, reply.subject.title)

    def question_at(self, at: int) -> tuple[str, str]:
        """A question, and the system prompt that it was asked with."""
        return self._exchanges[at].question, self._exchanges[at].system

    @property
    def _reply(self) -> Reply:
        assert self._side is not None
        return self._exchanges[-1].replies[self._side]

    def _ask(self, side: int) -> None:
        self._side = side
        at = len(self._exchanges) - 1
        self._judge_standing()
        wish = self._wish
        decoding = Decoding(max_new_tokens=wish.longest, temperature=wish.temperature, seed=wish.seed)
        self._view.ask(self._pair, side, turns_before(self._exchanges, at, side), decoding)

    def _go_on(self) -> None:
        if self._side is None:
            return
        at, side, reply = len(self._exchanges) - 1, self._side, self._reply
        if reply.state not in DONE:
            reply.state = "ended"
        self._view.show_reply(at, side, reply)
        if reply.text:
            self._view.judge(at, side, questions_of(self._exchanges, at), reply.text)
        if side + 1 < len(self._exchanges[-1].replies) and not self._unwanted:
            self._ask(side + 1)
            return
        for other, late in enumerate(self._exchanges[-1].replies):
            if late.state == "waiting":
                late.state = "stopped"
                self._view.show_reply(at, other, late)
        self._side = None
        self._judge_standing()

    def _choose(self, pair: tuple[Subject, ...]) -> None:
        """Other models begin another conversation: what the ones before said is not theirs."""
        if pair == self._pair:
            return
        self._pair = pair
        self._remember_as_learned()
        self._exchanges.clear()
        self._view.clear()
        self._view.show_models(pair)
        self._judge_standing()

    def _remember_as_learned(self) -> None:
        """A model that learned from single questions is asked single ones, unless the user wants otherwise."""
        run = next((each for each in self._choices.runs if each.name == self._run), None)
        if run is not None:
            self._wish = replace(self._wish, remembers=run.converses)
            self._view.show_wish(self._wish)

    def _pair_of(self, name: str) -> tuple[Subject, ...]:
        found: RunChoice | None = next((each for each in self._choices.runs if each.name == name), None)
        if found is not None:
            return found.base, found.tuned
        return self._pair or self._choices.models[:1]

    def _judge_standing(self) -> None:
        cannot = "" if self._pair else _("Choose a model first.")
        self._view.show_standing(Standing(cannot or (_("A model is at work…") if self.busy else ""), self.busy))
