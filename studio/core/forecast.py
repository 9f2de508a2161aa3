"""What a run will take, before it is started: a formula from the model's shape, to be replaced by a measurement."""

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from pydantic import BaseModel, ConfigDict

from studio.core.recipe import Recipe

# Bytes kept per token, layer and unit of width for the backward pass; measured on the shape of Llama 3 8B at dropout 0
# (189 KiB at width 4096), and with the layer's input alone (16 KiB would be 4; rounded up for the mask and the rest).
_KEPT, _RECOMPUTED = 47.25, 4.0
# The same on a processor with bf16, on models of 4 and 77 million parameters with rows of 136 tokens: there an adapter
# in float32 keeps its own copy of what each layer is given.
_KEPT_ON_CPU, _KEPT_ON_CPU_FULL = 127.9, 84.8
# NF4 with double quantisation: 4 bits, and 0.127 for the scales (Dettmers et al. 2023, section 3).
_NF4_BYTES, _INT8_BYTES = 4.127 / 8, 1.01
# Python, PyTorch and the libraries; a CUDA context and what the allocator loses between blocks.
_PROCESS, _CONTEXT, _FRAGMENTED = 550 << 20, 600 << 20, 1.06
# The fused head computes the loss in tiles of so many tokens by words.
_TILE = 256 << 20
_ANSWER_TOKENS = 16384
_CPU_TOKENS = 4096
# As in the trial on the card: some is left for the optimiser's state and for fragmentation.
_TRIAL_SHARE = 0.9
# The two newest checkpoints and the best one.
_CHECKPOINTS = 3
_OPTIMISER_BYTES = {"adamw_8bit": 2.1, "paged_adamw_8bit": 2.1, "adamw_torch": 8.0, "adamw_fused": 8.0}


@dataclass(frozen=True)
class Shape:
    """The sizes of a model that its memory depends on."""

    parameters: int
    layers: int
    width: int
    vocabulary: int
    inner: int
    """Width of the feed-forward layers."""
    key_width: int
    """Key-value heads by their width."""
    tied: bool

    @property
    def embeddings(self) -> int:
        """Parameters that are never quantised."""
        return self.vocabulary * self.width * (1 if self.tied else 2)


class Forecast(BaseModel):
    """Bytes and seconds of a run on one machine; 0 where nothing is known."""

    model_config = ConfigDict(frozen=True, extra="ignore")
    v: Literal[1] = 1
    source: Literal["formula", "probe"]
    device: str
    load_bytes: int = 0
    train_bytes: int = 0
    evaluate_bytes: int = 0
    save_bytes: int = 0
    peak_bytes: int
    """The most at any moment: of the card where there is one, else of the process."""
    step_s: float = 0.0
    """Of a step with the longest rows."""
    total_s: float = 0.0
    steps: int = 0
    disk_bytes: int = 0
    micro_batch: int = 0
    accumulation: int = 0
    checkpointed_layers: int = 0


def trained_parameters(shape: Shape, recipe: Recipe) -> int:
    """How many numbers the recipe's method learns."""
    method = recipe.method
    if method.name == "full":
        return shape.parameters
    if method.name == "prefix":
        return method.prefix_tokens * shape.layers * 2 * shape.key_width
    if method.name == "head":
        return shape.width * shape.width
    head = shape.width * shape.width if recipe.goal.task == "classification" else 0
    attention = [(shape.width, shape.width), (shape.width, shape.key_width), (shape.width, shape.key_width)]
    attention.append((shape.width, shape.width))
    inner = [] if method.targets == "attention" else [(shape.width, shape.inner)] * 3
    return head + shape.layers * method.rank * sum(a + b for a, b in [*attention, *inner])


def forecast_by_formula(
    shape: Shape, recipe: Recipe, *, longest: int, on_card: bool, device: str, memory: int = 0
) -> Forecast:
    """Memory and disk of a run whose longest row has `longest` tokens; a measured probe is nearer to the truth.

    `memory` is what the card has, in bytes: the batch is divided so that it fits, as the run's own trial does.
    """
    trained = trained_parameters(shape, recipe)
    optimiser = _OPTIMISER_BYTES[recipe.training.optimiser]
    fixed = _fixed(shape, recipe, trained, on_card=on_card)

    def training(micro: int, layers: int) -> int:
        tokens = micro * longest * _sides(recipe)
        activations = int(tokens * shape.width * _kept_per_token(shape, recipe, layers, on_card=on_card))
        return int((fixed + activations) * _FRAGMENTED)

    if on_card:
        micro, layers = _as_fits(shape, recipe, training, int(memory * _TRIAL_SHARE))
    else:
        micro = recipe.memory.micro_batch or _rows_at_once(recipe.training.batch, longest * _sides(recipe))
        layers = _wanted_layers(shape, recipe) or 0
    base = _kept_weights(shape, recipe)
    start = _start(shape, on_card=on_card)
    # One tensor after the other is read in 16 bits and then quantised.
    load = start + base + (2 * max(shape.vocabulary, shape.inner) * shape.width if on_card else shape.parameters)
    train = training(micro, layers)
    answers = 0 if recipe.goal.task == "classification" else _ANSWER_TOKENS * shape.layers * 2 * shape.key_width * 2
    # What a process has once taken it keeps.
    evaluate = int((fixed + answers) * _FRAGMENTED) if on_card else train
    return Forecast(
        source="formula",
        device=device,
        load_bytes=load,
        train_bytes=train,
        evaluate_bytes=evaluate,
        save_bytes=train,
        peak_bytes=max(load, train, evaluate),
        disk_bytes=int(trained * (4 + optimiser) * _CHECKPOINTS + trained * 4),
        micro_batch=micro,
        accumulation=math.ceil(recipe.training.batch / micro),
        checkpointed_layers=layers,
    )


def _fixed(shape: Shape, recipe: Recipe, trained: int, *, on_card: bool) -> int:
    """Bytes that do not depend on how many tokens are computed at once."""
    optimiser = _OPTIMISER_BYTES[recipe.training.optimiser]
    learning = int(trained * (8 + optimiser if recipe.method.name != "full" else 4 + optimiser))
    loss = 0 if recipe.goal.task == "classification" else _TILE
    return _start(shape, on_card=on_card) + _kept_weights(shape, recipe) + learning + loss


def _start(shape: Shape, *, on_card: bool) -> int:
    # On a processor the file stays mapped beside the weights that are made of it.
    return _CONTEXT if on_card else _PROCESS + 2 * shape.parameters


def _sides(recipe: Recipe) -> int:
    """Sequences a row: a preference is two answers to one question, computed together."""
    return 1 if recipe.goal.objective == "sft" else 2


def _as_fits(shape: Shape, recipe: Recipe, training: Callable[[int, int], int], memory: int) -> tuple[int, int]:
    """The micro-batch and the checkpointed layers that the run's own trial will find; one row where nothing fits."""
    batch, wanted = recipe.training.batch, _wanted_layers(shape, recipe)
    sizes = [size for size in range(batch, 0, -1) if batch % size == 0]
    if recipe.memory.micro_batch:
        sizes = [recipe.memory.micro_batch]
    for most in (0, shape.layers) if wanted is None else (wanted,):
        for size in sizes:
            if training(size, most) <= memory:
                fewest = range(1, most + 1) if wanted is None and most else (most,)
                return size, next(layers for layers in fewest if training(size, layers) <= memory)
    return sizes[-1], shape.layers if wanted is None else wanted


def _rows_at_once(batch: int, longest: int) -> int:
    """On a processor, as the engine chooses: a divisor of the batch that makes a few thousand tokens."""
    sizes = (size for size in range(batch, 1, -1) if batch % size == 0 and size * longest <= _CPU_TOKENS)
    return next(sizes, 1)


def _kept_weights(shape: Shape, recipe: Recipe) -> int:
    method = recipe.method
    if method.name == "full":
        return shape.parameters * 4
    bits = method.bits if method.bits != "auto" else "4" if method.name == "qlora" else "16"
    each = {"4": _NF4_BYTES, "8": _INT8_BYTES, "16": 2.0}[bits]
    return int((shape.parameters - shape.embeddings) * each + shape.embeddings * 2)


def _wanted_layers(shape: Shape, recipe: Recipe) -> int | None:
    """None where the memory decides."""
    wanted = recipe.memory
    if wanted.checkpointing == "off" or recipe.method.name == "prefix":
        return 0
    if wanted.checkpointed_layers >= 0:
        return min(wanted.checkpointed_layers, shape.layers)
    return shape.layers if wanted.checkpointing == "on" else None


def _kept_per_token(shape: Shape, recipe: Recipe, recomputed: int, *, on_card: bool) -> float:
    """Bytes by unit of width; the layer that is being recomputed is there whole."""
    on_cpu = _KEPT_ON_CPU_FULL if recipe.method.name in ("full", "head") else _KEPT_ON_CPU
    kept = _KEPT if on_card else on_cpu
    return (shape.layers - recomputed) * kept + recomputed * _RECOMPUTED + (kept if recomputed else 0)
