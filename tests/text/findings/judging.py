"""Whose statuses are right: four ways to judge the sentences beside this file, and how they are counted."""

import json
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from studio.text.findings.combining import combined
from studio.text.findings.engine import engine_for
from studio.text.findings.finding import Status
from studio.text.nlp import SecondOpinion

VISIBLE = Path(__file__).parent / "sentences.jsonl"
SILENT = ("absent", "history", "family")
HEARD = ("present", "uncertain")
# Within five words before the mention, wherever the sentence ends.
NEGATION = re.compile(r"\b(?:pas|sans|aucune?|absence)\b(?:\W+\w+){0,5}\W*$", re.IGNORECASE)


@dataclass(frozen=True)
class Case:
    """A mention whose status a clinician told."""

    text: str
    start: int
    end: int
    status: Status
    kind: str


def read_cases(file: Path) -> list[Case]:
    """A case a line."""
    return [Case(**json.loads(line)) for line in file.read_text("utf-8").splitlines()]


def naive(case: Case) -> Status:
    """What a quick script would do."""
    return "absent" if NEGATION.search(case.text[: case.start]) else "present"


def judges(opinion: SecondOpinion) -> Mapping[str, Callable[[Case], Status]]:
    """The four ways, by name."""
    engine = engine_for(None)

    def second(case: Case) -> Status:
        (status,) = opinion.statuses(case.text, [(case.start, case.end)])
        return status or "to_check"

    def rules(case: Case) -> Status:
        return engine.judge(case.text, case.start, case.end).status

    def both(case: Case) -> Status:
        return combined(case.text, engine.judge(case.text, case.start, case.end), second(case)).status

    return {"naive regular expression": naive, "edsnlp alone": second, "our rules alone": rules, "both": both}


@dataclass(frozen=True)
class Score:
    """How one way did on some cases."""

    total: int
    right: int
    heard: int
    silenced: int
    to_check: int

    @property
    def accuracy(self) -> float:
        """To check is not right."""
        return self.right / self.total

    @property
    def silenced_share(self) -> float:
        """Of what is present or uncertain."""
        return self.silenced / self.heard if self.heard else 0.0


def score(cases: Sequence[Case], said: Sequence[Status]) -> Score:
    """Compare with what the clinician told."""
    pairs = list(zip(cases, said, strict=True))
    return Score(
        total=len(pairs),
        right=sum(case.status == status for case, status in pairs),
        heard=sum(case.status in HEARD for case in cases),
        silenced=sum(case.status in HEARD and status in SILENT for case, status in pairs),
        to_check=sum(status == "to_check" for status in said),
    )
