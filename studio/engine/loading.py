"""A base model made ready for training: found, checked, loaded, with what the recipe's method adds to it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from transformers import PreTrainedTokenizerBase

from studio.core.example import Message
from studio.engine.base_model import BaseModel, convert_gguf, find_base_model
from studio.engine.data_checks import check_template
from studio.engine.desk import Desk
from studio.engine.failures import TemplateFailed
from studio.engine.fit import adapt
from studio.engine.model import find_device, load_model
from studio.engine.template_trial import try_template
from studio.engine.tokenizer import load_tokenizer


@dataclass(frozen=True)
class Ready:
    """A model that can be trained to answer."""

    base: BaseModel
    tokenizer: PreTrainedTokenizerBase
    model: Any


def load_ready(desk: Desk, conversations: Sequence[tuple[Message, ...]]) -> Ready:
    """Load what the recipe names; a foreign template is tried on the longest conversation first."""
    recipe = desk.job.recipe
    desk.enter("load")
    base = find_base_model(recipe.model.base)
    convert_gguf(base)
    tokenizer = load_tokenizer(base, recipe.data.template)
    _try_template(base, tokenizer, conversations)
    _expect_own_template(desk, base, tokenizer)
    frozen = load_model(base, recipe.method, find_device())
    return Ready(base, tokenizer, adapt(frozen, recipe))


def _expect_own_template(desk: Desk, base: BaseModel, tokenizer: PreTrainedTokenizerBase) -> None:
    for fault in check_template(base, tokenizer, desk.job.recipe.data.template):
        if fault.blocking:
            raise TemplateFailed(fault.message, hint=fault.hint)
        desk.remark(fault.message)


def _try_template(
    base: BaseModel, tokenizer: PreTrainedTokenizerBase, conversations: Sequence[tuple[Message, ...]]
) -> None:
    """In a process of its own, before this one renders it: a foreign template may never end."""
    if base.trusted or not conversations:
        return
    longest = max(conversations, key=lambda turns: sum(len(turn.content) for turn in turns))
    try_template(str(tokenizer.chat_template), tokenizer.special_tokens_map, [longest])
