"""Targets as YAML: read back as written, and wrong ones named with their line."""

import pytest

from studio.core.targets import DEFAULT_TARGETS, Targets, TargetsWrong, parse_targets, targets_text


@pytest.mark.parametrize("targets", [DEFAULT_TARGETS, Targets()])
def test_they_are_read_back_as_written(targets: Targets) -> None:
    assert parse_targets(targets_text(targets)) == targets


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("targets:\n  - metric: accuracy\n", 2),
        ("targets:\n  - {metric: accuracy, at_least: 0.8, at_most: 0.9}\n", 2),
        ("targets:\n  - metric: accuracy\n    at_least: often\n", 3),
        ("targets:\n  - metric: accuracy\n    above: 0.8\n", 3),
        ("targets: [\n", 1),
        ("", 1),
    ],
)
def test_what_is_wrong_is_named_with_its_line(text: str, line: int) -> None:
    with pytest.raises(TargetsWrong) as caught:
        parse_targets(text)
    assert caught.value.hint
    assert caught.value.line in {line, line + 1}


def test_one_bound_is_asked_for_in_words() -> None:
    with pytest.raises(TargetsWrong) as caught:
        parse_targets("targets:\n  - metric: accuracy\n")
    assert "either at_least or at_most" in caught.value.hint
