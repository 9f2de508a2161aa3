"""What can be evaluated of a run, and what it is compared with."""

from pathlib import Path

import pytest

from studio.core.recipe import Recipe
from studio.evaluating.subjects import base_of_run, runs_behind, subject_of_model, trained_models
from studio.runs.run import RunFolder, begin_run, commit_job
from tests.runs.conftest import make_job


def trained(project: Path, recipe: dict[str, object]) -> RunFolder:
    run = begin_run(project, "lora")
    commit_job(run, make_job(run.name).model_copy(update={"recipe": Recipe.model_validate(recipe)}))
    run.adapter.mkdir()
    (run.adapter / "manifest.json").write_text("{}", "utf-8")
    return run


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ({"method": {"name": "lora", "rank": 8}}, {"method": {"name": "lora", "rank": 32}}, True),
        ({"method": {"name": "lora"}}, {"method": {"name": "qlora"}}, False),
    ],
)
def test_runs_that_began_with_one_model_share_what_they_are_compared_with(
    tmp_path: Path, one: dict[str, object], other: dict[str, object], same: bool
) -> None:
    bases = [base_of_run(trained(tmp_path, each)) for each in (one, other)]
    assert (bases[0] == bases[1]) == same


def test_a_gguf_file_is_compared_as_it_was_trained(tmp_path: Path) -> None:
    """llama.cpp with the file's blocks would be another model than the one that was trained."""
    base = base_of_run(trained(tmp_path, {"model": {"base": "/models/Starling.Q4.gguf"}}))
    assert base is not None
    assert base.unpacked
    plain = base_of_run(trained(tmp_path, {}))
    assert plain is not None
    assert not plain.unpacked


def test_a_classifier_has_nothing_before_it(tmp_path: Path) -> None:
    """Its head is drawn by lot where training begins: that is no model."""
    trained(tmp_path, {"goal": {"task": "classification"}})
    (found,) = trained_models(tmp_path)
    assert found.base is None


def test_what_a_model_began_with_has_learned_too(tmp_path: Path) -> None:
    """Preferences are trained on the result of another run: its rows are known to both."""
    first = trained(tmp_path, {"method": {"name": "full"}})
    second = trained(tmp_path, {"model": {"base": str(first.adapter)}})
    third = trained(tmp_path, {})
    subject = subject_of_model("demo").model_copy(update={"run": second.name})
    assert runs_behind(tmp_path, [subject]) == (second.name, first.name)
    assert runs_behind(tmp_path, [subject_of_model(str(first.adapter))]) == (first.name,)
    assert runs_behind(tmp_path, [subject_of_model("demo"), subject_of_model(str(tmp_path))]) == ()
    assert third.name not in runs_behind(tmp_path, [subject])
