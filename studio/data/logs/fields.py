"""One line of a log as an entry, by whichever of the usual names its fields have, or the reason why it is none."""

import math
from collections.abc import Mapping
from datetime import UTC, datetime
from hashlib import blake2b

import orjson

from studio.core.folding import folded
from studio.core.monitoring import LogEntry
from studio.data.logs.ratings import rating_of
from studio.words import _

Fields = Mapping[str, object]

QUESTION = ("question", "prompt", "instruction", "query", "request", "input")
CONVERSATION = ("messages", "conversation")
ANSWER = ("answer", "response", "output", "completion", "reply", "reponse")
TIME = ("time", "timestamp", "at", "date", "datetime", "created_at", "created", "ts", "heure")
MODEL = ("model", "model_name", "model_id", "modele")
REFERENCE = ("reference", "expected", "expected_answer", "gold", "correction")
LATENCY = ("latency", "latency_s", "latency_seconds", "duration", "duration_s", "elapsed", "seconds")
LATENCY_MS = ("latency_ms", "duration_ms", "elapsed_ms")
RATING = ("rating", "feedback", "vote", "stars", "thumbs", "note")
COMMENT = ("comment", "feedback_text", "commentaire")
_CONTEXT = ("input", "context", "case")
_TEXTS = ("content", "text")
_MILLISECONDS, _MICROSECONDS = 1e11, 1e14
_FIRST, _LAST = datetime(2000, 1, 1, tzinfo=UTC).timestamp(), datetime(2100, 1, 1, tzinfo=UTC).timestamp()
_KEY_BYTES = 12


class BadLine(Exception):
    """A line that is no answer to a question; the words tell the user why."""


def entry_of(number: int, fields: Fields) -> LogEntry:
    """Raises BadLine."""
    named = {_plain(name): value for name, value in reversed([*fields.items()])}
    turns = _turns(_first(named, CONVERSATION))
    system = _text(named.get("system")) or "\n".join(text for role, text in turns if role == "system")
    said = [(role, text) for role, text in turns if role != "system"]
    answer = _answer(named, said)
    question = _question(named, said)
    rating, comment = rating_of(_first(named, RATING))
    return LogEntry(
        key=_key(fields),
        line=number,
        question=question,
        answer=answer,
        system=system,
        reference=_text(_first(named, REFERENCE)),
        model=_text(_first(named, MODEL)),
        at=_time(_first(named, TIME)),
        latency_s=_latency(named),
        rating=rating,
        comment=_text(_first(named, COMMENT)) or comment,
    )


def _plain(name: str) -> str:
    return folded(name).replace(" ", "_").replace("-", "_")


def _first(named: Fields, names: tuple[str, ...]) -> object:
    return next((named[name] for name in names if named.get(name) is not None), None)


def _text(value: object) -> str:
    """A text, also one inside an object or in the parts of a turn."""
    if isinstance(value, str):
        return value.strip()
    if isinstance(value, dict):
        return _text(next((value[name] for name in _TEXTS if name in value), None))
    if isinstance(value, list):
        return "\n".join(filter(None, map(_text, value)))
    return ""


def _turns(value: object) -> list[tuple[str, str]]:
    if value is None:
        return []
    if not isinstance(value, list) or not all(isinstance(each, dict) for each in value):
        raise BadLine(_("“messages” is not a list of turns with role and content."))
    return [(str(each.get("role", "")).casefold(), _text(each)) for each in value]


def _answer(named: Fields, said: list[tuple[str, str]]) -> str:
    """An answer that is there and empty is an answer."""
    given = next((named[name] for name in ANSWER if name in named), None)
    if given is not None:
        if not isinstance(given, str | dict | list):
            raise BadLine(_("The answer is not a text."))
        return _text(given)
    if said and said[-1][0] == "assistant":
        return said.pop()[1]
    raise BadLine(_("There is no answer (a field such as answer, response or output)."))


def _question(named: Fields, said: list[tuple[str, str]]) -> str:
    if said:
        asked = "\n\n".join(text for _role, text in said if text)
    else:
        name = next((each for each in QUESTION if _text(named.get(each))), "")
        rest = (_text(named.get(each)) for each in _CONTEXT if each != name)
        asked = "\n\n".join(filter(None, (_text(named.get(name)), next(filter(None, rest), ""))))
    if not asked:
        raise BadLine(_("There is no question (a field such as question, prompt, instruction or messages)."))
    return asked


def _time(value: object) -> float | None:
    if value is None or value == "":
        return None
    at = _seconds(value)
    if at is None:
        raise BadLine(_("The time “{value}” is neither ISO 8601 nor a Unix time.").format(value=str(value)[:40]))
    if not _FIRST <= at <= _LAST:
        raise BadLine(_("The time “{value}” is not of this century.").format(value=str(value)[:40]))
    return at


def _seconds(value: object) -> float | None:
    """Of a time without an offset it is taken that it is UTC."""
    number = _number(value)
    if number is not None:
        return number / (1e6 if number > _MICROSECONDS else 1e3 if number > _MILLISECONDS else 1)
    if not isinstance(value, str):
        return None
    try:
        read = datetime.fromisoformat(value.strip())
    except ValueError:
        return None
    return (read if read.tzinfo else read.replace(tzinfo=UTC)).timestamp()


def _latency(named: Fields) -> float | None:
    milliseconds = _number(_first(named, LATENCY_MS))
    seconds = _number(_first(named, LATENCY)) if milliseconds is None else milliseconds / 1e3
    return seconds if seconds is not None and seconds >= 0 else None


def _number(value: object) -> float | None:
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        return None
    try:
        number = float(value)
    except ValueError:
        return None
    return number if math.isfinite(number) else None


def _key(fields: Fields) -> str:
    """However the fields are ordered and the line is spaced."""
    try:
        written = orjson.dumps(fields, option=orjson.OPT_SORT_KEYS)
    except TypeError as error:
        # A whole number of more than 64 bits.
        raise BadLine(_("This line holds a number that is too long.")) from error
    return blake2b(written, digest_size=_KEY_BYTES).hexdigest()
