"""Answers of a GGUF file as llama.cpp gives them: with the file's own template, as it will be used outside."""

import hashlib
import importlib.util
import json
import math
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass
from functools import lru_cache
from importlib.metadata import version
from pathlib import Path
from string import ascii_uppercase
from typing import Any

from studio.core.evaluation import Answer, Decoding, Subject, Timing
from studio.core.example import Message
from studio.engine.evaluating.asking import Asked
from studio.engine.wishes import Wishes
from studio.errors import ModelFailed
from studio.models.damage import Damaged
from studio.models.gguf_header import read_gguf
from studio.models.llama import LIBRARY, Loading, load, not_answered
from studio.runs.durable import hash_file
from studio.words import _

_TOGETHER, _CONTEXT, _LIKELIEST = 4, 4096, 100
_TOO_LONG = "exceed_context_size_error"


@dataclass(frozen=True)
class GgufSpeaker:
    """An embedded server; `fingerprint` as in speakers.py."""

    server: Any
    fingerprint: str


def is_for_llama(subject: Subject) -> bool:
    """Whether llama.cpp answers: a GGUF file, with nothing or a GGUF adapter on it, and the library is there."""
    is_file = Path(subject.base).suffix.lower() == ".gguf" and not subject.unpacked
    on_it = not subject.result or subject.is_gguf_adapter
    return is_file and on_it and importlib.util.find_spec(LIBRARY) is not None


def load_gguf(subject: Subject, decoding: Decoding, asked: Sequence[Asked]) -> GgufSpeaker:
    """With room for the longest of these questions; raises ModelFailed where llama.cpp does not take the file."""
    room = max([room_for(()), *(room_for(each.turns) for each in asked)]) + decoding.max_new_tokens
    return GgufSpeaker(start_server(subject, room, _TOGETHER), gguf_fingerprint(subject, decoding))


def start_server(subject: Subject, room: int, together: int = 1, threads: int = 0) -> Any:
    """A server that answers so many conversations at once, each of up to `room` tokens; by default on all processors.

    Raises ModelFailed.
    """
    file, adapter = _files(subject)
    # Memory for more than the model can read would be taken all the same.
    return load(Loading(file, min(room, _most(file) or room), together, threads, adapter).params())


def gguf_fingerprint(subject: Subject, decoding: Decoding) -> str:
    """As `fingerprint` in speakers.py; whole files are read, once as long as they stay as they are."""
    read = [_hashed(each, each.stat().st_size, each.stat().st_mtime_ns) for each in _files(subject) if each]
    facts = [*read, decoding.model_dump_json(), version(LIBRARY)]
    return hashlib.sha256(json.dumps(facts).encode()).hexdigest()


def room_for(turns: Sequence[Message]) -> int:
    """For a conversation, in tokens, of which hardly any is shorter than two bytes."""
    return max(_CONTEXT, sum(len(turn.content.encode()) for turn in turns) // 2)


def chat_request(turns: Sequence[Message], decoding: Decoding) -> dict[str, object]:
    """What the server is asked: with the file's own template, and nothing known from before."""
    return {
        "messages": [{"role": turn.role, "content": turn.content} for turn in turns],
        "max_tokens": decoding.max_new_tokens,
        "temperature": decoding.temperature,
        "seed": decoding.seed,
        "cache_prompt": False,
    }


def is_too_long(told: Mapping[str, Any]) -> bool:
    """Whether the server refused a conversation that the model's own context does not hold."""
    reason = told.get("error")
    return isinstance(reason, Mapping) and reason.get("type") == _TOO_LONG


def _files(subject: Subject) -> tuple[Path, Path | None]:
    """The model, and the adapter that is put on it."""
    file, adapter = Path(subject.base).expanduser(), Path(subject.result) if subject.result else None
    for each in filter(None, (file, adapter)):
        if not each.is_file():
            raise ModelFailed(
                _("The model file {path} does not exist.").format(path=each), hint=_("Choose the file again.")
            )
    return file, adapter


def _most(file: Path) -> int | None:
    """Tokens that the model can read; None where the file does not say so."""
    try:
        return read_gguf(file).context
    except Damaged:
        # llama.cpp says itself what it does not take.
        return None


@lru_cache(8)
def _hashed(file: Path, _size: int, _changed_ns: int) -> str:
    return hash_file(file)


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
    wanted = chat_request(asked.turns, decoding)
    if asked.letters:
        wanted |= {"logprobs": True, "top_logprobs": _LIKELIEST}
    told: Mapping[str, Any] = speaker.server.handle_chat_completions(wanted)
    if is_too_long(told):
        return None
    if "choices" not in told:
        raise not_answered(told.get("error", told))
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
