"""SHA-256 of files: what makes two copies of a model the same."""

import hashlib
from pathlib import Path

_CHUNK = 1 << 22


def hash_file(path: Path) -> str:
    """SHA-256 in hexadecimal, read in pieces."""
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while piece := file.read(_CHUNK):
            digest.update(piece)
    return digest.hexdigest()


def hash_model(folder: Path) -> dict[str, str]:
    """SHA-256 of weights, configuration and tokenizer by file name."""
    files = [*folder.glob("*.safetensors"), *folder.glob("*.json"), *folder.glob("tokenizer.model")]
    return {file.name: hash_file(file) for file in sorted(files)}
