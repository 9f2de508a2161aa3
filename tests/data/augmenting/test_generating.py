"""Variants are the same bit for bit wherever they are made, and stay away from what is kept for validation or test."""

from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import pytest

from studio.core.augmentation import AugmentationPlan, Chosen, Composition
from studio.core.example import Content, Instruction
from studio.data.augmenting.applying import apply_variants
from studio.data.augmenting.generating import variants
from studio.data.augmenting.near import Wording, likeness
from studio.data.augmenting.planning import make_outlook
from studio.data.augmenting.running import Generated, collected, generate, preview
from studio.data.child import ChildCancelled
from studio.data.contract_file import write_contract
from studio.data.project import Dataset, Project, ProjectReader
from studio.data.reader import CONTENT
from studio.errors import PlanWrong
from tests.data.augmenting.cases import CONTRACT, REST, URGENT, case


def filled(folder: Path, contents: Sequence[Content]) -> Project:
    project = Project.create(folder, "p")
    write_contract(project.path, CONTRACT)
    project.add_rows(project.add_dataset("cas", "instruction").id, contents, split="train")
    return project


def made_here(project: Path, plan: AugmentationPlan, limit: int = 0) -> Generated:
    """As `generate`, in this process, which saves its start."""
    return collected(variants(str(project), plan.model_dump_json(), limit), with_refused=limit > 0)


def test_every_row_gets_a_variant_that_says_how_it_was_made(
    project: Project, reader: ProjectReader, cases: Dataset, plan: AugmentationPlan
) -> None:
    counts: list[tuple[int, int]] = []
    generated = generate(project.path, plan, progress=lambda *count: counts.append(count))
    assert (generated.asked, len(generated.variants), generated.missed) == (20, 20, ())
    assert counts[-1] == (20, 20)
    assert {variant.parent_id for variant in generated.variants} == set(range(1, 21))
    for variant in generated.variants:
        (parent,) = reader.rows([variant.parent_id])
        assert CONTENT.validate_json(variant.content) != parent.content
        assert variant.made_by
        assert variant.notes
        assert set(variant.made_by) <= {"numbers", "typing_noise"}


def test_the_same_rows_and_seed_give_the_same_bytes(tmp_path: Path, plan: AugmentationPlan) -> None:
    wanted = plan.model_copy(update={"target": 50})
    fingerprints = []
    for name, extra in (("one", 0), ("two", 3)):
        with filled(tmp_path / name, [case(number) for number in range(20)]) as project:
            # Other ids of the project must not matter.
            project.add_dataset("autre", "text")
            project.delete_rows(row for row in range(100, 100 + extra))
            generated = made_here(project.path, wanted)
            fingerprints.append(generated.fingerprint())
            assert len(generated.variants) == 30
            other = made_here(project.path, wanted.model_copy(update={"seed": 7}))
            assert other.fingerprint() != generated.fingerprint()
    assert fingerprints[0] == fingerprints[1]


def test_two_processes_make_what_one_makes(
    project: Project, cases: Dataset, plan: AugmentationPlan, monkeypatch: pytest.MonkeyPatch
) -> None:
    wanted = plan.model_copy(update={"target": 70})
    alone = made_here(project.path, wanted)
    monkeypatch.setattr("studio.data.augmenting.generating._MANY", 10)
    assert made_here(project.path, wanted) == alone


def test_a_second_run_goes_on_where_the_first_ended(
    project: Project, reader: ProjectReader, cases: Dataset, plan: AugmentationPlan
) -> None:
    first = made_here(project.path, plan).variants
    apply_variants(project, plan, first)
    second = made_here(project.path, plan).variants
    # Of some cases there is no second way to write the numbers or to mistype.
    assert len(second) > 10
    assert not {each.content for each in first} & {each.content for each in second}
    assert apply_variants(project, plan, second).added == len(second)
    for _time in range(2):
        project.undo()
    assert [each.content for each in made_here(project.path, plan).variants] == [each.content for each in first]


def test_no_parent_has_more_than_the_cap_and_all_are_used_evenly(
    project: Project, cases: Dataset, plan: AugmentationPlan
) -> None:
    capped = plan.model_copy(update={"target": 1_000, "per_parent": 2})
    generated = made_here(project.path, capped)
    assert set(Counter(variant.parent_id for variant in generated.variants).values()) <= {1, 2}
    assert generated.asked == 980
    apply_variants(project, capped, generated.variants)
    missed = made_here(project.path, plan.model_copy(update={"target": 45, "per_parent": 3}))
    counts = Counter(variant.parent_id for variant in (*generated.variants, *missed.variants))
    assert max(counts.values()) - min(counts.values()) <= 1


def test_a_composition_is_filled_by_the_groups_own_parents(
    project: Project, reader: ProjectReader, cases: Dataset, plan: AugmentationPlan
) -> None:
    composition = Composition(by="contract", shares={"Urgent": 50, "Rest": 50})
    wanted = plan.model_copy(update={"composition": composition})
    generated = made_here(project.path, wanted)
    assert Counter(variant.group for variant in generated.variants) == {"Urgent": 10}
    assert {variant.parent_id for variant in generated.variants} == {1, 5, 9, 13, 17}
    apply_variants(project, wanted, generated.variants)
    assert {group.key: group.before for group in make_outlook(reader, wanted).groups} == {"Urgent": 15, "Rest": 15}


def test_minimal_pairs_of_other_groups_fill_what_is_missing(project: Project, plan: AugmentationPlan) -> None:
    dataset = project.add_dataset("cas", "instruction")
    told = "Patient de {} ans, céphalées depuis {} jours, dossier {}. Pas de fièvre, pas de raideur de nuque. {}"
    signs = ("Pas de traumatisme.", "Convulsions hier soir.")
    project.add_rows(
        dataset.id,
        [
            Instruction(
                instruction="Que faire ?",
                input=told.format(20 + at, 2 + at, at * 7919, signs[at == 0]),
                response=URGENT if at == 0 else REST,
            )
            for at in range(12)
        ],
        split="train",
    )
    pairs = plan.model_copy(
        update={
            "transformations": (Chosen(key="minimal_pair"), Chosen(key="numbers")),
            "composition": Composition(by="contract", shares={"Urgent": 1, "Rest": 1}),
            "target": 14,
            "per_parent": 1,
            "answers": {"Urgent": URGENT},
        }
    )
    with ProjectReader(project.path) as reader:
        outlook = make_outlook(reader, pairs)
    assert outlook.planned == 1
    assert "other groups" in outlook.shortfalls[-1].text()
    generated = made_here(project.path, pairs)
    assert Counter(variant.group for variant in generated.variants) == {"Urgent": 2}
    answers = [Instruction.model_validate_json(variant.content).response for variant in generated.variants]
    assert answers == [URGENT, URGENT]
    assert sum("minimal_pair" in variant.made_by for variant in generated.variants) >= 1


def test_groups_by_sex_are_filled_by_variants_of_the_other(project: Project, plan: AugmentationPlan) -> None:
    dataset = project.add_dataset("cas", "instruction")
    told = "Patient de {} ans, adressé pour des céphalées depuis {} jours, dossier {}."
    rows = [told.format(20 + at, 2 + at, at * 7919) for at in range(8)]
    project.add_rows(
        dataset.id, [Instruction(instruction="Que faire ?", input=row, response=REST) for row in rows], split="train"
    )
    by_sex = plan.model_copy(
        update={
            "transformations": (Chosen(key="sex"),),
            "composition": Composition(by="sex", shares={"male": 1, "women": 1}),
        }
    )
    generated = made_here(project.path, by_sex)
    assert generated.asked == 8
    assert Counter(variant.group for variant in generated.variants) == {"female": 8}


def test_nothing_like_a_kept_row_is_made(project: Project, cases: Dataset, plan: AugmentationPlan) -> None:
    kept = case(24)
    twin = kept.model_copy(update={"input": f"{kept.input} Bien."})
    project.add_rows(cases.id, [twin], split="train")
    generated = made_here(project.path, plan)
    assert 29 not in {variant.parent_id for variant in generated.variants}
    assert "Nothing is made of row 29: it is too near to row 25" in generated.refused[-1].sentence.text()
    assert [each.text() for each in generated.missed] == [
        "Rows are still missing (1): nothing more could be made that passes the gates."
    ]
    wording = Wording()
    texts = [wording.shingles([case(number).input]) for number in range(20, 28)]
    for variant in generated.variants:
        made = wording.shingles([Instruction.model_validate_json(variant.content).input])
        assert max(likeness(made, text) for text in texts) < 0.85


def test_a_preview_shows_accepted_and_refused_ones_whatever_is_needed(
    project: Project, cases: Dataset, plan: AugmentationPlan
) -> None:
    full = plan.model_copy(update={"target": 1})
    assert made_here(project.path, full).asked == 0
    shown = preview(project.path, full, 12)
    assert sum(variant.is_accepted for variant in shown.variants) == 12
    assert len({variant.parent_id for variant in shown.variants if variant.is_accepted}) == 12
    project.add_rows(cases.id, [Instruction(instruction="Oui ou non ?", response="Non.")], split="train")
    only = plan.model_copy(update={"transformations": (Chosen(key="numbers"),)})
    assert any(not variant.is_accepted for variant in preview(project.path, only, 21).variants)


def test_a_cancelled_run_says_so(project: Project, cases: Dataset, plan: AugmentationPlan) -> None:
    with pytest.raises(ChildCancelled):
        generate(project.path, plan, cancelled=lambda: True)


def test_a_plan_without_a_transformation_is_refused(project: Project, cases: Dataset, plan: AugmentationPlan) -> None:
    with pytest.raises(PlanWrong, match="no transformation"):
        made_here(project.path, plan.model_copy(update={"transformations": ()}))


def test_an_answer_of_an_unknown_kind_is_refused(project: Project, cases: Dataset, plan: AugmentationPlan) -> None:
    wrong = plan.model_copy(update={"transformations": (Chosen(key="minimal_pair"),), "answers": {"Rst": REST}})
    with pytest.raises(PlanWrong, match="“Rst”") as raised:
        made_here(project.path, wrong)
    assert raised.value.hint == "The answer contract has the kinds: Urgent, Rest."


def test_nothing_is_made_of_punctuation(tmp_path: Path, plan: AugmentationPlan) -> None:
    rows = [Instruction(instruction="Que faire ?", input=text, response=REST) for text in ("… !!! 38 °C", "Oui, oui.")]
    with filled(tmp_path / "p", [*rows, case(1)]) as project:
        made = made_here(project.path, plan)
    assert {each.parent_id for each in made.variants} == {3}
    assert [each.count for each in made.refused if "different words" in each.sentence.text()] == [2]


@pytest.mark.slow
def test_a_second_opinion_may_only_refuse(project: Project, cases: Dataset, plan: AugmentationPlan) -> None:
    text = "Patiente de 31 ans, céphalées depuis {} jours. Pas de fièvre, pas de vomissements. Dossier {}."
    rows = [
        Instruction(instruction="Que faire ?", input=text.format(2 + at, at * 7919), response=REST) for at in range(9)
    ]
    project.add_rows(cases.id, rows, split="train")
    first = generate(project.path, plan)
    second = generate(project.path, plan.model_copy(update={"full_check": True}))
    # The first twenty speak of no finding that there could be a second opinion on.
    assert {each.seed for each in first.variants if each.parent_id <= 20} <= {each.seed for each in second.variants}


def test_nothing_is_made_of_rows_in_another_language(
    project: Project, plan: AugmentationPlan, cases: Dataset, reader: ProjectReader
) -> None:
    project.update_field(
        3, "input", "The patient, a 45 year old man, has had headaches for 3 days, and no fever at all."
    )
    generated = made_here(project.path, plan)
    assert {variant.parent_id for variant in generated.variants} == {*range(1, 21)} - {3}
    assert "Nothing is made of row 3: it is not in French." in [each.sentence.text() for each in generated.refused]
