"""What is read of each line once, for metrics, drift and the list of rows worth adding alike."""

from collections.abc import Generator, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from studio.assess.contract_measures import contract_results
from studio.assess.contract_verdicts import RowVerdict
from studio.assess.unreferenced import Observed
from studio.core.contract import Contract
from studio.core.example import Content
from studio.data.languages import is_foreign
from studio.evaluating.monitoring.lines import Line
from studio.text.augment.case import case_of
from studio.text.augment.signs import Signs
from studio.text.findings.engine import engine_for
from studio.text.findings.lexicon import Concept

MOST_READ = 20_000
"""Lines, the newest ones, whose questions are read for warning signs: a thousand take a second or two."""
_PACE, _LOOKED_AT = 200, 200


@dataclass(frozen=True)
class ReadLines:
    """The lines, what a contract says of each answer, and what else was observed."""

    lines: Sequence[Line]
    verdicts: Mapping[int, RowVerdict]
    observed: Observed
    signs: Mapping[int, tuple[Concept, ...]]
    """The warning signs present in a question whose answer is not urgent."""


def read_lines(
    lines: Sequence[Line], contract: Contract | None, reader: Signs, *, french: bool
) -> Generator[int, None, ReadLines]:
    """Yields how many lines are done.

    Looks for warning signs where the contract tells urgency, for other languages where the data is in French.
    """
    rows = [line.as_row() for line in lines]
    verdicts = contract_results(contract, rows).verdicts if contract else {}
    overlooked: dict[int, bool] = {}
    signs: dict[int, tuple[Concept, ...]] = {}
    foreign: dict[int, bool] = {}
    newest = {line.id for line in sorted(lines, key=lambda line: line.entry.at or 0.0, reverse=True)[:MOST_READ]}
    for done, line in enumerate(lines):
        if done % _PACE == 0:
            yield done
        if french and line.entry.answer:
            foreign[line.id] = is_foreign(line.entry.answer)
        if contract is not None and contract.tells_urgency and line.id in newest:
            alarming = reader.overlooked((line.case,), urgent=False)
            urgent = verdicts[line.id].urgent_given
            if alarming:
                overlooked[line.id] = not urgent
            if alarming and not urgent:
                signs[line.id] = alarming
    observed = Observed(
        overlooked,
        {line.id: line.entry.disliked for line in lines if line.entry.disliked is not None},
        foreign,
        {line.id: line.entry.latency_s for line in lines if line.entry.latency_s is not None},
    )
    return ReadLines(lines, verdicts, observed, signs)


def signs_reader(project: Path) -> Signs:
    """By the rule layer, with the project's own lexicon; raises LexiconWrong."""
    return Signs(engine_for(project))


def in_french(contents: Iterable[Content]) -> bool:
    """Whether most rows of the data are in French, as far as that can be told."""
    texts = [" ".join(case_of(each).texts) for each in islice(contents, _LOOKED_AT)]
    return sum(map(is_foreign, texts)) <= len(texts) / 2
