"""Any preset is written as YAML and read back as it was, and what someone typed in it stays when a value changes."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic.fields import FieldInfo

from studio.core.bilingual import Bilingual
from studio.core.option import choices_of
from studio.core.preset import Duration, Preset, both
from studio.core.preset_text import option_at, preset_text, read_preset, with_name, with_recipe
from studio.core.recipe import FROZEN, Recipe, option_fields, with_changes
from studio.core.recipe_rules import conflicts
from studio.core.yaml_patch import with_scalars

TYPED = """\
# what I learned last week
name: Mine
description: "With a: colon"
recipe:
  # not more than the card holds
  method: {name: qlora, rank: 32}  # was 16
  training:
    learning_rate: 2e-4   # as in the paper
    epochs: 2
"""


def value_of(field: FieldInfo) -> st.SearchStrategy[Any]:
    bounds = {
        name: getattr(each, name) for each in field.metadata for name in ("ge", "gt", "le") if hasattr(each, name)
    }
    if words := choices_of(field):
        return st.sampled_from(words)
    if field.annotation is bool:
        return st.booleans()
    if field.annotation is int:
        return st.integers(bounds["ge"], bounds["le"])
    if field.annotation is float:
        low = bounds.get("ge", bounds.get("gt"))
        return st.floats(low, bounds["le"], exclude_min="gt" in bounds)
    return st.text(st.characters(codec="utf-8"), min_size=1, max_size=30)


def as_recipe(values: dict[str, Any]) -> Recipe:
    data: dict[str, dict[str, Any]] = {}
    for name, value in values.items():
        group, option = name.split(".")
        data.setdefault(group, {})[option] = value
    return Recipe.model_validate(data, context=FROZEN)


options = st.one_of(
    *(st.tuples(st.just(name), value_of(field)) for name, field in option_fields().items()),
)
recipes = st.lists(options, max_size=8).map(dict).map(as_recipe).filter(lambda recipe: not conflicts(recipe))
texts = st.text(st.characters(codec="utf-8"), min_size=1, max_size=120) | st.sampled_from(
    ["a " * 80 + "b", "mot : « oui »\u202f! " * 8 + "fin", "on", "12", "~", "a\nb", " lead", "x" * 130]
)
words = st.builds(Bilingual, en=texts, fr=texts) | texts.map(both)
durations = st.builds(
    Duration,
    machine=words,
    minutes=st.floats(0.1, 1e5),
    basis=st.sampled_from(["estimate", "measured"]),
    examples=st.integers(1, 10**6),
    note=st.none() | words,
)
presets = st.builds(
    Preset,
    name=words,
    description=words,
    for_whom=st.none() | words,
    needs=st.none() | words,
    memory_gb=st.none() | st.floats(0, 1e4),
    time=st.lists(durations, max_size=2).map(tuple),
    sources=st.lists(words, max_size=2).map(tuple),
    recipe=recipes,
)


@settings(deadline=None, max_examples=80)
@given(presets)
def test_any_preset_comes_back_as_it_was(preset: Preset) -> None:
    assert read_preset(preset_text(preset)).preset == preset


@settings(deadline=None, max_examples=40)
@given(recipes)
def test_a_change_in_the_form_reaches_a_typed_text_and_leaves_its_comments(recipe: Recipe) -> None:
    before = read_preset(TYPED).preset
    assert before is not None
    text = with_recipe(TYPED, before, recipe)
    assert read_preset(text).preset == before.model_copy(update={"recipe": recipe})
    assert "# what I learned last week" in text
    assert "# not more than the card holds" in text


def test_only_the_value_that_changed_changes() -> None:
    before = read_preset(TYPED).preset
    assert before is not None
    changed = with_recipe(TYPED, before, with_changes(before.recipe, {"method.rank": "8", "training.epochs": "3.5"}))
    assert changed == TYPED.replace("rank: 32", "rank: 8").replace("epochs: 2", "epochs: 3.5")


def test_a_new_option_goes_to_the_end_of_its_group_and_a_new_group_to_the_end_of_the_recipe() -> None:
    before = read_preset(TYPED).preset
    assert before is not None
    recipe = with_changes(before.recipe, {"method.alpha": "8", "training.seed": "1", "memory.micro_batch": "2"})
    changed = with_recipe(TYPED, before, recipe)
    assert "{name: qlora, rank: 32, alpha: 8}  # was 16" in changed
    assert changed.endswith("    epochs: 2\n    seed: 1\n  memory:\n    micro_batch: 2\n")


def test_a_text_written_by_atelier_is_written_anew_so_that_its_comments_stay_true() -> None:
    preset = Preset(name=both("x"), description=both("y"))
    recipe = with_changes(preset.recipe, {"method.name": "adalora"})
    text = with_recipe(preset_text(preset), preset, recipe)
    assert "    final_rank: 8" in text
    assert "# final_rank" not in text


def test_a_new_title_keeps_the_rest_of_the_text() -> None:
    before = read_preset(TYPED).preset
    assert before is not None
    assert with_name(TYPED, before, "Yours: 2") == TYPED.replace("name: Mine", "name: 'Yours: 2'")


@pytest.mark.parametrize(
    ("text", "line", "field"),
    [
        ("name: [\n", 2, ""),
        ("", 1, ""),
        ("- a\n", 1, ""),
        ("name: x\ndescription: y\nrecipe:\n  method:\n    rank: 0\n", 5, "recipe.method.rank"),
        ("name: x\ndescription: y\nrecipe:\n  method: {name: lora, bits: 7}\n", 4, "recipe.method.bits"),
        ("name: x\ndescription: y\nrecipe:\n  method:\n    rank: 4\n    bits: 8\n", 6, "recipe.method.bits"),
        ("name: x\ndescription: y\nrecipy: {}\n", 3, "recipy"),
        ("name: x\n", 1, "description"),
        ("name: x\ndescription: y\nrecipe:\n  method: {rank: 4}\n  method: {}\n", 5, "recipe.method"),
        ("name: x\ndescription: y\nrecipe:\n  method:\n    rank: 4\n    rank: 8\n", 6, "recipe.method.rank"),
        ("recipe: &a\n  method: *a\nname: x\n", 1, "description"),
        ("name: x\ndescription: y\nmemory_gb: .nan\n", 3, "memory_gb"),
    ],
)
def test_a_mistake_is_told_with_its_line(text: str, line: int, field: str) -> None:
    read = read_preset(text)
    assert read.preset is None
    assert (read.problems[0].line, read.problems[0].field) == (line, field)
    assert read.problems[0].message


def test_all_mistakes_are_told_from_top_to_bottom() -> None:
    text = "recipe:\n  training: {batch: 0}\n  method: {rank: 0}\nname: x\ndescription: y\n"
    assert [problem.line for problem in read_preset(text).problems] == [2, 3]


def test_the_option_under_the_cursor_is_found_in_a_text_that_is_wrong_too() -> None:
    text = "name: [\nrecipe:\n  method:\n    # bits: auto  # Counts only with …\n\n    rank: 16\n"
    assert [option_at(text, line) for line in range(1, 8)] == ["", "", "", "method.bits", "", "method.rank", ""]


@pytest.mark.parametrize(
    ("text", "changed"),
    [
        ("a: {}\n", "a: {b: 1}\n"),
        ("a:\n", "a: {b: 1}\n"),
        ("a: {c: 2,}", "a: {c: 2, b: 1}"),
        ("a:\n  c: 2 # two\nd: 3\n", "a:\n  c: 2 # two\n  b: 1\nd: 3\n"),
        ("a:\n  c: 2", "a:\n  c: 2\n  b: 1\n"),
        ("a:\n  b: >-\n    x\n    y\nd: 3\n", "a:\n  b: 1\nd: 3\n"),
        ("d: 3\n", "d: 3\na:\n  b: 1\n"),
    ],
)
def test_a_value_is_put_where_it_belongs(text: str, changed: str) -> None:
    assert with_scalars(text, {("a", "b"): "1"}) == changed
