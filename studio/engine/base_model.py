"""Where a recipe's base model lies on this machine: a folder, the hub's local cache, a GGUF file made readable once."""

import json
import shutil
from dataclasses import dataclass
from pathlib import Path

from studio import paths
from studio.engine.failures import ModelUnsafe
from studio.errors import ModelFailed
from studio.runs.durable import hash_file, remove_partial, sync_tree
from studio.words import _

_UNSAFE = ("*.bin", "*.pt", "*.pth", "*.ckpt", "*.pkl")


@dataclass(frozen=True)
class BaseModel:
    """A model folder that transformers can read without running foreign code."""

    name: str
    """As the recipe names it."""
    folder: Path
    gguf: Path | None = None

    @property
    def trusted(self) -> bool:
        """Whether Atelier ships it, so that its template need not be tried first."""
        return self.name == "demo"


def find_base_model(name: str) -> BaseModel:
    """Locate the model and refuse what is not safetensors; raises ModelFailed, or ModelUnsafe for pickles and code."""
    if name == "demo":
        found = BaseModel(name, paths.DEMO_MODEL)
    elif Path(name).suffix.lower() == ".gguf":
        found = _gguf(name)
    elif (local := Path(name).expanduser()).is_dir():
        found = BaseModel(name, local.resolve())
    else:
        found = BaseModel(name, _in_hub_cache(name))
    _check(found)
    return found


def _in_hub_cache(name: str) -> Path:
    from huggingface_hub import snapshot_download
    from huggingface_hub.errors import HFValidationError, LocalEntryNotFoundError

    try:
        return Path(snapshot_download(name, local_files_only=True))
    except (HFValidationError, LocalEntryNotFoundError, OSError) as error:
        raise ModelFailed(
            _("The base model “{name}” was not found on this machine.").format(name=name),
            hint=_(
                "Give the folder of a model, a GGUF file, a model of the local hub cache (owner/name), or “demo”. "
                "Nothing is downloaded."
            ),
        ) from error


def _gguf(name: str) -> BaseModel:
    file = Path(name).expanduser()
    if not file.is_file():
        raise ModelFailed(
            _("The model file {path} does not exist.").format(path=file), hint=_("Choose the file again.")
        )
    folder = paths.cache_folder() / "models" / f"{file.stem}-{hash_file(file)[:16]}"
    return BaseModel(name, folder, gguf=file)


def convert_gguf(model: BaseModel) -> None:
    """Unpack a GGUF file to safetensors in the cache, once: transformers would do it again at every start."""
    if model.gguf is None or model.folder.is_dir():
        return
    import torch
    from transformers import AutoModelForCausalLM, AutoTokenizer, GgufConfig

    partial = model.folder.with_name(model.folder.name + ".partial")
    remove_partial(partial)
    partial.mkdir(parents=True)
    source = {"pretrained_model_name_or_path": str(model.gguf.parent), "gguf_file": model.gguf.name}
    try:
        AutoTokenizer.from_pretrained(**source).save_pretrained(partial)
        unpacked = AutoModelForCausalLM.from_pretrained(
            **source, quantization_config=GgufConfig(dequantize=True), dtype=torch.bfloat16
        )
    except (ValueError, KeyError, TypeError, NotImplementedError, RuntimeError) as error:
        shutil.rmtree(partial)
        raise ModelFailed(
            _("The GGUF file {path} cannot be read: {reason}").format(path=model.gguf, reason=error),
            hint=_("Its architecture or quantisation may be unknown here; use the model’s safetensors folder."),
        ) from error
    # A plain dense model now: its configuration must not promise GGUF blocks to whoever loads it.
    unpacked.config.__dict__.pop("quantization_config", None)
    object.__setattr__(unpacked, "hf_quantizer", None)
    unpacked.save_pretrained(partial)
    sync_tree(partial)
    partial.rename(model.folder)


def _check(model: BaseModel) -> None:
    if model.gguf is not None:
        return
    config = model.folder / "config.json"
    if not config.is_file():
        raise ModelFailed(
            _("{path} is not a model folder: it holds no config.json.").format(path=model.folder),
            hint=_("Choose the folder that holds config.json and the .safetensors files."),
        )
    if not any(model.folder.glob("*.safetensors")):
        _refuse_without_safetensors(model.folder)
    _refuse_foreign_code(config)


def _refuse_without_safetensors(folder: Path) -> None:
    if any(path for pattern in _UNSAFE for path in folder.glob(pattern)):
        raise ModelUnsafe(
            _("The model in {path} is stored as pickle, which can run code when it is opened.").format(path=folder),
            hint=_("Use a version of the model in safetensors or GGUF format."),
        )
    raise ModelFailed(
        _("The folder {path} holds no model weights.").format(path=folder),
        hint=_("The .safetensors files are missing; the copy may be incomplete."),
    )


def _refuse_foreign_code(config: Path) -> None:
    from transformers.models.auto.configuration_auto import CONFIG_MAPPING_NAMES

    try:
        described = json.loads(config.read_text("utf-8"))
        kind = described.get("model_type", "")
    except (ValueError, AttributeError) as error:
        raise ModelFailed(
            _("{path} cannot be read: {reason}").format(path=config, reason=error),
            hint=_("The copy of the model may be damaged."),
        ) from error
    if kind in CONFIG_MAPPING_NAMES:
        return
    if "auto_map" in described:
        raise ModelUnsafe(
            _("This model only works by running code that came with it."),
            hint=_("Choose a model whose architecture transformers knows by itself."),
        )
    raise ModelFailed(
        _("Models of the kind “{kind}” are not supported.").format(kind=kind),
        hint=_("Choose a model whose architecture transformers knows by itself."),
    )
