"""`studio augment`: variants of a project’s training rows by a plan, as the window makes them."""

from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.console import Console
from rich.markup import escape
from rich.progress import Progress
from rich.table import Table

from studio.cli.drafting import check_drafting, drafted_by_plan
from studio.cli.output import print_json
from studio.core.augmentation import AugmentationPlan, expect_kinds, parse_plan
from studio.errors import PlanWrong, StudioError
from studio.settings import system_user
from studio.words import _, ngettext

if TYPE_CHECKING:
    # The store is loaded when it is used: every start of `studio` loads this module.
    from studio.data.augmenting.applying import Applied
    from studio.data.augmenting.planning import Outlook
    from studio.data.augmenting.running import Generated
    from studio.data.augmenting.variant import Reason

_LISTED = 5


def register(app: typer.Typer) -> None:
    """Add the command to the others."""
    app.command("augment", help=_("Make variants of the training examples of a project, by a plan."))(augment)


def augment(
    project: Annotated[Path, typer.Option(help=_("Folder of the project."), metavar="DIR")],
    plan: Annotated[Path, typer.Option(help=_("The plan, as the window saves it."), metavar="FILE")],
    seed: Annotated[int | None, typer.Option(help=_("Instead of the plan’s own."), min=0, max=2**63 - 1)] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help=_("Make them, but store nothing."))] = False,
    json: Annotated[bool, typer.Option("--json", help=_("One JSON line instead of words."))] = False,
    allow_remote: Annotated[
        bool,
        typer.Option("--allow-remote", help=_("Let the plan’s server be another machine: texts leave this one.")),
    ] = False,
) -> None:
    """Make, judge and store variants, then drafts of a language model if the plan asks for some: a step each."""
    wanted = _placed(project, _read_plan(project, plan, seed))
    if wanted.drafting is not None:
        check_drafting(wanted.drafting, remote_allowed=allow_remote)
    told: dict[str, Any] = {"dataset": wanted.dataset}
    if wanted.transformations or not (wanted.drafting or wanted.balance):
        told |= _vary(project, wanted, dry_run=dry_run, quiet=json)
    if wanted.balance is not None and not dry_run:
        _balance(project, wanted)
        told["balance"] = wanted.balance.model_dump()
    if wanted.drafting is not None:
        try:
            drafted = drafted_by_plan(project, wanted, remote_allowed=allow_remote, dry_run=dry_run, quiet=json)
        except StudioError as error:
            if not json or told.keys() == {"dataset"}:
                raise
            # The one line that may be written says first of all what was stored before.
            print_json({**told, "drafted": {"error": {"message": error.message, "hint": error.hint}}})
            raise typer.Exit(1) from error
        told["drafted"] = drafted.as_json()
        if not json:
            for sentence in drafted.sentences():
                _say(Console(), sentence)
    if json:
        print_json(told)


def _vary(project: Path, plan: AugmentationPlan, *, dry_run: bool, quiet: bool) -> dict[str, Any]:
    from studio.data.augmenting.planning import make_outlook
    from studio.data.project import ProjectReader

    with ProjectReader(project) as reader:
        outlook = make_outlook(reader, plan)
    generated, applied = _made(project, plan, dry_run=dry_run, quiet=quiet)
    if not quiet:
        _show(outlook, generated, applied)
    return _as_json(outlook, generated, applied)


def _read_plan(project: Path, file: Path, seed: int | None) -> AugmentationPlan:
    from studio.data.contract_file import read_contract

    try:
        text = file.read_text("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise PlanWrong(_("The plan cannot be read: {file}").format(file=file), hint=str(error)) from error
    plan = parse_plan(text)
    if plan.answers and (contract := read_contract(project)):
        expect_kinds(plan, [form.name.en for form in contract.formats], text)
    return plan if seed is None else plan.model_copy(update={"seed": seed})


def _placed(project: Path, plan: AugmentationPlan) -> AugmentationPlan:
    from studio.data.augmenting.planning import placed
    from studio.data.project import ProjectReader

    with ProjectReader(project) as reader:
        return placed(reader, plan)


def _balance(project: Path, plan: AugmentationPlan) -> None:
    """For every run prepared from now on."""
    from studio.data.augmenting.balancing import set_balance
    from studio.data.augmenting.planning import named_dataset
    from studio.data.project import Project, ProjectReader

    with Project.open(project) as opened, ProjectReader(project) as reader:
        set_balance(opened, named_dataset(reader, plan.dataset).id, plan.balance)


def _made(project: Path, plan: AugmentationPlan, *, dry_run: bool, quiet: bool) -> tuple["Generated", "Applied | None"]:
    from studio.data.augmenting.applying import apply_variants
    from studio.data.project import Project

    if dry_run:
        return _generated(project, plan, quiet=quiet), None
    # Held from the beginning, so that nobody changes the rows meanwhile.
    with Project.open(project) as opened:
        opened.author = system_user()
        generated = _generated(project, plan, quiet=quiet)
        return generated, apply_variants(opened, plan, generated.variants)


def _generated(project: Path, plan: AugmentationPlan, *, quiet: bool) -> "Generated":
    from studio.data.augmenting.running import generate

    with Progress(console=Console(stderr=True), transient=True, disable=quiet) as bar:
        task = bar.add_task(escape(plan.dataset), total=None)
        return generate(project, plan, progress=lambda done, total: bar.update(task, completed=done, total=total))


def _as_json(outlook: "Outlook", generated: "Generated", applied: "Applied | None") -> dict[str, Any]:
    made = Counter(variant.group for variant in generated.variants)
    return {
        "dataset": outlook.dataset.name,
        "groups": [
            {"group": each.title, "before": each.before, "wanted": each.wanted, "after": each.before + made[each.key]}
            for each in outlook.groups
        ],
        "asked": generated.asked,
        "made": len(generated.variants),
        "refused": _counted(generated.refused),
        "shortfalls": _shortfalls(outlook, generated),
        "sha256": generated.fingerprint(),
        "step": applied.changes.label if applied and applied.added else None,
        "added": applied.added if applied else 0,
        "left_out": _counted(applied.left_out) if applied else [],
    }


def _counted(reasons: "tuple[Reason, ...]") -> list[dict[str, Any]]:
    return [{"reason": each.sentence.text(), "count": each.count} for each in reasons]


def _shortfalls(outlook: "Outlook", generated: "Generated") -> list[str]:
    """What was foreseen and came true, and what came to light."""
    made = Counter(variant.group for variant in generated.variants)
    foreseen = [
        each.shortfall for each in outlook.groups if not each.needed or each.before + made[each.key] != each.wanted
    ]
    return [each.text() for each in (*filter(None, foreseen), *generated.missed)]


def _show(outlook: "Outlook", generated: "Generated", applied: "Applied | None") -> None:
    console = Console()
    console.print(_groups_table(outlook, generated))
    for sentence in _shortfalls(outlook, generated):
        _say(console, f"• {sentence}")
    refused = sum(each.count for each in generated.refused)
    if refused:
        told = ngettext("{count} attempt was refused:", "{count} attempts were refused:", refused)
        _say(console, told.format(count=refused))
    for reason in generated.refused[:_LISTED]:
        _say(console, f"  {reason.count} × {reason.sentence.text()}")
    for reason in applied.left_out if applied else ():
        _say(console, f"• {reason.count} × {reason.sentence.text()}")
    if applied is None:
        _say(console, _("Nothing was stored."))
    elif applied.added:
        _say(console, applied.changes.label)
    else:
        _say(console, _("No variant was added."))


def _say(console: Console, sentence: str) -> None:
    console.print(sentence, markup=False, highlight=False)


def _groups_table(outlook: "Outlook", generated: "Generated") -> Table:
    made = Counter(variant.group for variant in generated.variants)
    table = Table(title=escape(outlook.dataset.name), title_justify="left")
    table.add_column(_("Training examples"))
    for title in (_("Before"), _("Wanted"), _("After")):
        table.add_column(title, justify="right")
    for each in outlook.groups:
        wanted = "–" if each.wanted is None else str(each.wanted)
        table.add_row(escape(each.title), str(each.before), wanted, str(each.before + made[each.key]))
    return table
