"""What a data set may be composed of: the mixes that are offered, as shares by group; no Qt."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from studio.core.contract import Contract
from studio.words import N_

Mix = Literal["present", "equal", "steps", "half", "own"]
MIXES: dict[Mix, tuple[str, str]] = {
    "present": (N_("As it is now"), N_("Every group grows alike.")),
    "equal": (N_("All alike"), N_("Every group becomes as large as the largest.")),
    "steps": ("40 / 30 / 20 / 10", N_("The largest group gets 40, the next one 30, and so on.")),
    "half": (
        N_("Half asking back (40–60 %)"),
        N_("Half of the examples ask for what is missing; the others keep their proportions."),
    ),
    "own": (N_("Own shares"), N_("Give each group its share; only the proportions count.")),
}
STEPS = (40.0, 30.0, 20.0, 10.0)
WHOLE = 100.0


@dataclass(frozen=True)
class Group:
    """Training rows that have something in common: its name in a plan, how it is called, how many rows it has."""

    name: str
    title: str
    rows: int


def asking_group(contract: Contract | None, groups: Sequence[Group]) -> str:
    """The kind of answer that asks back, which is one whose parts or whole end with a question mark; "" for none."""
    asking = [
        name
        for each in (contract.formats if contract else ())
        if "?" in each.ends or (each.part is not None and "?" in each.part.ends)
        for name in (each.name.en, each.name.fr)
    ]
    return next((each.name for each in groups if each.name in asking), "")


def shares_of(mix: Mix, groups: Sequence[Group], asking: str, own: Mapping[str, float]) -> dict[str, float]:
    """The shares of a mix in per cent; only the present one counts the rows that belong to no group, named ""."""
    filled = {each.name: each.rows for each in groups if each.rows and each.name}
    match mix:
        case "present":
            return _scaled({each.name: float(each.rows) for each in groups if each.rows})
        case "equal":
            return _scaled(dict.fromkeys(filled, 1.0))
        case "steps":
            ranked = sorted(filled, key=lambda name: -filled[name])
            return dict(zip(ranked, STEPS, strict=False))
        case "half":
            others = _scaled({name: float(rows) for name, rows in filled.items() if name != asking})
            return {asking: WHOLE / 2, **{name: share / 2 for name, share in others.items()}}
        case "own":
            return {name: share for name, share in own.items() if share > 0}


def mix_of(shares: Mapping[str, float], groups: Sequence[Group], asking: str) -> Mix:
    """The offered mix that these shares are, else own ones."""
    offered: tuple[Mix, ...] = ("present", "equal", "steps", *(("half",) if asking else ()))
    wanted = _scaled(shares)
    for mix in offered:
        found = _scaled(shares_of(mix, groups, asking, {}))
        if found.keys() == wanted.keys() and all(abs(found[name] - wanted[name]) < 1 for name in found):
            return mix
    return "own"


def _scaled(shares: Mapping[str, float]) -> dict[str, float]:
    whole = sum(shares.values())
    return {name: round(WHOLE * share / whole, 1) for name, share in shares.items() if share}
