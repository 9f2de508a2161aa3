"""Where base models lie on this machine: chosen folders, the hub's local cache, the models folder."""

import os
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Literal

from studio import paths
from studio.models.gguf_header import is_gguf_adapter

DEMO = "demo"
Source = Literal["demo", "hub", "folder"]
_MOST_FOLDERS = 2_000
_DEEPEST = 2


@dataclass(frozen=True)
class FoundModel:
    """A model that lies here; whether it can be used is told by its card."""

    base: str
    """As a recipe names it."""
    title: str
    path: Path
    source: Source
    size: int = 0
    """Bytes of the weights."""

    @property
    def is_gguf(self) -> bool:
        """Whether it is one file."""
        return self.path.suffix.lower() == ".gguf"


def hub_cache() -> Path:
    """Where huggingface_hub keeps downloaded models, by its own environment variables."""
    if cache := os.environ.get("HF_HUB_CACHE"):
        return Path(cache)
    home = os.environ.get("HF_HOME") or Path(os.environ.get("XDG_CACHE_HOME", Path.home() / ".cache")) / "huggingface"
    return Path(home) / "hub"


def models_folder() -> Path:
    """Where imported and downloaded models are put."""
    return paths.data_folder() / "models"


def find_models(folders: Sequence[Path], cache: Path) -> list[FoundModel]:
    """The demonstration model, then what the models folder, the chosen folders and the hub's cache hold, by title."""
    demo = FoundModel(DEMO, DEMO, paths.DEMO_MODEL, "demo", _weights(paths.DEMO_MODEL))
    places = (models_folder(), *folders)
    here = {found.path: found for place in places for found in _below(place)}
    found = [*here.values(), *_in_hub_cache(cache)]
    return [demo, *sorted(found, key=lambda each: each.title.casefold())]


def find_base(base: str, cache: Path) -> Path | None:
    """The folder or GGUF file that a recipe's name stands for; None where there is none on this machine."""
    if base == DEMO:
        return paths.DEMO_MODEL
    path = Path(base).expanduser()
    if path.is_dir() or (path.is_file() and path.suffix.lower() == ".gguf"):
        return path
    return _snapshot(cache / f"models--{base.replace('/', '--')}")


def is_model(folder: Path) -> bool:
    """Whether it looks like a model folder; also one whose weights are missing or unsafe is listed, to say so."""
    return (folder / "config.json").is_file()


def _below(place: Path) -> Iterator[FoundModel]:
    for path in islice(_candidates(place, _DEEPEST), _MOST_FOLDERS):
        size = path.stat().st_size if path.is_file() else _weights(path)
        yield FoundModel(str(path), path.name, path, "folder", size)


def _candidates(folder: Path, depth: int) -> Iterator[Path]:
    """Model folders are not looked into; one that may not be read holds none. A chosen place may be one file."""
    if is_model(folder) or _is_model_file(folder):
        yield folder
        return
    try:
        inside = sorted(folder.iterdir())
    except OSError:
        return
    for path in inside:
        if _is_model_file(path):
            yield path
        elif depth and path.is_dir() and not path.name.startswith(".") and path.suffix != ".partial":
            yield from _candidates(path, depth - 1)


def _is_model_file(path: Path) -> bool:
    return path.is_file() and path.suffix.lower() == ".gguf" and not is_gguf_adapter(path)


def _in_hub_cache(cache: Path) -> Iterator[FoundModel]:
    for folder in sorted(cache.glob("models--*")) if cache.is_dir() else ():
        snapshot = _snapshot(folder)
        if snapshot is not None and any(snapshot.glob("*.safetensors")):
            name = folder.name.removeprefix("models--").replace("--", "/", 1)
            yield FoundModel(name, name, snapshot, "hub", _weights(snapshot))


def _snapshot(folder: Path) -> Path | None:
    """The one that the branch `main` means, else the last by name, as far as it has a configuration."""
    snapshots = folder / "snapshots"
    try:
        named = [snapshots / (folder / "refs" / "main").read_text("utf-8").strip()]
    except (OSError, UnicodeDecodeError):
        named = []
    return next((each for each in (*named, *sorted(snapshots.glob("*"), reverse=True)) if is_model(each)), None)


def _weights(folder: Path) -> int:
    return sum(_sizes(folder.glob("*.safetensors")))


def _sizes(files: Iterable[Path]) -> Iterator[int]:
    for file in files:
        # A link of the hub's cache may point to what was never downloaded.
        if file.is_file():
            yield file.stat().st_size
