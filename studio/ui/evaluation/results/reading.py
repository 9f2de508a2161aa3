"""Everything the view of an evaluation shows, read and computed away from the window's own thread."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from studio.runs.folder import RunFolder
from studio.runs.row_notes import RowNote, read_notes

if TYPE_CHECKING:
    from studio.evaluating.digest import Digest
    from studio.evaluating.results import Results
    from studio.evaluating.row_lines import RowLine
    from studio.evaluating.score_lines import ScoreLine
    from studio.evaluating.scoring import Scoreboard


@dataclass(frozen=True)
class Found:
    """What an evaluation has found, and its numbers."""

    results: "Results"
    scoreboard: "Scoreboard"


@dataclass(frozen=True)
class Read:
    """What was found, in words and lines."""

    found: Found
    digest: "Digest"
    scores: "tuple[ScoreLine, ...]"
    lines: "tuple[RowLine, ...]"
    notes: Mapping[int, RowNote]


def read_evaluation_of(project: Path, run: RunFolder) -> Read:
    """Everything so far; raises StudioError."""
    from studio.evaluating.digest import digest
    from studio.evaluating.results import read_results
    from studio.evaluating.row_lines import row_lines
    from studio.evaluating.score_lines import score_lines
    from studio.evaluating.scoring import score_results
    from studio.evaluating.targets import read_targets

    results = read_results(run)
    scoreboard = score_results(results)
    said = digest(results, scoreboard, read_targets(project))
    return Read(Found(results, scoreboard), said, score_lines(scoreboard, said), row_lines(results), read_notes(run))
