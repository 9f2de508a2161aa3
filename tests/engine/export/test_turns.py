"""Chat templates of known families, taken apart into what Ollama can say in the language of Go."""

import re
from ast import literal_eval
from pathlib import Path

import pytest
from jinja2 import TemplateError
from jinja2.sandbox import ImmutableSandboxedEnvironment

from studio import paths
from studio.core.evaluation import Decoding
from studio.core.example import Message
from studio.engine.export.ollama import Spoken, go_template, modelfile
from studio.engine.export.turns import take_apart

TEMPLATES = sorted((paths.RESOURCES / "chat_templates").glob("*.jinja"))
# A system prompt stands before the last question there, wherever that is.
WITHOUT_SYSTEM = ("mistral-0.3", "mistral-nemo")
ACTION = re.compile(r"\{\{ (.*?) \}\}", re.DOTALL)


def renderer(text: str):
    def refuse(message: str) -> None:
        raise TemplateError(message)

    environment = ImmutableSandboxedEnvironment(
        trim_blocks=True, lstrip_blocks=True, extensions=["jinja2.ext.loopcontrols"]
    )
    environment.globals["raise_exception"] = refuse
    environment.globals["strftime_now"] = lambda _format: "26 Jul 2024"
    template = environment.from_string(text)

    def render(messages) -> str:
        told = [{"role": each.role, "content": each.content} for each in messages]
        return template.render(messages=told, add_generation_prompt=True, bos_token="<s>", eos_token="</s>")

    return render


def said_in_go(text: str, messages) -> str:
    """What Go's text/template makes of the few actions in use, as Ollama fills them."""
    system = next((each.content for each in messages if each.role == "system"), "")
    head, _range, body = text.partition("{{ range $i, $_ := .Messages }}")
    assert body.startswith("{{ $last := eq (len (slice $.Messages $i)) 1 }}")
    parts = [filled(head, {".System": system})]
    for at, each in enumerate(messages):
        known = {
            ".Content": each.content,
            "$last": at == len(messages) - 1,
            'eq .Role "user"': each.role == "user",
            'eq .Role "assistant"': each.role == "assistant",
        }
        rest = body.partition("}}")[2].removesuffix("{{ end }}")
        parts.append(filled(rest, known | {"not $last": not known["$last"]}))
    return "".join(parts)


def filled(text: str, known) -> str:
    """`stack` holds for each open block whether its present branch counts, and whether one has counted."""
    found, stack, at = [], [], 0
    for action in ACTION.finditer(text):
        if all(counts for counts, _had in stack):
            found.append(text[at : action.start()])
        word, at = action[1], action.end()
        if word.startswith("if "):
            stack.append((bool(known[word[3:]]), bool(known[word[3:]])))
        elif word.startswith("else if "):
            _counts, had = stack.pop()
            stack.append((not had and bool(known[word[8:]]), had or bool(known[word[8:]])))
        elif word == "else":
            _counts, had = stack.pop()
            stack.append((not had, True))
        elif word == "end":
            stack.pop()
        elif all(counts for counts, _had in stack):
            found.append(str(literal_eval(word) if word.startswith('"') else known[word]))
    return "".join([*found, text[at:]])


@pytest.mark.parametrize("file", TEMPLATES, ids=lambda file: file.stem)
@pytest.mark.parametrize("system", ["", "Tu es {{ prudent }}."])
@pytest.mark.parametrize("count", [1, 3])
def test_ollama_says_what_the_template_says(file: Path, system: str, count: int) -> None:
    render = renderer(file.read_text("utf-8"))
    turns = take_apart(render)
    assert turns is not None
    assert (turns.system is None) == (file.stem in WITHOUT_SYSTEM)
    if system and turns.system is None:
        return
    talk = [Message(role="user" if at % 2 == 0 else "assistant", content=f"Phrase {at}.") for at in range(count)]
    told = [*([Message(role="system", content=system)] if system else []), *talk]
    assert said_in_go(go_template(turns), told) == render(told)


def test_what_opens_an_action_is_a_text_of_its_own() -> None:
    turns = take_apart(renderer("{% for m in messages %}{{ '{{' + m.role + ' ' + m.content + '\n' }}{% endfor %}>"))
    assert turns is not None
    said = said_in_go(go_template(turns), [Message(role="user", content="Bonjour")])
    assert said == "{{user Bonjour\n>"


def test_blanks_that_ollama_drops_from_a_system_prompt_are_spelled_out_in_the_template() -> None:
    render = renderer((paths.RESOURCES / "chat_templates" / "chatml.jinja").read_text("utf-8"))
    turns = take_apart(render)
    assert turns is not None
    plain, french = "Tu es médecin.\nRéponds.", "Réponds\u00a0: «\u202foui\u202f» ou non\u202f?"
    assert f'SYSTEM """{plain}"""' in modelfile(Spoken(turns, plain, (), 512, Decoding()), "./x.gguf")
    text = modelfile(Spoken(turns, french, (), 512, Decoding()), "./x.gguf")
    assert "SYSTEM" not in text
    assert all(each.isprintable() or each == "\n" for each in text)
    template = text.split('"""')[1]
    asked = Message(role="user", content="Bonjour")
    own = Message(role="system", content="Tu es bref.")
    assert said_in_go(template, [asked]) == render([Message(role="system", content=french), asked])
    assert said_in_go(template, [own, asked]) == render([own, asked])


@pytest.mark.parametrize(
    "template",
    [
        # Turns are numbered.
        "{% for m in messages %}{{ loop.index }} {{ m.role }}: {{ m.content }}\n{% endfor %}>",
        # Only the last question is heard.
        "{{ messages[-1].content }}>",
        # Questions are changed.
        "{% for m in messages %}{{ m.role }}: {{ m.content | upper }}\n{% endfor %}>",
        "{{ raise_exception('no') }}",
    ],
)
def test_other_templates_are_not_guessed(template: str) -> None:
    assert take_apart(renderer(template)) is None
