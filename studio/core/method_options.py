"""The options of how a model is adapted: one class for every method, each option saying for which it counts."""

from typing import Literal

from studio.core.option import OptionGroup, option
from studio.words import N_

_ADAPTERS = {"method.name": ("qlora", "lora", "dora", "adalora")}
_IN_FOUR_BITS = ({"method.name": ("qlora",)}, {"method.bits": ("4",)})


class MethodOptions(OptionGroup):
    """How the model is adapted."""

    name: Literal["qlora", "lora", "dora", "adalora", "prefix", "full", "head"] = option(
        "qlora",
        N_("Method"),
        N_(
            "QLoRA keeps the base model in 4 bits and trains a small adapter; LoRA keeps it in 16 bits. DoRA also "
            "learns the size of each weight; AdaLoRA moves rank to where it helps; prefix tuning learns tokens put "
            "before each text; full trains every weight; head trains only the layer that chooses a label. QLoRA is "
            "the usual choice for one card."
        ),
        "simple",
        plain=N_("How the model is changed"),
        choices={
            "qlora": N_("QLoRA (4 bits)"),
            "lora": "LoRA",
            "dora": "DoRA",
            "adalora": "AdaLoRA",
            "prefix": N_("Prefix tuning"),
            "full": N_("Full fine-tuning"),
            "head": N_("Head only"),
        },
    )
    bits: Literal["auto", "16", "8", "4"] = option(
        "auto",
        N_("Bits of the base model"),
        N_(
            "How the frozen base model is kept. Automatic: 4 for QLoRA, 16 for the others. Half the bits need about "
            "half the memory, and cost a little speed and precision."
        ),
        choices={"auto": N_("Automatic"), "16": N_("16 bits"), "8": N_("8 bits"), "4": N_("4 bits")},
        only_for={"method.name": ("lora", "dora", "adalora", "prefix", "head")},
    )
    rank: int = option(
        16,
        N_("Rank"),
        N_(
            "Size of the adapter. Larger learns more and needs more memory; with few examples it learns them by "
            "heart sooner. Typical: 8 to 64."
        ),
        "simple",
        ge=1,
        le=256,
        plain=N_("Size of the adapter (rank)"),
        only_for=_ADAPTERS,
    )
    alpha: int = option(
        16,
        N_("Alpha"),
        N_(
            "Strength of the adapter; its effect is alpha divided by rank. Doubling it acts much like doubling the "
            "learning rate. Typical: the rank, or twice the rank."
        ),
        ge=1,
        le=512,
        only_for=_ADAPTERS,
    )
    dropout: float = option(
        0.0,
        N_("Dropout"),
        N_(
            "Share of the adapter’s inputs dropped at random. 0 is fastest, needs the least memory and is usually "
            "best; a little slows down learning by heart. Typical: 0 to 0.1."
        ),
        ge=0.0,
        le=0.5,
        only_for=_ADAPTERS,
    )
    rslora: bool = option(
        False,
        N_("Rank-stabilised scale"),
        N_(
            "rsLoRA divides by the root of the rank: high ranks then learn as strongly as low ones. Worth it from a "
            "rank of about 64; it makes the adapter stronger, so begin with a small alpha."
        ),
        only_for={"method.name": ("qlora", "lora", "dora")},
    )
    targets: Literal["all-linear", "attention"] = option(
        "all-linear",
        N_("Adapted layers"),
        N_("All linear layers learn more; attention alone needs less memory, as the first papers did it."),
        choices={"all-linear": N_("All linear layers"), "attention": N_("Attention alone")},
        only_for=_ADAPTERS,
    )
    final_rank: int = option(
        8,
        N_("Final rank"),
        N_(
            "The mean rank left at the end, at most the rank it begins with. Smaller forces a choice of layers. "
            "Typical: half to two thirds of the rank."
        ),
        ge=1,
        le=256,
        only_for={"method.name": ("adalora",)},
    )
    prefix_tokens: int = option(
        20,
        N_("Prefix length"),
        N_(
            "How many learned positions stand before each text. More can hold more, and leave less room for the "
            "text itself. Typical: 10 to 100."
        ),
        ge=1,
        le=1024,
        unit=N_("tokens"),
        one=N_("token"),
        only_for={"method.name": ("prefix",)},
    )
    quantisation: Literal["nf4", "fp4"] = option(
        "nf4",
        N_("4-bit type"),
        N_("NF4 fits normally distributed weights, loses less than FP4 at the same size, and is the usual choice."),
        choices={"nf4": "NF4", "fp4": "FP4"},
        only_for=_IN_FOUR_BITS,
    )
    double_quantisation: bool = option(
        True,
        N_("Double quantisation"),
        N_("Quantises the scales too: about 0.4 bit less per weight (0.3 GB for 7 billion), same quality."),
        only_for=_IN_FOUR_BITS,
    )
