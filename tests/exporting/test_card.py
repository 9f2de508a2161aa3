"""What the card says of the model before its training."""

from studio.core.evaluation import Subject
from studio.core.recipe import Recipe
from studio.evaluating.score_files import StoredModel, StoredScores
from studio.exporting.card import base_in, recipe_lines


def test_the_recipe_names_no_place_of_this_machine_and_stays_one_table() -> None:
    recipe = Recipe.model_validate({"model": {"base": "/home/martin/mes|modèles/gemma|3"}})
    assert [value for name, value in recipe_lines(recipe) if "`model.base`" in name] == [r"gemma\|3"]


def model(base: str, result: str = "") -> StoredModel:
    return StoredModel(subject=Subject(title=base, base=base, result=result), answered=1, scores={}, rows={})


def scored(*models: StoredModel) -> StoredScores:
    return StoredScores(
        v=1, stamp="", name="0001", dataset="x", kind="instruction", split="test", created_at=1.0, contract="",
        rows=(), models=models,
    )  # fmt: skip


def test_a_gguf_file_of_the_result_is_not_the_model_before_its_training() -> None:
    trained, made, base = model("demo", "runs/0004/adapter"), model("exports/demo-q8_0.gguf"), model("demo")
    assert base_in(scored(trained, made), trained) is None
    assert base_in(scored(trained, made, base), trained) == base
