"""How many tokens a text has for a model, by its `tokenizer.json` alone; no torch."""

from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path

import numpy as np
import orjson
from numpy.typing import NDArray
from tokenizers import Tokenizer

from studio.errors import StudioError
from studio.words import _


class TokenCounter:
    """Counts as the model does for the words themselves; the marks that a chat template adds are not counted."""

    def __init__(self, tokenizer_json: Path) -> None:
        """Read the file; raises StudioError when it is missing or no tokenizer."""
        self._tokenizer = _read(tokenizer_json)
        self._tokenizer.no_truncation()
        self._tokenizer.no_padding()

    def count(self, text: str) -> int:
        """The tokens of one text."""
        return len(self._tokenizer.encode(text, add_special_tokens=False).ids)

    def counts(self, texts: Sequence[str]) -> NDArray[np.int64]:
        """The tokens of each text, several texts at a time."""
        found = self._tokenizer.encode_batch_fast(list(texts), add_special_tokens=False)
        return np.fromiter((len(each.ids) for each in found), np.int64, len(texts))


def counter_for(tokenizer_json: Path) -> TokenCounter:
    """The counter of a file, kept for the next time until the file changes; raises StudioError."""
    try:
        changed_at = tokenizer_json.stat().st_mtime_ns
    except OSError as error:
        raise _unreadable(tokenizer_json, error.strerror or "") from error
    return _cached(tokenizer_json, changed_at)


@lru_cache(maxsize=4)
def _cached(tokenizer_json: Path, _changed_at: int) -> TokenCounter:
    return TokenCounter(tokenizer_json)


def _read(file: Path) -> Tokenizer:
    try:
        stored = file.read_bytes()
        if not isinstance(orjson.loads(stored), dict):
            raise _unreadable(file, _("it is no tokenizer"))
    except OSError as error:
        raise _unreadable(file, error.strerror or "") from error
    except orjson.JSONDecodeError as error:
        raise _unreadable(file, str(error)) from error
    try:
        return Tokenizer.from_buffer(stored)
    except Exception as error:
        # The library knows no narrower type than this one.
        raise _unreadable(file, str(error)) from error


def _unreadable(file: Path, reason: str) -> StudioError:
    return StudioError(_("The tokenizer {file} cannot be read: {reason}.").format(file=file, reason=reason))
