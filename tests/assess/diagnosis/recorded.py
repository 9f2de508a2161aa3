"""Recorded runs: what `tools/record_journals.py` kept of them, as the doctor gets it."""

import gzip
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from studio.assess.diagnosis.facts import FactsBook, RunFacts
from studio.core.events import Event, Metric, parse_event
from studio.core.job import Job, Snapshot
from studio.core.recipe import Recipe, with_changes

JOURNALS = Path(__file__).parent / "journals"


@dataclass(frozen=True)
class Recorded:
    """One run of the catalogue."""

    job: Job
    answers: dict[str, int]
    events: tuple[Event, ...]

    def facts(self, events: int | None = None) -> RunFacts:
        """After so many events, or all."""
        book = FactsBook(self.job, self.answers)
        book.take(self.events[:events])
        return book.facts()

    def moments(self) -> Iterator[RunFacts]:
        """After each step and evaluation, as somebody who looks on sees the run."""
        book = FactsBook(self.job, self.answers)
        for event in self.events:
            book.take((event,))
            if not isinstance(event, Metric) or event.name in ("loss", "validation_loss"):
                yield book.facts()


def read(name: str, folder: Path = JOURNALS) -> Recorded:
    with gzip.open(folder / f"{name}.jsonl.gz") as file:
        head, *lines = file.read().splitlines()
    asked = json.loads(head)
    job = Job(
        name=name, project="", preset="", language="en", created_at=0.0,
        recipe=with_changes(Recipe(), asked["recipe"]), snapshot=Snapshot.model_validate(asked["snapshot"]),
    )  # fmt: skip
    return Recorded(job, asked["answers"], tuple(parse_event(line) for line in lines))
