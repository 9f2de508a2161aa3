"""A second opinion on the findings of a variant, from a library that only processes of their own may load."""

import importlib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from studio.core.sentence import Sentence
from studio.text.augment.case import Case
from studio.text.augment.signs import differences
from studio.text.augment.transformation import Changed
from studio.text.findings.engine import engine_for
from studio.text.findings.finding import Status
from studio.words import N_

# By its name: what it loads must not come into any other process.
_TASK = "studio.text.findings.job"
_LOADING = "second_opinion"
_UNREADABLE = Sentence(N_("The findings of this text could not be looked at a second time."))

Statuses = Mapping[str, frozenset[Status]]


def load_second_opinion() -> None:
    """Take the seconds that the library needs before anything is asked."""
    getattr(importlib.import_module(_TASK), _LOADING)()


class SecondLook:
    """What both opinions together make of texts; that of the last parent is kept for its other variants."""

    def __init__(self, project: Path) -> None:
        self._engine = engine_for(project)
        self._text = ""
        # The library is loaded once for all texts that are asked about from now on.
        self._answers = importlib.import_module(_TASK).examined(self._asked(), str(project))
        self._last: tuple[Case | None, Statuses | None] = None, None

    def objections(self, parent: Case, varied: Changed) -> tuple[Sentence, ...]:
        """Why a variant that has passed the gates must not be used; empty for one that may be."""
        if self._last[0] != parent:
            self._last = parent, self._statuses(parent)
        before, after = self._last[1], self._statuses(varied.case)
        if before is None or after is None:
            return (_UNREADABLE,)
        wanted = {**before, **{concept: frozenset({status}) for concept, status in varied.statuses.items()}}
        return tuple(differences(wanted, after, self._engine.lexicon))

    def _asked(self) -> Iterator[dict[str, Any]]:
        while True:
            yield {"text": self._text}

    def _statuses(self, case: Case) -> Statuses | None:
        """None for a text that the library cannot read."""
        said: dict[str, frozenset[Status]] = {}
        for text in case.texts:
            stated = self._stated(text)
            if stated is None:
                return None
            for concept, status in stated:
                said[concept] = said.get(concept, frozenset()) | {status}
        return said

    def _stated(self, text: str) -> list[tuple[str, Status]] | None:
        found = self._engine.find(text)
        # Where words of the text decide, the second opinion changes nothing.
        if all(each.evidence is not None for each in found):
            return [(each.concept, each.status) for each in found]
        self._text = text
        answer = next(self._answers)
        return None if "problem" in answer else [(each["concept"], each["status"]) for each in answer["findings"]]
