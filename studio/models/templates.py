"""Chat templates: which family a model is of, and whether its template writes what its family's does."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal

import studio
from studio import paths
from studio.errors import ModelFailed
from studio.words import _

LIMIT_S = 2
"""Seconds of processor time for a foreign template."""
_PATIENCE_S = 20.0
"""Seconds on the clock for all of it, on a machine that does other things too."""
_FOLDER = paths.RESOURCES / "chat_templates"
Verdict = Literal["same", "differs", "unknown", "refuses", "hangs"]

FAMILIES: Mapping[str, tuple[str, ...]] = {
    "chatml": ("chatml",),
    "gemma": ("gemma",),
    "llama3": ("llama3.1", "llama3"),
    "mistral": ("mistral-0.2", "mistral-0.3", "mistral-0.1", "mistral-0.2-spaced", "mistral-nemo"),
    "openchat": ("openchat",),
    "phi3": ("phi3",),
    "qwen2": ("qwen2.5", "qwen2"),
    "qwen3": ("qwen3", "chatml"),
}
"""The templates that each family's makers have published, those compared first at the front."""
TITLES: Mapping[str, str] = {
    "chatml": "ChatML",
    "gemma": "Gemma",
    "llama3": "Llama 3",
    "mistral": "Mistral",
    "openchat": "OpenChat",
    "phi3": "Phi-3.5",
    "qwen2": "Qwen2.5",
    "qwen3": "Qwen3",
}
_BY_KIND = {"qwen2": "qwen2", "qwen3": "qwen3", "phi3": "phi3", "mistral": "mistral"} | dict.fromkeys(
    ("gemma", "gemma2", "gemma3", "gemma3_text"), "gemma"
)
_LLAMA3_WORDS = 128_000

_SYSTEM = {"role": "system", "content": "Tu aides un médecin."}
_QUESTION = {"role": "user", "content": "Céphalée brutale, 34 ans. Que faire ?"}
_ANSWER = {"role": "assistant", "content": "IRM en urgence."}
_NEXT = {"role": "user", "content": "Et sans fièvre ?"}
CONVERSATIONS: tuple[tuple[Mapping[str, str], ...], ...] = (
    (_QUESTION,),
    (_QUESTION, _ANSWER),
    (_QUESTION, _ANSWER, _NEXT),
    (_SYSTEM, _QUESTION, _ANSWER),
    (_QUESTION, _ANSWER, _NEXT, _ANSWER),
)
"""What templates are compared on; the first must be rendered, others may be refused."""


class _TooLong(Exception):
    """The child used up its time."""


@dataclass(frozen=True)
class TemplateReport:
    """How a template compares with its family's; the texts are those of the first conversation that differs."""

    verdict: Verdict
    family: str = ""
    resembles: str = ""
    """The family whose template it is, also when that is not the model's own."""
    theirs: str = ""
    expected: str = ""


def family_of(kind: str, vocabulary: int | None, tokens: Mapping[str, str]) -> str:
    """The family that a model is of by its architecture and its end-of-turn token, not by its template; "" unknown."""
    end = tokens.get("eos_token", "")
    if "<|end_of_turn|>" in end:
        return "openchat"
    if kind in ("qwen2", "qwen3"):
        return kind
    if end == "<|im_end|>":
        return "chatml"
    if kind == "llama":
        return "llama3" if (vocabulary or 0) >= _LLAMA3_WORDS else ""
    return _BY_KIND.get(kind, "")


def compare_template(template: str, tokens: Mapping[str, str], family: str) -> TemplateReport:
    """Render it beside every family's in one child process, with a limit; raises ModelFailed without a child."""
    known = [(name, stem) for name, stems in FAMILIES.items() for stem in stems]
    try:
        rendered = _render((template, *(_source(stem) for _name, stem in known)), tuple(tokens.items()))
    except _TooLong:
        return TemplateReport("hangs", family)
    theirs, references = rendered[0], dict(zip(known, rendered[1:], strict=True))
    if theirs[0] is None:
        return TemplateReport("refuses", family)
    # Its own family first: ChatML is also how Qwen3 may be written.
    names = sorted(FAMILIES, key=lambda name: name != family)
    resembles = next((name for name in names if any(_agree(theirs, references[name, s]) for s in FAMILIES[name])), "")
    if not family:
        return TemplateReport("unknown", "", resembles)
    if resembles == family:
        return TemplateReport("same", family, resembles)
    closest = max((references[family, stem] for stem in FAMILIES[family]), key=lambda each: _agreements(theirs, each))
    at = next(at for at, said in enumerate(theirs) if said is not None and said != closest[at])
    return TemplateReport("differs", family, resembles, theirs[at] or "", closest[at] or "")


def _agree(theirs: Sequence[str | None], reference: Sequence[str | None]) -> bool:
    """Where theirs refuses a conversation, a system message for one, there is nothing to compare."""
    return all(said is None or said == expected for said, expected in zip(theirs, reference, strict=True))


def _agreements(theirs: Sequence[str | None], reference: Sequence[str | None]) -> int:
    return sum(said == expected for said, expected in zip(theirs, reference, strict=True))


def _source(stem: str) -> str:
    return (_FOLDER / f"{stem}.jinja").read_text("utf-8")


@lru_cache(maxsize=32)
def _render(templates: tuple[str, ...], tokens: tuple[tuple[str, str], ...]) -> list[list[str | None]]:
    """What each template makes of each conversation, found once for copies and variants of a model; raises _TooLong."""
    asked = {"templates": templates, "tokens": dict(tokens), "conversations": CONVERSATIONS, "seconds": LIMIT_S}
    child = subprocess.Popen(
        [sys.executable, "-m", "studio.models.rendering"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        cwd=Path(studio.__file__).resolve().parent.parent,
        env=os.environ | {"PYTHONUTF8": "1"},
    )
    try:
        return _answers(child, json.dumps(asked).encode())
    finally:
        child.kill()
        child.communicate()


def _answers(child: "subprocess.Popen[bytes]", asked: bytes) -> list[list[str | None]]:
    if child.stdin is None or child.stdout is None:
        raise RuntimeError("a child without pipes")
    child.stdin.write(asked)
    child.stdin.close()
    child.stdin = None
    child.stdout.readline()  # imports done; a child that died has closed the pipe
    try:
        said, _nothing = child.communicate(timeout=_PATIENCE_S)
    except subprocess.TimeoutExpired as error:
        raise _TooLong from error
    if child.returncode == -getattr(signal, "SIGXCPU", 0) != 0:
        raise _TooLong
    try:
        found: Any = json.loads(said)
    except ValueError as error:
        raise ModelFailed(
            _("The chat template could not be tried: the process that renders it ended."),
            hint=_("It may need more memory than a template should; choose the ChatML template."),
        ) from error
    return list(found)
