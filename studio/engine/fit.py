"""TRL's SFTTrainer, configured and not subclassed: tokens and masks, saving and evaluating are ours."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import torch
from datasets import Dataset
from transformers import (
    PreTrainedModel,
    PreTrainedTokenizerBase,
    PrinterCallback,
    ProgressCallback,
    Trainer,
    set_seed,
)
from trl import SFTConfig, SFTTrainer
from trl.trainer.utils import add_fused_lm_head

from studio.core.recipe import Recipe
from studio.engine.batching import (
    Batching,
    attempt_on,
    count_layers,
    count_steps,
    plan_by_trial,
    plan_on_cpu,
    set_checkpointing,
)
from studio.engine.methods import add_method, method_callbacks, recomputes, set_steps
from studio.engine.packed_rows import KeptTokens, as_dataset, pack_rows
from studio.engine.packing import packs_rows
from studio.engine.rows import EncodedRow
from studio.runs.folder import RunFolder


@dataclass(frozen=True)
class Plan:
    """What the trainer will be given, and how long it will take."""

    sequences: Dataset
    batching: Batching
    packed: bool
    steps: int


def adapt(model: PreTrainedModel, recipe: Recipe) -> Any:
    """The model ready to be trained by the recipe's method, with TRL's head that makes no table of all logits."""
    set_seed(recipe.training.seed)
    add_fused_lm_head(model, outputs=("log_probs", "entropy", "is_top1"))
    return add_method(model, recipe.method)


def plan_training(model: Any, rows: Sequence[EncodedRow], recipe: Recipe, tokens: KeptTokens | None = None) -> Plan:
    """Pack or not, and split the effective batch so that it fits; raises torch.OutOfMemoryError when nothing fits."""
    batch, packed = recipe.training.batch, packs_rows(recipe, model)
    longest = max(len(row.encoded.input_ids) for row in rows)
    if packed:
        sequences = pack_rows(rows, recipe.data.max_length, tokens)
        # The effective batch counts examples; a packed sequence holds several.
        batch, longest = max(1, round(batch * len(sequences) / len(rows))), recipe.data.max_length
    else:
        sequences = as_dataset(rows)
    if not recomputes(recipe.method):
        memory = recipe.memory.model_copy(update={"checkpointing": "off"})
        recipe = recipe.model_copy(update={"memory": memory})
    if model.device.type == "cuda":
        batching = plan_by_trial(recipe, batch, count_layers(model), attempt_on(model, longest, packed=packed))
    else:
        batching = plan_on_cpu(recipe, batch, longest, count_layers(model))
    set_checkpointing(model, batching.checkpointed_layers)
    steps = count_steps(recipe, len(sequences), batching)
    set_steps(model, steps)
    return Plan(sequences, batching, packed, steps)


def build_trainer(
    run: RunFolder,
    model: Any,
    tokenizer: PreTrainedTokenizerBase,
    recipe: Recipe,
    plan: Plan,
) -> SFTTrainer:
    """A trainer that only trains: it neither saves, evaluates, prints nor touches the rows."""
    trainer = SFTTrainer(
        model=model,
        args=_arguments(run, recipe, plan, model.device.type),
        train_dataset=plan.sequences,
        processing_class=tokenizer,
    )
    make_quiet(trainer)
    return trainer


def make_quiet(trainer: Trainer) -> None:
    """Nothing printed; the method's own callbacks; an adapter in float32."""
    for theirs in (PrinterCallback, ProgressCallback):
        trainer.remove_callback(theirs)
    for ours in method_callbacks(trainer.model):
        trainer.add_callback(ours)
    _keep_adapter_precise(trainer.model)


def _arguments(run: RunFolder, recipe: Recipe, plan: Plan, device: str) -> SFTConfig:
    return SFTConfig(
        packing=plan.packed,
        max_length=recipe.data.max_length,
        # Tokenised already; and hashing a large tokenizer for the data set's cache takes seconds.
        dataset_kwargs={"skip_prepare_dataset": True},
        **shared_arguments(run, recipe, plan.batching, plan.steps, device),
    )


def shared_arguments(run: RunFolder, recipe: Recipe, batching: Batching, steps: int, device: str) -> dict[str, Any]:
    """What every trainer is told, whatever it trains for."""
    training = recipe.training
    return {
        "output_dir": str(run.checkpoints),
        "max_steps": steps,
        "per_device_train_batch_size": batching.micro_batch,
        "gradient_accumulation_steps": batching.accumulation,
        # Layers are chosen one by one; the trainer would switch it on for all of them.
        "activation_checkpointing": False,
        "learning_rate": training.learning_rate,
        "lr_scheduler_type": training.schedule,
        "warmup_steps": min(training.warmup_steps, steps - 1),
        # Paging moves the optimiser's state between card and computer: there is nothing to move without a card.
        "optim": _optimiser(training.optimiser, device),
        "weight_decay": training.weight_decay,
        "max_grad_norm": training.max_grad_norm,
        "seed": training.seed,
        "data_seed": training.seed,
        "bf16": device == "cuda" and torch.cuda.is_bf16_supported(including_emulation=False),
        "use_cpu": device == "cpu",
        "dataloader_pin_memory": device == "cuda",
        "logging_steps": 1,
        # On by default, it writes a NaN loss as 0.
        "logging_nan_inf_filter": False,
        "eval_strategy": "no",
        "save_strategy": "no",
        "report_to": "none",
        "disable_tqdm": True,
    }


def _optimiser(name: str, device: str) -> str:
    if name == "adamw_fused":
        return "adamw_torch_fused"
    return name if device == "cuda" else name.removeprefix("paged_")


def _keep_adapter_precise(model: Any) -> None:
    """TRL rounds the adapters of a 4-bit base to bf16, where small updates vanish; float32 costs a few megabytes."""
    for parameter in model.parameters():
        if parameter.requires_grad:
            parameter.data = parameter.data.float()
