"""Every training option, declared once: type, default, bounds, words. Forms, presets, commands and tests read this."""

from typing import Literal

from studio.core.method_options import MethodOptions
from studio.core.option import Level, OptionGroup, option
from studio.words import N_

__all__ = [
    "DataOptions",
    "EvaluationOptions",
    "GoalOptions",
    "Level",
    "MemoryOptions",
    "MethodOptions",
    "ModelOptions",
    "OptionGroup",
    "TrainingOptions",
    "option",
]

_AUTOMATIC, _ON, _OFF = N_("Automatic"), N_("On"), N_("Off")
_ANSWERING = {"goal.task": ("causal",)}
_FROM_ANSWERS = {"goal.task": ("causal",), "goal.objective": ("sft",)}


class GoalOptions(OptionGroup):
    """What the model is to learn."""

    task: Literal["causal", "classification"] = option(
        "causal",
        N_("Task"),
        N_("Answering in words, or choosing among labels, which is faster and easier to score."),
        "simple",
        plain=N_("What the model will do"),
        choices={"causal": N_("Answer in words"), "classification": N_("Choose a label")},
    )
    objective: Literal["sft", "dpo", "orpo", "kto"] = option(
        "sft",
        N_("Objective"),
        N_(
            "SFT learns from answers as they should be, and comes first. DPO and ORPO learn from pairs of a better and "
            "a worse answer, KTO from answers judged good or bad one by one; DPO and KTO want a model that already "
            "answers well."
        ),
        "simple",
        plain=N_("What it learns from"),
        choices={
            "sft": N_("Good answers (SFT)"),
            "dpo": N_("Pairs of answers (DPO)"),
            "orpo": N_("Pairs in one go (ORPO)"),
            "kto": N_("Judged answers (KTO)"),
        },
        only_for=_ANSWERING,
    )


class ModelOptions(OptionGroup):
    """Which model is trained."""

    base: str = option(
        "demo",
        N_("Base model"),
        N_(
            "A local folder, a model of the local hub cache (owner/name), a GGUF file, or “demo”. Its size decides "
            "most of the memory and the time."
        ),
        "simple",
        min_length=1,
    )


class DataOptions(OptionGroup):
    """Which examples are learned from, and how they become tokens."""

    only_approved: bool = option(
        False,
        N_("Only approved examples"),
        N_(
            "Trains, validates and tests on nothing but examples that a reviewer has approved. Fewer examples, and "
            "none that nobody has read."
        ),
        "simple",
    )

    max_length: int = option(
        1024,
        N_("Longest example"),
        N_(
            "Longer examples are cut at the end and reported. Memory and time grow with it where examples are that "
            "long. Typical: 512 for short cases, 2048 for reports."
        ),
        "simple",
        ge=16,
        le=131072,
        unit=N_("tokens"),
        one=N_("token"),
    )
    loss_on: Literal["answers", "last_answer", "all"] = option(
        "answers",
        N_("Learned text"),
        N_(
            "All answers, the last answer of each conversation, or the questions too. Answers are the usual choice; "
            "learning the questions too helps only where there is little text and all of it is in the same style."
        ),
        choices={"answers": N_("All answers"), "last_answer": N_("The last answer"), "all": N_("Questions too")},
        only_for=_FROM_ANSWERS,
    )
    packing: Literal["auto", "on", "off"] = option(
        "auto",
        N_("Packing"),
        N_(
            "Puts several short examples into one sequence, which is much faster when lengths differ. Automatic: on "
            "where the model keeps them apart."
        ),
        choices={"auto": _AUTOMATIC, "on": _ON, "off": _OFF},
        only_for={**_FROM_ANSWERS, "method.name": ("qlora", "lora", "dora", "adalora", "full")},
    )
    template: Literal["auto", "chatml"] = option(
        "auto",
        N_("Chat template"),
        N_("Automatic uses the model’s own; ChatML gives one to a base model that has none."),
        choices={"auto": _AUTOMATIC, "chatml": "ChatML"},
        only_for=_ANSWERING,
    )


class TrainingOptions(OptionGroup):
    """How long and how strongly to learn."""

    learning_rate: float = option(
        2e-4,
        N_("Learning rate"),
        N_(
            "Size of a learning step. Too high: the loss jumps about or climbs; too low: hardly anything is learned. "
            "Typical: 1e-4 to 5e-4 for adapters, 1e-5 to 5e-5 for full fine-tuning, 5e-7 to 5e-6 for preferences."
        ),
        "simple",
        gt=0,
        le=1,
        plain=N_("Strength of each step (learning rate)"),
    )
    schedule: Literal["linear", "cosine", "constant"] = option(
        "linear",
        N_("Schedule"),
        N_(
            "How the learning rate falls after the warm-up: evenly to zero, in a curve that stays high longer, or not "
            "at all. Linear and cosine end about equally well."
        ),
        choices={"linear": N_("Linear"), "cosine": N_("Cosine"), "constant": N_("Constant")},
    )
    warmup_steps: int = option(
        10,
        N_("Warm-up"),
        N_(
            "Steps over which the learning rate rises from zero, which calms the beginning. Typical: 3 to 10 % of "
            "all steps; a run shorter than its warm-up never reaches its rate."
        ),
        ge=0,
        le=100000,
        unit=N_("steps"),
        one=N_("step"),
    )
    epochs: float = option(
        3.0,
        N_("Epochs"),
        N_(
            "How often each example is seen. More learns more, and by heart in the end. Typical: 1 for tens of "
            "thousands of examples, 2 to 5 for hundreds."
        ),
        "simple",
        gt=0,
        le=1000,
        plain=N_("Passes over the examples (epochs)"),
        only_for={"training.max_steps": (0,)},
    )
    max_steps: int = option(
        0,
        N_("Steps"),
        N_("Number of learning steps, in place of the epochs; 0 means as many as the epochs need."),
        "simple",
        ge=0,
        le=10_000_000,
        plain=N_("Learning steps"),
        quiet=True,
        choices={"0": N_("as many as the epochs need")},
    )
    batch: int = option(
        8,
        N_("Effective batch"),
        N_(
            "Examples per learning step, whatever fits in memory at once. Larger is calmer and makes fewer steps. "
            "Typical: 8 to 32, and more for tens of thousands of examples."
        ),
        "simple",
        ge=1,
        le=4096,
        unit=N_("examples"),
        one=N_("example"),
        plain=N_("Examples per step (batch)"),
    )
    optimiser: Literal["adamw_8bit", "paged_adamw_8bit", "adamw_torch", "adamw_fused"] = option(
        "adamw_8bit",
        N_("Optimiser"),
        N_(
            "8-bit AdamW needs a quarter of the memory of AdamW and learns as well; paged, it moves to main memory "
            "when the card is full; fused AdamW is the fastest for small adapters."
        ),
        choices={
            "adamw_8bit": N_("AdamW, 8 bits"),
            "paged_adamw_8bit": N_("AdamW, 8 bits, paged"),
            "adamw_torch": "AdamW",
            "adamw_fused": N_("AdamW, fused"),
        },
    )
    weight_decay: float = option(
        0.0,
        N_("Weight decay"),
        N_("Pulls weights towards zero, against learning by heart. Typical: 0 for adapters, 0.01 to 0.1 otherwise."),
        ge=0.0,
        le=1.0,
    )
    max_grad_norm: float = option(
        1.0,
        N_("Gradient clipping"),
        N_(
            "Longest gradient allowed: one strange batch then cannot undo what was learned. 0 switches it off. "
            "Typical: 0.3 to 1."
        ),
        ge=0.0,
        le=100.0,
    )
    class_weights: Literal["none", "balanced"] = option(
        "none",
        N_("Class weights"),
        N_(
            "Balanced: errors on rare labels count more, in inverse proportion to how often they occur. More of the "
            "rare labels are found, at the price of more false alarms."
        ),
        choices={"none": N_("None"), "balanced": N_("Balanced")},
        only_for={"goal.task": ("classification",)},
    )
    beta: float = option(
        0.1,
        N_("Beta"),
        N_(
            "DPO and KTO: how closely the model stays to the base; more is closer. ORPO: weight of the preference "
            "beside the answer. Typical: 0.1, between 0.01 and 0.5."
        ),
        gt=0.0,
        le=10.0,
        only_for={"goal.task": ("causal",), "goal.objective": ("dpo", "orpo", "kto")},
    )
    seed: int = option(
        42,
        N_("Seed"),
        N_("The same seed gives the same run. Another one shows how much of a result is chance: try two or three."),
        ge=0,
        le=2**31 - 1,
    )


class EvaluationOptions(OptionGroup):
    """How progress is checked."""

    every_steps: int = option(
        20,
        N_("Evaluate every"),
        N_(
            "Steps between two looks at the validation examples and the sample answers; a checkpoint is saved too. "
            "Often shows more and costs time. Typical: 10 to 20 looks a run."
        ),
        ge=1,
        le=1_000_000,
        unit=N_("steps"),
        one=N_("step"),
    )
    patience: int = option(
        0,
        N_("Patience"),
        N_("Stops after so many evaluations without a lower validation loss; 0 never stops early. Typical: 3 to 5."),
        ge=0,
        le=1000,
        unit=N_("evaluations"),
        one=N_("evaluation"),
        choices={"0": N_("never")},
    )
    keep: Literal["auto", "best", "last"] = option(
        "auto",
        N_("Weights kept"),
        N_(
            "Which weights the result holds: those of the evaluation with the lowest validation loss, or those of the "
            "last step. Automatic: the best where the patience is not 0, otherwise the last."
        ),
        choices={"auto": _AUTOMATIC, "best": N_("Of the best evaluation"), "last": N_("Of the last step")},
    )
    sample_prompts: int = option(
        3,
        N_("Sample answers"),
        N_("How many validation questions the model answers at every evaluation. Typical: 2 to 5; each costs seconds."),
        ge=0,
        le=20,
        only_for=_ANSWERING,
    )
    max_new_tokens: int = option(
        160,
        N_("Longest answer"),
        N_("Where a generated answer is cut; it should hold the longest answer of the examples. Typical: 100 to 500."),
        ge=1,
        le=8192,
        unit=N_("tokens"),
        one=N_("token"),
        only_for=_ANSWERING,
    )
    compare: bool = option(
        True,
        N_("Before/after comparison"),
        N_(
            "Scores the untrained and the trained model on the test examples. It takes time at the end and is the "
            "only number that says whether training helped."
        ),
    )
    compare_rows: int = option(
        200,
        N_("Rows compared"),
        N_(
            "At most so many test examples are answered for the comparison. More narrow the intervals: 50 tell "
            "little, 200 a difference of about ten points."
        ),
        ge=1,
        le=100000,
        unit=N_("examples"),
        one=N_("example"),
    )

    @property
    def keeps_best(self) -> bool:
        """Whether the best weights are wanted: who stops when nothing gets better wants what was before."""
        return self.keep == "best" or (self.keep == "auto" and self.patience > 0)


class MemoryOptions(OptionGroup):
    """How the run fits into memory."""

    micro_batch: int = option(
        0,
        N_("Micro-batch"),
        N_(
            "Examples computed at once; 0 chooses as many as fit. The result is the same, only speed and memory "
            "differ. Typical: 1 to 8."
        ),
        ge=0,
        le=1024,
        unit=N_("examples"),
        one=N_("example"),
        choices={"0": _AUTOMATIC},
    )
    checkpointed_layers: int = option(
        -1,
        N_("Checkpointed layers"),
        N_("How many layers compute their activations twice; −1 chooses as few as the memory needs."),
        ge=-1,
        le=1024,
        unit=N_("layers"),
        one=N_("layer"),
        only_for={"memory.checkpointing": ("auto", "on")},
        choices={"-1": _AUTOMATIC},
    )
    checkpointing: Literal["auto", "on", "off"] = option(
        "auto",
        N_("Activation checkpointing"),
        N_(
            "Computes activations twice instead of keeping them: about a third slower, and much less memory with "
            "long examples. Automatic: only where nothing else fits."
        ),
        choices={"auto": _AUTOMATIC, "on": _ON, "off": _OFF},
    )
