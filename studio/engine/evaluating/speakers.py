"""The models of an evaluation in memory: each base is loaded once, with nothing or one adapter at a time on it."""

import gc
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch
from peft import PeftModel
from transformers import PreTrainedTokenizerBase
from trl.trainer.utils import add_fused_lm_head

from studio.core.evaluation import Decoding, Subject
from studio.core.example import Message
from studio.core.method_options import MethodOptions
from studio.engine.base_model import BaseModel, convert_gguf, find_base_model
from studio.engine.hashes import hash_model
from studio.engine.manifest import library_versions
from studio.engine.methods import TOKENIZER_FILES
from studio.engine.model import Device, find_device, load_model
from studio.engine.template_trial import try_template
from studio.engine.tokenizer import load_tokenizer
from studio.errors import ModelFailed
from studio.models.cache import fingerprint
from studio.words import _

Conversation = tuple[Message, ...]


@dataclass(frozen=True)
class Speaker:
    """A model that can answer, and what two have in common that answer alike."""

    model: Any
    tokenizer: PreTrainedTokenizerBase
    fingerprint: str


class Speakers:
    """Keeps the base that was loaded last: subjects of the same one, asked for in a row, share it."""

    def __init__(self, loading: Callable[[], object] = lambda: None) -> None:
        """`loading` is called whenever weights are about to be read."""
        self._loading = loading
        self._device = find_device()
        self._known: tuple[tuple[str, str], Any] | None = None

    @contextmanager
    def speaking(self, subject: Subject, decoding: Decoding, trial: Sequence[Conversation]) -> Iterator[Speaker]:
        """The subject's model, until the block ends; a foreign template is tried on `trial` first.

        Raises ModelFailed, TemplateFailed.
        """
        if subject.is_gguf_adapter:
            raise _only_for_llama(subject)
        base = weights_of(subject)
        convert_gguf(base)
        # The folder of a result holds the tokenizer with the template it was trained with; adapters of others may not.
        result = Path(subject.result) if subject.result and _has_words(Path(subject.result)) else None
        told = BaseModel(subject.title, result) if result else base
        tokenizer = load_tokenizer(told, "auto" if result else subject.template)
        if not base.trusted and trial:
            try_template(str(tokenizer.chat_template), tokenizer.special_tokens_map, trial)
        model = self._base(base, subject.kept)
        facts = _facts(subject, decoding, tokenizer, self._device)
        found = fingerprint(base.folder, facts)
        if subject.result and not subject.whole:
            with adapted(model, Path(subject.result)) as tuned:
                yield Speaker(tuned, tokenizer, found)
        else:
            yield Speaker(model, tokenizer, found)

    def _base(self, base: BaseModel, method: MethodOptions) -> Any:
        key = str(base.folder), method.model_dump_json()
        if self._known is None or self._known[0] != key:
            self._known = None
            gc.collect()
            torch.cuda.empty_cache()
            self._loading()
            model = load_model(base, method, self._device)
            # TRL's head gives the likelihood of given answers without a table of all logits.
            add_fused_lm_head(model, outputs=("log_probs", "entropy", "is_top1"))
            self._known = key, model
        return self._known[1]


@contextmanager
def adapted(model: Any, result: Path) -> Iterator[Any]:
    """The model with a run's adapter, which is taken off it afterwards."""
    tuned: Any = PeftModel.from_pretrained(model, result, is_trainable=False)
    try:
        yield tuned
    finally:
        # A prefix only stands before what the model is asked.
        if not tuned.active_peft_config.is_prompt_learning:
            tuned.unload()


def _has_words(result: Path) -> bool:
    return any((result / name).is_file() for name in TOKENIZER_FILES)


def _only_for_llama(subject: Subject) -> ModelFailed:
    return ModelFailed(
        _("“{model}” is a GGUF adapter: only llama.cpp puts it on its base, and does not answer benchmarks.").format(
            model=subject.title
        ),
        hint=_("Use the adapter’s folder or the merged model; or install the extra “export”, to put rows to it."),
    )


def weights_of(subject: Subject) -> BaseModel:
    """Where the weights lie that an adapter would be put on; raises ModelFailed or ModelUnsafe."""
    return find_base_model(subject.result if subject.whole else subject.base)


def _facts(subject: Subject, decoding: Decoding, tokenizer: PreTrainedTokenizerBase, device: Device) -> dict[str, str]:
    result = {} if not subject.result else {f"result {name}": sha for name, sha in _result_hashes(subject).items()}
    return {
        "bits": subject.kept.model_dump_json(include={"bits", "quantisation", "double_quantisation"}),
        "template": str(tokenizer.chat_template),
        "decoding": decoding.model_dump_json(),
        "device": f"{device.name} {device.compute}",
        **library_versions(),
        **result,
    }


def _result_hashes(subject: Subject) -> dict[str, str]:
    return {} if subject.whole else hash_model(Path(subject.result))
