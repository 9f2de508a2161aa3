"""Variants become draft rows of their parents' families, in one step that undo takes back with all it says."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from studio.core.augmentation import AugmentationPlan
from studio.core.sentence import Sentence
from studio.data.augmenting.applying import apply_variants
from studio.data.augmenting.lineage import lineage_of, variants_of
from studio.data.augmenting.variant import Variant, plan_hash, read_variant
from studio.data.editing import duplicate_rows
from studio.data.locking import lock_test
from studio.data.project import Dataset, Project, ProjectReader
from tests.data.augmenting.cases import case, variant_of

MOMENTS = ("halfway", "committing")
CHILD = """
import sys
from pathlib import Path
from studio.core.augmentation import AugmentationPlan
from studio.data.augmenting.applying import apply_variants
from studio.data.project import Project, ProjectReader
from tests.data.augmenting.cases import variant_of

folder, moment = Path(sys.argv[1]), sys.argv[2]

def wait(*_about):
    print("here", flush=True)
    sys.stdin.read()
    return False

with Project.open(folder) as project, ProjectReader(folder) as reader:
    variants = [variant_of(reader, id, f"Texte {id} {at}") for at in range(125) for id in range(1, 21)]
    def given():
        for at, variant in enumerate(variants):
            if moment == "halfway" and at == 2_100:
                wait()
            yield variant
    # Little memory, so that changes reach the file long before they are committed.
    project.db.pragma("cache_size", 20)
    if moment == "committing":
        project.db.set_commit_hook(wait)
    apply_variants(project, AugmentationPlan(dataset="cas"), given())
"""


def tables(reader: ProjectReader) -> list[object]:
    with reader.one_moment() as db:
        names = ("example", "lineage", "step", "step_part", "split_size")
        return [db.execute(f"SELECT * FROM {name} ORDER BY 1, 2").fetchall() for name in names]


def test_variants_join_the_family_and_split_of_their_parent(
    project: Project, reader: ProjectReader, cases: Dataset, plan: AugmentationPlan
) -> None:
    lock_test(project, cases.id)
    project.db.execute('UPDATE example SET extra = \'{"Service": "A"}\', tags = \'["x"]\' WHERE id = 1')
    applied = apply_variants(project, plan, [variant_of(reader, 1), variant_of(reader, 2)])
    assert (applied.added, applied.changes.inserted, applied.changes.label) == (2, (29, 30), "Add variants: 2")
    first, second = reader.rows([29, 30])
    assert [(row.family, row.split, row.status, row.tags, row.origin.how) for row in (first, second)] == [
        (1, "train", "draft", (), "variant"),
        (2, "train", "draft", (), "variant"),
    ]
    assert reader.extra(29) == {"Service": "A"}
    assert reader.split_counts(cases.id) == {"train": 22, "validation": 4, "test": 4}


def test_the_lineage_says_what_a_variant_was_made_of(
    project: Project, reader: ProjectReader, cases: Dataset, plan: AugmentationPlan
) -> None:
    variant = variant_of(reader, 1)
    noted = Variant(**{**vars(variant), "notes": (Sentence("“{before}” written “{after}”.", {"before": "9"}),)})
    apply_variants(project, plan, [read_variant(json.loads(json.dumps(noted.told())))])
    lineage = lineage_of(reader, 29)
    assert lineage is not None
    assert (lineage.parent_id, lineage.parent_digest, lineage.seed) == (1, variant.parent_digest, variant.seed)
    assert (lineage.made_by, lineage.notes, lineage.plan) == (("numbers",), noted.notes, plan_hash(plan))
    assert (lineage_of(reader, 1), variants_of(reader, 1)) == (None, (29,))


def test_undo_takes_all_of_it_back_and_redo_brings_it_again(
    project: Project, reader: ProjectReader, cases: Dataset, plan: AugmentationPlan
) -> None:
    before = tables(reader)
    apply_variants(project, plan, [variant_of(reader, id) for id in range(1, 21)])
    after = tables(reader)
    project.undo()
    assert tables(reader)[:2] == before[:2]
    project.redo()
    assert tables(reader) == after


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (lambda project: project.update_field(1, "response", "Autre."), "has changed"),
        (lambda project: project.delete_rows([1]), "no longer there"),
        (lambda project: project.set_split([1], "test"), "no longer in training"),
        (lambda project: project.set_status([1], "rejected"), "no longer in training"),
        (lambda project: project.db.execute("UPDATE example SET family = 25 WHERE id = 1"), "no longer in training"),
        (lambda project: project.add_rows(1, [case(0).model_copy(update={"input": "Neuf"})]), "same row"),
    ],
)
def test_what_no_longer_fits_is_left_out_and_counted(
    project: Project, reader: ProjectReader, cases: Dataset, plan: AugmentationPlan, change: object, reason: str
) -> None:
    variants = [variant_of(reader, 1, "Neuf"), variant_of(reader, 2)]
    assert callable(change)
    change(project)
    applied = apply_variants(project, plan, variants)
    assert applied.added == 1
    ((said, count),) = [(each.sentence.text(), each.count) for each in applied.left_out]
    assert reason in said
    assert count == 1


def test_where_nothing_fits_no_step_is_made(
    project: Project, reader: ProjectReader, cases: Dataset, plan: AugmentationPlan
) -> None:
    variant = variant_of(reader, 1)
    before = tables(reader)
    refused = variant.refused(Sentence("No."))
    assert apply_variants(project, plan, [refused]).added == 0
    assert tables(reader) == before


def test_a_copy_of_a_variant_is_a_variant(
    project: Project, reader: ProjectReader, cases: Dataset, plan: AugmentationPlan
) -> None:
    apply_variants(project, plan, [variant_of(reader, 2)])
    duplicate_rows(project, [1, 29])
    lineage = lineage_of(reader, 31)
    assert lineage is not None
    assert (lineage.parent_id, lineage_of(reader, 30)) == (2, None)
    assert variants_of(reader, 2) == (29, 31)


@pytest.mark.parametrize("moment", MOMENTS)
def test_a_killed_application_was_never_made(
    project: Project, reader: ProjectReader, cases: Dataset, moment: str
) -> None:
    before, folder = tables(reader), project.path
    project.close()
    started = [sys.executable, "-c", CHILD, str(folder), moment]
    with subprocess.Popen(started, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as child:
        assert child.stdout is not None
        assert child.stdout.readline() == "here\n"
        child.kill()
    with Project.open(folder) as again, ProjectReader(Path(folder)) as whole:
        assert tables(whole) == before
        assert again.db.pragma("integrity_check") == "ok"
