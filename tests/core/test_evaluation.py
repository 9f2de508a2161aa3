"""What models answered, as it is stored."""

from math import inf, nan

import pytest

from studio.core.evaluation import Answer, Subject
from studio.core.method_options import MethodOptions


def test_what_is_no_number_does_not_make_an_answer_unreadable() -> None:
    """JSON has neither NaN nor infinity."""
    diverged = Answer(
        id=1, asked="", text="?", loss=nan, likelihoods=(-1.0, -inf), text_likelihoods=(nan,), probabilities=(nan, nan)
    )
    read = Answer.model_validate_json(diverged.model_dump_json())
    assert read == diverged
    assert (read.text, read.loss, read.likelihoods, read.text_likelihoods, read.probabilities) == (
        "?",
        None,
        (),
        (),
        (),
    )
    sound = Answer(id=1, asked="", loss=0.5, likelihoods=(-1.0, -2.0))
    assert Answer.model_validate_json(sound.model_dump_json()) == sound


@pytest.mark.parametrize(
    ("one", "other", "alike"),
    [
        ({"name": "lora", "rank": 8}, {"name": "dora", "rank": 64, "targets": "attention"}, True),
        ({"name": "qlora"}, {"name": "lora", "bits": "4"}, True),
        ({"name": "qlora"}, {"name": "qlora", "quantisation": "fp4"}, False),
        ({"name": "lora", "quantisation": "fp4"}, {"name": "prefix"}, True),
        ({"name": "lora", "bits": "8"}, {"name": "lora"}, False),
        # The whole result of full training is asked in 16 bits: so is what it is compared with.
        ({"name": "full"}, {"name": "lora"}, True),
    ],
)
def test_bases_kept_alike_are_one(one: dict[str, object], other: dict[str, object], alike: bool) -> None:
    first, second = (
        Subject(title="x", base="demo", method=MethodOptions.model_validate(each)).weights for each in (one, other)
    )
    assert (first == second) == alike
