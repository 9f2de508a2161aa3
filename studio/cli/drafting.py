"""The part of `studio augment` that asks a language model: only where the plan names one, only at its address."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rich.console import Console
from rich.markup import escape
from rich.progress import Progress

from studio.core.augmentation import AugmentationPlan, Drafting
from studio.settings import system_user
from studio.words import _, ngettext

if TYPE_CHECKING:
    from studio.data.augmenting.applying import Applied
    from studio.data.augmenting.variant import Reason
    from studio.drafting import Drafted


@dataclass(frozen=True)
class Told:
    """What came of the drafts; `applied` is None where nothing was to be stored."""

    drafted: "Drafted"
    applied: "Applied | None"

    @property
    def added(self) -> int:
        return self.applied.added if self.applied else 0

    def reasons(self) -> "tuple[Reason, ...]":
        """Why some were refused, and why some that passed were left out after all."""
        return (*self.drafted.refused, *(self.applied.left_out if self.applied else ()))

    def as_json(self) -> dict[str, Any]:
        """For machines."""
        refused = [{"reason": each.sentence.text(), "count": each.count} for each in self.reasons()]
        return {"asked": len(self.drafted.variants), "added": self.added, "refused": refused}

    def sentences(self) -> Iterable[str]:
        """For people."""
        asked = len(self.drafted.variants)
        words = ngettext("{count} draft was asked for.", "{count} drafts were asked for.", asked)
        yield words.format(count=asked)
        for each in self.reasons():
            yield f"  {each.count} × {each.sentence.text()}"
        if self.applied is None:
            yield _("Nothing was stored.")
        else:
            yield self.applied.changes.label if self.added else _("No draft was added.")


def check_drafting(drafting: Drafting, *, remote_allowed: bool) -> None:
    """Say before any work what would keep the drafts from being asked for; raises AssistantFailed."""
    from studio.assist.prompts import prompt_for
    from studio.assist.server import Server

    prompt_for(drafting.task, drafting.prompt)
    if drafting.server:
        Server(drafting.server, remote_allowed=remote_allowed)


def drafted_by_plan(project: Path, plan: AugmentationPlan, *, remote_allowed: bool, dry_run: bool, quiet: bool) -> Told:
    """Ask for the drafts of a plan, and store those that pass as one step."""
    from studio.data.project import Project
    from studio.drafting import apply_drafts

    if dry_run:
        return Told(_drafted(project, plan, remote_allowed=remote_allowed, quiet=quiet), None)
    # Held from the beginning, so that nobody changes the rows meanwhile.
    with Project.open(project) as opened:
        opened.author = system_user()
        drafted = _drafted(project, plan, remote_allowed=remote_allowed, quiet=quiet)
        return Told(drafted, apply_drafts(opened, plan, drafted.variants))


def _drafted(project: Path, plan: AugmentationPlan, *, remote_allowed: bool, quiet: bool) -> "Drafted":
    from studio.drafting import draft

    asked = plan.drafting.server or plan.drafting.model if plan.drafting else ""
    with Progress(console=Console(stderr=True), transient=True, disable=quiet) as bar:
        task = bar.add_task(escape(asked), total=None)
        return draft(
            project,
            plan,
            remote_allowed=remote_allowed,
            progress=lambda done, total: bar.update(task, completed=done, total=total),
        )
