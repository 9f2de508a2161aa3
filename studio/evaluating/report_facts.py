"""What a report says of how an evaluation was done: enough to do it again."""

import time
from collections.abc import Iterator
from dataclasses import dataclass

from studio.core.events import Event, Started
from studio.core.preset import words_of
from studio.evaluating.results import Results, SubjectResults
from studio.runs.folder import RunFolder
from studio.runs.tail import first_event
from studio.words import N_, _

PARTS = {"train": N_("Training"), "validation": N_("Validation"), "test": N_("Test"), "all": N_("All parts")}


@dataclass(frozen=True)
class Fact:
    """One line of a list of facts."""

    name: str
    value: str


def facts_of(results: Results) -> Iterator[Fact]:
    """The rows, the decoding, the machine and the versions; times are UTC, so that every machine writes the same."""
    job = results.job
    made = time.gmtime(job.created_at)
    yield Fact(_("Date"), f"{made.tm_year}-{made.tm_mon:02d}-{made.tm_mday:02d} (UTC)")
    yield Fact(_("Data set"), f"{job.dataset} · {_(PARTS[job.split])}")
    yield Fact(_("Rows"), str(job.rows))
    yield Fact(_("Rows, SHA-256"), job.rows_sha256)
    yield Fact(_("Contract"), _named(results))
    decoding = job.decoding
    drawn = _("drawn at temperature {value}").format(value=decoding.temperature)
    known = {"how": drawn if decoding.temperature else _("greedy"), "count": decoding.max_new_tokens}
    words = _("{how}, at most {count} tokens, seed {seed}").format(seed=decoding.seed, **known)
    yield Fact(_("Answers"), words)
    if decoding.system:
        yield Fact(_("System prompt"), decoding.system)
    began = _started(results.run)
    if began is not None:
        yield Fact(_("Device"), began.device)
        yield Fact(_("Versions"), ", ".join(f"{name} {known}" for name, known in sorted(began.versions.items())))


def model_facts(model: SubjectResults) -> Iterator[Fact]:
    """Where a model comes from, and what two that answer alike have in common."""
    subject = model.subject
    yield Fact(_("Base model"), subject.base)
    if subject.run:
        yield Fact(_("Trained in"), subject.run)
        yield Fact(_("Method"), subject.method.name)
    if model.head is not None:
        yield Fact(_("Fingerprint"), model.head.fingerprint)
    yield Fact(_("Rows answered"), str(len(model.answered)))


def _named(results: Results) -> str:
    contract = results.job.contract
    return words_of(contract.name) if contract is not None else "–"


def _started(run: RunFolder) -> Started | None:
    event: Event | None = first_event(run)
    return event if isinstance(event, Started) else None
