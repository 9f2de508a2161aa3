"""Base models that are already on this machine; nothing is ever fetched."""

import os
from pathlib import Path

from studio import paths
from studio.words import _

DEMO = "demo"


def hub_cache() -> Path:
    """Where huggingface_hub keeps downloaded models, by its own environment variables."""
    if cache := os.environ.get("HF_HUB_CACHE"):
        return Path(cache)
    home = os.environ.get("HF_HOME") or Path(os.environ.get("XDG_CACHE_HOME", Path.home() / ".cache")) / "huggingface"
    return Path(home) / "hub"


def cached_models(cache: Path) -> list[str]:
    """Names (owner/name) of the models in a hub cache that have a configuration and safe weights."""
    if not cache.is_dir():
        return []
    folders = sorted(cache.glob("models--*"))
    return [_hub_name(folder) for folder in folders if any(_usable(each) for each in folder.glob("snapshots/*"))]


def model_problem(base: str, cached: list[str]) -> str:
    """Why a base model cannot be used, in a sentence; empty when it looks right."""
    if base == DEMO or base in cached:
        return ""
    if not base.strip():
        return _("Choose a base model.")
    path = Path(base).expanduser()
    if path.is_file():
        return "" if path.suffix.lower() == ".gguf" else _("This file is not a GGUF model.")
    if path.is_dir():
        return _folder_problem(path)
    if _looks_like_path(base):
        return _("There is no such folder or file.")
    return _("This model is not on this machine. Choose its folder or a GGUF file.")


def tokenizer_file(base: str) -> Path | None:
    """The tokenizer.json of a base model on this machine; None where there is none, as for a GGUF file."""
    if base == DEMO:
        folders = [paths.DEMO_MODEL]
    elif (folder := Path(base).expanduser()).is_dir():
        folders = [folder]
    else:
        folders = sorted((hub_cache() / f"models--{base.replace('/', '--')}").glob("snapshots/*"))
    return next((file for folder in folders if (file := folder / "tokenizer.json").is_file()), None)


def _folder_problem(folder: Path) -> str:
    if not (folder / "config.json").is_file():
        return _("This folder holds no model: config.json is missing.")
    if not any(folder.glob("*.safetensors")):
        return _("This folder has no safetensors weights; other formats can hide programs and are not read.")
    return ""


def _usable(snapshot: Path) -> bool:
    return (snapshot / "config.json").is_file() and any(snapshot.glob("*.safetensors"))


def _hub_name(folder: Path) -> str:
    return folder.name.removeprefix("models--").replace("--", "/", 1)


def _looks_like_path(base: str) -> bool:
    return base.startswith(("/", ".", "~")) or "\\" in base or base.count("/") > 1 or base.endswith(".gguf")
