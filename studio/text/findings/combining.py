"""Two opinions of one mention made one."""

from dataclasses import replace

from studio.text.findings import reasons
from studio.text.findings.finding import Finding, Status

# edsnlp takes any relative in the sentence, or a patient who is a child, for the one who has it. Our rules know the
# same words and have looked at how they stand.
_TELLING = frozenset[Status](("absent", "uncertain", "history"))
"""Second opinions that can say more than the rules know."""


def combined(text: str, finding: Finding, second: Status | None) -> Finding:
    """The rules decide where words of the text speak for them; where they only assume, a second opinion counts."""
    if finding.evidence is not None or second not in _TELLING or second == finding.status:
        return finding
    return replace(finding, status="to_check", why=reasons.two_opinions(finding.status, second))
