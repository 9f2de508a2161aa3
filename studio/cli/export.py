"""`studio export`: a run's result as files that other programs use, each compared with what the application answers."""

from pathlib import Path
from typing import Annotated, cast, get_args

import typer
from rich.console import Console

from studio.cli.follow import ending_of, say_it_goes_on, watch
from studio.cli.output import command_line, print_json
from studio.cli.turn import start_in_turn
from studio.core.export import Format, GgufType, WantedArtefact
from studio.core.parity import PARITY
from studio.errors import ExportFailed, StudioError
from studio.evaluating.subjects import find_run
from studio.runs.exports import EXPORTS, read_export
from studio.runs.folder import RunFolder
from studio.runs.state import run_state
from studio.ui.formats import size
from studio.words import _, current_language

_DEFAULT: GgufType = "f16"
_FORMATS = tuple(each for each in get_args(Format) if each != "gguf_base")


def register(app: typer.Typer) -> None:
    app.command(
        "export", help=_("Write a run’s result as files for other programs, and prove that they answer alike.")
    )(export)


def export(
    project: Annotated[Path, typer.Option(help=_("the folder of the project"))],
    run: Annotated[int, typer.Option(help=_("the number of the run"))],
    formats: Annotated[
        list[str],
        typer.Option(
            "--format",
            help=_(
                "adapter, merged, gguf, gguf-adapter, ollama, ollama-merged, ollama-adapter, onnx, gptq or awq; "
                "several may be given"
            ),
        ),
    ],
    quant: Annotated[
        list[str] | None,
        typer.Option(help=_("of GGUF files: f32, f16, q8_0, q6_k, q5_k_m or q4_k_m; several may be given")),
    ] = None,
    out: Annotated[
        Path | None, typer.Option(help=_("a new folder to write into; without it, one in the project"))
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help=_("one JSON value at the end, for machines"))] = False,
) -> None:
    from studio.exporting.creating import Wanted, prepare_export

    wanted = Wanted(_wanted(formats, quant or []), target=out)
    folder = prepare_export(project, find_run(project.resolve(), run), wanted, current_language())
    start_in_turn(folder)
    finish(folder, as_json=as_json)


def finish(folder: RunFolder, *, as_json: bool) -> None:
    """Show an export until it ends, then what it made and how it compares; Ctrl-C leaves it going.

    Ends with 1 where something answers otherwise than the application, or where nothing was to be done but to compare
    and that could not be. Raises RunFailed where the export failed.
    """
    from studio.cli.parity_table import parity_json, print_parity
    from studio.exporting.made import made_by
    from studio.exporting.scores import read_parity
    from studio.ui.export.making.presenter import no_proof

    console = Console(stderr=as_json)
    _await(folder, console, as_json=as_json)
    job = read_export(folder)
    made = made_by(folder) if job.wanted else None
    unscored = _score(folder, console, as_json=as_json)
    parity = read_parity(folder)
    without = no_proof(parity)
    if as_json:
        told = {"folder": str(made.folder), "files": made.files} if made else {}
        compared = parity_json(parity) if parity else []
        lacks = {name: why for name, why in (("not_compared", without), ("not_scored", unscored)) if why}
        print_json({"export": str(folder.path), **told, "parity": compared, **lacks})
    else:
        if made:
            _print_files(made.folder, made.files, console)
        if parity and parity.artefacts:
            print_parity(parity, console)
        for why in filter(None, (without, unscored)):
            console.print(why, markup=False, soft_wrap=True)
    # Who wrote nothing asked for a proof alone: without one there is nothing to be content with.
    bad = ("different",) if made else ("different", "unchecked")
    is_bad = any(each.verdict in bad for each in parity.artefacts) if parity else not made
    if is_bad:
        raise typer.Exit(1)


def _await(folder: RunFolder, console: Console, *, as_json: bool) -> None:
    try:
        story = watch(folder, console)
    except KeyboardInterrupt:
        say_it_goes_on(folder)
        if as_json:
            what = "export" if folder.path.parent.name == EXPORTS else "evaluation"
            print_json({what: str(folder.path), "state": run_state(folder)})
        raise typer.Exit from None
    ending = ending_of(folder, story)
    if ending is None or ending.reason != "completed":
        resume = command_line("studio", "resume", str(folder.path))
        raise ExportFailed(
            _("It was stopped before its end."), hint=_("To go on with it: {resume}").format(resume=resume)
        )


def _score(folder: RunFolder, console: Console, *, as_json: bool) -> str:
    """Why there are no scores, where there are none: what was compared token by token holds all the same."""
    from studio.exporting.scores import prepare_scores

    if (folder.path / PARITY).is_file():
        try:
            evaluation = prepare_scores(folder, current_language())
            start_in_turn(evaluation)
            _await(evaluation, console, as_json=as_json)
        except StudioError as error:
            return _("The artefacts were not scored: {reason}").format(reason=f"{error.message} {error.hint}".strip())
    return ""


def _print_files(folder: Path, files: dict[str, int], console: Console) -> None:
    console.print(_("Written to {folder}:").format(folder=folder), markup=False, soft_wrap=True)
    for name, bytes_of in files.items():
        console.print(f"  {name}  {size(bytes_of)}", markup=False, soft_wrap=True)


def _wanted(formats: list[str], quants: list[str]) -> tuple[WantedArtefact, ...]:
    # Elsewhere they are written in capital letters.
    quants = [each.lower() for each in quants]
    for quant in quants:
        if quant not in get_args(GgufType):
            raise _unknown(quant, get_args(GgufType))
    found = []
    for word in formats:
        name = word.lower().replace("-", "_")
        if name not in _FORMATS:
            raise _unknown(word, tuple(each.replace("_", "-") for each in _FORMATS))
        for quant in quants or [_DEFAULT]:
            found.append(WantedArtefact(format=cast(Format, name), quant=cast(GgufType, quant)))
    return tuple(found)


def _unknown(word: str, known: tuple[str, ...]) -> ExportFailed:
    return ExportFailed(
        _("Nothing can be exported as “{word}”.").format(word=word),
        hint=_("These can be chosen: {names}.").format(names=", ".join(known)),
    )
