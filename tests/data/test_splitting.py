"""Splits have the shares that were asked for, tear nothing apart, and can be drawn again."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from studio.core.example import Classification, Instruction
from studio.data.drawing import UNDRAWN, Rows, draw_parts
from studio.data.inserting import RowSource
from studio.data.locking import lock_test
from studio.data.project import Dataset, Project, ProjectReader
from studio.data.records import NewRow, RowQuery
from studio.data.splitting import (
    SplitPlan,
    apply_split,
    assign_folds,
    assign_unassigned,
    fold_counts,
    group_columns,
    preview_split,
)
from studio.errors import ProjectFailed, TestSplitLocked

SHARES = (0.7, 0.15, 0.15)


def draw(groups: Sequence[int], strata: Sequence[int], shares: Sequence[float] = SHARES, seed: int = 1) -> list[int]:
    rows = Rows(np.array(groups), np.array(strata), np.full(len(groups), UNDRAWN))
    return [int(part) for part in draw_parts(rows, shares, seed=seed)]


def counts(parts: Sequence[int], parts_there: int = 3) -> list[int]:
    return np.bincount(np.array(parts), minlength=parts_there).tolist()


@pytest.mark.parametrize(
    ("rows", "shares", "expected"),
    [(1000, SHARES, [700, 150, 150]), (10, (0.8, 0.0, 0.2), [8, 0, 2]), (7, (0.7, 0.15, 0.15), [5, 1, 1])],
)
def test_single_rows_are_shared_exactly(rows: int, shares: Sequence[float], expected: list[int]) -> None:
    assert counts(draw(range(rows), [0] * rows, shares)) == expected


def test_rare_strata_are_shared_evenly_and_leave_no_error_in_the_whole() -> None:
    strata = [0] * 1000 + [1] * 10 + [at // 2 for at in range(4, 204)]
    parts = draw(range(len(strata)), strata)
    assert counts(parts) == [847, 182, 181]
    rare = counts([part for part, stratum in zip(parts, strata, strict=True) if stratum == 1])
    assert rare in ([7, 2, 1], [7, 1, 2])


@settings(max_examples=50, deadline=None)
@given(
    st.lists(st.tuples(st.integers(0, 12), st.integers(0, 3)), min_size=1, max_size=60),
    st.integers(0, 5),
    st.randoms(use_true_random=False),
)
def test_groups_stay_whole_and_the_order_of_rows_does_not_matter(
    rows: list[tuple[int, int]], seed: int, chance: object
) -> None:
    parts = dict(zip(enumerate(rows), draw(*zip(*rows, strict=True), seed=seed), strict=True))
    of_group = defaultdict(set)
    for (_at, (group, _stratum)), part in parts.items():
        of_group[group].add(part)
    assert all(len(some) == 1 for some in of_group.values())
    backwards = draw(*zip(*reversed(rows), strict=True), seed=seed)
    assert backwards[::-1] == list(parts.values())


@settings(max_examples=50, deadline=None)
@given(st.lists(st.integers(1, 9), min_size=1, max_size=7))
def test_few_groups_come_nearly_as_close_as_any_division_of_them(sizes: list[int]) -> None:
    groups = np.repeat(np.arange(len(sizes)), sizes)
    wanted = len(groups) * np.array(SHARES)

    def error(parts: np.ndarray) -> float:
        return float(np.sqrt(((np.bincount(parts, minlength=3) - wanted) ** 2).sum()))

    best = min(error(np.repeat(each, sizes)) for each in product(range(3), repeat=len(sizes)))
    assert error(np.array(draw(groups.tolist(), [0] * len(groups)))) <= best + max(sizes) / 2


def test_another_seed_draws_others() -> None:
    assert draw(range(100), [0] * 100, seed=1) != draw(range(100), [0] * 100, seed=2)
    pairs = [at // 2 for at in range(100)]
    assert draw(pairs, [0] * 100, seed=1) != draw(pairs, [0] * 100, seed=2)


def test_each_split_gets_something_where_there_are_ten_groups() -> None:
    groups = [at // 30 for at in range(300)]
    assert min(counts(draw(groups, [0] * 300, (0.9, 0.05, 0.05)))) > 0


@pytest.fixture
def patients(project: Project) -> Dataset:
    """Forty patients with one to five texts each, in two files and three labels, one of them rare."""
    rows = []
    for at in range(120):
        label = "rare" if at % 12 == 0 else ("a", "b")[at % 2]
        content = Classification(text=f"texte {at}", labels=(label,)).model_dump_json()
        rows.append(NewRow(content, extra=f'{{"patient": {at * at % 40}, "notes": [1]}}', family=f"f{at // 2}"))
    project.insert_rows("notes", "classification", RowSource(rows[:70], file="un.csv"))
    project.insert_rows("notes", "classification", RowSource(rows[70:], file="deux.csv"))
    found = project.dataset("notes")
    assert found is not None
    return found


def splits(reader: ProjectReader, dataset: Dataset) -> dict[int, str | None]:
    return {row.id: row.split for row in reader.rows(reader.find_rows(RowQuery(dataset_id=dataset.id)).tolist())}


@pytest.mark.parametrize("group", ["family", "patient", "source"])
def test_neither_families_nor_groups_are_torn(
    project: Project, reader: ProjectReader, patients: Dataset, group: str
) -> None:
    apply_split(project, patients.id, SplitPlan(0.5, 0.0, 0.5, group=group))
    after = splits(reader, patients)
    together = defaultdict(set)
    for row in reader.rows(list(after)):
        together["family", row.family].add(row.split)
        together["patient", reader.extra(row.id)["patient"] if group == "patient" else row.id].add(row.split)
        together["source", row.origin.file if group == "source" else row.id].add(row.split)
    assert all(len(some) == 1 for some in together.values())


def test_a_preview_tells_what_the_split_then_does(project: Project, reader: ProjectReader, patients: Dataset) -> None:
    plan = SplitPlan(0.8, 0.1, 0.1, stratify="label")
    preview = preview_split(reader, patients.id, plan)
    before = splits(reader, patients)
    changes = apply_split(project, patients.id, plan)
    assert Counter(splits(reader, patients).values()) == preview.counts == {"train": 96, "validation": 12, "test": 12}
    assert preview.by_stratum["rare"] == {"train": 8, "validation": 1, "test": 1}
    assert sum(preview.by_stratum["a"].values()) == 50
    assert len(changes.updated) == preview.moved
    assert preview.groups == 60
    assert reader.undo_label() == "Split into 80 / 10 / 10"
    assert not apply_split(project, patients.id, plan).updated
    project.undo()
    assert splits(reader, patients) == before


def test_rows_with_a_split_keep_it_when_asked(project: Project, reader: ProjectReader, patients: Dataset) -> None:
    project.set_split(range(1, 41), None)
    before = splits(reader, patients)
    apply_split(project, patients.id, SplitPlan(0.6, 0.2, 0.2, only_unassigned=True))
    after = splits(reader, patients)
    assert all(after[id] == split for id, split in before.items() if split)
    assert Counter(after.values()) == {"train": 72, "validation": 24, "test": 24}


def test_what_has_no_split_gets_one_before_a_run(project: Project, reader: ProjectReader, dataset: Dataset) -> None:
    project.set_split(range(1, 21), None)
    assign_unassigned(project, dataset.id)
    assert reader.split_counts(dataset.id) == {"train": 16, "validation": 2, "test": 2}
    lock_test(project, dataset.id)
    project.set_split([id for id, split in splits(reader, dataset).items() if split == "train"], None)
    assign_unassigned(project, dataset.id)
    assert reader.split_counts(dataset.id)["test"] == 2


def test_a_locked_test_split_is_not_shared_out(project: Project, reader: ProjectReader, patients: Dataset) -> None:
    apply_split(project, patients.id, SplitPlan())
    lock_test(project, patients.id)
    before = splits(reader, patients)
    for refused in (apply_split, lambda _project, id, plan: preview_split(reader, id, plan)):
        with pytest.raises(TestSplitLocked):
            refused(project, patients.id, SplitPlan(seed=5))
    assert splits(reader, patients) == before
    apply_split(project, patients.id, SplitPlan(seed=5, group="patient", keep_test=True))
    after = splits(reader, patients)
    tests = {id for id, split in before.items() if split == "test"}
    assert {id for id, split in after.items() if split == "test"} == tests
    held_out = {reader.extra(id)["patient"] for id in tests}
    assert all(
        split is None
        for id, split in after.items()
        if reader.extra(id)["patient"] in held_out - {""} and id not in tests
    )


def test_folds_share_all_but_the_test_rows(project: Project, reader: ProjectReader, patients: Dataset) -> None:
    apply_split(project, patients.id, SplitPlan(0.8, 0.0, 0.2))
    assign_folds(project, patients.id, stratify="label")
    assert list(fold_counts(reader, patients.id)) == [0, 1, 2, 3, 4]
    assert set(fold_counts(reader, patients.id).values()) <= {18, 19, 20}
    assert sum(fold_counts(reader, patients.id).values()) == 96
    assert not assign_folds(project, patients.id, stratify="label").updated
    assign_folds(project, patients.id, folds=3)
    assert list(fold_counts(reader, patients.id)) == [0, 1, 2]
    project.undo()
    assert len(fold_counts(reader, patients.id)) == 5
    with pytest.raises(ProjectFailed, match="fewer groups"):
        assign_folds(project, patients.id, group="source", folds=3)
    with pytest.raises(ProjectFailed, match="at least two"):
        assign_folds(project, patients.id, folds=1)


def test_columns_of_single_values_can_be_grouped_by(reader: ProjectReader, patients: Dataset) -> None:
    assert group_columns(reader, patients.id) == ["patient"]


CONTRACT = """
v: 1
name: {en: headache, fr: céphalées}
formats:
  - {name: {en: Advice, fr: Conseil}, begins: "Recommandation:"}
  - {name: {en: Questions, fr: Questions}, begins: "Pour préciser:"}
"""


def test_kinds_of_answer_are_shared_evenly(project: Project, reader: ProjectReader) -> None:
    (project.path / "contract.yaml").write_text(CONTRACT, "utf-8")
    cases = project.add_dataset("cas", "instruction")
    answers = ["Recommandation: IRM."] * 60 + ["Pour préciser: fièvre ?"] * 20 + ["Bonjour."] * 20
    project.add_rows(cases.id, [Instruction(instruction=str(at), response=each) for at, each in enumerate(answers)])
    preview = preview_split(reader, cases.id, SplitPlan(0.8, 0.1, 0.1, stratify="contract"))
    assert preview.by_stratum == {
        "Advice": {"train": 48, "validation": 6, "test": 6},
        "Questions": {"train": 16, "validation": 2, "test": 2},
        "outside the contract": {"train": 16, "validation": 2, "test": 2},
    }


def test_plans_that_cannot_be_carried_out_are_explained(
    project: Project, reader: ProjectReader, dataset: Dataset
) -> None:
    with pytest.raises(ProjectFailed, match="add up to 100%"):
        apply_split(project, dataset.id, SplitPlan(0.7, 0.2, 0.2))
    with pytest.raises(ProjectFailed, match="Only classifications"):
        preview_split(reader, dataset.id, SplitPlan(stratify="label"))
    with pytest.raises(ProjectFailed, match="no answer contract"):
        preview_split(reader, dataset.id, SplitPlan(stratify="contract"))
    with pytest.raises(ProjectFailed, match="no longer exists"):
        preview_split(reader, 99, SplitPlan())
    with pytest.raises(ProjectFailed, match="stays as it is"):
        apply_split(project, dataset.id, SplitPlan(0.0, 0.0, 1.0, keep_test=True))
