"""Where a recipe's base model lies on this machine: a folder, the hub's local cache, a GGUF file made readable once."""

import shutil
from dataclasses import dataclass
from pathlib import Path

from studio import paths
from studio.engine.failures import ModelUnsafe
from studio.engine.saving import system_errors
from studio.errors import ModelFailed
from studio.models.inspection import describe_model
from studio.placing import sync_tree
from studio.runs.durable import hash_file, remove_partial
from studio.words import _


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
    try:
        with system_errors():
            unpacked.save_pretrained(partial)
        sync_tree(partial)
        partial.rename(model.folder)
    finally:
        remove_partial(partial)


def _check(model: BaseModel) -> None:
    """Everything that can be told from the files; a GGUF file is read by its header here and converted afterwards."""
    if model.trusted:
        return
    problems = [each for each in describe_model(model.gguf or model.folder).problems if each.level == "blocking"]
    for problem in sorted(problems, key=lambda each: not each.unsafe):
        raise (ModelUnsafe if problem.unsafe else ModelFailed)(
            _("The base model “{name}” cannot be used. {reason}").format(
                name=model.name, reason=problem.sentence.text()
            ),
            hint=_("Choose another copy of the model, in the safetensors or GGUF format, or another model."),
        )
