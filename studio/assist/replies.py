"""What a language model is asked, and what is taken from its reply."""

import re
from dataclasses import dataclass

from studio.assist.prompts import REPLY

_THOUGHTS = re.compile(r"<think>.*?(?:</think>|\Z)", re.DOTALL)
_FENCE = re.compile(r"\A```\w*\n(?P<inside>.*?)\n?```\Z", re.DOTALL)
_QUOTED = (("«", "»"), ("“", "”"), ('"', '"'))
_INTRODUCTION = re.compile(
    r"\A(?:bien sûr|d['’]accord|voici|voilà|certainement|sure|here is|here's)[^\n]{0,120}:[ \t]*\n+", re.IGNORECASE
)


@dataclass(frozen=True)
class Request:
    """One draft: each step is answered in a conversation of its own, which the step after it may quote."""

    steps: tuple[str, ...]

    def step(self, number: int, reply: str) -> str:
        """What is sent as this step, given the reply to the one before."""
        return self.steps[number].replace(REPLY, reply)


def cleaned(reply: str) -> str:
    """The text alone: without thoughts, a fence, an introduction or the quotation marks around all of it."""
    text = _THOUGHTS.sub("", reply).strip()
    text = _INTRODUCTION.sub("", text).strip()
    fence = _FENCE.match(text)
    text = fence["inside"].strip() if fence else text
    for opening, closing in _QUOTED:
        inside = text[1:-1]
        if len(text) > 1 and text.startswith(opening) and text.endswith(closing) and opening not in inside:
            return inside.strip() if closing not in inside else text
    return text
