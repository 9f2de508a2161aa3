"""Which rows an evaluation asks: those that no run has met, however they lie now, and as many as were wanted."""

from pathlib import Path

import pytest

from studio.core.evaluation import EvaluationJob, Subject
from studio.core.example import Instruction
from studio.core.recipe import Recipe
from studio.data.project import Project
from studio.data.reader import ProjectReader
from studio.data.records import RowQuery
from studio.evaluating.creating import Wanted, prepare_evaluation
from studio.launch import prepare_run
from studio.runs.evaluations import read_evaluated_rows, read_evaluation
from studio.runs.folder import RunFolder

SIGNS = (
    "fièvre", "raideur", "vomissements", "larmoiement", "aura visuelle", "effort", "réveil", "grossesse", "chute",
    "vertiges", "toux", "fatigue", "photophobie", "acouphènes", "paresthésies", "amaigrissement",
)  # fmt: skip
TRAINED, VALIDATED = 4, 3
MODEL = Subject(title="demo", base="demo")


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Of 16 rows the run learned four and validated on three; all but one of each are in the test part since."""
    path = tmp_path_factory.mktemp("creating") / "headaches"
    contents = [
        Instruction(instruction=f"Que dire de ce signe, {sign}, vu {at} fois ?", response="Surveillance.")
        for at, sign in enumerate(SIGNS)
    ]
    with Project.create(path, "Headaches") as store:
        dataset = store.add_dataset("cases", "instruction")
        store.add_rows(dataset.id, contents[:TRAINED], split="train")
        store.add_rows(dataset.id, contents[TRAINED : TRAINED + VALIDATED], split="validation")
        store.add_rows(dataset.id, contents[TRAINED + VALIDATED :], split="test")
        prepare_run(path, dataset.id, "demo-cpu", Recipe(), "en")
        with ProjectReader(path) as reader:
            ids = reader.find_rows(RowQuery(dataset_id=dataset.id))
        store.set_split([int(id) for id in ids if id not in (1, TRAINED + 1)], "test")
    return path


@pytest.fixture(scope="module")
def tuned(project: Path) -> Subject:
    (run,) = (project / "runs").glob("0*")
    return Subject(title="1", base="demo", run=run.name, result=str(run / "adapter"))


def made(project: Path, wanted: Wanted) -> tuple[EvaluationJob, list[int], RunFolder]:
    run = prepare_evaluation(project, wanted, "en")
    return read_evaluation(run), [row.id for row in read_evaluated_rows(run)], run


def test_a_sample_is_drawn_of_what_no_run_has_met(project: Path, tuned: Subject) -> None:
    wanted = Wanted(1, "test", (MODEL, tuned), most_rows=7)
    job, ids, _run = made(project, wanted)
    assert (job.rows, job.sampled) == (7, True)
    assert ids == sorted(ids)
    assert set(ids) < set(range(TRAINED + VALIDATED + 1, len(SIGNS) + 1))
    assert made(project, wanted)[1] == ids


def test_rows_that_a_run_validated_on_are_named_and_left_out_of_the_test_part(project: Path, tuned: Subject) -> None:
    job, ids, _run = made(project, Wanted(1, "test", (tuned,)))
    assert [(each.id, each.how) for each in job.leaked] == [
        (2, "same"), (3, "same"), (4, "same"), (6, "validated"), (7, "validated"),
    ]  # fmt: skip
    assert ids == list(range(TRAINED + VALIDATED + 1, len(SIGNS) + 1))
    # A model that no run has made has met none of them.
    assert made(project, Wanted(1, "test", (MODEL,)))[0].rows == len(SIGNS) - 2


def test_who_asks_for_validation_rows_gets_them(project: Path, tuned: Subject) -> None:
    job, ids, _run = made(project, Wanted(1, "validation", (tuned,)))
    assert (ids, job.leaked) == ([TRAINED + 1], ())
