"""Everything the views show, read and computed away from the window's own thread."""

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from studio.runs.evaluations import answers_file, timings_file
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

READ_AGAIN_MS = 3000
_SHARE = 20


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
    extent: int = -1
    """How many bytes had been answered and timed; such files only grow."""
    took_s: float = 0.0
    """The reading, by the wall."""


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


def read_evaluation_of(project: Path, run: RunFolder, known: Read | None = None) -> Read:
    """Everything so far; `known` itself where nothing was answered since and targets are as they were.

    Raises StudioError.
    """
    from studio.evaluating.results import read_results
    from studio.evaluating.targets import read_targets

    begun, extent = time.monotonic(), _extent(run)
    same = known is not None and known.found.results.run == run and known.extent == extent
    if known is not None and same and known.targets == read_targets(project):
        return known
    read = _read(project, read_results(run))
    return replace(read, notes=read_notes(run), extent=extent, took_s=time.monotonic() - begun)


def pause_ms(took_s: float) -> int:
    """Until the next reading while answers come in: of many rows most of a processor would be spent on it."""
    return max(READ_AGAIN_MS, round(1000 * _SHARE * took_s))


def _extent(run: RunFolder) -> int:
    folders = (answers_file(run, 0).parent, timings_file(run, 0).parent)
    return sum(file.stat().st_size for folder in folders for file in folder.glob("*.jsonl"))


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
