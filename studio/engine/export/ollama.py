"""A model as Ollama takes it: its template in the language of Go, its stop tokens, the parameters it was tried with."""

import os
import shutil
import subprocess
import time
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryFile
from urllib.parse import urlsplit

from transformers import PreTrainedTokenizerBase

from studio.core.evaluation import Decoding
from studio.core.example import Message
from studio.engine.base_model import BaseModel
from studio.engine.export.gguf.families import read_model
from studio.engine.export.merging import ends_of
from studio.engine.export.source import Source
from studio.engine.export.turns import Around, Turns, take_apart
from studio.engine.tokenizer import beginning_of, read_tokenizer
from studio.errors import ExportFailed
from studio.words import _

_QUOTES = '"""'
# What Go's strconv.IsPrint lets through: of everything else only these are read in a Modelfile.
_PRINTED, _BLANKS = "LMNPS", " \t\r\n"
_LONGEST_CONTEXT = 8192
_TRUNCATED = 2000
_GLANCE_S = 0.1
_ADDRESS = ("127.0.0.1", 11434)
_LOOPBACK = ("127.0.0.1", "localhost")
_EVERYWHERE = (None, "", "0.0.0.0", "::")
"""Where it listens to other machines too, it also does so here."""


@dataclass(frozen=True)
class Spoken:
    """What a Modelfile says besides where the weights are; `system` is empty where none was learned with."""

    turns: Turns
    system: str
    stops: tuple[str, ...]
    context: int
    decoding: Decoding


def spoken_of(source: Source, system: str, decoding: Decoding) -> Spoken:
    """Everything from the files of the model; raises ExportFailed where its template cannot be said in Go."""
    tokenizer = _tokenizer(source)
    turns = take_apart(lambda messages: _rendered(tokenizer, messages))
    if turns is None:
        raise ExportFailed(
            _("The chat template of this model cannot be written in the language of Ollama."),
            hint=_("Export a GGUF file and use it with llama.cpp, which reads the model’s own template."),
        )
    if system and turns.system is None:
        raise ExportFailed(
            _("The chat template of this model takes no system prompt, but it was trained with one."),
            hint=_("Export a GGUF file and use it with llama.cpp."),
        )
    turns = _without_beginning(turns, beginning_of(tokenizer))
    # A longer one than the file's would have its program read even short texts otherwise.
    context = read_model(source.base.folder).context
    stops = tuple(
        str(tokenizer.convert_ids_to_tokens(each)) for each in ends_of(source, tokenizer) if each < len(tokenizer)
    )
    return Spoken(turns, system, stops, min(context, _LONGEST_CONTEXT), decoding)


def modelfile(spoken: Spoken, weights: str, adapter: str = "") -> str:
    """The text of a Modelfile; paths are relative to it. Raises ExportFailed where a text cannot be quoted."""
    lines = [f"FROM {weights}"]
    if adapter:
        lines.append(f"ADAPTER {adapter}")
    # Ollama drops the blanks before a French colon from SYSTEM without a word; in a template they can be spelled out.
    is_read = all(map(_is_read, spoken.system))
    lines.append(f"TEMPLATE {_quoted(go_template(spoken.turns, '' if is_read else spoken.system))}")
    if spoken.system and is_read:
        lines.append(f"SYSTEM {_quoted(spoken.system)}")
    parameters: Mapping[str, object] = {
        "temperature": spoken.decoding.temperature,
        "seed": spoken.decoding.seed,
        "num_ctx": spoken.context,
        # Ollama's own default changes even the likeliest answer.
        "repeat_penalty": 1.0,
    }
    lines += [f"PARAMETER {name} {value}" for name, value in parameters.items()]
    lines += [f'PARAMETER stop "{stop}"' for stop in spoken.stops]
    return "\n".join(lines) + "\n"


def go_template(turns: Turns, system: str = "") -> str:
    """The template in Go's text/template, as Ollama fills it: .System, and .Messages with .Role and .Content.

    `system` is said where a conversation brings none of its own. Without a single space or line of its own: all of them
    would be read by the model.
    """
    head = _literal(turns.head)
    if turns.system:
        if system:
            head = _literal(f"{turns.system.before}{system}{turns.system.behind}")
        told = f"{_literal(turns.system.before)}{{{{ .System }}}}{_literal(turns.system.behind)}"
        head = f"{{{{ if .System }}}}{told}{{{{ else }}}}{head}{{{{ end }}}}"
    asked = f"{{{{ .Content }}}}{{{{ if $last }}}}{_literal(turns.begin)}{{{{ end }}}}"
    # An answer at the end is one that the model shall go on with.
    further = f"{{{{ if not $last }}}}{_literal(turns.to_question)}{{{{ end }}}}"
    said = f"{_literal(turns.to_answer)}{{{{ .Content }}}}{further}"
    return (
        f"{head}{{{{ range $i, $_ := .Messages }}}}{{{{ $last := eq (len (slice $.Messages $i)) 1 }}}}"
        f'{{{{ if eq .Role "user" }}}}{asked}{{{{ else if eq .Role "assistant" }}}}{said}{{{{ end }}}}{{{{ end }}}}'
    )


def find_ollama() -> str | None:
    """The program, where this machine has it."""
    return shutil.which("ollama")


def create_in_ollama(program: str, file: Path, name: str, obey: Callable[[], None]) -> None:
    """Hand a Modelfile to the Ollama of this machine; raises ExportFailed where it does not take it.

    `obey` is called while it works, and ends it by raising.
    """
    command = [program, "create", name, "-f", file.name]
    environment = {**os.environ, "OLLAMA_HOST": "{}:{}".format(*own_address())}
    with TemporaryFile() as said:
        try:
            process = subprocess.Popen(
                command, cwd=file.parent, stdin=subprocess.DEVNULL, stdout=said, stderr=said, env=environment
            )
        except OSError as error:
            raise ExportFailed(_("Ollama did not take the model."), hint=str(error)) from error
        with process:
            try:
                while process.poll() is None:
                    obey()
                    time.sleep(_GLANCE_S)
            finally:
                process.kill()
        if process.returncode:
            said.seek(0)
            words = said.read().decode("utf-8", "replace").strip()[-_TRUNCATED:]
            raise ExportFailed(_("Ollama did not take the model."), hint=words)


def own_address() -> tuple[str, int]:
    """Where the Ollama of this machine listens.

    A model that may know patients by heart goes to no other machine, whatever the environment says.
    """
    try:
        told = urlsplit("//" + os.environ.get("OLLAMA_HOST", "").rpartition("//")[2])
        host, port = told.hostname, told.port
    except ValueError:
        return _ADDRESS
    if host not in _EVERYWHERE and host not in _LOOPBACK:
        return _ADDRESS
    return (host if host in _LOOPBACK else _ADDRESS[0]), port or _ADDRESS[1]


def _tokenizer(source: Source) -> PreTrainedTokenizerBase:
    tokenizer = read_tokenizer(BaseModel(source.base.name, source.words))
    if not isinstance(tokenizer.chat_template, str):
        raise ExportFailed(
            _("This model has no chat template: Ollama would not know how to ask it."),
            hint=_("Train it with the option data.template set to chatml, or export a GGUF file."),
        )
    return tokenizer


def _rendered(tokenizer: PreTrainedTokenizerBase, messages: Sequence[Message]) -> str:
    told = [{"role": each.role, "content": each.content} for each in messages]
    return str(tokenizer.apply_chat_template(told, tokenize=False, add_generation_prompt=True))


def _without_beginning(turns: Turns, token: str) -> Turns:
    system = turns.system and Around(turns.system.before.removeprefix(token), turns.system.behind)
    return replace(turns, head=turns.head.removeprefix(token), system=system)


def _literal(text: str) -> str:
    """As Go's templates print it: what opens an action stands in a string of its own, as does what would get lost."""
    opened = text.replace("{{", '{{ "{{" }}')
    return "".join(each if _is_read(each) else f'{{{{ "\\U{ord(each):08x}" }}}}' for each in opened)


def _is_read(character: str) -> bool:
    """Whether Ollama keeps it when it reads a Modelfile (`ParseFile` in its parser.go)."""
    return character in _BLANKS or unicodedata.category(character)[0] in _PRINTED


def _quoted(text: str) -> str:
    if _QUOTES in text:
        raise ExportFailed(
            _("A text of this model holds three quotation marks in a row, which a Modelfile cannot."),
            hint=_("Export a GGUF file and use it with llama.cpp."),
        )
    return f"{_QUOTES}{text}{_QUOTES}"
