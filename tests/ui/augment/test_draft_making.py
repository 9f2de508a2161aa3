"""What the drafting view finds in a project before a model is asked."""

from pathlib import Path

from studio.core.augmentation import AugmentationPlan
from studio.core.example import Instruction
from studio.data.project import Project
from studio.ui.augment.drafting.making import Adapter, count_possible, find_adapters
from studio.ui.augment.drafting.wishes import Possible
from tests.ui.training.scenes import failing, make_project, make_run, whole_run, write_events


def test_only_what_finished_runs_have_learned_is_offered(tmp_path: Path) -> None:
    project = make_project(tmp_path / "p")
    for events in (whole_run(), failing()):
        run = make_run(project)
        write_events(run, events)
        run.adapter.mkdir()
        (run.adapter / "adapter_config.json").write_text("{}", "utf-8")
    first = next((project / "runs").glob("0001-*"))
    assert find_adapters(project) == (Adapter(str(first / "adapter"), "Run 1, as trained"),)


def test_room_for_drafts_is_what_the_cap_leaves_and_answers_are_those_missing(tmp_path: Path) -> None:
    cases = [
        Instruction(instruction="Que faire ?", input=f"Céphalée depuis {days} jours.", response="Repos.")
        for days in (2, 3)
    ]
    unanswered = Instruction(instruction="Que faire ?", input="Mal de tête brutal.", response="")
    with Project.create(tmp_path / "p", "p") as project:
        dataset = project.add_dataset("cases", "instruction")
        project.add_rows(dataset.id, [*cases, unanswered], split="train")
        plan = AugmentationPlan(dataset="cases", per_parent=4)
        assert count_possible(project.path, plan) == Possible(rewritings=8, answers=0)
        project.set_status([3], "reviewed")
        assert count_possible(project.path, plan) == Possible(rewritings=8, answers=1)
