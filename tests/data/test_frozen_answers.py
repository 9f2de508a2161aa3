"""How often each answer is learned, counted from the frozen rows of a run."""

from collections.abc import Sequence
from pathlib import Path

import pytest

from studio.core.example import Classification, Content, Instruction
from studio.data.frozen_answers import answer_counts, commonest_labels
from studio.data.project import Project
from studio.data.reader import ProjectReader
from studio.data.snapshot import freeze_dataset
from studio.errors import RunFailed


def frozen(path: Path, rows: Sequence[Content]) -> Path:
    with Project.create(path / "project", "Answers") as project:
        dataset = project.add_dataset("rows", rows[0].kind)
        project.add_rows(dataset.id, rows, split="train")
    with ProjectReader(path / "project") as reader:
        snapshot = freeze_dataset(reader, dataset.id, path / "data")
    return path / "data" / snapshot.train.file


def test_labels_are_counted(tmp_path: Path) -> None:
    rows = [Classification(text=f"Texte {at}", labels=("oui",) if at % 4 else ("non", "rare")) for at in range(8)]
    assert answer_counts(frozen(tmp_path, rows), None) == {"oui": 6, "non": 2, "rare": 2}

    assert commonest_labels(frozen(tmp_path / "one", rows)) == {"oui"}
    assert commonest_labels(frozen(tmp_path / "together", rows[::4])) == {"non", "rare"}
    assert commonest_labels(frozen(tmp_path / "none", [Instruction(instruction="Cas", response="Oui.")])) == set()


@pytest.mark.parametrize(
    ("answers", "counted"),
    [
        (["Oui."] * 5 + ["Non."] * 2, {"Oui.": 5, "Non.": 2}),
        ([f"Une réponse libre, numéro {at}." for at in range(30)], {}),
        ([f"Réponse {at}" for at in range(5)], {}),
    ],
)
def test_short_answers_that_repeat_are_counted_and_free_text_is_not(
    tmp_path: Path, answers: list[str], counted: dict[str, int]
) -> None:
    rows = [Instruction(instruction=f"Cas {at}", response=answer) for at, answer in enumerate(answers)]
    assert answer_counts(frozen(tmp_path, rows), None) == counted


def test_a_damaged_file_is_a_foreseen_failure(tmp_path: Path) -> None:
    damaged = tmp_path / "train.parquet"
    damaged.write_bytes(b"PAR1 no table")
    with pytest.raises(RunFailed):
        answer_counts(damaged, None)
