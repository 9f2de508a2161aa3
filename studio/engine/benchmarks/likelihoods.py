"""How likely a model finds each option of questions, by letter or by whole text."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from transformers import PreTrainedTokenizerBase

from studio.core.example import Choice
from studio.engine.benchmarks import direct, harness
from studio.engine.benchmarks.weighing import Answers, Likelihoods, Progressed, weighings
from studio.words import Language

_LONGEST = 4096


@dataclass(frozen=True)
class Asking:
    """How questions are put; `system` takes the place of no other: rows of a benchmark have none."""

    language: Language
    answers: Answers = "letters"
    system: str = ""


def likelihoods(
    model: Any,
    tokenizer: PreTrainedTokenizerBase,
    questions: Sequence[Choice],
    asking: Asking,
    progressed: Progressed = lambda _done: None,
) -> list[Likelihoods]:
    """One tuple a question, in order: by lm-evaluation-harness where it is installed, else by ourselves.

    Raises TemplateFailed, and whatever `progressed` raises. Load the model in 32 bits where two models are to be
    compared: likelihoods in bfloat16 are coarse enough to make options equal.
    """
    if not questions:
        return []
    asked = weighings(tokenizer, questions, asking.language, asking.answers, asking.system)
    weigh = harness.weigh if harness.is_installed() else direct.weigh
    return weigh(model, tokenizer, asked, _longest(model), progressed)


def _longest(model: Any) -> int:
    """Tokens that the model can read, within what is reasonable for a question."""
    stated = getattr(model.config, "max_position_embeddings", None) or _LONGEST
    return min(int(stated), _LONGEST)
