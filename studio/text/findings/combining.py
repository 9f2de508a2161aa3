"""Two opinions of one mention made one."""

from dataclasses import replace

from studio.text.findings import reasons
from studio.text.findings.finding import Finding, Status


def combined(text: str, finding: Finding, second: Status | None) -> Finding:
    """The rules decide where words of the text speak for them; where they only assume, a second opinion counts."""
    if finding.evidence is not None or second is None or second == finding.status:
        return finding
    return replace(finding, status="to_check", why=reasons.two_opinions(finding.status, second))
