"""Adapters among the files of models: what they are put on, as far as it lies beside them or they name it."""

import json
from pathlib import Path

from studio.core.export import ADAPTER_MARK, BASE_MARK
from studio.errors import ModelFailed
from studio.models.gguf_header import is_gguf_adapter
from studio.words import _

CONFIG = "adapter_config.json"
_WEIGHTS = "adapter_model.safetensors"
_GGUF = ".gguf"


def is_adapter(path: Path) -> bool:
    """Whether a folder or a file is of no use without the model that it was trained on."""
    return (path / CONFIG).is_file() or is_gguf_adapter(path)


def bases_beside(adapter: Path) -> tuple[Path, ...]:
    """The GGUF files of its base that were exported with a GGUF adapter, by name."""
    stem, mark, _type = adapter.name.rpartition(ADAPTER_MARK)
    beside = sorted(adapter.parent.iterdir()) if mark and adapter.parent.is_dir() else []
    return tuple(each for each in beside if each.suffix == _GGUF and each.name.startswith(f"{stem}{BASE_MARK}"))


def bases_for(model: str) -> tuple[str, ...]:
    """What a model can be put on: an empty name for a whole one, the files beside a GGUF adapter, perhaps none."""
    path = Path(model).expanduser()
    return tuple(map(str, bases_beside(path))) if is_gguf_adapter(path) else ("",)


def base_of_adapter(adapter: Path, named: str = "") -> str:
    """What it is put on: `named`, else the only base beside a GGUF adapter, or the one that a folder names itself.

    Raises ModelFailed where none is known, or it cannot be one.
    """
    if adapter.is_dir():
        return _base_of_folder(adapter, named)
    beside = bases_beside(adapter)
    found = Path(named).expanduser() if named else beside[0] if len(beside) == 1 else None
    if found is None or found.suffix.lower() != _GGUF or is_gguf_adapter(found):
        raise ModelFailed(
            _("{path} is an adapter: say which GGUF file it is put on.").format(path=adapter),
            hint=_("These lie beside it: {names}.").format(names=", ".join(each.name for each in beside))
            if beside
            else _("Export its base as GGUF too."),
        )
    return str(found.resolve())


def _base_of_folder(folder: Path, named: str) -> str:
    if not (folder / _WEIGHTS).is_file():
        raise ModelFailed(
            _("The adapter {path} has no weights in safetensors.").format(path=folder),
            hint=_("Other forms of weights can run programs when they are read; export it anew."),
        )
    if named:
        return named
    try:
        return str(json.loads((folder / CONFIG).read_bytes())["base_model_name_or_path"])
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise ModelFailed(
            _("{path} does not say which model the adapter belongs to.").format(path=folder / CONFIG),
            hint=_("Say which: --set base=MODEL"),
        ) from error
