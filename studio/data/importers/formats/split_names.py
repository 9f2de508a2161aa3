"""Names of files, folders and lists that say which split the rows inside are for."""

import re
from collections.abc import Collection

_SPLITS = frozenset(("train", "training", "valid", "validation", "val", "dev", "test", "testing", "eval"))
_WORD = re.compile(r"[a-z]+")


def split_of(name: str) -> str:
    """The split a path is named after, such as train in `data/train-00000-of-00002.parquet`; "" when it is none."""
    for part in reversed(name.lower().replace("\\", "/").split("/")):
        words = _WORD.findall(part.partition(".")[0])
        if found := next((word for word in words if word in _SPLITS), ""):
            return found
    return ""


def are_splits(names: Collection[str]) -> bool:
    """Whether every name is that of a split and nothing else."""
    return bool(names) and all(name.lower() in _SPLITS for name in names)
