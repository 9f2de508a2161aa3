"""How likely a model finds each option of questions, by letter or by whole text."""

from collections.abc import Sequence
from typing import Any

from transformers import PreTrainedTokenizerBase

from studio.core.example import Choice
from studio.engine.benchmarks import direct, harness
from studio.engine.benchmarks.weighing import Asking, Likelihoods, Progressed, weighings

_LONGEST = 4096


def likelihoods(
    model: Any,
    tokenizer: PreTrainedTokenizerBase,
    questions: Sequence[Choice],
    asking: Asking,
    progressed: Progressed = lambda _done: None,
) -> list[Likelihoods]:
    """One tuple a question, in order: by lm-evaluation-harness where it is installed, else by ourselves.

    Raises TemplateFailed, and whatever `progressed` raises. Logits are computed in 32 bits
    whatever the model computes in.
    """
    if not questions:
        return []
    asked = weighings(tokenizer, questions, asking)
    weigh = harness.weigh if harness.is_installed() else direct.weigh
    return weigh(model, tokenizer, asked, _longest(model), progressed)


def _longest(model: Any) -> int:
    """Tokens that the model can read, within what is reasonable for a question."""
    stated = getattr(model.config, "max_position_embeddings", None) or _LONGEST
    return min(int(stated), _LONGEST)
