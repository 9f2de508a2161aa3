"""`studio serve`: a model behind an OpenAI-compatible address of this machine."""

import importlib.util
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from studio.cli.output import print_json
from studio.cli.train import parse_changes
from studio.errors import ServingFailed
from studio.extras import way_to_install
from studio.placing import expect_text
from studio.words import _

if TYPE_CHECKING:
    # The server's libraries are an extra, and every start of `studio` may load this module.
    from studio.serving.running import Announced
    from studio.serving.speaking import Speaker

_FROM_INPUT = "-"
_GGUF = ".gguf"
_LIBRARIES = ("starlette", "uvicorn")
_LLAMA = "xllamacpp"


class Settings(BaseModel):
    """What `--set` may change."""

    model_config = ConfigDict(extra="forbid", hide_input_in_errors=True)
    key: str = ""
    keep: bool = False
    name: str = Field("", max_length=200, pattern=r"^[^\x00-\x1f\x7f]*$")
    base: str = ""
    context: int = Field(0, ge=0, le=1 << 20)


def register(app: typer.Typer) -> None:
    app.command("serve", help=_("Let programs of this machine ask a model, through OpenAI’s interface."))(serve)


def serve(
    model: Annotated[str, typer.Argument(metavar="MODEL", help=_("a GGUF file, a model folder, an adapter, or demo"))],
    project: Annotated[
        Path | None, typer.Option(help=_("the project whose server it is, which keeps the numbers of its requests"))
    ] = None,
    port: Annotated[int, typer.Option(help=_("0 for any that is free"), min=0, max=65_535)] = 0,
    log: Annotated[
        bool, typer.Option("--log", help=_("keep questions and answers in the project too, for monitoring"))
    ] = False,
    changes: Annotated[
        list[str] | None,
        typer.Option(
            "--set",
            metavar="OPTION=VALUE",
            help=_(
                "key (what clients must show, - to read it from the input), keep (go on when whoever started it has "
                "ended), name (what clients call the model), base (of an adapter), context (tokens, of a GGUF file)"
            ),
        ),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help=_("address and key as one JSON line, for machines"))] = False,
) -> None:
    settings = _settings(changes or [])
    if log and project is None:
        raise ServingFailed(_("A log needs a project to be kept in."), hint=_("Add --project DIR, or leave out --log."))
    _need(_LIBRARIES)
    expect_text(Path(model).expanduser())
    from studio.serving.places import served_title, server_folder
    from studio.serving.running import Serving, serve

    title = settings.name or served_title(model, settings.base if model.lower().endswith(_GGUF) else "")
    wanted = Serving(
        model=str(Path(model).expanduser().resolve()) if model != "demo" else model,
        folder=server_folder(_existing(project), title) if project else None,
        port=port,
        key=sys.stdin.readline().strip() if settings.key == _FROM_INPUT else settings.key,
        keeps_texts=log,
        outlives=settings.keep,
    )
    serve(wanted, title, _loader(model, title, settings), _tell_machine if as_json else _tell_person)


def _settings(changes: list[str]) -> Settings:
    try:
        return Settings.model_validate(parse_changes(changes))
    except ValidationError as error:
        option = ".".join(map(str, error.errors()[0]["loc"]))
        raise ServingFailed(
            _("“{option}” cannot be set like this.").format(option=option),
            hint=_("These can be set: {names}.").format(names=", ".join(Settings.model_fields)),
        ) from error


def _existing(project: Path) -> Path:
    if not (project / "project.db").is_file():
        raise ServingFailed(_("There is no project in {path}.").format(path=project))
    return project.resolve()


def _loader(model: str, title: str, settings: Settings) -> "Callable[[], Speaker]":
    path = Path(model).expanduser()
    if model != "demo" and not path.exists():
        raise ServingFailed(
            _("There is no model file or folder {path}.").format(path=model), hint=_("Export a model first.")
        )

    def load() -> "Speaker":
        from studio.evaluating.subjects import subject_of_model

        subject = subject_of_model(model, settings.base)
        if path.suffix.lower() == _GGUF:
            _need((_LLAMA,))
            from studio.serving.llama import LlamaSpeaker

            adapter = Path(subject.result) if subject.result else None
            return LlamaSpeaker(Path(subject.base), title, settings.context, adapter)
        from studio.serving.folder import FolderSpeaker

        return FolderSpeaker(subject, title)

    return load


def _need(libraries: tuple[str, ...]) -> None:
    missing = [name for name in libraries if importlib.util.find_spec(name) is None]
    if missing:
        raise ServingFailed(
            _("Serving needs libraries that are not installed: {names}").format(names=", ".join(missing)),
            hint=way_to_install("export"),
        )


def _tell_machine(told: "Announced") -> None:
    print_json({**told.state.model_dump(mode="json"), "key": told.key})


def _tell_person(told: "Announced") -> None:
    from studio.serving.snippets import python_snippet

    typer.echo(_("“{model}” answers at {address}").format(model=told.state.title, address=told.state.address))
    typer.echo(_("Key: {key}").format(key=told.key))
    typer.echo(_("It is shown this once. Only programs of this machine reach the server."))
    if told.state.keeps_texts:
        typer.echo(_("Questions and answers are kept in the project."))
    typer.echo("\n" + python_snippet(told.state.address, told.state.title) + "\n")
    typer.echo(_("Ctrl+C ends it."))
