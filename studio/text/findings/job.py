"""Findings with a second opinion, for `rows_from_child`: edsnlp is loaded here and nowhere else."""

from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

from studio.text.findings.combining import combined
from studio.text.findings.engine import FindingsEngine, engine_for
from studio.text.findings.finding import Finding
from studio.text.nlp import SecondOpinion
from studio.words import _

second_opinion = lru_cache(1)(SecondOpinion)
"""Made once in a process that stays."""
LONGEST = 100_000
"""Characters, some forty pages: edsnlp takes four times as long for a note twice as long."""


def examined(rows: Sequence[Mapping[str, Any]], project: str | None = None) -> Iterator[dict[str, object]]:
    """One answer for each row `{"text"}` or `{"text", "start", "end"}`, the latter for a mention that is given.

    An answer is `{"findings": [{"concept", "start", "end", "status", "why"}, …]}`, with positions in characters, or
    `{"problem": sentence}` for a text on which edsnlp crashed, or of more than LONGEST characters.
    Raises LexiconWrong, and StudioError without edsnlp.
    """
    engine, opinion = engine_for(Path(project) if project else None), second_opinion()
    for row in rows:
        text = row["text"]
        if len(text) > LONGEST:
            message = _("The text is too long ({count} characters; {most} can be examined): cut it into single notes.")
            yield {"problem": message.format(count=len(text), most=LONGEST)}
            continue
        found = _found(engine, row)
        seconds = opinion.statuses(text, [(each.start, each.end) for each in found]) if found else ()
        if None in seconds:
            yield {"problem": _("This text cannot be examined; it was left as it is.")}
        else:
            pairs = zip(found, seconds, strict=True)
            yield {"findings": [_as_json(combined(text, finding, second)) for finding, second in pairs]}


def _found(engine: FindingsEngine, row: Mapping[str, Any]) -> tuple[Finding, ...]:
    if row.get("start") is None:
        return engine.find(row["text"])
    return (engine.judge(row["text"], row["start"], row["end"], row.get("concept", "")),)


def _as_json(finding: Finding) -> dict[str, object]:
    return {
        "concept": finding.concept,
        "start": finding.start,
        "end": finding.end,
        "status": finding.status,
        "why": finding.why.text(),
    }
