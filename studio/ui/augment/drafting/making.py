"""What the drafting view has done in the background: no widgets."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from studio.core.augmentation import AugmentationPlan
from studio.text.augment.case import case_of
from studio.ui.augment.drafting.wishes import TRIED, Possible
from studio.ui.augment.preview import ShownVariant
from studio.ui.background import Progress
from studio.ui.project_context import Made, make_step
from studio.words import _

if TYPE_CHECKING:
    from studio.core.example import Content
    from studio.data.augmenting.applying import Applied
    from studio.data.augmenting.variant import Reason, Variant
    from studio.data.project import Project
    from studio.data.reader import ProjectReader
    from studio.data.records import Changes
    from studio.drafting import Drafted

MOST_SHOWN = 24
"""Of refused drafts."""
MOST_PER_PARENT = 100
"""A trial also takes an example that has as many variants as it may have."""


@dataclass(frozen=True)
class Adapter:
    """What a finished run has learned, as a model to choose."""

    folder: str
    title: str


@dataclass(frozen=True)
class Ready:
    """Drafts that were judged and are not stored yet, and the refused ones as they are shown."""

    plan: AugmentationPlan
    drafted: "Drafted"
    refused: tuple[ShownVariant, ...]


@dataclass(frozen=True)
class Stored:
    """The step, how many drafts became rows, and why the others did not, the most frequent reason first."""

    dataset: str
    step: Made
    added: int
    reasons: tuple["Reason", ...]
    refused: tuple[ShownVariant, ...]
    """Some of those that were refused, as they are shown: they are kept nowhere."""


def find_adapters(project: Path) -> tuple[Adapter, ...]:
    """Of the project's finished runs, the newest first."""
    from studio.runs.run import list_runs

    found = []
    for summary in list_runs(project):
        folder = summary.run.adapter
        if summary.state == "finished" and (folder / "adapter_config.json").is_file():
            number = summary.run.name.partition("-")[0].lstrip("0") or "0"
            found.append(Adapter(str(folder), _("Run {number}, as trained").format(number=number)))
    return tuple(found)


def list_models(address: str, cancelled: Callable[[], bool], *, remote_allowed: bool) -> tuple[str, ...]:
    """The names of the models at an address; raises AssistantFailed."""
    from studio.assist.server import Server

    return Server(address, remote_allowed=remote_allowed).models(cancelled)


def count_possible(path: Path, plan: AugmentationPlan) -> Possible:
    """Examples that may still have drafts, and reviewed cases without an answer."""
    from studio.data.augmenting.grouping import EVERYTHING
    from studio.data.augmenting.parents import read_training_rows
    from studio.data.augmenting.planning import named_dataset
    from studio.data.augmenting.unanswered import read_unanswered
    from studio.data.reader import ProjectReader

    with ProjectReader(path) as reader, reader.one_moment() as db:
        dataset = named_dataset(reader, plan.dataset)
        parents = read_training_rows(db, dataset.id, plan, EVERYTHING).parents
        answers = len(read_unanswered(db, dataset.id))
    return Possible(sum(max(0, plan.per_parent - each.variants) for each in parents), answers)


def try_some(
    path: Path, plan: AugmentationPlan, progress: Progress, *, remote_allowed: bool
) -> tuple[ShownVariant, ...]:
    """The first drafts of a plan, accepted or not; raises what `studio.drafting.draft` raises."""
    from studio.data.reader import ProjectReader

    assert plan.drafting is not None
    few = plan.drafting.model_copy(update={"count": min(TRIED, plan.drafting.count)})
    asked = plan.model_copy(update={"drafting": few, "per_parent": MOST_PER_PARENT})
    drafted = _drafted(path, asked, progress, remote_allowed=remote_allowed)
    with ProjectReader(path) as reader:
        return _shown(reader, plan, drafted.variants)


def make_ready(path: Path, plan: AugmentationPlan, progress: Progress, *, remote_allowed: bool) -> Ready:
    """All drafts of a plan; nothing is stored. Raises what `studio.drafting.draft` raises."""
    from studio.data.reader import ProjectReader

    drafted = _drafted(path, plan, progress, remote_allowed=remote_allowed)
    refused = [each for each in drafted.variants if not each.is_accepted][:MOST_SHOWN]
    with ProjectReader(path) as reader:
        return Ready(plan, drafted, _shown(reader, plan, refused))


def store(writer: "Project", ready: Ready) -> Stored:
    """Store those that passed, on the writer's thread."""
    from studio.drafting import apply_drafts

    applied: list[Applied] = []

    def work(writer: "Project") -> "Changes":
        applied.append(apply_drafts(writer, ready.plan, ready.drafted.variants))
        return applied[0].changes

    step = make_step(writer, work)
    reasons = (*ready.drafted.refused, *applied[0].left_out)
    return Stored(ready.plan.dataset, step, applied[0].added, reasons, ready.refused)


def _drafted(path: Path, plan: AugmentationPlan, progress: Progress, *, remote_allowed: bool) -> "Drafted":
    from studio.drafting import draft

    return draft(path, plan, remote_allowed=remote_allowed, progress=progress.report, cancelled=progress.cancelled)


def _shown(reader: "ProjectReader", plan: AugmentationPlan, variants: Sequence["Variant"]) -> tuple[ShownVariant, ...]:
    rows = {row.id: row.content for row in reader.rows([each.parent_id for each in variants if each.parent_id])}
    return tuple(_card(each, rows.get(each.parent_id), plan) for each in variants)


def _card(variant: "Variant", parent: "Content | None", plan: AugmentationPlan) -> ShownVariant:
    """A reply beside what it was made of; an answer and a new case were made of nothing."""
    from studio.data.reader import CONTENT

    around = variant.notes, variant.reasons
    if not variant.content:
        return ShownVariant(variant.parent_id, (), (), *around)
    made = case_of(CONTENT.validate_json(variant.content))
    if parent is None:
        return ShownVariant(variant.parent_id, ("",) * len(made.texts), made.texts, *around)
    before = case_of(parent)
    if plan.drafting is not None and plan.drafting.task == "answers":
        context = "\n".join(before.texts)
        return ShownVariant(variant.parent_id, ("",), made.answers[-1:], *around, context=context)
    return ShownVariant(variant.parent_id, before.texts, made.texts, *around)
