"""What a run sees: no variant outside training, none that gives a kept row away, groups made equal where asked."""

import json
from collections import Counter
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from studio.core.augmentation import AugmentationPlan, Balance
from studio.core.example import Instruction
from studio.core.job import Snapshot
from studio.data.augmenting.applying import apply_variants
from studio.data.augmenting.balancing import balance_of, set_balance
from studio.data.project import Dataset, Project, ProjectReader
from studio.data.snapshot import freeze_dataset
from studio.data.splitting import SplitPlan, apply_split
from studio.errors import ProjectFailed
from tests.data.augmenting.cases import REST, URGENT, case, variant_of


@pytest.fixture
def varied(project: Project, reader: ProjectReader, cases: Dataset, plan: AugmentationPlan) -> Dataset:
    """The cases with a variant of each of the first ten, rows 29 to 38."""
    apply_variants(project, plan, [variant_of(reader, id) for id in range(1, 11)])
    return cases


def written(folder: Path, split: str) -> list[dict[str, object]]:
    return pq.read_table(folder / f"{split}.parquet").to_pylist()


def test_variants_are_trained_on_and_counted(reader: ProjectReader, varied: Dataset, tmp_path: Path) -> None:
    snapshot = freeze_dataset(reader, varied.id, tmp_path / "data")
    assert (snapshot.train.rows, snapshot.variants, snapshot.leaks_checked) == (30, 10, True)
    assert Snapshot.model_validate_json((tmp_path / "data" / "manifest.json").read_bytes()) == snapshot


def test_an_older_manifest_is_read(reader: ProjectReader, varied: Dataset, tmp_path: Path) -> None:
    told = json.loads(freeze_dataset(reader, varied.id, tmp_path / "data").model_dump_json())
    for name in ("variants", "leaks_checked", "balance"):
        del told[name]
    for name in ("variants", "balanced"):
        del told["left_out"][name]
    old = Snapshot.model_validate(told)
    assert (old.variants, old.leaks_checked, old.balance, old.left_out.variants) == (0, False, None, 0)


def test_originals_alone_are_asked_in_validation_and_test(
    project: Project, reader: ProjectReader, varied: Dataset, tmp_path: Path
) -> None:
    project.set_split([1], "test")
    project.set_split([2], "validation")
    snapshot = freeze_dataset(reader, varied.id, tmp_path)
    assert (snapshot.train.rows, snapshot.validation.rows, snapshot.test.rows) == (26, 5, 5)
    assert snapshot.left_out.variants == 2
    assert not {29, 30} & {row["id"] for split in ("train", "validation", "test") for row in written(tmp_path, split)}


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ("UPDATE example SET split = 'test' WHERE id = 3", "made of row 3"),
        ("UPDATE example SET family = 3 WHERE id = 25", "Row 25 of its family"),
        ("UPDATE example SET content = (SELECT content FROM example WHERE id = 31) WHERE id = 25", "near to row 25"),
    ],
)
def test_a_variant_that_gives_a_kept_row_away_stops_the_run(
    project: Project, reader: ProjectReader, varied: Dataset, tmp_path: Path, change: str, reason: str
) -> None:
    project.db.execute(change)
    with pytest.raises(ProjectFailed, match=rf"test: 31\. .*{reason}") as failed:
        freeze_dataset(reader, varied.id, tmp_path / "data")
    assert failed.value.hint
    assert not (tmp_path / "data").exists()
    project.set_status([31], "rejected")
    assert freeze_dataset(reader, varied.id, tmp_path / "data").variants == 9


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(seed=st.integers(0, 2**32 - 1), test=st.sampled_from([0.1, 0.3, 0.5]))
def test_however_rows_are_split_no_kept_text_or_family_is_trained_on(
    project: Project, reader: ProjectReader, varied: Dataset, tmp_path: Path, seed: int, test: float
) -> None:
    apply_split(project, varied.id, SplitPlan(seed=seed, train=0.9 - test, validation=0.1, test=test))
    freeze_dataset(reader, varied.id, tmp_path / "data")
    trained = written(tmp_path / "data", "train")
    kept = written(tmp_path / "data", "validation") + written(tmp_path / "data", "test")
    assert kept
    assert not {row["family"] for row in trained} & {row["family"] for row in kept}
    assert not {row["content"] for row in trained} & {row["content"] for row in kept}
    assert all(int(str(row["id"])) <= 28 for row in kept)


def answers(folder: Path) -> Counter[str]:
    return Counter(Instruction.model_validate_json(str(row["content"])).response for row in written(folder, "train"))


def test_groups_are_made_equal_by_leaving_rows_out(
    project: Project, reader: ProjectReader, cases: Dataset, tmp_path: Path
) -> None:
    set_balance(project, cases.id, Balance(by="contract", method="undersample"))
    snapshot = freeze_dataset(reader, cases.id, tmp_path / "1")
    assert answers(tmp_path / "1") == {URGENT: 5, REST: 5}
    assert (snapshot.left_out.balanced, snapshot.test.rows) == (10, 4)
    assert snapshot.balance is not None
    assert (snapshot.balance.before, snapshot.balance.after) == ({"Urgent": 5, "Rest": 15}, {"Urgent": 5, "Rest": 5})
    # The rows that stay are told by their contents, whatever their ids.
    with Project.create(tmp_path / "other", "other") as other, ProjectReader(other.path) as theirs:
        (other.path / "contract.yaml").write_bytes((project.path / "contract.yaml").read_bytes())
        dataset = other.add_dataset("cas", "instruction")
        other.add_rows(dataset.id, [case(number) for number in reversed(range(20))], split="train")
        set_balance(other, dataset.id, Balance(by="contract", method="undersample"))
        freeze_dataset(theirs, dataset.id, tmp_path / "2")
    same = [{row["content"] for row in written(tmp_path / name, "train")} for name in ("1", "2")]
    assert same[0] == same[1]


def test_groups_are_made_equal_by_repeating_rows(
    project: Project, reader: ProjectReader, cases: Dataset, tmp_path: Path
) -> None:
    project.set_status([1], "rejected")
    plain = freeze_dataset(reader, cases.id, tmp_path / "1")
    set_balance(project, cases.id, Balance(by="contract", method="weight"))
    snapshot = freeze_dataset(reader, cases.id, tmp_path / "2")
    assert answers(tmp_path / "2") == {URGENT: 15, REST: 15}
    assert snapshot.train.rows == 30
    times = Counter(row["id"] for row in written(tmp_path / "2", "train"))
    assert sorted(times[id] for id in (5, 9, 13, 17)) == [3, 4, 4, 4]
    assert snapshot.content_sha256 != plain.content_sha256
    set_balance(project, cases.id, None)
    assert balance_of(reader, cases.id) is None
    assert freeze_dataset(reader, cases.id, tmp_path / "3").content_sha256 == plain.content_sha256


def test_rows_in_no_group_stay_as_they_are(
    project: Project, reader: ProjectReader, cases: Dataset, tmp_path: Path
) -> None:
    project.update_field(2, "response", "Autre chose.")
    for method, rows in (("undersample", 11), ("weight", 29)):
        set_balance(project, cases.id, Balance.model_validate({"by": "contract", "method": method}))
        assert freeze_dataset(reader, cases.id, tmp_path).train.rows == rows
