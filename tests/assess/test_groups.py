"""Groups have stable codes, say when they are too small, and are told apart only where chance would not do it."""

import numpy as np

from studio.assess.answered import AnsweredRow
from studio.assess.groups import by_group, group_differences, group_title, groups_of, too_small
from studio.assess.measure import mean_of
from studio.core.contract import parse_contract
from studio.core.evaluation import Answer
from studio.core.example import Choice, Instruction
from studio.paths import DEMO

CALM = "Recommandation: antalgique et surveillance, sans imagerie en urgence."


def row(at: int, **groups: str) -> AnsweredRow:
    return AnsweredRow(at, Instruction(instruction="", response=""), Answer(id=at, asked=""), groups)


def test_a_row_s_groups_are_codes_with_words_for_people() -> None:
    contract = parse_contract((DEMO / "contract.yaml").read_text("utf-8"))
    content = Instruction(instruction="Que faire ?", input="Femme de 34 ans, céphalée depuis hier.", response=CALM)
    groups = groups_of(content, contract, "export 2024")
    assert groups == {
        "sex": "female", "age": "30-39", "source": "export 2024", "length": "short", "kind": "monitoring",
    }  # fmt: skip
    titles = [group_title(kind, group, contract).text() for kind, group in groups.items()]
    assert titles == ["Women and girls", "30 to 39 years", "export 2024", "Short (below 30 words)", "Monitoring"]
    assert group_title("age", "80-95").text() == "80 years and over"


def test_what_is_not_said_is_a_group_of_its_own() -> None:
    content = Choice(question="Quel examen ?", options=("IRM", "Scanner"), answers=(0,))
    assert groups_of(content) == {"sex": "", "age": "", "source": "", "length": "short", "kind": ""}
    assert group_title("sex", "").text() == "Not said"


def test_a_metric_is_parted_into_the_groups_of_its_rows() -> None:
    rows = [row(at, sex="female" if at < 12 else "male", age="30-39") for at in range(16)]
    measure = mean_of("x", {at: at % 2 == 0 for at in range(4, 16)})
    groups = by_group(measure, rows)
    assert list(groups) == ["sex"]
    assert {name: each.ids for name, each in groups["sex"].items()} == {
        "female": tuple(range(4, 12)),
        "male": (12, 13, 14, 15),
    }
    assert groups["sex"]["female"].value == 0.5
    small = too_small(groups["sex"]["male"])
    assert small is not None
    assert small.text() == "Too few rows for a number: 4, at least 10 are needed."
    assert too_small(measure) is None


def test_ages_and_lengths_are_in_order_and_the_unsaid_comes_last() -> None:
    bands, lengths = ("", "65-79", "6-12", "18-29"), ("long", "short", "medium", "long")
    rows = [row(at, age=bands[at], length=lengths[at]) for at in range(4)]
    groups = by_group(mean_of("x", dict.fromkeys(range(4), 1.0)), rows)
    assert (list(groups["age"]), list(groups["length"])) == (
        ["6-12", "18-29", "65-79", ""],
        ["short", "medium", "long"],
    )


def test_a_real_difference_is_shown_and_none_is_not() -> None:
    rows = [row(at, sex="female" if at % 2 else "male", source="ab"[at // 50]) for at in range(100)]
    measure = mean_of("x", {at: at % 2 == 0 or at % 5 == 0 for at in range(100)})
    sex, source = group_differences(measure, rows)
    assert (sex.kind, sex.is_shown, source.kind, source.is_shown) == ("sex", True, "source", False)
    assert "more than by chance" in sex.sentence().text()
    assert (sex, source) == group_differences(measure, rows)


def test_other_numbers_than_right_and_wrong_are_shuffled_alike() -> None:
    rows = [row(at, sex="female" if at % 2 else "male", source="ab"[at // 20]) for at in range(40)]
    sex, source = group_differences(mean_of("x", {at: at % 2 + 0.01 * (at % 7) for at in range(40)}), rows)
    assert (sex.is_shown, source.is_shown) == (True, False)


def test_of_metrics_without_differences_at_most_one_in_twenty_shows_one() -> None:
    rng = np.random.default_rng(7)
    shown = 0
    for _trial in range(200):
        rows = [
            row(at, sex=str(rng.integers(2)), age=str(rng.integers(3)), kind=str(rng.integers(2))) for at in range(60)
        ]
        measure = mean_of("x", {at: float(rng.random() < 0.7) for at in range(60)})
        shown += any(each.is_shown for each in group_differences(measure, rows))
    # 10 are expected; 18 are passed by chance less than once in 100 times, and the seed is fixed.
    assert shown <= 18
