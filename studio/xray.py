"""What a run would learn from, before it is started: rows as tokens, and the whole training split checked."""

import tempfile
from collections import deque
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any, Protocol

from studio.core.recipe import Recipe
from studio.core.tokens import Checked, Fault, RowLabels, RowTokens, Seen, Token
from studio.data.child import rows_from_child
from studio.data.reader import ProjectReader
from studio.data.training_rows import write_held_out_rows, write_training_rows
from studio.errors import ProjectFailed
from studio.words import _

_SHOWN, _CHECKED = "studio.engine.xray_child:shown", "studio.engine.xray_child:checked"
_CONVERTED = "studio.engine.xray:converted"


class Asking(Protocol):
    """Has a child process do a task; see `rows_from_child`."""

    def __call__(
        self, task: str, arguments: dict[str, object], *, cancelled: Callable[[], bool], memory: int | None
    ) -> Iterable[Any]: ...


def show_rows(
    recipe: Recipe,
    contents: Sequence[str],
    labels: Sequence[Sequence[str]] = (),
    *,
    cancelled: Callable[[], bool] = lambda: False,
    ask: Asking = rows_from_child,
) -> tuple[RowTokens, ...]:
    """The tokens of rows given as JSON, in order; raises ModelFailed and other StudioErrors, ChildCancelled.

    For classified texts `labels` is what `label_sets` finds.
    """
    asked: dict[str, object] = {"recipe": recipe.model_dump(mode="json"), "contents": list(contents)}
    asked["labels"] = [list(each) for each in labels]
    _make_readable(recipe.model.base, cancelled)
    return tuple(_row(each) for each in ask(_SHOWN, asked, cancelled=cancelled, memory=None))


def check_dataset(
    project: Path,
    dataset_id: int,
    recipe: Recipe,
    *,
    progress: Callable[[int, int], None] = lambda _done, _total: None,
    cancelled: Callable[[], bool] = lambda: False,
) -> Checked:
    """Check every training row, also those that Start has yet to divide; raises as `show_rows`, and ProjectFailed."""
    rows, seen, faults = 0, Seen(), []
    _make_readable(recipe.model.base, cancelled)
    try:
        # In the project, not where others keep their temporary files: these are its texts.
        with tempfile.TemporaryDirectory(prefix=".xray-", dir=project) as folder:
            file, held_out = Path(folder) / "train.parquet", Path(folder) / "held_out.parquet"
            with ProjectReader(project) as reader:
                write_training_rows(reader, dataset_id, file, only_approved=recipe.data.only_approved)
                if recipe.goal.task == "classification":
                    write_held_out_rows(reader, dataset_id, held_out, only_approved=recipe.data.only_approved)
            others = str(held_out) if held_out.is_file() else ""
            asked = {"recipe": recipe.model_dump(mode="json"), "file": str(file), "held_out": others}
            for each in rows_from_child(_CHECKED, asked, cancelled=cancelled, memory=None):
                if "done" in each:
                    rows, seen = int(each["done"]), Seen(**each["seen"])
                    progress(rows, int(each["total"]))
                else:
                    faults.append(Fault(**each | {"rows": tuple(each["rows"])}))
    except OSError as error:
        raise ProjectFailed(
            _("The training rows could not be laid out for checking in {path}.").format(path=project), hint=str(error)
        ) from error
    return Checked(rows, seen, tuple(faults))


def _make_readable(base: str, cancelled: Callable[[], bool]) -> None:
    """A GGUF file is unpacked once, which takes torch: in a child of its own, for that of the X-ray does without."""
    if base.lower().endswith(".gguf"):
        deque(rows_from_child(_CONVERTED, {"base": base}, cancelled=cancelled, memory=None), 0)


def _row(found: dict[str, Any]) -> RowTokens:
    tokens = tuple(Token(**each) for each in found["tokens"])
    other, labels = found["rejected"], found["labels"]
    parts = {"rejected": _row(other) if other else None, "labels": _labels(labels) if labels else None}
    return RowTokens(**found | {"tokens": tokens} | parts)


def _labels(found: dict[str, Any]) -> RowLabels:
    return RowLabels(tuple(found["names"]), tuple(found["known"]), found["several"])
