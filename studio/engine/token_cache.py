"""Tokens of the rows of a run, kept in its folder, so that this run and others of the project need not make them again.

They are the frozen text in another writing, and as private: nothing of them leaves the folder of the run, whose removal
removes them too. Small sets are tokenised anew each time.
"""

import hashlib
import inspect
import json
import logging
import os
import shutil
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
from transformers import PreTrainedTokenizerBase

from studio.engine import encode
from studio.engine.encode import Encoded, Learn
from studio.engine.rows import Row, Sorted, encode_each, sort_out
from studio.runs.durable import remove_partial, seal_folder, verify_folder
from studio.runs.folder import RunFolder

SMALLEST = 1 << 19
"""Tokens below which making them takes about as long as looking for them: two seconds."""
LARGEST = 2 * 10**9
"""Bytes that the tokens of all runs of a project may take together."""
_FILE, _TOKENS = "rows.parquet", "tokens"
_WEIGHTS = frozenset({".safetensors", ".gguf", ".bin", ".pt", ".pth", ".h5", ".onnx"})
# Shares of the free disk that tokens may take: checkpoints need it more.
_OF_FREE = 10
_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class TokenCache:
    """How rows become tokens, and where they are kept."""

    run: RunFolder
    base: Path
    """The folder of the base model, whose files are the tokenizer's."""
    tokenizer: PreTrainedTokenizerBase
    max_length: int
    learn: Learn

    def encode_rows(
        self, part: str, rows: Sequence[Row], progressed: Callable[[int], None], *, smallest: int = SMALLEST
    ) -> Sorted:
        """What `rows.encode_rows` gives, the same bit for bit whether it was kept or not; `part` names the rows.

        Damaged tokens are made again; a full disk only means that none are kept.
        """
        key = None if self._tells_the_time else self._fingerprint(rows)
        if key and (known := self._recall(key)) is not None:
            progressed(len(rows))
            return sort_out(rows, known, self.max_length)
        made = encode_each(self.tokenizer, rows, self.max_length, progressed, self.learn)
        encoded = [each for each in made if isinstance(each, Encoded)]
        if key and len(encoded) == len(rows) and sum(len(each.input_ids) for each in encoded) >= smallest:
            self._keep(f"{part}-{key}", encoded)
        return sort_out(rows, made, self.max_length)

    @property
    def _tells_the_time(self) -> bool:
        """Some templates write the day of today into every conversation."""
        return "strftime_now" in str(self.tokenizer.chat_template)

    def _fingerprint(self, rows: Sequence[Row]) -> str:
        """All that tokens depend on: this code, its libraries, the tokenizer, the template, the options, the rows."""
        facts = {
            "code": inspect.getsource(encode),
            "libraries": [version(name) for name in ("transformers", "tokenizers", "jinja2")],
            "template": str(self.tokenizer.chat_template),
            "special": json.dumps(self.tokenizer.special_tokens_map, sort_keys=True, default=str),
            "max_length": self.max_length,
            "learn": self.learn,
        }
        digest = hashlib.sha256(json.dumps(facts, sort_keys=True).encode())
        for file in sorted(self.base.iterdir()):
            if file.is_file() and file.suffix not in _WEIGHTS:
                digest.update(f"{file.name}\0".encode() + hashlib.sha256(file.read_bytes()).digest())
        for row in rows:
            digest.update(json.dumps([[turn.role, turn.content] for turn in row.messages]).encode())
        return digest.hexdigest()[:32]

    def _recall(self, key: str) -> list[Encoded] | None:
        """From whichever run of the project has them; a copy that lost a bit is removed."""
        for copy in sorted(self.run.path.parent.glob(f"*/{_TOKENS}/*-{key}")):
            try:
                if verify_folder(copy):
                    return _read(copy / _FILE)
            except (OSError, pa.ArrowException, KeyError) as error:
                _log.warning("%s", error)
            _log.warning("the tokens in %s are damaged and made again", copy)
            shutil.rmtree(copy, ignore_errors=True)
        return None

    def _keep(self, name: str, encoded: Sequence[Encoded]) -> None:
        place = self.run.path / _TOKENS
        partial = place / f"{name}.partial-{os.getpid()}"
        try:
            table = _table(encoded)
            if not self._has_room(table.nbytes):
                return
            for former in place.glob(f"{name.partition('-')[0]}-*"):
                shutil.rmtree(former)
            partial.mkdir(parents=True)
            pq.write_table(table, partial / _FILE, compression="zstd")
            seal_folder(partial, place / name, {})
        except (OSError, pa.ArrowException) as error:
            _log.warning("the tokens are not kept: %s", error)
        finally:
            with suppress(OSError):
                remove_partial(partial)

    def _has_room(self, size: int) -> bool:
        """By what they take before they are compressed."""
        kept = sum(file.stat().st_size for file in self.run.path.parent.glob(f"*/{_TOKENS}/*/{_FILE}"))
        return size + kept <= LARGEST and size * _OF_FREE <= shutil.disk_usage(self.run.path).free


def _table(encoded: Sequence[Encoded]) -> pa.Table:
    ids = pa.array([each.input_ids for each in encoded], pa.list_(pa.int32()))
    labels = pa.array([each.labels for each in encoded], pa.list_(pa.int32()))
    return pa.table({"ids": ids, "labels": labels, "truncated": [each.truncated for each in encoded]})


def _read(file: Path) -> list[Encoded]:
    table = pq.read_table(file)
    parts = (_tuples(table["ids"]), _tuples(table["labels"]), table["truncated"].to_pylist())
    return [Encoded(ids, labels, bool(truncated)) for ids, labels, truncated in zip(*parts, strict=True)]


def _tuples(column: Any) -> list[tuple[int, ...]]:
    """Five times as fast as Arrow's own way to Python lists."""
    lists = column.combine_chunks()
    values, ends = lists.flatten().to_numpy().tolist(), lists.value_lengths().to_numpy().cumsum().tolist()
    return [tuple(values[start:end]) for start, end in zip([0, *ends], ends, strict=False)]
