"""What a contract makes of answers: most variants keep that of their parent, and many rows share theirs."""

from functools import lru_cache

from studio.core.contract import Contract
from studio.text.augment.case import Case

_REMEMBERED = 1_024
"""Answers."""


class JudgedAnswers:
    """A contract's questions about an answer; the latest answers are remembered."""

    def __init__(self, contract: Contract) -> None:
        self.tells_urgency = contract.tells_urgency
        self.kind_of = lru_cache(_REMEMBERED)(contract.kind_of)
        self.violations = lru_cache(_REMEMBERED)(contract.violations)
        self.asks_urgently = lru_cache(_REMEMBERED)(contract.is_urgent)

    def is_urgent(self, case: Case) -> bool:
        """Whether one of the answers asks for the urgent action."""
        return any(map(self.asks_urgently, case.answers))
