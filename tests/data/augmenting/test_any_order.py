"""Whatever is done to rows after augmenting, in whatever order: a run learns nothing of what is kept, or refuses."""

import tempfile
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from studio.core.augmentation import AugmentationPlan, Chosen
from studio.core.example import Instruction
from studio.data import locking
from studio.data.augmenting.applying import apply_variants
from studio.data.augmenting.lineage import NO_PARENT, lineage_of
from studio.data.editing import duplicate_rows, merge_rows
from studio.data.inserting import RowSource
from studio.data.project import Dataset, Project, ProjectReader
from studio.data.records import NewRow, RowQuery
from studio.data.replacing import Replacement, replace_all
from studio.data.snapshot import freeze_dataset
from studio.data.splitting import SplitPlan, apply_split
from studio.data.versions import undo_to
from studio.errors import ProjectFailed, TestSplitLocked
from tests.data.augmenting.cases import case, variant_of

PLAN = AugmentationPlan(dataset="cas", transformations=(Chosen(key="numbers"),), full_check=False)
DAY = "Consultation du {number} pour tout autre chose, dite en d'autres mots que celle dont elle vient."


class World:
    """A project whose originals say so in their texts, and so do variants and what a model wrote."""

    def __init__(self, path: Path) -> None:
        self.project = Project.create(path / "p", "p")
        self.reader = ProjectReader(self.project.path)
        self.frozen = path / "data"
        self.dataset = self.project.add_dataset("cas", "instruction")
        rows = [case(number) for number in range(10)]
        self.project.add_rows(self.dataset.id, rows[:6], split="train")
        self.project.add_rows(self.dataset.id, rows[6:8], split="validation")
        self.project.add_rows(self.dataset.id, rows[8:], split="test")

    def close(self) -> None:
        self.reader.close()
        self.project.close()

    def some(self, number: int) -> list[int]:
        ids = [int(str(id)) for (id,) in self.project.db.execute("SELECT id FROM example ORDER BY id")]
        start = number % (len(ids) + 1)
        return ids[start : start + 1 + number % 3]

    def vary(self, number: int, how: str = "variant", mark: str = "VARIANTE") -> None:
        made = (
            variant_of(self.reader, id, f"{mark} {DAY.format(number=number * 31 + id)}") for id in self.some(number)
        )
        apply_variants(self.project, PLAN, made, how=how)

    def draft(self, number: int) -> None:
        self.vary(number, "model", "MODELE")

    def copy(self, number: int) -> None:
        duplicate_rows(self.project, self.some(number))

    def merge(self, number: int) -> None:
        merge_rows(self.project, self.some(number))

    def move(self, number: int) -> None:
        self.project.set_split(self.some(number), ("train", "test", "validation", None)[number % 4])

    def split_anew(self, number: int) -> None:
        apply_split(self.project, self.dataset.id, SplitPlan(seed=number, train=0.5, validation=0.25, test=0.25))

    def delete(self, number: int) -> None:
        self.project.delete_rows(self.some(number))

    def import_again(self, number: int) -> None:
        rows = [NewRow(case(at).model_dump_json(), (None, "test", "train")[number % 3]) for at in (number % 10, 3)]
        self.project.insert_rows("cas", "instruction", RowSource(rows))

    def edit(self, number: int) -> None:
        """Into what another row says."""
        ids = self.some(number)
        if len(ids) > 1:
            (other,) = self.reader.rows(ids[-1:])
            assert isinstance(other.content, Instruction)
            if "MODELE" not in other.content.input and "VARIANTE" not in other.content.input:
                self.project.update_field(ids[0], "input", other.content.input)

    def replace(self, number: int) -> None:
        replace_all(self.project, RowQuery(dataset_id=self.dataset.id), Replacement(str(number % 10), str(number % 7)))

    def reject(self, number: int) -> None:
        self.project.set_status(self.some(number), "rejected")

    def lock(self, number: int) -> None:
        act = locking.lock_test if number % 2 else self.unlock
        act(self.project, self.dataset.id)

    @staticmethod
    def unlock(project: Project, dataset_id: int) -> None:
        locking.unlock_test(project, dataset_id, "why not")

    def undo(self, _number: int) -> None:
        self.project.undo()

    def redo(self, _number: int) -> None:
        self.project.redo()

    def jump(self, number: int) -> None:
        steps = [step.id for step in self.reader.steps()]
        undo_to(self.project, steps[number % len(steps)])

    def act(self, name: str, number: int) -> None:
        with suppress(ProjectFailed, TestSplitLocked):
            ACTS[name](self, number)

    def check(self) -> None:
        try:
            freeze_dataset(self.reader, self.dataset.id, self.frozen)
        except ProjectFailed:
            return
        trained, kept = self.contents("train"), self.contents("validation", "test")
        assert not any("MODELE" in content for content in trained)
        assert not any("VARIANTE" in content or "MODELE" in content for content in kept)
        assert not {each for each in trained if "VARIANTE" in each} & {*kept}
        self.check_parents({*kept})

    def check_parents(self, kept: set[str]) -> None:
        """No variant that is trained on was made of what is kept."""
        rows = self.project.db.execute(
            "SELECT kept.content FROM lineage JOIN example ON example.id = example_id JOIN example AS kept"
            " ON kept.digest = parent_digest OR kept.family = example.family WHERE example.split = 'train'"
            " AND example.status <> 'rejected' AND kept.split IN ('validation', 'test') AND kept.status <> 'rejected'"
        )
        assert not {str(content) for (content,) in rows} & kept

    def contents(self, *splits: str) -> list[str]:
        return [
            str(row["content"])
            for split in splits
            for row in pq.read_table(self.frozen / f"{split}.parquet").to_pylist()
        ]


ACTS: dict[str, Callable[[World, int], None]] = {
    name: getattr(World, name)
    for name in (
        *("vary", "draft", "copy", "merge", "move", "split_anew", "delete", "import_again", "edit", "replace"),
        *("reject", "lock", "undo", "redo", "jump"),
    )
}


@settings(max_examples=40, deadline=None)
@given(st.lists(st.tuples(st.sampled_from(sorted(ACTS)), st.integers(0, 1000)), min_size=5, max_size=20))
def test_nothing_that_is_kept_is_learned(acts: list[tuple[str, int]]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        world = World(Path(folder))
        try:
            world.vary(1)
            world.draft(3)
            for name, number in acts:
                world.act(name, number)
                world.check()
        finally:
            world.close()


def freeze(project: Project, reader: ProjectReader, into: Path) -> dict[str, set[int]]:
    freeze_dataset(reader, 1, into)
    files = {split: pq.read_table(into / f"{split}.parquet", columns=["id"]) for split in ("train", "test")}
    return {split: {row["id"] for row in file.to_pylist()} for split, file in files.items()}


def test_a_copy_of_what_a_model_wrote_waits_for_its_review_too(
    project: Project, reader: ProjectReader, cases: Dataset, tmp_path: Path
) -> None:
    apply_variants(project, PLAN, [variant_of(reader, 1)], how="model")
    duplicate_rows(project, [29])
    assert not {29, 30} & freeze(project, reader, tmp_path)["train"]
    project.set_status([30], "reviewed")
    assert 30 in freeze(project, reader, tmp_path)["train"]


def test_what_took_in_a_models_words_waits_and_what_took_in_a_variant_is_never_asked(
    project: Project, reader: ProjectReader, cases: Dataset, tmp_path: Path
) -> None:
    apply_variants(project, PLAN, [variant_of(reader, 1)], how="model")
    apply_variants(project, PLAN, [variant_of(reader, 5)])
    merge_rows(project, [2, 29])
    merge_rows(project, [5, 30])
    found = [lineage_of(reader, id) for id in (2, 5)]
    assert [each.parent_id for each in found if each] == [1, NO_PARENT]
    assert {2, 5} & freeze(project, reader, tmp_path)["train"] == {5}
    project.set_split([1, 2, 5], "test")
    assert freeze(project, reader, tmp_path)["test"] & {1, 2, 5} == {1}
    for _merge in range(3):
        project.undo()
    assert (lineage_of(reader, 2), lineage_of(reader, 5)) == (None, None)


def test_a_parent_deleted_and_imported_into_test_is_known_again(
    project: Project, reader: ProjectReader, cases: Dataset, tmp_path: Path
) -> None:
    apply_variants(project, PLAN, [variant_of(reader, 1, DAY)])
    project.delete_rows([1])
    project.insert_rows("cas", "instruction", RowSource([NewRow(case(0).model_dump_json(), "test")]))
    with pytest.raises(ProjectFailed, match=r"29\. It was made of what row 30 says"):
        freeze(project, reader, tmp_path)


def test_a_parent_that_came_to_say_what_a_test_row_says_is_none(
    project: Project, reader: ProjectReader, cases: Dataset, tmp_path: Path
) -> None:
    apply_variants(project, PLAN, [variant_of(reader, 1, DAY)])
    project.update_field(1, "input", f"{case(24).input} Bien.")
    with pytest.raises(ProjectFailed, match=r"29\. It was made of what row 25 says"):
        freeze(project, reader, tmp_path)
