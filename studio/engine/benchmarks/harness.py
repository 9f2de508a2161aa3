"""Log-likelihoods of answers by lm-evaluation-harness, on rows in memory: nothing is fetched or left behind."""

import importlib.util
import io
import logging
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, redirect_stderr
from typing import Any

import torch
from transformers import PreTrainedTokenizerBase

from studio.engine.benchmarks.weighing import Likelihoods, Progressed, Weighing, batch_size, precise_head

_TASK = "atelier"


def is_installed() -> bool:
    """Whether the extra `benchmarks` is there."""
    return importlib.util.find_spec("lm_eval") is not None


def weigh(
    model: Any, tokenizer: PreTrainedTokenizerBase, asked: Sequence[Weighing], longest: int, progressed: Progressed
) -> list[Likelihoods]:
    """One tuple a question; what exceeds `longest` tokens is cut at its beginning."""
    with _quiet():
        from lm_eval.evaluator import evaluate
        from lm_eval.models.huggingface import HFLM
        from lm_eval.tasks import TaskManager

        # Its own tasks name data sets of the hub: none of them is even listed.
        task = TaskManager(include_path=None, include_defaults=False).load([_task(asked)])
        harnessed = HFLM(
            pretrained=model,
            tokenizer=tokenizer,
            batch_size=batch_size(model, min(longest, _longest(tokenizer, asked))),
            max_length=longest,
            softmax_dtype=torch.float32,
            # The chat template writes the beginning-of-sequence token itself.
            add_bos_token=False,
        )
        with precise_head(model), _counted(model, len(asked), progressed):
            found: Any = evaluate(harnessed, task, bootstrap_iters=0, log_samples=True)
    rows = sorted(found["samples"][_TASK], key=lambda row: int(row["doc_id"]))
    return [tuple(float(likelihood) for likelihood, _greedy in row["filtered_resps"]) for row in rows]


def _task(asked: Sequence[Weighing]) -> dict[str, object]:
    from datasets import Dataset

    rows = {
        "prompt": [each.prompt for each in asked],
        "answers": [list(each.answers) for each in asked],
        # Which one is right is scored elsewhere; the harness wants to know one.
        "right": [0] * len(asked),
    }
    return {
        "task": _TASK,
        "dataset_path": "json",
        # In place of reading a file: `datasets` would leave a copy of the questions in a cache.
        "custom_dataset": lambda **_more: {"test": Dataset.from_dict(rows)},
        "test_split": "test",
        "output_type": "multiple_choice",
        # Names of columns, not templates: a question may hold braces.
        "doc_to_text": "prompt",
        "doc_to_choice": "answers",
        "doc_to_target": "right",
        "target_delimiter": "",
        "num_fewshot": 0,
        "metric_list": [{"metric": "acc", "aggregation": "mean", "higher_is_better": True}],
        "metadata": {},
    }


def _longest(tokenizer: PreTrainedTokenizerBase, asked: Sequence[Weighing]) -> int:
    """Tokens of the longest prompt with its longest answer, told by their characters."""
    texts = (each.prompt + max(each.answers, key=len) for each in asked)
    return len(tokenizer.encode(max(texts, key=len), add_special_tokens=False))


@contextmanager
def _quiet() -> Iterator[None]:
    """It warns of what is meant so, a model that is already loaded, and draws progress bars."""
    log = logging.getLogger("lm_eval")
    before = log.level
    log.setLevel(logging.ERROR)
    try:
        with redirect_stderr(io.StringIO()):
            yield
    finally:
        log.setLevel(before)


@contextmanager
def _counted(model: Any, questions: int, progressed: Progressed) -> Iterator[None]:
    """Tell at each pass how far it is; whoever wants no more raises there."""
    done = 0

    def count(_module: object, inputs: tuple[Any, ...], keywords: dict[str, Any]) -> None:
        nonlocal done
        progressed(min(done, questions))
        ids = inputs[0] if inputs else keywords["input_ids"]
        done += len(ids)

    hook = model.register_forward_pre_hook(count, with_kwargs=True)
    try:
        yield
    finally:
        hook.remove()
    progressed(questions)
