"""The child of a template check: renders what it is given on standard input, in a sandbox, in little memory."""

import json
import sys
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

    tags = frozenset({"generation"})

    def parse(self, parser: Parser) -> list[nodes.Node]:
        next(parser.stream)
        return parser.parse_statements(("name:endgeneration",), drop_needle=True)


def main() -> None:
    """Say `ready` once imports are done, so that the time limit counts the rendering alone."""
    asked = json.loads(sys.stdin.buffer.read())
    if sys.platform != "win32":
        resource.setrlimit(resource.RLIMIT_DATA, (MEMORY, MEMORY))
    environment = _environment()
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    answers = [
        [_rendered(environment, template, asked["tokens"], each) for each in asked["conversations"]]
        for template in asked["templates"]
    ]
    sys.stdout.write(json.dumps(answers) + "\n")


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
