"""The prompts that ask a language model for drafts: French texts that ship with Atelier, and the user's own wording."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from studio.errors import AssistantFailed
from studio.paths import RESOURCES
from studio.words import _

Task = Literal["paraphrase", "retell", "new_cases", "answers"]
TASKS: tuple[Task, ...] = ("paraphrase", "retell", "new_cases", "answers")
FOLDER = RESOURCES / "prompts"
REPLY = "{reply}"
"""In a second step: what the model answered to the first."""
_NEEDED: Mapping[Task, tuple[str, ...]] = {
    "paraphrase": ("{text}",),
    "retell": ("{text}", REPLY),
    "new_cases": ("{specification}",),
    "answers": ("{text}",),
}
_KNOWN: Mapping[Task, tuple[str, ...]] = {
    "paraphrase": ("{text}",),
    "retell": ("{text}", REPLY),
    "new_cases": ("{specification}", "{examples}"),
    "answers": ("{text}", "{instruction}", "{contract}", "{examples}"),
}
_NEXT_STEP = re.compile(r"^-{3,}[ \t]*$", re.MULTILINE)
_PLACE = re.compile(r"\{[a-z]+\}")


@dataclass(frozen=True)
class Prompt:
    """What is sent, step by step; a line of dashes parts the steps of the text."""

    task: Task
    text: str

    def filled(self, **words: str) -> tuple[str, ...]:
        """The steps with the places filled; `{reply}` stays until the step before it is answered."""
        return tuple(_fill(step.strip(), words) for step in _NEXT_STEP.split(self.text))

    def problems(self) -> Iterator[str]:
        """What keeps the prompt from being used, in sentences."""
        if not self.text.strip():
            yield _("The prompt is empty.")
            return
        for place in _NEEDED[self.task]:
            if place not in self.text:
                yield _("The prompt lacks the place {place}.").format(place=place)
        if REPLY in _NEXT_STEP.split(self.text)[0]:
            yield _("{place} may only stand below a line of dashes: it is the reply to what is above.").format(
                place=REPLY
            )


def shipped_prompt(task: Task) -> Prompt:
    """The prompt that comes with Atelier."""
    return Prompt(task, (FOLDER / f"{task}.txt").read_text("utf-8"))


def prompt_for(task: Task, own: str) -> Prompt:
    """The user's own wording, or where there is none the one that ships; raises AssistantFailed for one of no use."""
    prompt = Prompt(task, own) if own.strip() else shipped_prompt(task)
    problem = next(prompt.problems(), None)
    if problem is not None:
        places = ", ".join(_KNOWN[task])
        raise AssistantFailed(problem, hint=_("The places that are filled in are: {places}.").format(places=places))
    return prompt


def _fill(step: str, words: Mapping[str, str]) -> str:
    """One pass: what a text of the user holds in braces is no place."""
    return _PLACE.sub(lambda place: words.get(place.group()[1:-1], place.group()), step)
