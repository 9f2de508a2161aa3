"""What a plan comes to, and what it says cannot be met."""

import pytest

from studio.core.augmentation import AugmentationPlan, Composition
from studio.core.example import Classification, Text
from studio.data.augmenting.applying import apply_variants
from studio.data.augmenting.planning import GroupOutlook, composed, make_outlook
from studio.data.project import Dataset, Project, ProjectReader
from studio.errors import ProjectFailed
from tests.data.augmenting.cases import variant_of


def outlook_by_title(reader: ProjectReader, plan: AugmentationPlan) -> dict[str, GroupOutlook]:
    return {group.title: group for group in make_outlook(reader, plan).groups}


def test_without_a_target_every_row_gets_one_variant(
    reader: ProjectReader, cases: Dataset, plan: AugmentationPlan
) -> None:
    (group,) = make_outlook(reader, plan).groups
    assert (group.before, group.planned, group.after, group.parents) == (20, 20, 40, 20)


def test_a_target_counts_training_rows(reader: ProjectReader, cases: Dataset, plan: AugmentationPlan) -> None:
    outlook = make_outlook(reader, plan.model_copy(update={"target": 30}))
    assert (outlook.planned, outlook.shortfalls) == (10, ())


def test_shares_come_true_with_as_few_rows_as_can_be(
    reader: ProjectReader, cases: Dataset, plan: AugmentationPlan
) -> None:
    composition = Composition(by="contract", shares={"Urgence": 50, "Rest": 50})
    groups = outlook_by_title(reader, plan.model_copy(update={"composition": composition}))
    assert (groups["Urgent"].before, groups["Urgent"].needed, groups["Urgent"].after) == (5, 10, 15)
    assert (groups["Rest"].before, groups["Rest"].needed) == (15, 0)


def test_the_cap_makes_an_honest_shortfall(reader: ProjectReader, cases: Dataset, plan: AugmentationPlan) -> None:
    composition = Composition(by="contract", shares={"Urgent": 50, "Rest": 50})
    capped = plan.model_copy(update={"composition": composition, "per_parent": 1})
    outlook = make_outlook(reader, capped)
    assert [(each.key, each.planned) for each in outlook.groups] == [("Urgent", 5), ("Rest", 0)]
    (said,) = outlook.shortfalls
    assert said.text() == "The group “Urgent” needs 10 more, but its parents (5) allow 5."


def test_variants_there_are_count_as_rows_and_for_the_cap(
    project: Project, reader: ProjectReader, cases: Dataset, plan: AugmentationPlan
) -> None:
    apply_variants(project, plan, [variant_of(reader, 1)])
    (group,) = make_outlook(reader, plan.model_copy(update={"per_parent": 1})).groups
    assert (group.before, group.parents, group.allowed, group.planned) == (21, 20, 19, 19)
    project.set_status([29], "rejected")
    (group,) = make_outlook(reader, plan.model_copy(update={"per_parent": 1})).groups
    assert (group.before, group.allowed) == (20, 20)


def test_a_group_nobody_is_in_cannot_be_filled(reader: ProjectReader, cases: Dataset, plan: AugmentationPlan) -> None:
    composition = Composition(by="contract", shares={"Urgent": 1, "Monitoring": 1})
    outlook = make_outlook(reader, plan.model_copy(update={"composition": composition}))
    (said,) = outlook.shortfalls
    assert "“Monitoring” needs 5 more, but has no row" in said.text()


def test_a_plan_that_comes_to_nothing_says_why(
    project: Project, reader: ProjectReader, cases: Dataset, plan: AugmentationPlan
) -> None:
    def said(**changes: object) -> list[str]:
        return [each.text() for each in make_outlook(reader, plan.model_copy(update=changes)).shortfalls]

    misspelt = Composition(by="label", shares={"Urgnt": 1})
    assert said(composition=misspelt) == ["The group “Urgnt” has no training row; check how it is written."]
    assert said(only_approved=True) == ["There is no training row that variants can be made of."]
    apply_variants(project, plan, [variant_of(reader, id) for id in range(1, 21)])
    assert said(per_parent=1) == ["Each row that variants can be made of (20) has as many as it may have."]
    project.delete_rows(range(1, 60))
    assert said() == ["There is no training row that variants can be made of."]


@pytest.mark.parametrize(
    ("target", "wanted"),
    # From 50 on there are more rows of b than its share, so that a gets what is left beside b and c.
    [(None, 45), (70, 45), (50, 25), (30, 5), (10, 0)],
)
def test_what_a_composition_asks_of_a_target(target: int | None, wanted: int) -> None:
    assert composed({"b": 15, "c": 10}, {"a": 3, "b": 1}, target)["a"] == wanted


def test_only_whole_training_rows_of_no_kept_family_are_parents(
    project: Project, reader: ProjectReader, cases: Dataset, plan: AugmentationPlan
) -> None:
    project.set_status([1], "rejected")
    project.update_field(2, "response", " ")
    project.db.execute("UPDATE example SET family = 25 WHERE id = 3")
    project.db.execute("UPDATE example SET split = NULL WHERE id = 4")
    project.add_rows(cases.id, [row.content for row in reader.rows([5])], split="train")
    (group,) = make_outlook(reader, plan).groups
    assert (group.before, group.parents) == (18, 16)
    project.set_status([6, 7], "approved")
    (group,) = make_outlook(reader, plan.model_copy(update={"only_approved": True})).groups
    assert group.parents == 2


def test_rows_are_grouped_by_labels_and_columns(
    project: Project, reader: ProjectReader, plan: AugmentationPlan
) -> None:
    dataset = project.add_dataset("étiquettes", "classification")
    labels = (("a",), ("b", "a"), ("a", "b"), ())
    project.add_rows(
        dataset.id, [Classification(text=f"Texte {at}", labels=each) for at, each in enumerate(labels)], split="train"
    )
    project.db.execute("UPDATE example SET extra = json_object('Service', 'Urgences') WHERE id = 1")
    for by, counts in (
        ("label", {"a": 1, "a, b": 2, "no label": 1}),
        ("column:Service", {"Urgences": 1, "empty": 3}),
    ):
        composition = Composition(by=by, shares={next(iter(counts)): 1})
        wanted = plan.model_copy(update={"dataset": "étiquettes", "composition": composition})
        assert {title: group.before for title, group in outlook_by_title(reader, wanted).items()} == counts


def test_rows_are_grouped_by_what_is_told_of_the_patient(
    project: Project, reader: ProjectReader, plan: AugmentationPlan
) -> None:
    dataset = project.add_dataset("notes", "text")
    told = ("Patiente de 24 ans, adressée pour migraine.", "Patient de 67 ans, adressé pour céphalées.", "Sans objet.")
    project.add_rows(dataset.id, [Text(text=each) for each in told], split="train")
    for by, counts in (
        ("sex", {"women": 1, "men": 1, "sex not told": 1}),
        ("age", {"18 to 29 years": 1, "65 to 79 years": 1, "age not told": 1}),
    ):
        composition = Composition(by=by, shares={next(iter(counts)): 1})
        wanted = plan.model_copy(update={"dataset": "notes", "composition": composition})
        assert {title: group.before for title, group in outlook_by_title(reader, wanted).items()} == counts


def test_kinds_of_answers_need_a_contract(
    project: Project, reader: ProjectReader, cases: Dataset, plan: AugmentationPlan
) -> None:
    (project.path / "contract.yaml").unlink()
    with pytest.raises(ProjectFailed, match="contract"):
        make_outlook(reader, plan.model_copy(update={"composition": Composition(by="contract", shares={"x": 1})}))


def test_an_unknown_data_set_is_said(reader: ProjectReader, plan: AugmentationPlan) -> None:
    with pytest.raises(ProjectFailed, match="cas"):
        make_outlook(reader, plan)
