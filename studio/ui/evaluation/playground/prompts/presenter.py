"""Decides what is shown of the kept prompts and of the models' answers to them; knows no Qt."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from studio.core.evaluation import Subject
from studio.core.prompt import ANY_KIND, RegressionPrompt
from studio.ui.formats import integer
from studio.words import _, ngettext

if TYPE_CHECKING:
    from studio.evaluating.prompting import PromptResult, PromptRun


@dataclass(frozen=True)
class PromptLine:
    """One line of the table: the prompt, what it expects, and how each model did."""

    prompt: RegressionPrompt
    title: str
    expected: str
    results: "tuple[PromptResult | None, ...]"


@dataclass(frozen=True)
class PromptsStanding:
    """What can be done now; a reason is "" where it can."""

    cannot_ask: str = ""
    summary: str = ""


class PromptsView(Protocol):
    """What the panel can show."""

    def show_lines(self, lines: Sequence[PromptLine], titles: Sequence[str]) -> None: ...
    def show_standing(self, standing: PromptsStanding) -> None: ...
    def ask(self, pair: Sequence[Subject], side: int, prompts: Sequence[RegressionPrompt]) -> None: ...


class PromptsPresenter:
    """Results stay until the prompt or the models change."""

    def __init__(self, view: PromptsView) -> None:
        self._view = view
        self._prompts: tuple[RegressionPrompt, ...] = ()
        self._pair: tuple[Subject, ...] = ()
        self._runs: dict[int, PromptRun] = {}
        self._busy = self._elsewhere = False

    @property
    def prompts(self) -> tuple[RegressionPrompt, ...]:
        """What is kept, in the order of asking."""
        return self._prompts

    def on_prompts(self, prompts: Sequence[RegressionPrompt]) -> None:
        """What is kept now."""
        self._prompts = tuple(prompts)
        self._show()

    def on_models(self, pair: Sequence[Subject]) -> None:
        """Other models have not answered yet."""
        self._pair, self._runs = tuple(pair), {}
        self._show()

    def on_busy_elsewhere(self, busy: bool) -> None:
        """A model is in conversation."""
        self._elsewhere = busy
        self._show()

    def on_ask(self) -> bool:
        """Ask all models, one after the other; False where that cannot be."""
        if self._standing().cannot_ask:
            return False
        self._busy, self._runs = True, {}
        self._view.ask(self._pair, 0, self._prompts)
        self._show()
        return True

    def on_answered(self, run: "PromptRun") -> bool:
        """One model has answered all; whether another one is asked now."""
        side = len(self._runs)
        self._runs[side] = run
        more = side + 1 < len(self._pair)
        if more:
            self._view.ask(self._pair, side + 1, self._prompts)
        else:
            self._busy = False
        self._show()
        return more

    def on_ended(self) -> None:
        """It was cancelled, or has failed."""
        self._busy = False
        self._show()

    def _show(self) -> None:
        lines = [
            PromptLine(each, each.title or " ".join(each.prompt.split()), expected_words(each), self._results(each))
            for each in self._prompts
        ]
        self._view.show_lines(lines, [each.title for each in self._pair])
        self._view.show_standing(self._standing())

    def _results(self, prompt: RegressionPrompt) -> "tuple[PromptResult | None, ...]":
        """A prompt that was edited since has no result."""
        return tuple(
            next((each for each in self._runs[side].results if each.prompt == prompt), None)
            if side in self._runs
            else None
            for side in range(len(self._pair))
        )

    def _standing(self) -> PromptsStanding:
        if not self._prompts:
            why = _("Keep a prompt first: “New prompt…”.")
        elif not self._pair:
            why = _("Choose a model first.")
        else:
            why = _("A model is at work…") if self._busy or self._elsewhere else ""
        return PromptsStanding(why, self._summary())

    def _summary(self) -> str:
        return "\n".join(_run_words(each) for each in self._runs.values())


def expected_words(prompt: RegressionPrompt) -> str:
    """What a prompt expects, in a line."""
    said = []
    if prompt.kind:
        said.append(_("keeps the contract") if prompt.kind == ANY_KIND else f"“{prompt.kind}”")
    if prompt.urgent:
        said.append(_("urgent") if prompt.urgent == "yes" else _("not urgent"))
    if prompt.contains:
        said.append(_("contains {words}").format(words=", ".join(f"“{each}”" for each in prompt.contains)))
    return " · ".join(said) or "–"


def result_words(result: "PromptResult | None") -> str:
    """How a model did, in a cell."""
    if result is None:
        return "…"
    mark = {True: "✓ ", False: "✗ ", None: ""}[result.passed]
    answer = " ".join(result.answer.split()) or _("(empty)")
    return mark + (_("changed: {answer}").format(answer=answer) if result.changed else answer)


def _run_words(run: "PromptRun") -> str:
    judged = [each for each in run.results if each.passed is not None]
    changed = sum(each.changed for each in run.results)
    words = _("{model}: {passed} of {judged} as expected").format(
        model=run.subject.title,
        passed=integer(sum(each.passed is True for each in judged)),
        judged=integer(len(judged)),
    )
    if run.since is None:
        return _("{words} (asked for the first time)").format(words=words)
    news = ngettext("{count} answer changed since last time", "{count} answers changed since last time", changed)
    return f"{words}, {news.format(count=integer(changed))}"
