"""A project's kept prompts asked of a model: what it answers, whether that is as expected, what changed since."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from studio.assess.prompt_verdict import shortfalls
from studio.core.contract import Contract
from studio.core.evaluation import Decoding, Subject
from studio.core.example import Message
from studio.core.prompt import LONGEST_ANSWER, LastAnswers, RegressionPrompt
from studio.core.sentence import Sentence
from studio.core.spoken import Ended, Ready
from studio.data.prompts import read_last_answers, write_last_answers
from studio.evaluating.conversing import Asks, converse

DECODING = Decoding(max_new_tokens=LONGEST_ANSWER)
"""Greedy: the same model answers the same."""


@dataclass(frozen=True)
class PromptResult:
    """One prompt: the answer, what it falls short of, and what the same model answered last time."""

    prompt: RegressionPrompt
    answer: str
    cut: bool
    """Whether the answer was longer than it may be."""
    shortfalls: tuple[Sentence, ...]
    before: str | None
    """None where the model was not asked this before."""

    @property
    def passed(self) -> bool | None:
        """None for a prompt that expects nothing."""
        return not self.shortfalls if self.prompt.expects else None

    @property
    def changed(self) -> bool:
        """Whether the same model answered something else last time."""
        return self.before is not None and self.before != self.answer


@dataclass(frozen=True)
class PromptRun:
    """All prompts asked of one model; `since` is when it was asked last, in Unix seconds, None for never."""

    subject: Subject
    fingerprint: str
    results: tuple[PromptResult, ...]
    since: float | None

    @property
    def failed(self) -> int:
        """How many answers are not as expected."""
        return sum(each.passed is False for each in self.results)


@dataclass(frozen=True)
class Questioner:
    """Where prompts are asked, and what is told meanwhile."""

    ask: Asks
    cancelled: Callable[[], bool] = lambda: False
    progress: Callable[[int, int], None] = lambda _done, _total: None


def ask_prompts(
    pair: Sequence[Subject],
    at: int,
    prompts: Sequence[RegressionPrompt],
    judged: tuple[Path, Contract | None],
    questioner: Questioner,
) -> PromptRun:
    """Ask all prompts of the model at a place of the pair; `judged` is the project with its contract.

    Nothing is kept: see `keep_answers`. Raises what `converse` raises, and ProjectFailed.
    """
    answers: list[Ended] = []
    fingerprint = ""
    for prompt in prompts:
        system = (Message(role="system", content=prompt.system),) if prompt.system else ()
        turns = (*system, Message(role="user", content=prompt.prompt))
        for said in converse(questioner.ask, pair, at, turns, DECODING, questioner.cancelled):
            if isinstance(said, Ready):
                fingerprint = said.fingerprint
            elif isinstance(said, Ended):
                answers.append(said)
        questioner.progress(len(answers), len(prompts))
    project, contract = judged
    last = read_last_answers(project, fingerprint) if fingerprint else None
    before = last.answers if last else {}
    results = tuple(
        PromptResult(
            prompt, said.text, said.by == "limit", shortfalls(prompt, said.text, contract), before.get(prompt.id)
        )
        for prompt, said in zip(prompts, answers, strict=True)
    )
    return PromptRun(pair[at], fingerprint, results, last.at if last else None)


def keep_answers(project: Path, run: PromptRun, at: float) -> None:
    """Keep a model's answers for the next time; raises ProjectFailed."""
    answers = {each.prompt.id: each.answer for each in run.results}
    write_last_answers(
        project, LastAnswers(fingerprint=run.fingerprint, title=run.subject.title, at=at, answers=answers)
    )
