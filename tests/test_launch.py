"""Preparing a run: all of it or nothing."""

from pathlib import Path

import pyarrow.parquet as pq
import pytest

from studio.core.options import GoalOptions, ModelOptions
from studio.core.recipe import Recipe
from studio.data.contract_file import read_contract
from studio.data.reader import ProjectReader
from studio.data.sample import create_sample_project
from studio.errors import ProjectFailed, RecipeInvalid, StudioError
from studio.launch import prepare_run
from studio.runs.run import read_job
from studio.runs.supervisor import run_state


@pytest.fixture
def project(tmp_path: Path) -> Path:
    create_sample_project(tmp_path / "demo")
    return tmp_path / "demo"


def dataset_id(project: Path) -> int:
    with ProjectReader(project) as reader:
        return reader.datasets()[0].id


def test_a_run_holds_all_that_a_worker_needs(project: Path) -> None:
    run = prepare_run(project, dataset_id(project), "demo-cpu", Recipe(), "fr")
    job = read_job(run)
    assert (job.name, job.project, job.preset, job.language) == (run.name, str(project), "demo-cpu", "fr")
    assert job.contract == read_contract(project) is not None
    assert pq.read_table(run.data / job.snapshot.test.file).num_rows == job.snapshot.test.rows == 120
    assert run_state(run) == "starting"


def test_a_model_named_by_a_path_is_found_from_anywhere(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (project / "models" / "mine").mkdir(parents=True)
    (project / "demo").mkdir()
    monkeypatch.chdir(project)
    bases = {}
    for base in ("models/mine", "demo", "owner/name"):
        recipe = Recipe(model=ModelOptions(base=base))
        bases[base] = read_job(prepare_run(project, dataset_id(project), "x", recipe, "en")).recipe.model.base
    assert bases == {"models/mine": str(project / "models" / "mine"), "demo": "demo", "owner/name": "owner/name"}


def test_what_cannot_be_frozen_leaves_no_folder(project: Path) -> None:
    with pytest.raises(StudioError):
        prepare_run(project, 999, "demo-cpu", Recipe(), "en")
    assert not [path for path in (project / "runs").iterdir() if path.is_dir()]


def test_a_contract_is_read_where_there_is_one(project: Path) -> None:
    (project / "contract.yaml").write_bytes(b"\xff\xfe")
    with pytest.raises(ProjectFailed, match=r"contract\.yaml is not readable"):
        read_contract(project)
    (project / "contract.yaml").unlink()
    assert read_contract(project) is None


@pytest.mark.parametrize("goal", [GoalOptions(task="classification"), GoalOptions(objective="dpo")])
def test_data_that_cannot_teach_what_is_wanted_are_refused(project: Path, goal: GoalOptions) -> None:
    with pytest.raises(RecipeInvalid, match="questions with their answers"):
        prepare_run(project, dataset_id(project), "x", Recipe(goal=goal), "en")
    assert not [path for path in (project / "runs").iterdir() if path.is_dir()]
