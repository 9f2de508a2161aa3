"""The words beside a score."""

from studio.words import N_, _

PARTS = {"test": N_("Test"), "validation": N_("Validation"), "train": N_("Training"), "all": N_("All parts")}


def verdict_word(verdict: str) -> str:
    """How a model differs from the first one; empty where nothing shows."""
    return {"better": _("better"), "worse": _("worse"), "different": _("different")}.get(verdict, "")


def evaluation_title(name: str) -> str:
    """An evaluation as people call it: by the number its folder's name begins with."""
    return _("Evaluation {number}").format(number=name.partition("-")[0].lstrip("0") or "0")


def part_title(part: tuple[str, str]) -> str:
    """A data set and which part of it."""
    dataset, split = part
    return f"{dataset} · {_(PARTS[split])}"
