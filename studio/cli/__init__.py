"""The commands: `studio WORD`, for people (rich) and for machines (--json)."""

import importlib
import io
import sys
from collections.abc import Sequence
from importlib import metadata
from typing import Annotated

import typer

from studio.cli.output import print_json
from studio.cli.wrong_words import explained
from studio.errors import StudioError, fault_report
from studio.words import _, system_language, use_language

# Which sibling module registers which command, in the order in which help lists them.
MODULES = {
    "window": "window",
    "demo": "demo",
    "import": "data",
    "export-data": "export_data",
    "check": "check",
    "augment": "augment",
    "findings": "findings",
    "presets": "presets",
    "xray": "xray",
    "fit": "fit",
    "train": "train",
    "runs": "runs",
    "attach": "runs",
    "stop": "runs",
    "pause": "resume",
    "resume": "resume",
    "evaluate-now": "resume",
    "extend": "resume",
    "restart": "resume",
    "score": "score",
    "rate": "rate",
    "diagnose": "diagnose",
    "models": "models",
    "evaluate": "evaluate",
    "report": "report",
    "monitor": "monitor",
    "serve": "serve",
    "benchmark": "benchmark",
    "prompts": "prompts",
    "handover": "handover",
    "verify": "handover",
    "pack": "pack",
    "unpack": "pack",
    "export": "export",
    "parity": "parity",
    "worker": "worker",
    "doctor": "doctor",
    "build-demo-model": "demo_model",
}

_WRONG_WORDS = 2
_STOPPED = 130  # what Typer makes of Ctrl+C


def build_app(command: str = "") -> typer.Typer:
    """The app with this command alone (the window does not wait for the imports of the others), else with all."""
    app = typer.Typer(
        name="studio",
        help=_("Atelier: fine-tune language models on private data. Nothing leaves the machine."),
        no_args_is_help=True,
        add_completion=False,
        pretty_exceptions_enable=False,
        rich_markup_mode=None,
    )
    app.callback()(_common)
    wanted = [MODULES[command]] if command in MODULES else list(dict.fromkeys(MODULES.values()))
    for name in wanted:
        importlib.import_module(f"studio.cli.{name}").register(app)
    return app


def _show_version(asked: bool) -> None:
    if asked:
        typer.echo(f"Atelier {metadata.version('studio')}")
        raise typer.Exit


def _common(
    version: Annotated[
        bool, typer.Option("--version", help=_("show the version and leave"), callback=_show_version, is_eager=True)
    ] = False,
) -> None:
    """Before every command; the option acts through its callback."""


def main(words: Sequence[str] | None = None) -> None:
    """Run one command; a failure is a calm sentence on stderr and exit code 1, wrong words are exit code 2."""
    _speak_utf8()
    use_language(system_language())
    asked = list(sys.argv[1:] if words is None else words)
    try:
        code = build_app(asked[0] if asked else "")(asked, standalone_mode=False) or 0
    except StudioError as error:
        _report(error, as_json="--json" in asked)
        code = 1
    except typer.TyperException as error:
        _report(explained(error, asked, MODULES), as_json="--json" in asked)
        code = _WRONG_WORDS
    except Exception as error:
        _report(_sorry(error), as_json="--json" in asked)
        code = 1
    if code == _STOPPED:
        _report(StudioError(_("Stopped.")), as_json="--json" in asked)
    raise SystemExit(code)


def _speak_utf8() -> None:
    """Redirected output on Windows has an old code page, in which a French word could end the command."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")


def _sorry(error: Exception) -> StudioError:
    report = fault_report(type(error), error.__traceback__)
    hint = _("Please report it with these lines, which hold none of your data:")
    return StudioError(_("A fault in Atelier ended this command."), hint=f"{hint}\n{report}")


def _report(error: StudioError, *, as_json: bool) -> None:
    if as_json:
        print_json({"error": {"message": str(error), "hint": error.hint}})
        return
    sys.stderr.write(f"{error}\n")
    if error.hint:
        sys.stderr.write(f"{error.hint}\n")
