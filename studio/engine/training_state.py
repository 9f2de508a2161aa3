"""Everything that decides how training goes on: trained weights, optimiser, schedule, chance, place in the data."""

import random
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import torch
from peft import AdaLoraConfig
from safetensors import SafetensorError, safe_open
from transformers import Trainer
from transformers.trainer import TRAINER_STATE_NAME

from studio.engine.failures import CheckpointFailed
from studio.engine.state_file import read_state, write_state
from studio.words import _

_AVERAGES = ("ipt", "exp_avg_ipt", "exp_avg_unc")


def write_training_state(folder: Path, trainer: Trainer, model: Any) -> None:
    """Add to a folder that already holds the trained weights all else; raises NotFinite, OSError."""
    free: Any = trainer
    state = {
        "trained": _trained(folder, model),
        "optimiser": free.optimizer.state_dict(),
        "schedule": free.lr_scheduler.state_dict(),
        "chance": chance(),
        "ranks": _ranks(model),
    }
    write_state(folder, state)
    # The history of all losses is in the journal.
    place = replace(trainer.state, log_history=[], stateful_callbacks=[])
    place.save_to_json(str(folder / TRAINER_STATE_NAME))


def state_bytes(trainer: Trainer, model: Any) -> int:
    """About how large a checkpoint will be."""
    free: Any = trainer
    kept = [
        *_tensors(free.optimizer.state_dict()["state"]),
        *(each for each in model.parameters() if each.requires_grad),
    ]
    return sum(int(each.nbytes) for each in kept)


def _tensors(tree: Any) -> Iterator[torch.Tensor]:
    if isinstance(tree, torch.Tensor):
        yield tree
    elif isinstance(tree, dict):
        for each in tree.values():
            yield from _tensors(each)


def _trained(folder: Path, model: Any) -> dict[str, object]:
    """Trained tensors by name; what the weights beside hold bit for bit is named, not written twice."""
    parameters = {name: each for name, each in model.named_parameters() if each.requires_grad}
    found: dict[str, object] = {}
    for path in sorted(folder.glob("*.safetensors")):
        with safe_open(path, "pt") as file:
            known = set(file.keys())
            for name, parameter in parameters.items():
                key = name.replace(".default", "")
                if key in known and _same(parameter, file.get_tensor(key)):
                    found[name] = (path.name, key)
    return {name: found.get(name, each) for name, each in parameters.items()}


def _same(one: torch.Tensor, other: torch.Tensor) -> bool:
    mine = one.detach().cpu()
    return mine.dtype == other.dtype and mine.shape == other.shape and torch.equal(mine, other)


def restore_weights(folder: Path, model: Any) -> None:
    """Put the trained weights back where they were; raises CheckpointFailed when they belong to another model."""
    with _readable(folder):
        trained = read_state(folder, "trained")
        parameters = {name: each for name, each in model.named_parameters() if each.requires_grad}
        if set(parameters) != set(trained):
            raise _foreign(folder)
        for name, parameter in parameters.items():
            tensor = _tensor(folder, trained[name])
            if tensor.shape != parameter.shape:
                raise _foreign(folder)
            with torch.no_grad():
                parameter.copy_(tensor)
        _put_ranks(model, read_state(folder, "ranks"))


def _tensor(folder: Path, kept: Any) -> torch.Tensor:
    if isinstance(kept, torch.Tensor):
        return kept
    file_name, key = kept
    with safe_open(folder / file_name, "pt") as file:
        found: torch.Tensor = file.get_tensor(key)
    return found


def prepare_resuming(trainer: Trainer, folder: Path, model: Any, *, changed: bool) -> None:
    """Let the trainer resume from our files where it would read pickles of its own, at the moments it chooses itself.

    With `changed`, what the recipe now says of rate, schedule and decay holds from this step on.
    """
    free: Any = trainer

    def load_weights(*_anything: object) -> None:
        restore_weights(folder, model)

    def load_optimiser(*_anything: object) -> None:
        with _readable(folder):
            decays = [group["weight_decay"] for group in free.optimizer.param_groups]
            rates, factors = list(free.lr_scheduler.base_lrs), list(free.lr_scheduler.lr_lambdas)
            free.optimizer.load_state_dict(read_state(folder, "optimiser"))
            free.lr_scheduler.load_state_dict(read_state(folder, "schedule"))
            if not changed:
                return
            free.lr_scheduler.base_lrs = rates
            now = zip(free.optimizer.param_groups, decays, rates, factors, strict=True)
            for group, decay, rate, factor in now:
                group["weight_decay"] = decay
                group["lr"] = rate * factor(free.lr_scheduler.last_epoch)
            # What the first step's rate is told from.
            free.lr_scheduler._last_lr = [group["lr"] for group in free.optimizer.param_groups]

    def load_chance(*_anything: object) -> None:
        with _readable(folder):
            set_chance(read_state(folder, "chance"))

    for name, ours in (
        ("_load_from_checkpoint", load_weights),
        ("_load_optimizer_and_scheduler", load_optimiser),
        ("_load_rng_state", load_chance),
    ):
        # Were one of them renamed, resuming would silently read nothing.
        assert callable(getattr(free, name))
        setattr(free, name, ours)


def chance() -> dict[str, object]:
    """The state of every generator that training draws from."""
    kind, keys, *rest = np.random.get_state(legacy=True)
    return {
        "python": random.getstate(),
        "numpy": (kind, np.asarray(keys).tolist(), *rest),
        "torch": torch.get_rng_state(),
        "cuda": torch.cuda.get_rng_state_all() if torch.cuda.is_initialized() else [],
    }


def set_chance(known: dict[str, Any]) -> None:
    """Let every generator go on from where it was."""
    random.setstate(known["python"])
    np.random.set_state(known["numpy"])
    torch.set_rng_state(known["torch"])
    if known["cuda"]:
        torch.cuda.set_rng_state_all(known["cuda"])


@contextmanager
def chance_kept() -> Iterator[None]:
    """What is done within changes nothing of what training draws afterwards."""
    known = chance()
    try:
        yield
    finally:
        set_chance(known)


def _ranks(model: Any) -> dict[str, object]:
    """What AdaLoRA knows of the weight of each rank, empty for other methods."""
    allocator, config = _allocator(model)
    if allocator is None:
        return {}
    return {"pattern": config.rank_pattern, **{name: getattr(allocator, name) for name in _AVERAGES}}


def _put_ranks(model: Any, known: dict[str, Any]) -> None:
    allocator, config = _allocator(model)
    if allocator is None:
        return
    config.rank_pattern = known["pattern"]
    for name in _AVERAGES:
        setattr(allocator, name, {key: each.to(model.device) for key, each in known[name].items()})


def _allocator(model: Any) -> tuple[Any, Any]:
    config = getattr(model, "peft_config", {}).get("default")
    return (model.base_model.rankallocator, config) if isinstance(config, AdaLoraConfig) else (None, None)


@contextmanager
def _readable(folder: Path) -> Iterator[None]:
    try:
        yield
    except (OSError, ValueError, KeyError, SafetensorError) as error:
        raise CheckpointFailed(
            _("The checkpoint {path} cannot be read.").format(path=folder),
            hint=_("Start from an older checkpoint, or start a new run."),
        ) from error


def _foreign(folder: Path) -> CheckpointFailed:
    return CheckpointFailed(
        _("The checkpoint {path} belongs to another model or method.").format(path=folder),
        hint=_("Choose the model and the method that the checkpoint was made with."),
    )
