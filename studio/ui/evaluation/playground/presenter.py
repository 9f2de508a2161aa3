"""Decides what the Playground shows and asks; knows no Qt."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Protocol

from studio.core.evaluation import Decoding, Subject
from studio.core.example import Message
from studio.core.spoken import SaidBy
from studio.errors import StudioError
from studio.ui.evaluation.playground.exchange import DONE, Exchange, Reply, questions_of, turns_before
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
    def ask(self, pair: Sequence[Subject], turns: Mapping[int, Sequence[Message]], decoding: Decoding) -> None: ...
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
        self._asking = False

    @property
    def pair(self) -> tuple[Subject, ...]:
        """The models that are asked, left to right; one, two, or none yet."""
        return self._pair

    @property
    def busy(self) -> bool:
        """Whether models are asked."""
        return self._asking

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
        self._ask()
        return True

    def on_said(self, said: Sequence[SaidBy]) -> None:
        """The models that speak have gone on."""
        if not self._asking:
            return
        at, replies = len(self._exchanges) - 1, self._exchanges[-1].replies
        for each in said:
            replies[each.at].take(each.said)
        for side in sorted({each.at for each in said}):
            self._view.show_reply(at, side, replies[side])
            if replies[side].state in DONE:
                self._judge(side)

    def on_stop(self) -> None:
        """No model shall say more."""
        if self.busy:
            self._view.stop()

    def on_ended(self) -> None:
        """The models have said what they had to say."""
        self._end()

    def on_stopped(self) -> None:
        """Stopped in the middle: what was said stays."""
        self._end()

    def on_failed(self, error: StudioError) -> None:
        """Why they said nothing more stands in the place of what is missing."""
        self._end(error)

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

    def _ask(self) -> None:
        self._asking = True
        self._judge_standing()
        at, wish = len(self._exchanges) - 1, self._wish
        decoding = Decoding(max_new_tokens=wish.longest, temperature=wish.temperature, seed=wish.seed)
        turns = {side: turns_before(self._exchanges, at, side) for side in range(len(self._pair))}
        self._view.ask(self._pair, turns, decoding)

    def _end(self, error: StudioError | None = None) -> None:
        if not self._asking:
            return
        for side, reply in enumerate(self._exchanges[-1].replies):
            if reply.state in DONE:
                continue
            if error is None:
                reply.state = "stopped"
            else:
                reply.fail(error.message, error.hint)
            self._view.show_reply(len(self._exchanges) - 1, side, reply)
            self._judge(side)
        self._asking = False
        self._judge_standing()

    def _judge(self, side: int) -> None:
        at = len(self._exchanges) - 1
        if text := self._exchanges[at].replies[side].text:
            self._view.judge(at, side, questions_of(self._exchanges, at), text)

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
