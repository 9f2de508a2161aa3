"""`studio xray`: rows as a model is trained on them, token by token, and everything that is wrong with them."""

from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.text import Text

from studio.cli.output import print_json
from studio.cli.train import choose_dataset, parse_changes
from studio.core.recipe import with_changes
from studio.core.tokens import Checked, Fault, RowTokens, Side, TokenKind
from studio.data.reader import ProjectReader
from studio.data.training_rows import label_sets
from studio.errors import ProjectFailed
from studio.runs.presets import load_preset
from studio.words import N_, _
from studio.xray import check_dataset, show_rows

_STYLES: dict[TokenKind, str] = {
    "template": "dim",
    "special": "dim",
    "prompt": "cyan",
    "text": "cyan",
    "learned": "bold green",
    "cut": "red strike",
}
_SIDES: dict[Side, str] = {"chosen": N_("better answer"), "rejected": N_("worse answer")}
_NAMES: dict[TokenKind, str] = {
    "template": N_("template"),
    "special": N_("added around the text"),
    "prompt": N_("question, not learned"),
    "text": N_("text"),
    "learned": N_("learned"),
    "cut": N_("cut off"),
}
_ROWS_NAMED = 10


def register(app: typer.Typer) -> None:
    """Add the command to the others."""
    app.command("xray", help=_("Show rows exactly as a model is trained on them, and check the whole training split."))(
        xray
    )


def xray(
    project: Annotated[Path, typer.Option(help=_("the folder of the project"))],
    preset: Annotated[str, typer.Option(help=_("the name of a preset"))],
    dataset: Annotated[str, typer.Option(help=_("the data set, when the project has several"))] = "",
    row: Annotated[int, typer.Option(help=_("number of a row to show; else the whole split is checked"))] = 0,
    changes: Annotated[
        list[str] | None, typer.Option("--set", metavar="OPTION=VALUE", help=_("change an option of the preset"))
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help=_("JSON lines, for machines"))] = False,
) -> None:
    recipe = with_changes(load_preset(preset).preset.recipe, parse_changes(changes or []))
    with ProjectReader(project) as reader:
        chosen = choose_dataset(reader.datasets(), dataset)
        content = _content(reader, chosen.id, row) if row else ""
        labels = []
        if row and recipe.goal.task == "classification":
            labels = label_sets(reader, chosen.id, only_approved=recipe.data.only_approved)
    if row:
        [shown] = show_rows(recipe, [content], labels)
        if shown.refusal:
            raise ProjectFailed(shown.refusal, hint=_("Mend its turns in the Data tab, or choose the ChatML template."))
        print_json(_row_json(shown)) if as_json else _print_row(shown)
        return
    checked = check_dataset(project, chosen.id, recipe)
    print_json(asdict(checked)) if as_json else _print_faults(checked)
    raise typer.Exit(1 if checked.blocking else 0)


def _content(reader: ProjectReader, dataset: int, row: int) -> str:
    with reader.one_moment() as db:
        found = db.execute("SELECT content FROM example WHERE id = ? AND dataset_id = ?", (row, dataset)).fetchone()
    if found is None:
        raise ProjectFailed(_("There is no row {number} in this data set.").format(number=row))
    return str(found[0])


def _row_json(shown: RowTokens) -> dict[str, object]:
    counts = {str(kind): count for kind, count in shown.counts().items()}
    told = asdict(shown) | {"counts": counts | {"padding": shown.padding}}
    if shown.rejected:
        told["rejected"] = _row_json(shown.rejected)
    if shown.labels:
        told["labels"] = asdict(shown.labels) | {"numbers": shown.labels.numbers()}
    return told


def _print_row(shown: RowTokens) -> None:
    console = Console()
    for each in shown.sequences:
        if each.side:
            console.print(Text(_(_SIDES[each.side]), style="bold"))
        text = Text()
        for token in each.tokens:
            text.append(token.text, style=_STYLES[token.kind])
        console.print(text)
        counts = [f"{_(_NAMES[kind])}: {count}" for kind, count in each.counts().items() if count]
        console.print(Text(" · ".join(counts), style="dim"))
    if shown.labels:
        numbered = zip(shown.labels.names, shown.labels.numbers(), strict=True)
        unknown = _("unknown")
        own = ", ".join(f"{name} ({unknown if number is None else number})" for name, number in numbered)
        words = _("labels: {own}; to choose among: {known}").format(own=own, known=", ".join(shown.labels.known))
        console.print(Text(words, style="dim"))


def _print_faults(checked: Checked) -> None:
    console = Console()
    if not checked.faults:
        console.print(_("Nothing is wrong with the {count} training rows.").format(count=checked.rows))
    for fault in checked.faults:
        head = _("Blocks the run") if fault.blocking else _("Worth knowing")
        console.print(Text(f"{head}: {fault.message}", style="bold red" if fault.blocking else "bold"))
        console.print(Text(f"  {fault.hint}", style="dim"))
        if fault.rows:
            console.print(_("  Rows ({count}): {numbers}").format(count=len(fault.rows), numbers=_named(fault)))


def _named(fault: Fault) -> str:
    named = ", ".join(map(str, fault.rows[:_ROWS_NAMED]))
    if (more := len(fault.rows) - _ROWS_NAMED) > 0:
        return _("{numbers} and {count} more").format(numbers=named, count=more)
    return named
