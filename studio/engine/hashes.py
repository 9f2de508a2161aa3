"""SHA-256 of a model's files: what makes two copies of a model the same."""

from pathlib import Path

from studio.runs.durable import hash_file


def hash_model(folder: Path) -> dict[str, str]:
    """SHA-256 of weights, configuration and tokenizer by file name."""
    files = [*folder.glob("*.safetensors"), *folder.glob("*.json"), *folder.glob("tokenizer.model")]
    return {file.name: hash_file(file) for file in sorted(files)}
