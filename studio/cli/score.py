"""`studio score`: how far the answers in a file keep to a contract, and how many red flags they find."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from studio.cli.output import print_json
from studio.errors import ImportFailed, ProjectFailed
from studio.words import N_, _, current_language, ngettext

if TYPE_CHECKING:
    # scipy is loaded when it is used: every start of `studio` loads this module.
    from studio.assess.answered import AnsweredRow
    from studio.assess.contract_measures import ContractResults
    from studio.assess.contract_verdicts import RowVerdict
    from studio.assess.measure import Measure
    from studio.assess.score import Score
    from studio.cli.score_rows import ScoreRow
    from studio.core.contract import Contract

_LISTED = 5
_GUARDS = {
    "always_urgent": N_("Always urgent"),
    "always_questions": N_("Always questions"),
    "echo": N_("Echo"),
}
_RED_FLAGS = {
    "found": N_("found"),
    "missed": N_("missed"),
    "false_alarm": N_("false alarm"),
    "spared": N_("rightly none"),
    "": N_("nobody can tell"),
}


@dataclass(frozen=True)
class _Scored:
    contract: "Contract"
    lines: Sequence["ScoreRow"]
    rows: Sequence["AnsweredRow"]
    results: "ContractResults"

    @property
    def problems(self) -> list["ScoreRow"]:
        return [each for each in self.lines if each.problem]

    def name_of(self, line: int) -> str:
        """Of a row, as its file names it."""
        return next((each.name for each in self.lines if each.line == line), "")


def register(app: typer.Typer) -> None:
    """Add the command to the others."""
    app.command("score", help=_("Score the answers in a file by a contract: form, questions asked, red flags found."))(
        score
    )


def score(
    answers: Annotated[
        Path,
        typer.Option(
            help=_("JSONL, on each line: reference (or expected) and answer; id, prompt, input and source if known."),
            metavar="FILE",
        ),
    ],
    contract: Annotated[Path, typer.Option(help=_("The contract, as YAML."), metavar="FILE")],
    rows: Annotated[bool, typer.Option("--rows", help=_("Tell every row’s verdict, too."))] = False,
    json: Annotated[bool, typer.Option("--json", help=_("One JSON line instead of words."))] = False,
) -> None:
    """Read, score, and show each metric with its 95 % interval."""
    from studio.assess.contract_measures import contract_results
    from studio.cli.score_rows import score_rows_of

    agreed = _contract(contract)
    lines = list(score_rows_of(answers))
    usable = [_grouped(each.row, agreed) for each in lines if each.row is not None]
    if not usable:
        first = f" {_on_line(lines[0])}" if lines else ""
        raise ImportFailed(
            _("There is nothing to score in this file: {path}").format(path=answers) + first,
            hint=_("Each line is JSON with “reference” and “answer”."),
        )
    scored = _Scored(agreed, lines, usable, contract_results(agreed, usable))
    if json:
        print_json(_as_json(scored, with_rows=rows))
    else:
        _show(scored, with_rows=rows)


def _contract(file: Path) -> "Contract":
    from studio.core.contract import parse_contract

    try:
        text = file.read_text("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise ProjectFailed(_("The file could not be read: {path}").format(path=file), hint=str(error)) from error
    return parse_contract(text)


def _grouped(row: "AnsweredRow", contract: "Contract") -> "AnsweredRow":
    from studio.assess.groups import groups_of

    return replace(row, groups=groups_of(row.content, contract, row.groups.get("source", "")))


def _on_line(row: "ScoreRow") -> str:
    return _("Line {line}: {problem}").format(line=row.line, problem=row.problem)


def _scores(measures: Sequence["Measure"]) -> dict[str, "Score"]:
    from studio.assess.intervals import score_of

    return {each.metric: found for each in measures if (found := score_of(each))}


def _group_scores(scored: _Scored) -> dict[str, dict[str, dict[str, "Score"]]]:
    """By kind of group, group and metric; groups with too few rows are told by their number of rows alone."""
    from studio.assess.groups import by_group, too_small

    found: dict[str, dict[str, dict[str, Score]]] = {}
    for measure in scored.results.measures:
        for kind, groups in by_group(measure, scored.rows).items():
            large = [(group, within) for group, within in groups.items() if not too_small(within)]
            for group, within in large:
                found.setdefault(kind, {}).setdefault(group, {}).update(_scores([within]))
    return found


def _as_json(scored: _Scored, *, with_rows: bool) -> dict[str, object]:
    from studio.assess.contract_measures import guards

    results = scored.results
    told: dict[str, object] = {
        "rows": len(scored.rows),
        "metrics": _numbers(_scores(results.measures)),
        "guards": {name: _numbers(_scores(each)) for name, each in guards(scored.contract, scored.rows).items()},
        "groups": {
            kind: {group or "unknown": _numbers(scores) for group, scores in groups.items()}
            for kind, groups in _group_scores(scored).items()
        },
        "kinds": [
            {"expected": expected, "given": given, "rows": len(ids)}
            for (expected, given), ids in results.confusion().items()
            if ids
        ],
        "broken_references": [
            {"line": each.id, "id": scored.name_of(each.id), "problems": [problem.text() for problem in each.problems]}
            for each in results.broken_references
        ],
        "problems": [{"line": each.line, "problem": each.problem} for each in scored.problems],
    }
    if with_rows:
        told["verdicts"] = [_verdict(scored, at, each) for at, each in results.verdicts.items()]
    return told


def _numbers(scores: Mapping[str, "Score"]) -> dict[str, object]:
    return {
        name: {"value": each.value, "low": each.low, "high": each.high, "n": each.n} for name, each in scores.items()
    }


def _verdict(scored: _Scored, line: int, verdict: "RowVerdict") -> dict[str, object]:
    return {
        "line": line,
        "id": scored.name_of(line),
        "kind_expected": verdict.kind_expected,
        "kind_given": verdict.kind_given,
        "compliant": verdict.compliant,
        "violations": [each.text() for each in verdict.violations],
        "urgent_expected": verdict.urgent_expected,
        "urgent_given": verdict.urgent_given,
        "red_flag": verdict.red_flag,
        "why": verdict.why.text() if verdict.why else "",
    }


def _show(scored: _Scored, *, with_rows: bool) -> None:
    console = Console()
    _show_metrics(console, scored)
    _show_groups(console, scored)
    if with_rows:
        _show_rows(console, scored)
    for broken in scored.results.broken_references[:_LISTED]:
        words = " ".join(each.text() for each in broken.problems)
        _say(console, _("Line {line}: the expected answer breaks the contract. {problem}"), broken.id, words)
    if (more := len(scored.results.broken_references) - _LISTED) > 0:
        message = ngettext("{count} more expected answer breaks it.", "{count} more expected answers break it.", more)
        console.print(f"• {message.format(count=more)}", markup=False, highlight=False)
    for problem in scored.problems:
        console.print(f"• {_on_line(problem)}", markup=False, highlight=False)


def _show_metrics(console: Console, scored: _Scored) -> None:
    """With what constant answers and an echo would score, side by side."""
    from studio.assess.contract_measures import METRICS, guards

    scores = _scores(scored.results.measures)
    trivial = {name: _scores(each) for name, each in guards(scored.contract, scored.rows).items()}
    table = Table(_("Metric"), _("Value"), _("95% interval"), _("Rows"), *(_(_GUARDS[name]) for name in trivial))
    for info in METRICS:
        if each := scores.get(info.name):
            beside = (found.get(info.name) for found in trivial.values())
            table.add_row(_(info.title), *_cells(each), *(_cells(other)[0] if other else "" for other in beside))
    console.print(table)


def _say(console: Console, message: str, line: int, problem: str) -> None:
    console.print(f"• {message.format(line=line, problem=problem)}", markup=False, highlight=False)


def _show_groups(console: Console, scored: _Scored) -> None:
    from studio.assess.contract_measures import METRICS
    from studio.assess.groups import GROUP_KIND_TITLES, group_title

    titles = {each.name: each.title for each in METRICS}
    table = Table(_("Group"), _("Metric"), _("Value"), _("95% interval"), _("Rows"))
    for kind, groups in _group_scores(scored).items():
        for group, scores in groups.items():
            name = f"{_(GROUP_KIND_TITLES[kind])}: {group_title(kind, group, scored.contract).text()}"
            for metric, each in scores.items():
                table.add_row(escape(name), _(titles[metric]), *_cells(each))
    if table.row_count:
        console.print(table)


def _show_rows(console: Console, scored: _Scored) -> None:
    table = Table(_("Line"), _("Expected"), _("Given"), _("Red flag"), _("Why"))
    for line, each in scored.results.verdicts.items():
        said = [sentence.text() for sentence in (*each.violations, *([each.why] if each.why else []))]
        table.add_row(
            str(line), each.kind_expected, each.kind_given, _(_RED_FLAGS[each.red_flag]), escape(" ".join(said))
        )
    console.print(table)


def _cells(score: "Score") -> tuple[str, str, str]:
    from studio.assess.figures import percents

    value, low, high = (said[current_language()] for said in percents(score.value, score.low, score.high))
    return value, f"{low} – {high}", str(score.n)
