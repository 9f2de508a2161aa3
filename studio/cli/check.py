"""`studio check`: what would ruin a run in the examples of a project, and what one word mends."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from pydantic import ValidationError
from rich.console import Console
from rich.markup import escape
from rich.progress import Progress
from rich.table import Table

from studio.cli.output import print_json
from studio.errors import ProjectFailed
from studio.settings import system_user
from studio.words import N_, _, ngettext

if TYPE_CHECKING:
    # The store is loaded when it is used: every start of `studio` loads this module.
    from studio.data.checks import CheckOptions, RuleFindings
    from studio.data.project import Project, ProjectReader
    from studio.data.records import Dataset

_LISTED = 3
_LEVELS = {"blocking": N_("blocking"), "warning": N_("warning"), "note": N_("note")}


def register(app: typer.Typer) -> None:
    """Add the command to the others."""
    app.command("check", help=_("Look for what would ruin a run in the examples of a project."))(check)


def check(
    project: Annotated[Path, typer.Option(help=_("Folder of the project."), metavar="DIR")],
    dataset: Annotated[str, typer.Option(help=_("Data set; all of them by default."))] = "",
    mend: Annotated[str, typer.Option(help=_("Mend what this check found, then look again."), metavar="CHECK")] = "",
    set: Annotated[
        list[str] | None,
        typer.Option(
            help=_("An option, such as language=fr, longest_tokens=1024 or tokenizer=FILE."), metavar="NAME=VALUE"
        ),
    ] = None,
    json: Annotated[bool, typer.Option("--json", help=_("One JSON line instead of words."))] = False,
) -> None:
    """Check, remember what was found, and show it."""
    from studio.data.checks import rule_by_id
    from studio.data.checks.mending import mend as mend_findings
    from studio.data.project import Project, ProjectReader

    if mend:
        rule_by_id(mend)
    options = _options(set or [])
    with Project.open(project) as opened, ProjectReader(project) as reader:
        opened.author = system_user()
        answers = []
        for each in _chosen(reader, dataset):
            _look(opened, reader, each, options, quiet=json)
            mended = mend_findings(opened, each.id, mend) if mend else None
            if mended:
                _look(opened, reader, each, options, quiet=json)
            if json:
                answers.append(_as_json(reader, each) | ({"mended": mended.label} if mended else {}))
            else:
                _show(reader, each)
    if json:
        print_json({"datasets": answers})


def _options(assignments: list[str]) -> "CheckOptions":
    from studio.data.checks import CheckOptions

    pairs = (assignment.partition("=") for assignment in assignments)
    try:
        return CheckOptions.model_validate({name.strip(): value for name, _equals, value in pairs})
    except ValidationError as error:
        names = ", ".join(CheckOptions.model_fields)
        raise ProjectFailed(
            _("This option cannot be used: {name}").format(name=".".join(map(str, error.errors()[0]["loc"]))),
            hint=_("The options are: {names}.").format(names=names),
        ) from error


def _chosen(reader: "ProjectReader", name: str) -> list["Dataset"]:
    found = [each for each in reader.datasets() if name in ("", each.name)]
    if name and not found:
        names = ", ".join(each.name for each in reader.datasets())
        raise ProjectFailed(
            _("There is no data set “{name}”.").format(name=name),
            hint=_("The data sets are: {names}.").format(names=names),
        )
    return found


def _look(
    project: "Project", reader: "ProjectReader", dataset: "Dataset", options: "CheckOptions", *, quiet: bool
) -> None:
    from studio.data.checks import remember
    from studio.data.checks.running import run_checks

    with Progress(console=Console(stderr=True), transient=True, disable=quiet) as bar:
        task = bar.add_task(escape(dataset.name), total=None)
        report = run_checks(
            reader,
            dataset.id,
            options=options,
            progress=lambda done, total: bar.update(task, completed=done, total=total),
        )
    remember(project, report)


def _as_json(reader: "ProjectReader", dataset: "Dataset") -> dict[str, object]:
    from studio.data.checks import findings

    known = findings(reader, dataset.id)
    return {
        "dataset": dataset.name,
        "kind": dataset.kind,
        "findings": [_rule_as_json(reader, dataset, each) for each in known if each.count],
        "not_run": {each.rule.id: each.not_run.text() for each in known if each.not_run},
    }


def _rule_as_json(reader: "ProjectReader", dataset: "Dataset", known: "RuleFindings") -> dict[str, object]:
    from studio.data.checks import list_findings

    return {
        "rule": known.rule.id,
        "title": _(known.rule.title),
        "level": known.rule.level,
        "mend": known.rule.mend and _(known.rule.mend),
        "count": known.count,
        "rows": [
            {"id": each.row_id, "group": each.group, "text": each.text()}
            for each in list_findings(reader, dataset.id, known.rule.id)
        ],
    }


def _show(reader: "ProjectReader", dataset: "Dataset") -> None:
    from studio.data.checks import findings

    console = Console()
    known = findings(reader, dataset.id)
    table = Table(title=escape(dataset.name), title_justify="left")
    for title in (_("Check"), _("Level"), _("What was found")):
        table.add_column(title)
    table.add_column(_("Rows"), justify="right")
    for each in known:
        if each.count:
            said = _examples(reader, dataset, each)
            table.add_row(each.rule.id, _(_LEVELS[each.rule.level]), escape(said), str(each.count))
    if table.row_count:
        console.print(table)
    else:
        console.print(_("{name}: nothing was found.").format(name=dataset.name), markup=False, highlight=False)
    for each in known:
        if each.not_run:
            said = _pair(_(each.rule.title), each.not_run.text())
            console.print(f"• {said}", markup=False, highlight=False)


def _pair(what: str, said: str) -> str:
    return _("{what}: {said}").format(what=what, said=said)


def _examples(reader: "ProjectReader", dataset: "Dataset", known: "RuleFindings") -> str:
    from studio.data.checks import list_findings

    shown = list_findings(reader, dataset.id, known.rule.id, limit=_LISTED)
    lines = [_(known.rule.title), *("  " + _pair(str(each.row_id), each.text()) for each in shown)]
    more = known.count - len(shown)
    if more > 0:
        lines.append("  " + ngettext("and {count} more row", "and {count} more rows", more).format(count=more))
    return "\n".join(lines)
