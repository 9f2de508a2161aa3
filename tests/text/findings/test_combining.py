"""Two opinions of one mention."""

import pytest

from studio.text.findings.combining import combined
from studio.text.findings.engine import engine_for
from studio.text.findings.finding import Status


@pytest.mark.parametrize(
    ("text", "second", "status"),
    [
        ("Un AVC ne peut être exclu.", "absent", "uncertain"),
        ("Pas de fièvre.", "present", "absent"),
        ("Fièvre à 39.", "absent", "to_check"),
        ("Fièvre à 39.", "present", "present"),
        ("Fièvre à 39.", None, "present"),
        ("Enfant fébrile.", "family", "present"),
        ("Antécédents : épilepsie sous Dépakine.", "history", "present"),
        ("Scanner sans injection : hémorragie méningée.", "absent", "present"),
    ],
)
def test_words_of_the_text_decide_and_mere_assumptions_are_checked(
    text: str, second: Status | None, status: Status
) -> None:
    (found, *_others) = engine_for().find(text)
    both = combined(text, found, second)
    assert both.status == status
    assert (both.start, both.end, both.concept) == (found.start, found.end, found.concept)
