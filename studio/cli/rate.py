"""`studio rate packet|import|report`: answers read blind by people, without the window."""

import math
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from pydantic import TypeAdapter, ValidationError

from studio.cli.output import command_line, print_json
from studio.core.yaml_errors import expectation
from studio.errors import RatingFailed
from studio.ui.evaluation.rating.words import (
    coefficient_words,
    difference_words,
    disagreement_words,
    model_names,
    rate_words,
    reliability_words,
    scale_title,
    share_words,
    stratum_words,
    verdict_words,
)
from studio.words import _, current_language

if TYPE_CHECKING:
    from studio.assess.human import HumanSummary
    from studio.core.rating import RatingSession
    from studio.evaluating.ratings import RatingFolder, SessionWishes
    from studio.runs.folder import RunFolder

InProject = Annotated[Path, typer.Option("--project", help=_("the folder of the project"))]
AsJson = Annotated[bool, typer.Option("--json", help=_("one JSON line, for machines"))]
_USUAL_ROWS = 30
_SEVERAL = ("models", "scales")


def register(app: typer.Typer) -> None:
    """Add the commands to the others."""
    rate = typer.Typer(help=_("Have people read models’ answers blind."), no_args_is_help=True, rich_markup_mode=None)
    rate.command("packet", help=_("Draw rows of an evaluation and write the file in which experts read them."))(packet)
    rate.command("import", help=_("Take the answers that experts saved in a packet."))(import_)
    rate.command("report", help=_("Say what the readings came to."))(report)
    app.add_typer(rate, name="rate")


def packet(
    project: InProject,
    out: Annotated[Path, typer.Option(help=_("the HTML file to write"))],
    evaluation: Annotated[str, typer.Option(help=_("the evaluation: its folder’s name, or its number"))] = "",
    session: Annotated[str, typer.Option(help=_("write the packet of this session again"))] = "",
    wishes: Annotated[
        list[str] | None,
        typer.Option(
            "--set",
            metavar="OPTION=VALUE",
            help=_("models=0,1 count=30 strata=kind minimum=5 title=… reference=yes seed=42 scales=correct,sign"),
        ),
    ] = None,
    as_json: AsJson = False,
) -> None:
    from studio.evaluating.packet import write_packet
    from studio.evaluating.rating_sessions import create_session

    if session:
        folder = _session(project, session)
    else:
        folder = create_session(_evaluation(project, evaluation), _wishes(wishes or []))
    write_packet(folder, out, current_language())
    if as_json:
        print_json({"session": folder.path.name, "packet": str(out)})
        return
    typer.echo(_("Saved: {file}").format(file=out))
    typer.echo(_("When the answers are back: {command}").format(command=_import_command(project)))


def import_(
    project: InProject,
    files: Annotated[list[Path], typer.Argument(metavar="FILE…", help=_("files of answers"))],
    as_json: AsJson = False,
) -> None:
    from studio.evaluating.rating_import import import_ratings, imported_words

    taken = [import_ratings(project, file) for file in files]
    if as_json:
        print_json(
            {
                "files": [
                    {
                        "session": each.folder.path.name,
                        "rater": each.rater,
                        "new": each.new,
                        "changed": each.changed,
                        "same": each.same,
                        "older": each.older,
                    }
                    for each in taken
                ]
            }
        )
        return
    for each in taken:
        typer.echo(imported_words(each))


def report(
    project: InProject,
    session: Annotated[str, typer.Option(help=_("the session, as its folder is called"))],
    reveal_for: Annotated[str, typer.Option(help=_("show the models’ names; who asked is kept with the session"))] = "",
    as_json: AsJson = False,
) -> None:
    from studio.assess.human import summarise
    from studio.evaluating.ratings import read_ratings, read_reveals, read_session, reveal
    from studio.runs.evaluations import read_evaluation

    folder = _session(project, session)
    if reveal_for:
        reveal(folder, reveal_for)
    found = read_session(folder)
    subjects = read_evaluation(folder.run).subjects
    titles = tuple(subjects[at].title for at in found.models)
    names = model_names(found, titles, revealed=bool(read_reveals(folder)))
    summary = summarise(found, read_ratings(folder))
    if as_json:
        print_json({"session": found.id, "models": names, **_plain(asdict(summary))})
        return
    for line in _lines(found, summary, names):
        typer.echo(line)


def _lines(session: "RatingSession", summary: "HumanSummary", names: tuple[str, ...]) -> list[str]:
    rows = summary.rows
    lines = [
        _("{rater}: {whole} of {rows}").format(rater=each.rater, whole=each.whole, rows=rows) for each in summary.raters
    ]
    if not lines:
        return [_("Nobody has rated anything yet.")]
    if summary.wins is not None:
        pair = names[0], names[1]
        lines += [verdict_words(summary.wins, pair), rate_words(summary.wins, pair)]
        lines += [stratum_words(session, each, pair) for each in summary.strata]
    for score in summary.scales:
        share = share_words(score.yes)
        lines.append(
            _("{scale}, {model}: {share} yes").format(
                scale=scale_title(score.scale), model=names[score.model], share=share
            )
        )
    lines += [
        f"{scale_title(each.scale)}: {difference_words(each, (names[0], names[1]))}" for each in summary.differences
    ]
    for each in summary.agreements:
        words = _("{scale}: kappa {kappa}, alpha {alpha}: {meaning}")
        kappa, alpha = coefficient_words(each.kappa), coefficient_words(each.alpha)
        meaning = reliability_words(each.alpha)
        lines.append(words.format(scale=scale_title(each.scale), kappa=kappa, alpha=alpha, meaning=meaning))
    return lines + [disagreement_words(each, names) for each in summary.disagreements]


def _plain(value: object) -> "dict[str, object]":
    cleaned = _without_nan(value)
    assert isinstance(cleaned, dict)
    return cleaned


def _without_nan(value: object) -> object:
    """JSON has no nan; what cannot be judged is null."""
    match value:
        case dict():
            return {name: _without_nan(each) for name, each in value.items()}
        case list() | tuple():
            return [_without_nan(each) for each in value]
        case float() if math.isnan(value):
            return None
        case _:
            return value


def _wishes(said: list[str]) -> "SessionWishes":
    from studio.evaluating.ratings import SessionWishes

    given: dict[str, object] = {"title": _("Blind reading"), "models": (0, 1), "count": _USUAL_ROWS}
    for each in said:
        name, _equals, value = each.partition("=")
        given[name.strip()] = tuple(value.split(",")) if name.strip() in _SEVERAL else value
    try:
        return TypeAdapter(SessionWishes).validate_python(given)
    except ValidationError as error:
        first = error.errors()[0]
        raise RatingFailed(
            _("“{option}” cannot be set like this: {reason}").format(
                option=".".join(str(each) for each in first["loc"]), reason=expectation(first)
            ),
            hint=_("For example: --set models=0,1 --set count=30 --set strata=kind --set minimum=5"),
        ) from error


def _evaluation(project: Path, name: str) -> "RunFolder":
    from studio.runs.evaluations import list_evaluations

    there = [each.run for each in list_evaluations(project)]
    wanted = name.zfill(4) if name.isdecimal() else name
    for run in there:
        if wanted in (run.name, run.name.partition("-")[0]) or (not name and len(there) == 1):
            return run
    raise RatingFailed(
        _("There is no evaluation “{name}” in this project.").format(name=name),
        hint=_("There are: {names}").format(names=", ".join(run.name for run in there) or "–"),
    )


def _session(project: Path, id: str) -> "RatingFolder":
    from studio.evaluating.ratings import find_session

    folder = find_session(project, id)
    if folder is None:
        raise RatingFailed(_("This project has no rating session {id}.").format(id=id))
    return folder


def _import_command(project: Path) -> str:
    return command_line("studio", "rate", "import", "--project", str(project), "FILE")
