"""Tokens of the rows of a run, kept for this run and others of the project. Small sets are tokenised anew each time."""

import hashlib
import inspect
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from importlib.metadata import version
from pathlib import Path
from typing import Any

import pyarrow as pa
from transformers import PreTrainedTokenizerBase

from studio.engine import encode
from studio.engine.encode import Encoded, Learn
from studio.engine.kept_tables import KeptTables
from studio.engine.rows import Row, Sorted, encode_each, sort_out
from studio.runs.folder import RunFolder

SMALLEST = 1 << 19
"""Tokens below which making them takes about as long as looking for them: two seconds."""
_WEIGHTS = frozenset({".safetensors", ".gguf", ".bin", ".pt", ".pth", ".h5", ".onnx"})


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
        if key and (known := KeptTables(self.run).recall(key, _read)) is not None:
            progressed(len(rows))
            return replace(sort_out(rows, known, self.max_length), key=key)
        made = encode_each(self.tokenizer, rows, self.max_length, progressed, self.learn)
        encoded = [each for each in made if isinstance(each, Encoded)]
        whole = key if key and len(encoded) == len(rows) else ""
        if whole and sum(len(each.input_ids) for each in encoded) >= smallest:
            KeptTables(self.run).keep(part, whole, _table(encoded))
        return replace(sort_out(rows, made, self.max_length), key=whole)

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


def _table(encoded: Sequence[Encoded]) -> pa.Table:
    ids = pa.array([each.input_ids for each in encoded], pa.list_(pa.int32()))
    labels = pa.array([each.labels for each in encoded], pa.list_(pa.int32()))
    return pa.table({"ids": ids, "labels": labels, "truncated": [each.truncated for each in encoded]})


def _read(table: pa.Table) -> list[Encoded]:
    parts = (_tuples(table["ids"]), _tuples(table["labels"]), table["truncated"].to_pylist())
    return [Encoded(ids, labels, bool(truncated)) for ids, labels, truncated in zip(*parts, strict=True)]


def _tuples(column: Any) -> list[tuple[int, ...]]:
    """Five times as fast as Arrow's own way to Python lists."""
    lists = column.combine_chunks()
    values, ends = lists.flatten().to_numpy().tolist(), lists.value_lengths().to_numpy().cumsum().tolist()
    return [tuple(values[start:end]) for start, end in zip([0, *ends], ends, strict=False)]
