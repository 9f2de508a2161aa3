"""What the next evaluation shall be, and whether it can start."""

from dataclasses import dataclass, field
from typing import Literal

from studio.core.evaluation import Decoding, Subject
from studio.core.example import Split
from studio.ui.formats import integer
from studio.words import _, ngettext

Part = Split | Literal["all"]
MOST_MODELS = 5


@dataclass(frozen=True)
class DatasetParts:
    """A data set with the rows of each part."""

    id: int
    name: str
    kind: str
    rows: dict[str, int]

    def count(self, part: Part) -> int:
        """Rows of a part, variants and rejected ones included."""
        return sum(self.rows.values()) if part == "all" else self.rows.get(part, 0)


@dataclass(frozen=True)
class EvaluationWish:
    """What is chosen now."""

    data: DatasetParts | None = None
    part: Part = "test"
    subjects: tuple[Subject, ...] = ()
    decoding: Decoding = field(default_factory=Decoding)
    most_rows: int = 0
    timed_rows: int = 20
    model_problem: str = ""


def obstacle(wish: EvaluationWish, *, read_only: bool) -> str:
    """Why it cannot start, in a sentence; empty when it can."""
    if read_only:
        return _("This project is open in another window, so it cannot be changed here.")
    if wish.data is None:
        return _("The project has no examples yet: import some in the Data tab.")
    if wish.data.count(wish.part) == 0:
        return _("This part has no examples: divide the data set in the Data tab, or choose another part.")
    if not wish.subjects:
        return wish.model_problem or _("Tick the models that shall answer.")
    if len(wish.subjects) > MOST_MODELS:
        return _("At most {count} models fit into one evaluation.").format(count=MOST_MODELS)
    return ""


def caution(wish: EvaluationWish) -> str:
    """What to keep in mind before starting; empty where there is nothing."""
    if wish.part in ("train", "all"):
        return _("Rows that a model has learned are left out: most of these tell nothing about it.")
    if wish.part == "validation":
        return _("Validation rows were looked at during training, so the numbers can be a little too good.")
    return ""


def count_words(wish: EvaluationWish) -> str:
    """How many rows the chosen part has."""
    count = wish.data.count(wish.part) if wish.data else 0
    return ngettext("{count} example in this part", "{count} examples in this part", count).format(count=integer(count))
