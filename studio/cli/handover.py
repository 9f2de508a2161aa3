"""`studio handover | verify`: models on their way to another machine, and the proof that they arrived."""

from pathlib import Path
from typing import Annotated

import typer

from studio.cli.output import print_json
from studio.cli.pack import AsJson, say_fingerprint, say_sha256, steering
from studio.ui.formats import size
from studio.words import _, ngettext


def register(app: typer.Typer) -> None:
    """Add the commands to the others."""
    app.command("handover", help=_("Put exported models into one archive that proves itself where it arrives."))(
        handover
    )
    app.command("verify", help=_("Prove that an archive, or a folder made of one, is whole and unchanged."))(verify)


def handover(
    project: Annotated[Path, typer.Option(help=_("the folder of the project"))],
    artefact: Annotated[
        list[Path], typer.Option(help=_("a model’s file or folder, or that of an export; may be given several times"))
    ],
    out: Annotated[Path, typer.Option(help=_("the ZIP file to write; one of this name is replaced"))],
    report: Annotated[Path | None, typer.Option(help=_("an evaluation’s report, as “studio report” writes it"))] = None,
    prompts: Annotated[bool, typer.Option(help=_("the project’s kept prompts too"))] = True,
    as_json: AsJson = False,
) -> None:
    from studio.archives.delivering import Wanted, make_handover

    wanted = Wanted(artefacts=tuple(artefact), report=report, prompts=prompts)
    with steering(_("Writing the archive"), as_json=as_json) as steered:
        made = make_handover(project, wanted, out, steered)
    if as_json:
        print_json(
            {
                "archive": str(made.written.file),
                "files": made.written.files,
                "bytes": made.written.size,
                "fingerprint": made.written.fingerprint,
                "sha256": made.written.sha256,
                "cautions": list(made.cautions),
            }
        )
        return
    typer.echo(_("The hand-over is in {path} ({size}).").format(path=made.written.file, size=size(made.written.size)))
    say_fingerprint(made.written.fingerprint)
    say_sha256(made.written.sha256)
    for caution in made.cautions:
        typer.echo(f"! {caution}", err=True)


def verify(
    path: Annotated[Path, typer.Argument(metavar="FILE", help=_("the archive, or the folder it was unpacked to"))],
    fingerprint: Annotated[str, typer.Option(help=_("what the sender told as its fingerprint"))] = "",
    as_json: AsJson = False,
) -> None:
    """Exit code 1 where anything is wrong."""
    from studio.archives.checking import prove

    proof = prove(path, fingerprint)
    if as_json:
        wrong = [{"name": name, "problem": problem} for name, problem in proof.wrong]
        told = {"proved": not wrong, "files": proof.files, "bytes": proof.size, "fingerprint": proof.fingerprint}
        print_json({**told, "wrong": wrong})
    elif proof.wrong:
        for name, problem in proof.wrong:
            typer.echo(_("✗ {name}: {problem}").format(name=ascii(name)[1:-1], problem=problem))
    else:
        words = ngettext(
            "{count} file ({size}) is whole and unchanged.",
            "{count} files ({size}) are whole and unchanged.",
            proof.files,
        )
        typer.echo(words.format(count=proof.files, size=size(proof.size)))
        typer.echo(_("Fingerprint, to compare with the sender’s: {fingerprint}").format(fingerprint=proof.fingerprint))
    if proof.wrong:
        raise typer.Exit(1)
