"""French byte-level BPE of the demonstration model, with its chat template."""

from collections.abc import Iterable

from tokenizers import Tokenizer, decoders, models, pre_tokenizers, trainers
from transformers import PreTrainedTokenizerFast

from studio.text.headache_corpus import Document

PAD, START, TEXT_END, END = "<pad>", "<s>", "</s>", "<|end|>"
CHAT_TEMPLATE = (
    "{{ bos_token }}"
    "{% for message in messages %}{{ '<|' + message['role'] + '|>' + message['content'] + '<|end|>' }}{% endfor %}"
    "{% if add_generation_prompt %}{{ '<|assistant|>' }}{% endif %}"
)
_VOCABULARY = 2304


def marker(role: str) -> str:
    """The token that opens a turn."""
    return f"<|{role}|>"


_SPECIAL = [PAD, START, TEXT_END, END, *(marker(role) for role in ("system", "user", "assistant"))]


def train_tokenizer(documents: Iterable[Document]) -> Tokenizer:
    """Byte-level with GPT-2's splitting rule, the one that GGUF readers know by name."""
    tokenizer = Tokenizer(models.BPE())
    tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    tokenizer.decoder = decoders.ByteLevel()
    trainer = trainers.BpeTrainer(
        vocab_size=_VOCABULARY,
        special_tokens=_SPECIAL,
        initial_alphabet=pre_tokenizers.ByteLevel.alphabet(),
        show_progress=False,
    )
    tokenizer.train_from_iterator((turn.text for document in documents for turn in document), trainer)
    return tokenizer


def chat_tokenizer(tokenizer: Tokenizer, longest: int) -> PreTrainedTokenizerFast:
    """The transformers face of it; a turn ends with the end-of-sequence token, as generation expects."""
    fast: PreTrainedTokenizerFast = PreTrainedTokenizerFast(
        tokenizer_object=tokenizer,
        bos_token=START,
        eos_token=END,
        pad_token=PAD,
        additional_special_tokens=[token for token in _SPECIAL if token not in (START, END, PAD)],
        model_max_length=longest,
        clean_up_tokenization_spaces=False,
    )
    fast.chat_template = CHAT_TEMPLATE
    return fast
