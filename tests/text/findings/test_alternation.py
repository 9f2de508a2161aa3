"""Many patterns as one find what each would find alone."""

import re
from itertools import pairwise

import pytest

from studio.text.findings.alternation import Alternation
from studio.text.findings.cues import Cue, cues_in

PATTERNS = ("pas", "pas mal (?:de|d')", "(?:re)?consulter", "suspecte?s?", "(?:ne |n')(?:peut|peux)", "(?:a|b|ce+)d")


@pytest.mark.parametrize(
    "text", ["pas", "pas mal de", "repas", "reconsulter", "consulter", "suspects", "n'peux", "ne peut", "ad", "ceed"]
)
def test_the_pattern_found_is_the_longest_that_fits(text: str) -> None:
    fitting = [index for index, pattern in enumerate(PATTERNS) if re.fullmatch(pattern, text)]
    found = [index for start, end, index in Alternation(PATTERNS).found(text) if (start, end) == (0, len(text))]
    assert found == fitting


def test_cues_never_overlap_and_the_longest_counts() -> None:
    cues = cues_in("il n'est pas exclu qu'il ait pas mal de fievre, sans doute : non")
    assert all(one.end <= other.start for one, other in pairwise(cues))
    assert {Cue.LEFT_OPEN, Cue.STANDS, Cue.DENIED} <= {each.cue for each in cues}
