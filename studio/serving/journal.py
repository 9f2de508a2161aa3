"""What a server writes down: numbers of every request, and where it was asked to, the texts.

`requests.jsonl` is a log as Monitoring imports it. When a file is full it becomes the first of the older ones,
`requests.1.jsonl`, and the oldest goes.
"""

import logging
import time
from collections.abc import Sequence
from contextlib import suppress
from datetime import UTC, datetime
from http import HTTPStatus
from pathlib import Path

import orjson
from pydantic import BaseModel, ConfigDict

from studio.core.example import Message
from studio.runs.lines import LineAppender

METRICS, REQUESTS, REFUSED = "metrics.jsonl", "requests.jsonl", "refused.jsonl"
HUNG_UP = 499
"""The status of requests whose client has gone, as nginx has it."""
_METRICS_BYTES, _METRICS_KEPT = 4 << 20, 1
_REQUESTS_BYTES, _REQUESTS_KEPT = 16 << 20, 9
_REFUSED_BYTES, _REFUSED_KEPT = 1 << 20, 1

_log = logging.getLogger(__name__)


class RequestFacts(BaseModel):
    """One request without a word of it; seconds and tokens."""

    model_config = ConfigDict(frozen=True, extra="ignore")
    at: float
    """Unix seconds, when it came."""
    status: int
    total_s: float
    first_s: float | None = None
    """Until the first piece of the answer."""
    asked: int = 0
    said: int = 0

    @property
    def is_error(self) -> bool:
        """Whether the client got no answer, though it wanted one."""
        return self.status >= HTTPStatus.BAD_REQUEST and self.status != HUNG_UP


class RotatedLines:
    """A file of lines that is set aside when it is full; not for several threads."""

    def __init__(self, path: Path, most_bytes: int, kept: int) -> None:
        """`kept` older files stay."""
        self._path, self._most, self._kept = path, most_bytes, kept
        self._lines = LineAppender(path)
        self._size = path.stat().st_size

    def append(self, line: bytes) -> None:
        """Raises OSError, e.g. on a full disk."""
        if self._size and self._size + len(line) >= self._most:
            self._rotate()
        self._lines.append(line)
        self._size += len(line) + 1

    def close(self) -> None:
        self._lines.close()

    def _rotate(self) -> None:
        self._lines.close()
        # On Windows a file that somebody reads keeps its name; the next line tries again.
        with suppress(PermissionError):
            for at in range(self._kept, 0, -1):
                newer = older_file(self._path, at - 1)
                if newer.exists():
                    newer.replace(older_file(self._path, at))
        self._lines = LineAppender(self._path)
        self._size = self._path.stat().st_size


def older_file(path: Path, at: int) -> Path:
    """The file of that place, 0 being the one that is written to."""
    return path.with_suffix(f".{at}{path.suffix}") if at else path


class Journal:
    """Of one server. A line that the disk does not take is lost, and the server goes on and says so once."""

    def __init__(self, folder: Path, *, keep_texts: bool) -> None:
        """Raises OSError where the folder cannot be written."""
        folder.mkdir(parents=True, exist_ok=True)
        self._metrics = RotatedLines(folder / METRICS, _METRICS_BYTES, _METRICS_KEPT)
        # A web page that knocks all day must not push the numbers of real requests out.
        self._refused = RotatedLines(folder / REFUSED, _REFUSED_BYTES, _REFUSED_KEPT)
        self._requests = RotatedLines(folder / REQUESTS, _REQUESTS_BYTES, _REQUESTS_KEPT) if keep_texts else None
        self._has_said = False

    def count(self, facts: RequestFacts) -> None:
        """Add the numbers of one request."""
        self._append(self._metrics, facts.model_dump_json(exclude_defaults=True).encode())

    def count_refusal(self, status: int) -> None:
        """Add a request that was turned away before anybody read it: without the key, say."""
        refused = RequestFacts(at=time.time(), status=status, total_s=0.0)
        self._append(self._refused, refused.model_dump_json(exclude_defaults=True).encode())

    def keep(self, model: str, turns: Sequence[Message], answer: str, facts: RequestFacts) -> None:
        """Add question and answer, where that was asked for."""
        if self._requests is None:
            return
        line = {
            "time": datetime.fromtimestamp(facts.at, UTC).isoformat(),
            "model": model,
            "messages": [{"role": turn.role, "content": turn.content} for turn in turns],
            "answer": answer,
            "latency": round(facts.total_s, 4),
        }
        self._append(self._requests, orjson.dumps(line))

    def close(self) -> None:
        self._metrics.close()
        self._refused.close()
        if self._requests is not None:
            self._requests.close()

    def _append(self, lines: RotatedLines, line: bytes) -> None:
        try:
            lines.append(line)
        except OSError as error:
            if not self._has_said:
                _log.error("a request could not be written down: %s", error)
            self._has_said = True
