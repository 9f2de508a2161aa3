"""What a project's models must reach, in targets.yaml beside its contract."""

from pathlib import Path

from studio.core.targets import DEFAULT_TARGETS, Targets, parse_targets, targets_text
from studio.errors import ProjectFailed
from studio.runs.durable import replace_text
from studio.words import _

FILE = "targets.yaml"


def read_targets(project: Path) -> Targets:
    """The standard targets where the project has none of its own; raises ProjectFailed, TargetsWrong."""
    try:
        return parse_targets((project / FILE).read_text("utf-8"))
    except FileNotFoundError:
        return DEFAULT_TARGETS
    except (OSError, UnicodeDecodeError) as error:
        raise ProjectFailed(_("{path} cannot be read.").format(path=project / FILE), hint=str(error)) from error


def write_targets(project: Path, targets: Targets) -> None:
    """Replace the project's targets; raises ProjectFailed."""
    try:
        replace_text(project / FILE, targets_text(targets))
    except OSError as error:
        raise ProjectFailed(_("{path} cannot be written.").format(path=project / FILE), hint=str(error)) from error
