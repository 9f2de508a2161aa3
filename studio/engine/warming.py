"""What a waiting worker does beforehand: one step on the demonstration model, thrown away."""

import gc
import tempfile
from pathlib import Path

import torch

from studio.core.example import Message
from studio.core.options import MethodOptions, TrainingOptions
from studio.core.recipe import Recipe
from studio.engine.base_model import find_base_model
from studio.engine.fit import adapt, build_trainer, plan_training
from studio.engine.model import find_device, load_model
from studio.engine.rows import Row, encode_rows
from studio.engine.tokenizer import load_tokenizer
from studio.runs.folder import RunFolder


def warm_up() -> None:
    """Bring in what the libraries import, compile and look up only when first used: 2 s of the first real step.

    Not with a graphics card: a waiting worker must not hold a CUDA context, whose memory others may need.
    """
    if not torch.cuda.is_available():
        with tempfile.TemporaryDirectory(prefix="atelier-warm-") as folder:
            _rehearse(RunFolder(Path(folder)))
    # What is loaded now stays until the end: the collector need not look at a million objects again and again.
    gc.collect()
    gc.freeze()


def _rehearse(run: RunFolder) -> None:
    recipe = Recipe(method=MethodOptions(rank=4), training=TrainingOptions(max_steps=1, batch=2))
    base, turns = find_base_model("demo"), (Message(role="user", content="a"), Message(role="assistant", content="b"))
    tokenizer = load_tokenizer(base, "auto")
    rows = encode_rows(tokenizer, [Row(at, turns) for at in range(2)], 64, lambda _done: None).rows
    model = adapt(load_model(base, recipe.method, find_device()), recipe)
    build_trainer(run, model, tokenizer, recipe, plan_training(model, rows, recipe)).train()
