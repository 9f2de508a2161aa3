"""The narrow form of the Train tab: few fields, those that count, and any other that is wrong."""

import pytest
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from studio.core.recipe import Recipe, option_fields, option_values, with_changes
from studio.ui.controls import Picker
from studio.ui.form import OptionForm
from studio.ui.form_rules import read_recipe, value_text
from studio.words import use_language


@pytest.fixture
def form(qtbot: QtBot) -> OptionForm:
    made = OptionForm([name for name in option_fields() if name != "model.base"])
    qtbot.addWidget(made)
    made.show()
    return made


def shown(form: OptionForm) -> set[str]:
    names = [name for name in option_fields() if name != "model.base"]
    return {name for name in names if form.field(name).control.isVisible()}


def choose(form: OptionForm, name: str, value: str) -> None:
    control = form.field(name).control
    assert isinstance(control, Picker)
    control.setCurrentIndex(control.findData(value))


def test_a_choice_shows_and_hides_what_it_makes_count(form: OptionForm) -> None:
    assert "goal.objective" in shown(form)
    choose(form, "goal.task", "classification")
    assert "goal.objective" not in shown(form)
    choose(form, "method.name", "full")
    assert "method.rank" not in shown(form)


def test_an_option_that_the_simple_form_has_not_comes_up_when_it_is_wrong(form: OptionForm) -> None:
    form.show_recipe(with_changes(Recipe(), {"method.name": "adalora", "method.final_rank": "8"}))
    assert "method.final_rank" not in shown(form)
    control = form.field("method.rank").control
    assert isinstance(control, QLineEdit)
    control.setText("4")
    control.textEdited.emit("4")
    assert "method.final_rank" in shown(form)
    assert form.recipe() is None
    assert form.field("method.final_rank").note.text().startswith("AdaLoRA takes rank away")


def test_steps_stand_in_place_of_epochs_where_a_preset_sets_them(form: OptionForm) -> None:
    assert "training.max_steps" not in shown(form)
    form.show_recipe(with_changes(Recipe(), {"training.max_steps": "30"}))
    assert {"training.max_steps"} == {"training.max_steps", "training.epochs"} & shown(form)


def test_what_differs_from_the_preset_stands_out(form: OptionForm) -> None:
    changed = with_changes(Recipe(), {"method.rank": "8"})
    form.show_recipe(changed, Recipe())
    assert form.field("method.rank").label.font().weight() == QFont.Weight.DemiBold
    assert form.field("training.batch").label.font().weight() == QFont.Weight.Normal
    assert form.recipe() == changed


def test_every_value_of_every_option_comes_back_from_its_field(form: OptionForm) -> None:
    changes = {"training.learning_rate": "3e-5", "goal.objective": "orpo", "evaluation.compare": "false"}
    recipe = with_changes(Recipe(), changes)
    use_language("fr")
    try:
        form.show_recipe(recipe)
        assert form.field("training.learning_rate").value() == "3e-05"
        assert form.recipe() == recipe
    finally:
        use_language("en")


def test_all_that_is_wrong_is_told_at_once() -> None:
    typed = {"method.rank": "many", "method.bits": "8", "training.batch": "0"}
    _recipe, problems = read_recipe(Recipe(), typed)
    assert set(problems) == {"method.rank", "method.bits", "training.batch"}


def test_values_are_said_as_people_read_them() -> None:
    values = option_values(Recipe())
    names = ("training.learning_rate", "data.max_length", "method.name", "method.rslora", "training.weight_decay")
    said = [value_text(name, values[name]) for name in names]
    assert said == ["2 × 10⁻⁴", "1,024 tokens", "QLoRA (4 bits)", "no", "0"]


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("memory.micro_batch", 0, "Automatic"),
        ("memory.micro_batch", 1, "1 example"),
        ("memory.micro_batch", 2, "2 examples"),
        ("memory.checkpointed_layers", -1, "Automatic"),
        ("training.max_steps", 0, "as many as the epochs need"),
        ("training.warmup_steps", 0, "0 steps"),
    ],
)
def test_one_is_not_several_and_numbers_that_mean_something_else_say_so(name: str, value: int, said: str) -> None:
    assert value_text(name, value) == said


def test_none_is_said_as_one_is_in_french() -> None:
    use_language("fr")
    try:
        none, one, two = (value_text("evaluation.compare_rows", count).partition(" ")[2] for count in range(3))
    finally:
        use_language("en")
    assert none == one
    assert two == "exemples"


def test_a_number_with_more_digits_than_its_field_shows_is_kept(form: OptionForm) -> None:
    recipe = with_changes(Recipe(), {"training.learning_rate": "0.000123456789012345"})
    form.show_recipe(recipe)
    choose(form, "method.name", "lora")
    changed = form.recipe()
    assert changed is not None
    assert changed.training.learning_rate == recipe.training.learning_rate
    assert changed.method.name == "lora"
