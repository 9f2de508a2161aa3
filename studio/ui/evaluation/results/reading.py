"""Everything the views show, read and computed away from the window's own thread."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from studio.runs.folder import RunFolder
from studio.runs.row_notes import RowNote, read_notes
from studio.ui.evaluation.results.forest import Forest, forest_of

if TYPE_CHECKING:
    from studio.core.targets import Targets
    from studio.evaluating.digest import Digest
    from studio.evaluating.labels import LabelView
    from studio.evaluating.leaderboard import Board, Part, Scored
    from studio.evaluating.results import Results
    from studio.evaluating.row_lines import RowLine
    from studio.evaluating.score_lines import ScoreLine
    from studio.evaluating.scoring import Scoreboard
    from studio.evaluating.together import ModelKey


@dataclass(frozen=True)
class Found:
    """What an evaluation has found, and its numbers."""

    results: "Results"
    scoreboard: "Scoreboard"


@dataclass(frozen=True)
class Read:
    """What was found, in words and lines; `targets` are those that it is judged by."""

    found: Found
    targets: "Targets"
    digest: "Digest"
    scores: "tuple[ScoreLine, ...]"
    lines: "tuple[RowLine, ...]"
    forest: Forest
    labels: "tuple[LabelView, ...]" = ()
    notes: Mapping[int, RowNote] = field(default_factory=dict)


@dataclass(frozen=True)
class Compared:
    """Several evaluations as if they were one; `keys` says where each model was evaluated."""

    runs: tuple[RunFolder, ...]
    read: Read
    keys: "tuple[ModelKey, ...]"


@dataclass(frozen=True)
class Ranked:
    """A board with all that another could be made of."""

    scored: "Scored"
    board: "Board | None"


def read_evaluation_of(project: Path, run: RunFolder) -> Read:
    """Everything so far; raises StudioError."""
    from studio.evaluating.results import read_results

    return replace(_read(project, read_results(run)), notes=read_notes(run))


def read_comparison(project: Path, runs: Sequence[RunFolder], first: "ModelKey | None") -> Compared:
    """On the rows in common; raises StudioError where there are none."""
    from studio.evaluating.together import read_together

    together = read_together(runs, first)
    read = _read(project, together.results)
    said = replace(read.digest, cautions=(*together.cautions, *read.digest.cautions))
    return Compared(tuple(runs), replace(read, digest=said), together.keys)


def judge_again(read: Read, targets: "Targets") -> Read:
    """The same numbers by other targets."""
    from studio.evaluating.digest import digest
    from studio.evaluating.score_lines import score_lines

    found = read.found
    said = replace(digest(found.results, found.scoreboard, targets), cautions=read.digest.cautions)
    scores = score_lines(found.scoreboard, said)
    return replace(
        read, targets=targets, digest=said, scores=scores, forest=forest_of(read.forest.models, scores, targets)
    )


def read_board(project: Path, known: "Scored | None", part: "Part | None", metric: str) -> Ranked:
    """The part and the metric asked for where they are there, else the newest and the first target's; StudioError."""
    from studio.evaluating.leaderboard import board_of, default_metric, read_scored
    from studio.evaluating.targets import read_targets

    scored = known or read_scored(project)
    if not scored.parts:
        return Ranked(scored, None)
    chosen = part if part in scored.parts else scored.parts[0]
    assert chosen is not None
    by = metric if metric in scored.metrics(chosen) else default_metric(scored, chosen, read_targets(project))
    return Ranked(scored, board_of(scored, chosen, by) if by else None)


def _read(project: Path, results: "Results") -> Read:
    from studio.evaluating.digest import digest
    from studio.evaluating.labels import label_views
    from studio.evaluating.row_lines import row_lines
    from studio.evaluating.score_lines import score_lines
    from studio.evaluating.scoring import score_results
    from studio.evaluating.targets import read_targets

    board, targets = score_results(results), read_targets(project)
    said = digest(results, board, targets)
    scores = score_lines(board, said)
    titles = [each.subject.title for each in results.subjects]
    forest, labels = forest_of(titles, scores, targets), label_views(results)
    return Read(Found(results, board), targets, said, scores, row_lines(results), forest, labels)
