"""`studio findings`: what is found in clinical text, and whether the patient has it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, TypedDict

import typer
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from studio.cli.findings_rows import Row, batched, rows_of, text_of
from studio.cli.output import print_json
from studio.errors import ImportFailed, ProjectFailed
from studio.words import N_, _

_BATCH = 20_000
"""Rows sent to one child; loading edsnlp takes as long as a few thousand rows."""
_STATUSES = {
    "present": N_("present"),
    "absent": N_("absent"),
    "uncertain": N_("uncertain"),
    "history": N_("history"),
    "family": N_("family"),
    "to_check": N_("to check"),
}


class _Finding(TypedDict):
    concept: str
    start: int
    end: int
    status: str
    why: str


@dataclass(frozen=True)
class _Examined:
    row: Row
    findings: list[_Finding]
    problem: str = ""


def register(app: typer.Typer) -> None:
    """Add the command to the others."""
    app.command("findings", help=_("Find signs and diseases in clinical text, and whether the patient has them."))(
        findings
    )


def findings(
    text_file: Annotated[Path | None, typer.Option(help=_("A text in which to look."), metavar="FILE")] = None,
    jsonl: Annotated[
        Path | None,
        typer.Option(
            help=_("A row on each line: text, or text, start and end of one mention, in characters."), metavar="FILE"
        ),
    ] = None,
    project: Annotated[Path | None, typer.Option(help=_("Project whose lexicon is used."), metavar="DIR")] = None,
    json: Annotated[bool, typer.Option("--json", help=_("JSON instead of a table; for rows, one line each."))] = False,
) -> None:
    """Look, and show what was found; a row that cannot be examined is told in its place."""
    if project is not None and not project.is_dir():
        raise ProjectFailed(_("There is no such folder: {path}").format(path=project))
    if text_file is not None and jsonl is None:
        _show_text(text_file, project, as_json=json)
    elif jsonl is not None and text_file is None:
        _show_rows(jsonl, project, as_json=json)
    else:
        raise ImportFailed(_("Name one file in which to look."), hint=_("Use either --text-file FILE or --jsonl FILE."))


def _show_text(file: Path, project: Path | None, *, as_json: bool) -> None:
    row = Row(1, text_of(file))
    (examined,) = _examined([row], project) if row.text.strip() else [_Examined(row, [])]
    if examined.problem:
        raise ImportFailed(examined.problem)
    if as_json:
        print_json(examined.findings)
    else:
        _show_table([examined])


def _show_rows(file: Path, project: Path | None, *, as_json: bool) -> None:
    for batch in batched(rows_of(file), _BATCH):
        examined = _examined(batch, project)
        if as_json:
            for each in examined:
                print_json(_as_json(each))
        else:
            _show_table(examined)


def _as_json(examined: _Examined) -> object:
    if examined.problem:
        return {"problem": _on_line(examined)}
    return examined.findings[0] if examined.row.place else examined.findings


def _examined(rows: list[Row], project: Path | None) -> Iterator[_Examined]:
    from studio.data.child import rows_from_child

    readable = [row.request() for row in rows if not row.problem]
    arguments = {"rows": readable, "project": str(project) if project else None}
    answers = rows_from_child("studio.text.findings.job:examined", arguments)
    for row in rows:
        if row.problem:
            yield _Examined(row, [], row.problem)
        else:
            answer = next(answers)
            yield _Examined(row, answer.get("findings", []), answer.get("problem", ""))


def _on_line(examined: _Examined) -> str:
    return _("Line {line}: {problem}").format(line=examined.row.line, problem=examined.problem)


def _show_table(rows: Iterable[_Examined]) -> None:
    table = Table(_("Line"), _("Mention"), _("Concept"), _("Status"), _("Why"))
    problems = []
    for examined in rows:
        for each in examined.findings:
            table.add_row(*map(escape, _cells(examined.row, each)))
        if examined.problem:
            problems.append(_on_line(examined))
    console = Console()
    if table.row_count:
        console.print(table)
    elif not problems:
        console.print(_("Nothing was found."))
    for problem in problems:
        console.print(f"• {problem}", markup=False, highlight=False)


def _cells(row: Row, found: _Finding) -> tuple[str, ...]:
    line = row.line + row.text.count("\n", 0, found["start"])
    words = row.text[found["start"] : found["end"]]
    return str(line), words, found["concept"], _(_STATUSES[found["status"]]), found["why"]
