"""The rows a model is judged on, and those among them that a run has learned."""

from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from studio.core.example import Instruction
from studio.data.evaluated import CandidateRow, candidate_rows, find_learned
from studio.data.project import Project
from studio.data.reader import ProjectReader
from studio.data.reviewing import review_row
from studio.data.sample import create_sample_project
from studio.errors import RunFailed

CASE = "Patiente de {age} ans, céphalée brutale à l’effort, vomissements en jet, raideur de nuque, fièvre à 39 degrés"


def row(id: int, text: str, answer: str = "Recommandation: surveillance.", family: int = 0) -> CandidateRow:
    return CandidateRow(id, family or id, "", Instruction(instruction="Que faire ?", input=text, response=answer))


@pytest.fixture
def frozen(tmp_path: Path) -> Path:
    """Training rows: a case of family 900, and another."""
    contents = [row(1, CASE.format(age=34)).content, row(2, "Migraine connue sans signe d’alerte").content]
    table = {
        "id": pa.array([1, 2], pa.int64()),
        "family": pa.array([900, 2], pa.int64()),
        "content": [each.model_dump_json() for each in contents],
    }
    pq.write_table(pa.table(table), tmp_path / "train.parquet")
    return tmp_path / "train.parquet"


def test_the_same_row_its_relative_and_its_like_are_told_apart(frozen: Path) -> None:
    rows = [
        row(11, CASE.format(age=34)),
        row(12, "Douleur d’un seul côté avec larmoiement nocturne depuis une semaine", family=900),
        row(13, CASE.format(age=34) + " !", "Recommandation: IRM cérébrale en urgence."),
        row(14, "Serrement des deux tempes en fin de journée, sans vomissement ni fièvre"),
    ]
    found = find_learned(rows, "0001-x", frozen)
    assert [(each.id, each.how, each.run) for each in found] == [
        (11, "same", "0001-x"),
        (12, "family", "0001-x"),
        (13, "near", "0001-x"),
    ]


def test_a_run_whose_data_is_gone_is_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(RunFailed, match="frozen data of the run 0001-x cannot be read"):
        find_learned([row(1, "a")], "0001-x", tmp_path / "train.parquet")


def test_candidates_are_whole_originals(tmp_path: Path) -> None:
    create_sample_project(tmp_path / "demo")
    with ProjectReader(tmp_path / "demo") as reader:
        dataset = reader.datasets()[0].id
        every = candidate_rows(reader, dataset, "all")
        test = candidate_rows(reader, dataset, "test")
        assert len(every) == sum(reader.split_counts(dataset).values())
        assert len(test) == reader.split_counts(dataset)["test"]
    with Project.open(tmp_path / "demo") as project:
        review_row(project, test[0].id, "rejected", "wrong")
    with ProjectReader(tmp_path / "demo") as reader:
        assert test[0].id not in {each.id for each in candidate_rows(reader, dataset, "test")}
