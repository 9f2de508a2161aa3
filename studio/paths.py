"""Where things lie, in a source tree and in an installed package alike."""

import os
from pathlib import Path

import platformdirs

_PACKAGE = Path(__file__).resolve().parent
# In a checkout `resources/` and `presets/` lie beside the package; a wheel carries them inside it.
_SHIPPED = _PACKAGE if (_PACKAGE / "resources").is_dir() else _PACKAGE.parent

RESOURCES = _SHIPPED / "resources"
PRESETS = _SHIPPED / "presets"
LEXICONS = RESOURCES / "lexicons"
MORPHOLOGY = RESOURCES / "morphology"
DEMO = RESOURCES / "demo"
DEMO_MODEL = DEMO / "base"


def data_folder() -> Path:
    """The user's own folder for projects, presets and settings; `ATELIER_HOME` moves all of it."""
    home = os.environ.get("ATELIER_HOME")
    return Path(home) if home else Path(platformdirs.user_data_dir("Atelier", appauthor=False))


def settings_file() -> Path:
    """The application settings, one JSON file."""
    return data_folder() / "settings.json"


def user_presets() -> Path:
    """Where the user's own presets are kept."""
    return data_folder() / "presets"


def default_project() -> Path:
    """Where the sample project is made on first use."""
    return data_folder() / "projects" / "demo"


def readable_name(name: str) -> str:
    """The name of a file as text that can be stored; old systems' names, which are no UTF-8, are read as cp1252."""
    try:
        name.encode()
    except UnicodeEncodeError:
        return os.fsencode(name).decode("cp1252", "replace")
    return name


def cache_folder() -> Path:
    """What can be made again: converted models, warm-worker logs."""
    return data_folder() / "cache"
