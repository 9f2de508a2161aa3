"""Every training option, declared once: type, default, bounds, words. Forms, presets, commands and tests read this."""

from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from studio.words import N_

Level = Literal["simple", "expert"]


def option(default: Any, title: str, explanation: str, level: Level = "expert", **more: Any) -> Any:
    """A pydantic field with its words; `unit` in `more` is shown beside the value, the rest are bounds."""
    extra = {"level": level, "unit": more.pop("unit", "")}
    return Field(default, title=title, description=explanation, json_schema_extra=extra, **more)


class OptionGroup(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class GoalOptions(OptionGroup):
    """What the model is to learn."""

    task: Literal["causal", "classification"] = option(
        "causal",
        N_("Task"),
        N_("Answering in words, or choosing among labels."),
        "simple",
    )
    objective: Literal["sft", "dpo", "orpo", "kto"] = option(
        "sft",
        N_("Objective"),
        N_("SFT learns from answers as they should be; DPO, ORPO and KTO learn from which of two answers is better."),
        "simple",
    )


class ModelOptions(OptionGroup):
    """Which model is trained."""

    base: str = option(
        "demo",
        N_("Base model"),
        N_("A local folder, a model of the local hub cache (owner/name), a GGUF file, or “demo”."),
        "simple",
        min_length=1,
    )


class MethodOptions(OptionGroup):
    """How the model is adapted."""

    name: Literal["qlora", "lora", "dora", "adalora", "prefix", "full", "head"] = option(
        "qlora",
        N_("Method"),
        N_(
            "QLoRA keeps the base model in 4 bits and trains a small adapter; LoRA keeps it in 16 bits. DoRA also "
            "learns the size of each weight; AdaLoRA moves rank to where it helps; prefix tuning learns tokens put "
            "before each text; full trains every weight; head trains only the layer that chooses a label."
        ),
        "simple",
    )
    bits: Literal["auto", "16", "8", "4"] = option(
        "auto",
        N_("Bits of the base model"),
        N_("How the frozen base model is kept. Automatic: 4 for QLoRA, 16 for the others."),
    )
    rank: int = option(
        16,
        N_("Rank"),
        N_("Size of the adapter. Larger learns more and needs more memory. Typical: 8 to 64."),
        "simple",
        ge=1,
        le=256,
    )
    alpha: int = option(
        16, N_("Alpha"), N_("Strength of the adapter; its effect is alpha divided by rank."), ge=1, le=512
    )
    dropout: float = option(
        0.0,
        N_("Dropout"),
        N_("Share of the adapter’s inputs dropped at random. 0 needs the least memory and is usually best."),
        ge=0.0,
        le=0.5,
    )
    rslora: bool = option(
        False,
        N_("Rank-stabilised scale"),
        N_("rsLoRA divides by the root of the rank: high ranks (64 and more) then learn as strongly as low ones."),
    )
    targets: Literal["all-linear", "attention"] = option(
        "all-linear",
        N_("Adapted layers"),
        N_("All linear layers learn more; attention alone needs less memory, as the first papers did it."),
    )
    final_rank: int = option(
        8,
        N_("Final rank"),
        N_("AdaLoRA only: the mean rank left at the end, at most the rank it begins with."),
        ge=1,
        le=256,
    )
    prefix_tokens: int = option(
        20,
        N_("Prefix length"),
        N_("Prefix tuning only: how many learned positions stand before each text. Typical: 10 to 100."),
        ge=1,
        le=1024,
        unit=N_("tokens"),
    )
    quantisation: Literal["nf4", "fp4"] = option(
        "nf4", N_("4-bit type"), N_("NF4 fits normally distributed weights and is the usual choice.")
    )
    double_quantisation: bool = option(
        True, N_("Double quantisation"), N_("Quantises the scales too: about 0.4 bit less per weight, same quality.")
    )


class DataOptions(OptionGroup):
    """Which examples are learned from, and how they become tokens."""

    only_approved: bool = option(
        False,
        N_("Only approved examples"),
        N_("Trains, validates and tests on nothing but examples that a reviewer has approved."),
        "simple",
    )

    max_length: int = option(
        1024,
        N_("Longest example"),
        N_("Longer examples are cut at the end and reported."),
        "simple",
        ge=16,
        le=131072,
        unit=N_("tokens"),
    )
    loss_on: Literal["answers", "last_answer", "all"] = option(
        "answers",
        N_("Learned text"),
        N_("All answers, the last answer of each conversation, or the questions too."),
    )
    packing: Literal["auto", "on", "off"] = option(
        "auto",
        N_("Packing"),
        N_("Puts several short examples into one sequence. Automatic: on where the model keeps them apart."),
    )
    template: Literal["auto", "chatml"] = option(
        "auto",
        N_("Chat template"),
        N_("Automatic uses the model’s own; ChatML gives one to a base model that has none."),
    )


class TrainingOptions(OptionGroup):
    """How long and how strongly to learn."""

    learning_rate: float = option(
        2e-4, N_("Learning rate"), N_("Size of a learning step. LoRA likes 1e-4 to 5e-4."), "simple", gt=0, le=1
    )
    schedule: Literal["linear", "cosine", "constant"] = option(
        "linear", N_("Schedule"), N_("How the learning rate falls after the warm-up.")
    )
    warmup_steps: int = option(
        10, N_("Warm-up"), N_("Steps over which the learning rate rises from zero."), ge=0, le=100000, unit=N_("steps")
    )
    epochs: float = option(
        3.0,
        N_("Epochs"),
        N_("How often each example is seen. Ignored when a number of steps is set."),
        "simple",
        gt=0,
        le=1000,
    )
    max_steps: int = option(
        0,
        N_("Steps"),
        N_("Number of learning steps; 0 means as many as the epochs need."),
        "simple",
        ge=0,
        le=10_000_000,
    )
    batch: int = option(
        8,
        N_("Effective batch"),
        N_("Examples per learning step, whatever fits in memory at once."),
        "simple",
        ge=1,
        le=4096,
        unit=N_("examples"),
    )
    optimiser: Literal["adamw_8bit", "paged_adamw_8bit", "adamw_torch", "adamw_fused"] = option(
        "adamw_8bit",
        N_("Optimiser"),
        N_("8-bit AdamW needs a quarter of the memory of AdamW; fused AdamW is the fastest for small adapters."),
    )
    weight_decay: float = option(0.0, N_("Weight decay"), N_("Pulls weights towards zero."), ge=0.0, le=1.0)
    max_grad_norm: float = option(
        1.0, N_("Gradient clipping"), N_("Longest gradient allowed; 0 switches clipping off."), ge=0.0, le=100.0
    )
    class_weights: Literal["none", "balanced"] = option(
        "none",
        N_("Class weights"),
        N_("Balanced: errors on rare labels count more, in inverse proportion to how often they occur."),
    )
    beta: float = option(
        0.1,
        N_("Beta"),
        N_(
            "Preferences only. DPO and KTO: how closely the model stays to the base (0.1 is usual, more is closer). "
            "ORPO: weight of the preference beside the answer."
        ),
        gt=0.0,
        le=10.0,
    )
    seed: int = option(42, N_("Seed"), N_("The same seed gives the same run."), ge=0, le=2**31 - 1)


class EvaluationOptions(OptionGroup):
    """How progress is checked."""

    every_steps: int = option(
        20,
        N_("Evaluate every"),
        N_("Steps between two looks at the validation examples and the sample answers; a checkpoint is saved too."),
        ge=1,
        le=1_000_000,
        unit=N_("steps"),
    )
    patience: int = option(
        0,
        N_("Patience"),
        N_("Stops after so many evaluations without a lower validation loss; 0 never stops early. Typical: 3 to 5."),
        ge=0,
        le=1000,
        unit=N_("evaluations"),
    )
    sample_prompts: int = option(
        3,
        N_("Sample answers"),
        N_("How many validation questions the model answers at every evaluation."),
        ge=0,
        le=20,
    )
    max_new_tokens: int = option(
        160, N_("Longest answer"), N_("Where a generated answer is cut."), ge=1, le=8192, unit=N_("tokens")
    )
    compare: bool = option(
        True,
        N_("Before/after comparison"),
        N_("Scores the untrained and the trained model on the test examples."),
        "simple",
    )
    compare_rows: int = option(
        200,
        N_("Rows compared"),
        N_("At most so many test examples are answered for the comparison."),
        ge=1,
        le=100000,
        unit=N_("examples"),
    )


class MemoryOptions(OptionGroup):
    """How the run fits into memory."""

    micro_batch: int = option(
        0, N_("Micro-batch"), N_("Examples computed at once; 0 chooses."), ge=0, le=1024, unit=N_("examples")
    )
    checkpointed_layers: int = option(
        -1,
        N_("Checkpointed layers"),
        N_("How many layers compute their activations twice; −1 chooses as few as the memory needs."),
        ge=-1,
        le=1024,
        unit=N_("layers"),
    )
    checkpointing: Literal["auto", "on", "off"] = option(
        "auto",
        N_("Activation checkpointing"),
        N_("Computes activations twice instead of keeping them: slower, needs much less memory."),
    )
