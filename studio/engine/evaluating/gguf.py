"""Answers of a GGUF file as llama.cpp gives them: with the file's own template, as it will be used outside."""

import hashlib
import importlib.util
import json
import math
import os
import secrets
import sys
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from string import ascii_uppercase
from tempfile import TemporaryDirectory
from typing import Any

from studio.core.evaluation import Answer, Decoding, Subject, Timing
from studio.engine.evaluating.asking import Asked
from studio.engine.wishes import Wishes
from studio.errors import ModelFailed
from studio.runs.durable import hash_file
from studio.words import _

LIBRARY = "xllamacpp"
_TOGETHER, _CONTEXT, _LIKELIEST = 4, 4096, 100
_QUIET = -1
_TOO_LONG = "exceed_context_size_error"


@dataclass(frozen=True)
class GgufSpeaker:
    """An embedded server; `fingerprint` as in speakers.py."""

    server: Any
    fingerprint: str


def is_for_llama(subject: Subject) -> bool:
    """Whether llama.cpp answers: a GGUF file with nothing on it, and the library is there."""
    is_file = Path(subject.base).suffix.lower() == ".gguf"
    return is_file and not subject.result and not subject.unpacked and importlib.util.find_spec(LIBRARY) is not None


def load_gguf(subject: Subject, decoding: Decoding, asked: Sequence[Asked]) -> GgufSpeaker:
    """With room for the longest of these questions; raises ModelFailed where llama.cpp does not take the file."""
    import xllamacpp

    file = Path(subject.base).expanduser()
    if not file.is_file():
        raise ModelFailed(
            _("The model file {path} does not exist.").format(path=file), hint=_("Choose the file again.")
        )
    params = xllamacpp.CommonParams()
    params.model.path = str(file)
    params.n_parallel = _TOGETHER
    params.n_ctx = _TOGETHER * (_context(asked) + decoding.max_new_tokens)
    params.verbosity = _QUIET
    params.cpuparams.n_threads = os.cpu_count() or 1
    # The library listens even when nobody asks from outside: not without a key.
    params.api_keys = [secrets.token_hex(32)]
    try:
        server = _unheard(params)
    except RuntimeError as error:
        raise ModelFailed(
            _("llama.cpp cannot load {path}: {reason}").format(path=file, reason=error),
            hint=_("The file may be damaged or of a family that this version does not know."),
        ) from error
    facts = [hash_file(file), decoding.model_dump_json(), version(LIBRARY)]
    return GgufSpeaker(server, hashlib.sha256(json.dumps(facts).encode()).hexdigest())


def _context(asked: Sequence[Asked]) -> int:
    """In tokens, of which hardly any is shorter than two bytes."""
    return max([_CONTEXT, *(sum(len(turn.content.encode()) for turn in each.turns) // 2 for each in asked)])


def _unheard(params: Any) -> Any:
    """A server that no other process can reach where sockets are files: its own is removed once it is bound."""
    import xllamacpp

    if sys.platform == "win32":
        return xllamacpp.Server(params)
    with TemporaryDirectory() as folder:
        params.hostnames = [str(Path(folder) / "s.sock")]
        return xllamacpp.Server(params)


def gguf_answers(speaker: GgufSpeaker, decoding: Decoding, asked: Sequence[Asked], wishes: Wishes) -> Iterator[Answer]:
    """One for each question that the model's context holds, as they are done; raises StoppedNow, ModelFailed."""
    questions = [each for each in asked if each.turns]
    with ThreadPoolExecutor(_TOGETHER) as pool:
        waiting = {pool.submit(_complete, speaker, decoding, each): each for each in questions}
        try:
            for done in as_completed(waiting):
                wishes.obey_stop_now()
                if told := done.result():
                    yield _answer(waiting[done], told)
        finally:
            for each in waiting:
                each.cancel()


def gguf_timings(speaker: GgufSpeaker, decoding: Decoding, asked: Sequence[Asked], wishes: Wishes) -> list[Timing]:
    """One question after the other; llama.cpp's own clock."""
    found = []
    for each in asked:
        wishes.obey_stop_now()
        if each.turns and (told := _complete(speaker, decoding, each)):
            times, tokens = told["timings"], int(told["usage"]["completion_tokens"])
            first = (times["prompt_ms"] + times["predicted_ms"] / max(1, tokens)) / 1000
            total = (times["prompt_ms"] + times["predicted_ms"]) / 1000
            found.append(Timing(id=each.id, first_token_s=first, total_s=total, tokens=tokens))
    return found


def _complete(speaker: GgufSpeaker, decoding: Decoding, asked: Asked) -> Mapping[str, Any] | None:
    """None where the model's own context does not hold the question."""
    wanted: dict[str, object] = {
        "messages": [{"role": turn.role, "content": turn.content} for turn in asked.turns],
        "max_tokens": decoding.max_new_tokens,
        "temperature": decoding.temperature,
        "seed": decoding.seed,
        "cache_prompt": False,
    }
    if asked.letters:
        wanted |= {"logprobs": True, "top_logprobs": _LIKELIEST}
    told: Mapping[str, Any] = speaker.server.handle_chat_completions(wanted)
    if "choices" not in told:
        reason = told.get("error", told)
        if isinstance(reason, Mapping) and reason.get("type") == _TOO_LONG:
            return None
        raise ModelFailed(
            _("llama.cpp did not answer: {reason}").format(reason=reason),
            hint=_("The question may be longer than the model’s context; leave it out or shorten it."),
        )
    return told


def _answer(asked: Asked, told: Mapping[str, Any]) -> Answer:
    choice = told["choices"][0]
    return Answer(
        id=asked.id,
        asked=asked.key,
        text=str(choice["message"]["content"] or "").strip(),
        tokens=int(told["usage"]["completion_tokens"]),
        ended=choice["finish_reason"] != "length",
        likelihoods=_letters(choice, asked.letters),
    )


def _letters(choice: Mapping[str, Any], letters: int) -> tuple[float, ...]:
    """From the likeliest first tokens; nothing where a letter is not among them."""
    said = ((choice.get("logprobs") or {}).get("content") or [{}])[0] if letters else {}
    found: dict[str, float] = {}
    for each in said.get("top_logprobs", ()):
        letter = str(each["token"]).strip()
        found[letter] = max(float(each["logprob"]), found.get(letter, -math.inf))
    wanted = [found.get(letter) for letter in ascii_uppercase[:letters]]
    return tuple(each for each in wanted if each is not None) if None not in wanted else ()
