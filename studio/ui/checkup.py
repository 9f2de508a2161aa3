"""Help, Check this machine: what `studio doctor` says, asked of another process because it imports torch."""

import os
import subprocess
import sys

from studio.errors import StudioError
from studio.words import _, current_language

PATIENCE_S = 240


def examine_machine() -> str:
    """The doctor's report in the language in use; raises StudioError when it gives none."""
    surroundings = {**os.environ, "ATELIER_LANGUAGE": current_language(), "NO_COLOR": "1", "COLUMNS": "100"}
    try:
        answer = subprocess.run(
            [sys.executable, "-m", "studio", "doctor"],
            capture_output=True,
            env=surroundings,
            timeout=PATIENCE_S,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        raise StudioError(
            _("This machine could not be examined."), hint=_("In a terminal, run: python -m studio doctor")
        ) from error
    said = answer.stdout.decode("utf-8", "replace").strip()
    return said or answer.stderr.decode("utf-8", "replace").strip()
