"""The child of a template check: renders what it is given on standard input, in a sandbox, in little memory."""

import json
import math
import sys
import time
from collections.abc import Callable
from typing import Any, NoReturn

from jinja2 import Environment, TemplateError, nodes
from jinja2.ext import Extension
from jinja2.parser import Parser
from jinja2.sandbox import ImmutableSandboxedEnvironment

if sys.platform != "win32":
    import resource

MEMORY = 512 << 20
LONGEST = 1 << 16
TODAY = "26 Jul 2024"
"""The date that templates which print one are given: two renderings compare."""


class _Generation(Extension):
    """Newer templates mark what the assistant says with `{% generation %}`; the marks print nothing."""

    def __init__(self, environment: Environment) -> None:
        super().__init__(environment)
        self.tags = {"generation"}

    def parse(self, parser: Parser) -> list[nodes.Node]:
        next(parser.stream)
        return parser.parse_statements(("name:endgeneration",), drop_needle=True)


def main() -> None:
    """Render the first template under the limits, then the others, which are our own."""
    asked = json.loads(sys.stdin.buffer.read())
    environment = _environment()
    sys.stdout.write("ready\n")
    sys.stdout.flush()

    def answers(template: str) -> list[str | None]:
        return [_rendered(environment, template, asked["tokens"], each) for each in asked["conversations"]]

    foreign, *ours = asked["templates"]
    free = _limit(asked["seconds"])
    found = [answers(foreign)]
    free()
    found += map(answers, ours)
    sys.stdout.write(json.dumps(found) + "\n")


def _limit(seconds: int) -> Callable[[], None]:
    """Bound memory and processor time, so that a busy machine slows nobody into failing; the answer lifts the latter.

    Windows has no such limits: there the parent's patience ends first.
    """
    if sys.platform == "win32":
        return lambda: None
    _soft, hard = resource.getrlimit(resource.RLIMIT_CPU)
    resource.setrlimit(resource.RLIMIT_DATA, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (math.ceil(time.process_time()) + seconds, hard))
    return lambda: resource.setrlimit(resource.RLIMIT_CPU, (hard, hard))


def _rendered(
    environment: Environment, template: str, tokens: dict[str, str], turns: list[dict[str, str]]
) -> str | None:
    """None where the template refuses such a conversation."""
    try:
        answer_next = turns[-1]["role"] == "user"
        text = environment.from_string(template).render(messages=turns, add_generation_prompt=answer_next, **tokens)
    except (TemplateError, ValueError, TypeError, LookupError, ArithmeticError, AttributeError, RecursionError):
        return None
    except MemoryError:
        return None
    return text[:LONGEST]


def _environment() -> Environment:
    """As transformers sets it up."""
    made = ImmutableSandboxedEnvironment(
        trim_blocks=True, lstrip_blocks=True, extensions=[_Generation, "jinja2.ext.loopcontrols"]
    )
    made.filters["tojson"] = _as_json
    made.globals |= {"raise_exception": _refuse, "strftime_now": _today}
    return made


def _as_json(value: Any, indent: int | None = None) -> str:
    return json.dumps(value, ensure_ascii=False, indent=indent)


def _refuse(message: str) -> NoReturn:
    raise TemplateError(message)


def _today(_form: str) -> str:
    return TODAY


if __name__ == "__main__":
    main()
