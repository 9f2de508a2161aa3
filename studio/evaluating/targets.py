"""What a project's models must reach, in targets.yaml beside its contract."""

from pathlib import Path

from studio.assess.catalogue import info
from studio.assess.targets import rows_needed
from studio.core.sentence import Sentence, Word
from studio.core.targets import DEFAULT_TARGETS, Target, Targets, parse_targets, targets_text
from studio.errors import ProjectFailed
from studio.runs.durable import replace_text
from studio.words import N_, _

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


def target_problem(targets: Targets) -> Sentence | None:
    """Why these targets make no sense; None where they do."""
    floors: dict[str, float] = {}
    ceilings: dict[str, float] = {}
    for target in targets.targets:
        known = floors if target.at_least is not None else ceilings
        title: dict[str, Word] = {"metric": Sentence(info(target.metric).title)}
        if target.metric in known:
            return Sentence(N_("“{metric}” has two targets of the same direction: remove one."), title)
        known[target.metric] = _bound(target)
        if info(target.metric).unit == "share" and known[target.metric] == float(known is floors):
            return Sentence(N_("“{metric}”: no number of rows can prove that a model never errs. Ask for less."), title)
        if floors.get(target.metric, float("-inf")) > ceilings.get(target.metric, float("inf")):
            return Sentence(N_("“{metric}” cannot be above the one target and below the other."), title)
    return None


def rows_words(targets: Targets) -> Sentence | None:
    """How many rows the strictest share needs before anything can reach it."""
    shares = [each for each in targets.targets if info(each.metric).unit == "share" and 0 < _bound(each) < 1]
    needed = {rows_needed(each): each for each in shares}
    if not needed:
        return None
    most = max(needed)
    words: dict[str, Word] = {"metric": Sentence(info(needed[most].metric).title), "rows": most}
    return Sentence(
        N_("“{metric}” needs at least {rows} rows without a mistake before its target can be reached."), words
    )


def _bound(target: Target) -> float:
    return (target.at_least if target.at_least is not None else target.at_most) or 0.0
