"""Loads a model's tokenizer with the chat template to train with; without what only the model itself needs."""

from typing import Literal

from transformers import AutoTokenizer, PreTrainedTokenizerBase

from studio.engine.base_model import BaseModel
from studio.engine.failures import TemplateFailed
from studio.errors import ModelFailed
from studio.words import _

_CHATML_END = "<|im_end|>"
_CHATML = (
    "{{% for message in messages %}}"
    "{{{{ {start} + '<|im_start|>' + message['role'] + '\\n' + message['content'] + {end} + '\\n' }}}}"
    "{{% endfor %}}"
    "{{% if add_generation_prompt %}}{{{{ '<|im_start|>assistant\\n' }}}}{{% endif %}}"
)


def load_tokenizer(model: BaseModel, template: Literal["auto", "chatml"]) -> PreTrainedTokenizerBase:
    """The model's tokenizer with the chat template to train with; raises ModelFailed or TemplateFailed."""
    tokenizer = read_tokenizer(model)
    if template == "chatml":
        tokenizer.chat_template = chatml_template(tokenizer)
    if not isinstance(tokenizer.chat_template, str):
        raise TemplateFailed(
            _("The model “{name}” has no chat template: it is a base model.").format(name=model.name),
            hint=_("Set the option data.template to chatml, or choose the instruction-tuned model of the family."),
        )
    return tokenizer


def beginning_of(tokenizer: PreTrainedTokenizerBase) -> str:
    """The token that whoever tokenises puts before every text, so that a text with it would have two; else nothing."""
    first = tokenizer("a")["input_ids"][:1]
    is_added = tokenizer.bos_token_id is not None and first == [tokenizer.bos_token_id]
    return str(tokenizer.bos_token) if is_added else ""


def read_tokenizer(model: BaseModel) -> PreTrainedTokenizerBase:
    """The model's tokenizer as it is, with or without a chat template, able to pad; raises ModelFailed."""
    try:
        tokenizer = AutoTokenizer.from_pretrained(model.folder, local_files_only=True, trust_remote_code=False)
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise ModelFailed(
            _("The tokenizer of “{name}” cannot be read: {reason}").format(name=model.name, reason=error),
            hint=_("The model folder must hold its tokenizer files; the copy may be incomplete."),
        ) from error
    if isinstance(tokenizer.chat_template, dict):
        # The others are for tools and found documents.
        tokenizer.chat_template = tokenizer.chat_template.get("default")
    if tokenizer.pad_token_id is None:
        tokenizer.pad_token = tokenizer.eos_token
    return tokenizer


def chatml_template(tokenizer: PreTrainedTokenizerBase) -> str:
    """ChatML without a single new token, so that the embeddings keep their size.

    Where the vocabulary has no `<|im_end|>`, the end-of-sequence token closes a turn and the headers are plain text.
    A tokenizer that begins texts with a special token begins the conversation with it too.
    """
    end = "'<|im_end|>'" if _CHATML_END in tokenizer.get_vocab() else "eos_token"
    begins = tokenizer.bos_token_id is not None and tokenizer("a")["input_ids"][0] == tokenizer.bos_token_id
    return _CHATML.format(start="(bos_token if loop.first else '')" if begins else "''", end=end)
