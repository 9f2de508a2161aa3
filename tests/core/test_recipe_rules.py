"""Options that do not go together are told at the option to change; what says nothing tells under which it does."""

import pytest
from pydantic import ValidationError

from studio.core.option import conditions_of, is_quiet, level_of
from studio.core.recipe import (
    FROZEN,
    Recipe,
    applies,
    differences,
    only_for_words,
    option_fields,
    option_values,
    with_changes,
)
from studio.errors import RecipeInvalid


@pytest.mark.parametrize(
    ("changes", "wrong"),
    [
        ({"goal.task": "classification", "goal.objective": "dpo"}, "goal.objective"),
        ({"method.name": "head"}, "method.name"),
        ({"method.bits": "8"}, "method.bits"),
        ({"method.name": "full", "method.bits": "4"}, "method.bits"),
        ({"method.name": "adalora", "method.rank": "4", "method.final_rank": "5"}, "method.final_rank"),
        ({"method.name": "prefix", "data.packing": "on"}, "data.packing"),
        ({"goal.objective": "kto", "data.packing": "on"}, "data.packing"),
        ({"goal.task": "classification", "data.packing": "on"}, "data.packing"),
        ({"memory.micro_batch": "9"}, "memory.micro_batch"),
    ],
)
def test_a_conflict_is_told_at_the_option_to_change(changes: dict[str, str], wrong: str) -> None:
    with pytest.raises(RecipeInvalid) as caught:
        with_changes(Recipe(), changes)
    assert [line.partition(": ")[0] for line in caught.value.message.splitlines()[1:]] == [wrong]


@pytest.mark.parametrize(
    "changes",
    [
        {"method.name": "head", "goal.task": "classification"},
        {"method.bits": "4"},
        {"method.name": "full", "method.bits": "16"},
        {"method.name": "adalora", "method.rank": "8", "method.final_rank": "8"},
        {"method.rank": "4", "method.final_rank": "5"},
        {"memory.micro_batch": "8"},
    ],
)
def test_what_goes_together_is_taken(changes: dict[str, str]) -> None:
    assert {each.name for each in differences(Recipe(), with_changes(Recipe(), changes))} <= changes.keys()


def test_every_conflict_is_told_at_once() -> None:
    with pytest.raises(ValidationError) as caught:
        Recipe.model_validate({"method": {"bits": "8"}, "memory": {"micro_batch": 9}})
    assert [each["loc"] for each in caught.value.errors()] == [("method", "bits"), ("memory", "micro_batch")]


def test_the_recipe_of_a_run_is_read_whatever_rules_were_made_since() -> None:
    assert Recipe.model_validate({"memory": {"micro_batch": 9}}, context=FROZEN).memory.micro_batch == 9


def test_words_that_yaml_reads_as_something_else_are_understood() -> None:
    recipe = Recipe.model_validate({"data": {"packing": True}, "method": {"name": "lora", "bits": 8}})
    assert (recipe.data.packing, recipe.method.bits) == ("on", "8")
    assert Recipe.model_validate({"data": {"packing": False}}).data.packing == "off"


def test_differences_are_named_in_the_order_of_the_form() -> None:
    found = differences(Recipe(), with_changes(Recipe(), {"training.seed": "7", "method.rank": "8"}))
    assert [(each.name, each.before, each.after) for each in found] == [
        ("method.rank", 16, 8),
        ("training.seed", 42, 7),
    ]


def test_an_option_that_says_nothing_names_what_it_waits_for() -> None:
    values = option_values(Recipe())
    assert not applies("method.final_rank", values)
    assert only_for_words("method.final_rank", values) == "Counts only with Method: AdaLoRA."
    values["method.name"] = "adalora"
    assert applies("method.final_rank", values)
    assert only_for_words("method.final_rank", values) == ""


def test_one_of_several_ways_is_enough() -> None:
    values = option_values(Recipe()) | {"method.name": "lora"}
    assert not applies("method.quantisation", values)
    assert applies("method.quantisation", values | {"method.bits": "4"})


def test_conditions_name_options_and_values_that_exist() -> None:
    fields = option_fields()
    for name, field in fields.items():
        for condition in conditions_of(field):
            for other, allowed in condition.items():
                for value in allowed:
                    Recipe.model_validate(
                        {other.split(".")[0]: {other.split(".")[1]: value}, "goal": {"task": "classification"}}
                        if value == "head"
                        else {other.split(".")[0]: {other.split(".")[1]: value}},
                        context=FROZEN,
                    )
        assert name not in {other for condition in conditions_of(field) for other in condition}


@pytest.mark.parametrize("task", ["causal", "classification"])
def test_the_simple_form_has_six_to_ten_fields(task: str) -> None:
    values = option_values(with_changes(Recipe(), {"goal.task": task}))
    shown = [
        name
        for name, field in option_fields().items()
        if level_of(field) == "simple" and not is_quiet(field) and applies(name, values)
    ]
    assert 6 <= len(shown) <= 10


def test_every_option_with_a_number_tells_its_typical_range() -> None:
    """Or what a special value does, where any other is a matter of the machine."""
    silent = [
        name
        for name, field in option_fields().items()
        if field.annotation in (int, float)
        and not any(word in str(field.description) for word in ("Typical", "chooses"))
    ]
    assert silent == ["training.max_steps", "training.seed", "evaluation.compare_rows"]
