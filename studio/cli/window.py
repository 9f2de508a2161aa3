"""`studio window`: the window, on a project or on the last one."""

import os
import sys
from pathlib import Path
from typing import Annotated

import typer

from studio.errors import StudioError
from studio.words import _


def register(app: typer.Typer) -> None:
    app.command("window", help=_("Open the window."))(window)


def window(
    project: Annotated[Path | None, typer.Argument(help=_("folder of the project; the last one when left out"))] = None,
    tab: Annotated[str | None, typer.Option("--tab", help=_("which tab to show first: data or train"))] = None,
) -> None:
    if sys.platform.startswith("linux") and not _has_screen():
        raise StudioError(
            _("There is no screen to show a window on."),
            hint=_("Without one, run: {python} -m studio demo --headless").format(python="python3"),
        )
    from studio.ui.app import open_window

    raise typer.Exit(open_window(project.resolve() if project else None, tab=tab))


def _has_screen() -> bool:
    return any(os.environ.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"))
