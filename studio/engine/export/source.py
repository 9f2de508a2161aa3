"""What is exported: weights on this machine, with or without what a run has taught them."""

from dataclasses import dataclass
from pathlib import Path

from studio.core.evaluation import Subject
from studio.engine.base_model import BaseModel, convert_gguf, find_base_model
from studio.engine.evaluating.labelling import labels_of
from studio.engine.labelled_rows import Labels
from studio.errors import ModelFailed
from studio.models.described import read_object
from studio.runs.durable import MANIFEST, hash_file, is_unsealed, read_manifest, verify_folder
from studio.words import _


@dataclass(frozen=True)
class Source:
    """`base` holds whole weights; `adapter` is what a run has put on them, None where it trained all of them."""

    subject: Subject
    base: BaseModel
    adapter: Path | None
    labels: Labels | None

    @property
    def words(self) -> Path:
        """Where the tokenizer lies, with the chat template that was trained with."""
        return Path(self.subject.result) if self.subject.result else self.base.folder

    @property
    def method(self) -> str:
        """The adapter's own word for its kind, e.g. LORA; empty without one."""
        return str(read_object(self.adapter / "adapter_config.json").get("peft_type", "")) if self.adapter else ""


def find_source(subject: Subject) -> Source:
    """Locate the weights and, for a GGUF file, unpack them once; raises ModelFailed, ModelUnsafe.

    A result that is no longer what the run has saved is refused: its damage would get hashes of its own. So is a base
    whose weights are others by now: comparing would not show it, since the application reads the same ones.
    """
    if subject.result:
        _expect_undamaged(Path(subject.result))
    adapter = Path(subject.result) if subject.result and not subject.whole else None
    base = find_base_model(subject.base if adapter or not subject.result else subject.result)
    convert_gguf(base)
    if adapter is not None:
        _expect_same_base(base, adapter)
    return Source(subject, base, adapter, labels_of(subject))


def _expect_same_base(base: BaseModel, adapter: Path) -> None:
    """What was unpacked from a GGUF file is named by its hash, and other versions may unpack it in other bytes."""
    told = (read_manifest(adapter) or {}).get("base_model", {}).get("files_sha256", {})
    known = {name: sha256 for name, sha256 in told.items() if name.endswith(".safetensors")}
    for name, sha256 in known.items() if base.gguf is None else ():
        file = base.folder / name
        if not file.is_file() or hash_file(file) != sha256:
            raise ModelFailed(
                _(
                    "The base model “{name}” is no longer the one that this run has learned on: {file} is another."
                ).format(name=base.name, file=name),
                hint=_("Put its files of then back, or train again on those of now."),
            )


def _expect_undamaged(result: Path) -> None:
    """What was saved by older versions, or elsewhere, has no manifest that could prove it."""
    if (result / MANIFEST).is_file() and not is_unsealed(result) and not verify_folder(result):
        raise ModelFailed(
            _("The result in {path} is damaged: its files are no longer those that were saved.").format(path=result),
            hint=_("Restore the folder from a copy, or train again from a checkpoint."),
        )
