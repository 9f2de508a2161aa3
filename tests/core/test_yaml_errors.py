"""Whatever a user's YAML holds, it is read, or the place of the mistake is told; nothing crashes."""

import pytest
import yaml

from studio.core.augmentation import expect_kinds, parse_plan
from studio.core.yaml_errors import mistake_place, read_yaml
from studio.errors import PlanWrong


@pytest.mark.parametrize("large", [False, True])
@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("a: " + "[" * 100_000, (1, 53)),
        ("a: 1\nb: 2020-13-45", (2, 4)),
        (f"a: 1\nb: {'9' * 5000}", (2, 4)),
        ("a: &a [*a, [*a", None),
        ("a: 1\n\0", None),
    ],
)
def test_a_mistake_is_told_with_its_place(text: str, place: tuple[int, int] | None, large: bool) -> None:
    with pytest.raises(yaml.YAMLError) as raised:
        read_yaml(text, large=large)
    assert place is None or mistake_place(raised.value) == place


@pytest.mark.parametrize("large", [False, True])
def test_what_is_right_is_read(large: bool) -> None:
    text = "day: 2020-12-31\ncount: 12\nshare: 0.5\nnested: [[[1]]]"
    assert read_yaml(text, large=large) == yaml.safe_load(text)


@pytest.mark.parametrize(
    ("text", "said", "hint"),
    [
        ("[]", "the whole file", "Fields are expected"),
        ("composition: {by: day, shares: {a: 1}}", "composition.by", "contract, label, sex, age"),
        ("composition: {by: sex, shares: {a: .inf}}", "composition.shares.a", "at most"),
        ("composition: {by: sex, shares: {a: .nan}}", "composition.shares.a", "at most"),
        ("composition: {by: sex, shares: {a: 1.0e-300}}", "composition.shares.a", "at least"),
        ("transformations: [{key: sex, strength: 0}]", "transformations.0.strength", "above 0"),
        ("dataset: 2020-13-45", "line 1, column 10", ""),
        ("answers:\n  Urgent: 'IRM : {signs}.'", r"answers\.Urgent \(line 2\)", "{flags} stands for the warning signs"),
    ],
)
def test_a_wrong_plan_says_where_and_what_is_expected(text: str, said: str, hint: str) -> None:
    with pytest.raises(PlanWrong, match=said) as raised:
        parse_plan(text)
    assert hint in raised.value.hint


def test_an_answer_of_an_unknown_kind_is_told_with_its_line() -> None:
    text = "transformations: [minimal_pair]\nanswers:\n  Urgent: 'IRM : {flags}. {\"a\": 1}'\n  Rst: Repos.\n"
    plan = parse_plan(text)
    expect_kinds(plan, ("Urgent", "Rst"), text)
    with pytest.raises(PlanWrong, match=r"“Rst” \(line 4\)") as raised:
        expect_kinds(plan, ("Urgent", "Rest"), text)
    assert raised.value.hint == "The answer contract has the kinds: Urgent, Rest."
