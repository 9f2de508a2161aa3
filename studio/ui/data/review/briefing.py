"""What is read of a data set before its review: how far it is, why rows were rejected, what the checks found."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from studio.ui.data.review.tally import Tally


@dataclass(frozen=True)
class FoundRule:
    """A rule of the checks and how many rows it has something to say of."""

    id: str
    title: str
    rows: int


@dataclass(frozen=True)
class Briefing:
    """`number` tells which question this answers."""

    number: int
    dataset_id: int
    tally: Tally
    reasons: tuple[str, ...]
    rules: tuple[FoundRule, ...]


def briefing(path: Path, dataset_id: int, number: int) -> Callable[[], Briefing]:
    """The work of reading it."""

    def read() -> Briefing:
        from studio.data.checks import findings
        from studio.data.project import ProjectReader
        from studio.data.reviewing import recent_reasons, review_progress

        with ProjectReader(path) as reader:
            progress = review_progress(reader, dataset_id)
            rules = [FoundRule(each.rule.id, each.rule.title, each.count) for each in findings(reader, dataset_id)]
            reasons = recent_reasons(reader, dataset_id)
        tally = Tally(progress.by_status, progress.by_reviewer)
        return Briefing(number, dataset_id, tally, tuple(reasons), tuple(each for each in rules if each.rows))

    return read
