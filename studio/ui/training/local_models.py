"""Base models that are already on this machine; nothing is ever fetched."""

from pathlib import Path

from studio.models.gguf_header import is_gguf_adapter
from studio.models.places import DEMO, find_base, find_models, hub_cache
from studio.words import _

__all__ = ["DEMO", "cached_models", "hub_cache", "model_problem", "tokenizer_file"]


def cached_models(cache: Path) -> list[str]:
    """Names (owner/name) of the models in a hub cache that have a configuration and safe weights."""
    return [found.base for found in find_models((), cache) if found.source == "hub"]


def model_problem(base: str, cached: list[str], *, adapters: bool = False) -> str:
    """Why a model cannot be used, in a sentence; empty when it looks right. `adapters` are no base models."""
    if base == DEMO or base in cached:
        return ""
    if not base.strip():
        return _("Choose a base model.")
    path = Path(base).expanduser()
    if path.is_file():
        return _file_problem(path, adapters=adapters)
    if path.is_dir():
        return _folder_problem(path)
    if _looks_like_path(base):
        return _("There is no such folder or file.")
    return _("This model is not on this machine. Choose its folder or a GGUF file.")


def tokenizer_file(base: str) -> Path | None:
    """The tokenizer.json of a base model on this machine; None where there is none, as for a GGUF file."""
    folder = find_base(base, hub_cache())
    file = folder / "tokenizer.json" if folder else None
    return file if file and file.is_file() else None


def _file_problem(file: Path, *, adapters: bool) -> str:
    if file.suffix.lower() != ".gguf":
        return _("This file is not a GGUF model.")
    if not adapters and is_gguf_adapter(file):
        return _("This file is an adapter: it is of no use without the GGUF file of its base.")
    return ""


def _folder_problem(folder: Path) -> str:
    if not (folder / "config.json").is_file():
        return _("This folder holds no model: config.json is missing.")
    if not any(folder.glob("*.safetensors")):
        return _("This folder has no safetensors weights; other formats can hide programs and are not read.")
    return ""


def _looks_like_path(base: str) -> bool:
    return base.startswith(("/", ".", "~")) or "\\" in base or base.count("/") > 1 or base.endswith(".gguf")
