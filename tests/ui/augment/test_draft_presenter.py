"""When a language model may be asked, and what becomes of a plan from a file; no window, no model."""

from dataclasses import replace
from typing import Any

import pytest

from studio.assist.prompts import shipped_prompt
from studio.core.augmentation import AugmentationPlan, Chosen, Drafting
from studio.errors import AssistantFailed
from studio.settings import Settings
from studio.ui.augment.drafting.presenter import DraftPresenter
from studio.ui.augment.drafting.wishes import ModelWish, Possible, RequestWish, Standing

HERE = ModelWish(on_server=True, address="http://127.0.0.1:1", name="a")
BASE = AugmentationPlan(dataset="cases", transformations=(Chosen(key="synonyms"),), target=90, seed=7, per_parent=3)


class View:
    """Keeps what was last shown, and what was asked for."""

    def __init__(self) -> None:
        self.shown: dict[str, Any] = {}
        self.asked: list[tuple[str, AugmentationPlan, bool]] = []

    def __getattr__(self, name: str) -> Any:
        def show(*values: object) -> None:
            self.shown[name.removeprefix("show_")] = values

        return show

    def try_some(self, plan: AugmentationPlan, *, remote_allowed: bool) -> None:
        self.asked.append(("try", plan, remote_allowed))

    def draft(self, plan: AugmentationPlan, *, remote_allowed: bool) -> None:
        self.asked.append(("draft", plan, remote_allowed))

    @property
    def standing(self) -> Standing:
        standing = self.shown["standing"][0]
        assert isinstance(standing, Standing)
        return standing


class Scene:
    def __init__(self, *, read_only: bool = False) -> None:
        self.view, self.settings = View(), Settings()
        self.presenter = DraftPresenter(self.view, self.settings, read_only=read_only)
        self.presenter.open()
        self.presenter.on_plan(BASE)
        self.presenter.on_counted(Possible(rewritings=12, answers=0))


@pytest.mark.parametrize(
    ("model", "obstacle"),
    [
        (HERE, ""),
        (replace(HERE, address=" "), "Write the address"),
        (replace(HERE, name=""), "Choose a model"),
        (replace(HERE, address="ftp://x"), "see its address"),
        (replace(HERE, address="http://192.0.2.1:1"), "see its address"),
        (replace(HERE, address="http://192.0.2.1:1", remote_allowed=True), ""),
        (ModelWish(local="demo"), ""),
        (ModelWish(local="x", local_problem="No such model."), "No such model."),
    ],
)
def test_what_a_model_lacks_is_said(model: ModelWish, obstacle: str) -> None:
    scene = Scene()
    scene.presenter.on_model(model)
    assert obstacle in scene.view.standing.cannot_draft
    assert bool(scene.view.standing.cannot_draft) == bool(obstacle)
    scene.presenter.on_draft()
    assert len(scene.view.asked) == (not obstacle)


def test_drafts_take_the_seed_and_the_limits_of_the_rules_and_no_rule() -> None:
    scene = Scene()
    scene.presenter.on_draft()
    plan = scene.view.asked[0][1]
    assert (plan.seed, plan.per_parent, plan.dataset) == (7, 3, "cases")
    assert (plan.transformations, plan.target) == ((), None)
    assert plan.drafting == Drafting(task="paraphrase", count=20, model="demo")


def test_no_more_is_promised_than_there_is_room_for() -> None:
    scene = Scene()
    assert scene.view.standing.drafts == 12
    scene.presenter.on_task("answers")
    assert "No reviewed case" in scene.view.standing.cannot_draft
    assert not scene.view.standing.cannot_try
    scene.presenter.on_task("new_cases")
    assert scene.view.standing.drafts == 20


def test_the_model_is_asked_once_at_a_time() -> None:
    scene = Scene()
    scene.presenter.on_draft()
    scene.presenter.on_draft()
    scene.presenter.on_try()
    assert [kind for kind, _plan, _remote in scene.view.asked] == ["draft"]
    scene.presenter.on_failed(AssistantFailed("No.", hint="Try."))
    assert scene.view.shown["cards"] == ((), "No.\nTry.")
    assert not scene.view.standing.cannot_try


def test_a_trial_asked_again_unchanged_draws_anew() -> None:
    scene = Scene()
    for _time in range(2):
        scene.presenter.on_try()
        scene.presenter.on_tried(())
    scene.presenter.on_request(RequestWish(shipped_prompt("paraphrase").text, temperature=0.1))
    scene.presenter.on_try()
    assert [plan.seed for _kind, plan, _remote in scene.view.asked] == [7, 8, 7]


def test_the_shipped_wording_is_no_wording_of_ones_own() -> None:
    scene = Scene()
    for text, kept in ((f"Autrement : {{text}}{chr(10)}", True), (shipped_prompt("paraphrase").text, False)):
        scene.presenter.on_request(RequestWish(text))
        plan = scene.presenter.plan
        assert plan is not None
        assert plan.drafting is not None
        assert plan.drafting.prompt == (text if kept else "")


def test_a_plan_from_a_file_gives_no_leave_to_ask_other_machines() -> None:
    scene = Scene()
    drafting = Drafting(task="retell", count=5, server="http://192.0.2.1:1", model="b")
    scene.presenter.on_drafting_loaded(drafting)
    assert "not on this machine" in scene.view.standing.address_problem
    assert scene.presenter.plan is None
    assert not scene.settings.remote_servers


def test_where_it_was_asked_is_remembered_when_it_is_asked() -> None:
    scene = Scene()
    scene.presenter.on_model(HERE)
    assert scene.settings.server == ""
    scene.presenter.on_try()
    assert (scene.settings.server, scene.settings.server_model) == (HERE.address, "a")


def test_read_only_tries_and_keeps_nothing() -> None:
    scene = Scene(read_only=True)
    assert scene.view.standing.cannot_draft.startswith("Read only")
    scene.presenter.on_draft()
    scene.presenter.on_try()
    assert [kind for kind, _plan, _remote in scene.view.asked] == ["try"]
