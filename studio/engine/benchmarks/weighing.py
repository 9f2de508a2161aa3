"""What is weighed: a question as the model reads it, and the answers that might follow."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from string import ascii_uppercase
from typing import Any, Literal

import torch
from torch import Tensor, nn
from torch.nn.functional import linear
from transformers import PreTrainedTokenizerBase

from studio.core.benchmark import asked_in_words
from studio.core.example import Choice, Message
from studio.engine.encode import prompt_and_lead
from studio.words import Language

# Of logits in float32 and their logarithms, by the kind of device.
_LOGITS_BYTES = {"cpu": 1 << 29, "cuda": 1 << 32}
_LARGEST_BATCH = 64

Answers = Literal["letters", "texts"]
"""Whether the letters of the options are weighed, or their whole texts."""
Likelihoods = tuple[float, ...]
"""The log-likelihood of each answer to one question, natural logarithm, summed over its tokens."""
Progressed = Callable[[int], None]
"""Called with how many questions are done; may raise to end it."""


@dataclass(frozen=True)
class Asking:
    """How all questions of a benchmark are put."""

    language: Language
    several: bool = False
    """Whether they may have several right answers."""
    system: str = ""
    answers: Answers = "letters"

    def turns(self, question: Choice) -> tuple[Message, ...]:
        """What the model reads."""
        system = (Message(role="system", content=self.system),) if self.system else ()
        words = asked_in_words(question, self.language, several=self.several)
        return (*system, Message(role="user", content=words))


@dataclass(frozen=True)
class Weighing:
    """A rendered prompt and the texts that may continue it."""

    prompt: str
    answers: tuple[str, ...]


def weighings(tokenizer: PreTrainedTokenizerBase, questions: Sequence[Choice], asking: Asking) -> list[Weighing]:
    """The questions in the words of `core.benchmark`, rendered by the chat template; raises TemplateFailed."""
    found = []
    for question in questions:
        prompt, lead = prompt_and_lead(tokenizer, asking.turns(question))
        options = question.options if asking.answers == "texts" else ascii_uppercase[: len(question.options)]
        found.append(Weighing(prompt, tuple(lead + option for option in options)))
    return found


def batch_size(model: Any, longest: int) -> int:
    """How many inputs of `longest` tokens are read at once: their logits are as wide as the vocabulary."""
    room = _LOGITS_BYTES.get(model.device.type, _LOGITS_BYTES["cpu"])
    return int(max(1, min(_LARGEST_BATCH, room // (8 * model.config.get_text_config().vocab_size * longest))))


@contextmanager
def precise_head(model: Any) -> Iterator[None]:
    """Compute logits in float32 from whatever the model computes in.

    In bfloat16 logits near 16 are 0.125 apart, so that two letters are often exactly as likely.
    """
    head = model.get_output_embeddings()
    if type(head) is not nn.Linear or head.weight.dtype not in (torch.bfloat16, torch.float16):
        yield
        return
    weight = head.weight.float()
    bias = None if head.bias is None else head.bias.float()

    def forward(hidden: Tensor) -> Tensor:
        return linear(hidden.float(), weight, bias)

    vars(head)["forward"] = forward
    try:
        yield
    finally:
        del vars(head)["forward"]
