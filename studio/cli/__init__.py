"""The commands: `studio WORD`, for people (rich) and for machines (--json)."""

import importlib
import importlib.util
import json
import sys
from collections.abc import Sequence

import typer

from studio.errors import StudioError
from studio.words import _, system_language, use_language

SIBLINGS = ("window", "demo", "data", "train", "runs", "worker", "doctor", "demo_model")


def build_app() -> typer.Typer:
    """Every command, in the order in which help lists them."""
    app = typer.Typer(
        name="studio",
        help=_("Atelier: fine-tune language models on private data. Nothing leaves the machine."),
        no_args_is_help=True,
        add_completion=False,
        pretty_exceptions_enable=False,
        rich_markup_mode=None,
    )
    for name in SIBLINGS:
        if importlib.util.find_spec(f"studio.cli.{name}"):
            importlib.import_module(f"studio.cli.{name}").register(app)
    return app


def main(words: Sequence[str] | None = None) -> None:
    """Run one command; a foreseen failure is a calm sentence on stderr and exit code 1."""
    use_language(system_language())
    asked = list(sys.argv[1:] if words is None else words)
    try:
        build_app()(asked)
    except StudioError as error:
        _report(error, as_json="--json" in asked)
        raise SystemExit(1) from None


def _report(error: StudioError, *, as_json: bool) -> None:
    if as_json:
        print_json({"error": {"message": str(error), "hint": error.hint}})
        return
    sys.stderr.write(f"{error}\n")
    if error.hint:
        sys.stderr.write(f"{error.hint}\n")


def print_json(answer: object) -> None:
    """One JSON line on standard output, for --json; nothing else may be written there."""
    sys.stdout.write(json.dumps(answer, ensure_ascii=False) + "\n")
    sys.stdout.flush()
