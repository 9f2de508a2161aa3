"""What the rules say of mentions in sentences of our own, in the file beside: status, then [[ ]] around the mention."""

from pathlib import Path

import pytest

from studio.text.findings.engine import engine_for
from studio.text.findings.finding import STATUSES, Status

LINES = [line.split(": ", 1) for line in Path(__file__).with_name("statuses.txt").read_text("utf-8").splitlines()]


@pytest.mark.parametrize("status", STATUSES[:-1])
def test_status_of_the_mention(status: Status) -> None:
    marked = [line for wanted, line in LINES if wanted == status]
    assert marked
    assert [(line, said) for line in marked if (said := _said(line)) != status] == []


def _said(marked: str) -> Status:
    before, mention, after = marked.replace("]]", "[[").split("[[")
    return engine_for().judge(before + mention + after, len(before), len(before + mention)).status


def test_a_text_without_an_end_of_sentence_is_read_in_stretches() -> None:
    """Reading it whole takes time that grows with the cube of its length: hours for a page."""
    said = "pas de fièvre ni vomissements, "
    found = engine_for().find(said * 500)
    assert len(found) == 1_000
    assert {each.status for each in found} == {"absent"}
