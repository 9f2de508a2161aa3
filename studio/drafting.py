"""Drafts by a language model, from the plan to judged rows; nothing is stored here."""

from collections.abc import Callable, Generator, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from studio.assist.prompts import prompt_for
from studio.assist.replies import Request, cleaned
from studio.assist.server import Sampling, Server
from studio.core.augmentation import AugmentationPlan, Drafting
from studio.data.augmenting.applying import Applied, apply_variants
from studio.data.augmenting.drafts import DraftTable
from studio.data.augmenting.unanswered import apply_answers
from studio.data.augmenting.variant import Reason, Reasons, Variant
from studio.data.child import ChildCancelled, rows_from_child
from studio.data.history import Label
from studio.data.project import Project
from studio.data.reader import ProjectReader
from studio.errors import PlanWrong
from studio.words import N_, _

_TASK = "studio.engine.drafting:drafted"
_LONGEST = 1_024


@dataclass(frozen=True)
class Drafted:
    """Every reply as a row, accepted or not, in the order of asking."""

    variants: tuple[Variant, ...]
    refused: tuple[Reason, ...]


def draft(
    project: Path,
    plan: AugmentationPlan,
    *,
    remote_allowed: bool = False,
    progress: Callable[[int, int], None] = lambda _done, _total: None,
    cancelled: Callable[[], bool] = lambda: False,
) -> Drafted:
    """Ask for all drafts of a plan and judge them.

    Raises PlanWrong without anything to draft, AssistantFailed or ModelFailed where no model answers, and
    ChildCancelled, also between two replies of a server.
    """
    drafting = _drafting(plan)
    prompt = prompt_for(drafting.task, drafting.prompt)
    with ProjectReader(project) as reader, reader.one_moment() as db:
        table = DraftTable(reader, db, plan, drafting)
    asks = table.asks()
    if not asks:
        raise PlanWrong(_("There is nothing to draft."), hint=_nothing(drafting))
    requests = [Request(prompt.filled(**ask.words)) for ask in asks]
    variants, refused = list[Variant](), Reasons()
    with closing(_replies(drafting, plan.seed, requests, remote_allowed, cancelled)) as replies:
        for ask, reply in zip(asks, replies, strict=False):
            variants.append(table.variant(ask, cleaned(reply)))
            for reason in variants[-1].reasons[:1]:
                refused.add(reason)
            progress(len(variants), len(asks))
    if cancelled():
        raise ChildCancelled(_("The work was cancelled."))
    return Drafted(tuple(variants), refused.counted())


def apply_drafts(project: Project, plan: AugmentationPlan, variants: Sequence[Variant]) -> Applied:
    """Store the accepted ones as one step, all of them drafts."""
    if _drafting(plan).task == "answers":
        return apply_answers(project, variants)
    return apply_variants(project, plan, variants, label=Label(N_("Add drafts of a model: {count}")), how="model")


def _drafting(plan: AugmentationPlan) -> Drafting:
    if plan.drafting is None:
        raise PlanWrong(_("The plan asks no language model for drafts."))
    return plan.drafting


def _nothing(drafting: Drafting) -> str:
    if drafting.task == "answers":
        return _("Answers are drafted for cases that were reviewed and have no answer yet.")
    return _("Every row has as many variants as the plan allows.")


def _replies(
    drafting: Drafting,
    seed: int,
    requests: Sequence[Request],
    remote_allowed: bool,
    cancelled: Callable[[], bool],
) -> Generator[str, None, None]:
    if drafting.server:
        server = Server(drafting.server, remote_allowed=remote_allowed)
        yield from server.replies(drafting.model, requests, Sampling(drafting.temperature, seed, _LONGEST), cancelled)
        return
    wanted = {
        "requests": [request.steps for request in requests],
        "temperature": drafting.temperature,
        "seed": seed,
        "longest": _LONGEST,
    }
    arguments = {"model": drafting.model, "drafts": wanted}
    yield from rows_from_child(_TASK, arguments, cancelled=cancelled, memory=None)
