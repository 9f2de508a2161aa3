"""`studio pack | unpack`: a whole project in one archive, and out of it on another machine."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console
from rich.progress import Progress

from studio.cli.output import print_json
from studio.errors import ArchiveFailed
from studio.ui.formats import size
from studio.words import _

if TYPE_CHECKING:
    # The store is loaded when it is used: every start of `studio` loads this module.
    from studio.archives.parts import Part
    from studio.archives.steering import Steering

AsJson = Annotated[bool, typer.Option("--json", help=_("one JSON value at the end, for machines"))]


def register(app: typer.Typer) -> None:
    """Add the commands to the others."""
    app.command("pack", help=_("Put a whole project into one archive, with or without its rows, runs and models."))(
        pack
    )
    app.command("unpack", help=_("Open a packed project in a new folder; every file is proved first."))(unpack)


def pack(
    project: Annotated[Path, typer.Option(help=_("the folder of the project"))],
    out: Annotated[Path, typer.Option(help=_("the ZIP file to write; one of this name is replaced"))],
    without: Annotated[
        list[str] | None,
        typer.Option(
            help=_(
                "leave out data, runs, models, checkpoints, evaluations, exports or logs; may be given several times"
            )
        ),
    ] = None,
    as_json: AsJson = False,
) -> None:
    from studio.archives.packing import pack_project

    parts = frozenset(map(_part, without or ()))
    with steering(_("Writing the archive"), as_json=as_json) as steered:
        packed = pack_project(project, out, parts, steered)
    if as_json:
        print_json(
            {
                "archive": str(packed.written.file),
                "files": packed.written.files,
                "bytes": packed.written.size,
                "fingerprint": packed.written.fingerprint,
                "sha256": packed.written.sha256,
                "rows": packed.rows,
                "without": list(packed.without),
                "left_out": [*packed.busy, *packed.unreadable],
                "cautions": packed.cautions(),
            }
        )
        return
    typer.echo(_("The project is in {path} ({size}).").format(path=packed.written.file, size=size(packed.written.size)))
    say_fingerprint(packed.written.fingerprint)
    say_sha256(packed.written.sha256)
    for caution in packed.cautions():
        typer.echo(f"! {caution}", err=True)


def unpack(
    archive: Annotated[Path, typer.Argument(metavar="FILE", help=_("what “studio pack” has written"))],
    into: Annotated[Path, typer.Option(help=_("the folder to make, which is then the project"))],
    as_json: AsJson = False,
) -> None:
    from studio.archives.unpacking import unpack_project

    with steering(_("Unpacking and proving"), as_json=as_json) as steered:
        unpacked = unpack_project(archive, into, steered)
    if as_json:
        print_json(
            {
                "project": str(unpacked.project),
                "files": unpacked.files,
                "bytes": unpacked.size,
                "rows": unpacked.rows,
                "without": list(unpacked.without),
                "left_out": list(unpacked.left_out),
                "fingerprint": unpacked.fingerprint,
            }
        )
        return
    typer.echo(_("The project is in {path} ({size}).").format(path=unpacked.project, size=size(unpacked.size)))
    say_fingerprint(unpacked.fingerprint)


@contextmanager
def steering(words: str, *, as_json: bool) -> Iterator["Steering"]:
    """A bar on the error stream, unless a machine reads."""
    from studio.archives.steering import Steering

    with Progress(console=Console(stderr=True), transient=True, disable=as_json) as bar:
        task = bar.add_task(words, total=None)
        yield Steering(progress=lambda done, total: bar.update(task, completed=done, total=total))


def say_fingerprint(fingerprint: str) -> None:
    """To be told to whoever gets the archive."""
    typer.echo(_("Its fingerprint, to be told by another way: {fingerprint}").format(fingerprint=fingerprint))


def say_sha256(sha256: str) -> None:
    """For whoever trusts nothing that comes with the archive."""
    typer.echo(_("SHA-256 of the archive itself: {sha256}").format(sha256=sha256))


def _part(name: str) -> "Part":
    from studio.archives.parts import PARTS

    found = next((part for part in PARTS if part == name), None)
    if found is None:
        raise ArchiveFailed(
            _("“{name}” is no part of a project.").format(name=name),
            hint=_("Parts are: {names}.").format(names=", ".join(PARTS)),
        )
    return found
