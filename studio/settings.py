"""What the application remembers between two starts, kept as one JSON file."""

import contextlib
import getpass
import os
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, PrivateAttr, ValidationError

from studio import paths
from studio.core.example import Kind
from studio.errors import StudioError
from studio.words import Language, _

ThemeName = Literal["system", "light", "dark", "contrast"]
THEMES: tuple[ThemeName, ...] = ("system", "light", "dark", "contrast")
RECENT = 8


class CurveLook(BaseModel):
    """How the curves of runs are drawn."""

    model_config = ConfigDict(frozen=True, extra="ignore")
    smoothing: int = Field(80, ge=0, le=99)
    """How much of the running mean before is kept, in per cent; 0 draws none."""
    logarithmic: bool = False
    measures: tuple[str, ...] | None = None
    """The metrics that have a plot beside the loss; the usual ones for None."""


class Settings(BaseModel):
    """The user's choices; assigning a wrong value raises pydantic.ValidationError, `save` makes them last."""

    # A file written by a newer version may hold more.
    model_config = ConfigDict(extra="ignore", validate_assignment=True)
    language: Language | None = None
    """None follows the system."""
    theme: ThemeName = "system"
    recent_projects: tuple[Path, ...] = ()
    """Newest first."""
    seen_notices: frozenset[str] = frozenset()
    online: bool = False
    """Whether the hub may be searched for models, and models fetched from it; nothing else goes over the network."""
    columns: dict[Kind, tuple[str, ...]] = {}
    """Which columns the table of examples shows for a kind; the usual ones where none is named."""
    base_model: str = "demo"
    """The model chosen last for a run, as a recipe names it; tokens are counted with its tokenizer."""
    model_folders: tuple[Path, ...] = ()
    """Where base models are looked for, besides the models folder and the hub's cache."""
    code_font_in_editors: bool = False
    curves: CurveLook = CurveLook()
    author: str = ""
    """Who reviews and changes examples; "" while nobody has said so."""
    server: str = ""
    """Address of the OpenAI-compatible server that drafts were last asked of; "" asks a model on this machine."""
    server_model: str = ""
    remote_servers: bool = False
    """Whether that server may be another machine, which then reads the texts it is to vary."""
    playground_minutes: int = Field(5, ge=1, le=240)
    """How long models of the Playground stay in memory after the last answer."""
    _file: Path | None = PrivateAttr(default=None)

    @property
    def signature(self) -> str:
        """The name that stands with what is done here: the author's, else the system user's."""
        return self.author or system_user()

    def opened(self, project: Path) -> None:
        """Put a project first among the recent ones."""
        others = [path for path in self.recent_projects if path != project]
        self.recent_projects = (project, *others)[:RECENT]

    def first_time(self, notice: str) -> bool:
        """Whether this notice was never shown; remembers that it now is."""
        if notice in self.seen_notices:
            return False
        self.seen_notices = self.seen_notices | {notice}
        return True

    def save(self) -> None:
        """Write whole or not at all; settings that were never loaded from a file are not written."""
        if self._file is None:
            return
        partial = self._file.with_suffix(f".partial-{os.getpid()}")
        try:
            self._file.parent.mkdir(parents=True, exist_ok=True)
            with partial.open("w", encoding="utf-8") as file:
                file.write(self.model_dump_json(indent=2) + "\n")
                file.flush()
                os.fsync(file.fileno())
            partial.replace(self._file)
        except OSError as error:
            with contextlib.suppress(OSError):
                partial.unlink(missing_ok=True)
            raise StudioError(
                _("Your settings could not be saved in {file}: {reason}.").format(
                    file=self._file, reason=error.strerror
                ),
                hint=_("They hold until the window is closed."),
            ) from error


@dataclass(frozen=True)
class LoadedSettings:
    """The settings in use, and where a damaged file was put aside."""

    settings: Settings
    set_aside: Path | None = None


def system_user() -> str:
    """The name under which someone is logged in, "" where the system knows none."""
    # ImportError is how Windows says that it has no such list of users.
    with contextlib.suppress(ImportError, KeyError, OSError):
        return getpass.getuser()
    return ""


def load_settings(file: Path | None = None) -> LoadedSettings:
    """Never fails: a damaged file is renamed, an unreadable one ignored, and the defaults are used."""
    file = file or paths.settings_file()
    aside = None
    try:
        settings = Settings.model_validate_json(file.read_bytes())
    except ValidationError:
        settings, aside = Settings(), _put_aside(file)
    except OSError:
        settings = Settings()
    settings._file = file
    return LoadedSettings(settings, aside)


def _put_aside(file: Path) -> Path | None:
    aside = file.with_name(f"{file.name}.damaged")
    try:
        file.replace(aside)
    except OSError:
        return file
    return aside
