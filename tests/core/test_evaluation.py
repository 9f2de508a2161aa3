"""What models answered, as it is stored."""

from math import inf, nan

from studio.core.evaluation import Answer


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
