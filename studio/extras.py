"""How a package that Atelier can do without is installed."""

import sys

from studio.words import _


def way_to_install(extra: str) -> str:
    """What to do where a package of this extra of pyproject.toml is missing, as a hint."""
    line = f'"{sys.executable}" -m pip install -e ".[{extra}]"'
    return _("In Atelier’s source folder, run: {line}").format(line=line)
