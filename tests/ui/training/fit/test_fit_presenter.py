"""What is forecast when, whose trial is kept, and what is said of it; no Qt."""

from dataclasses import dataclass, field, replace

import pytest

from studio.core.events import Event, Failed, Finished, Metric, Phase, Planned
from studio.core.forecast import Forecast
from studio.core.recipe import with_changes
from studio.errors import RunFailed
from studio.runs.forecasts import Accuracy
from studio.runs.machine import Machine
from studio.runs.presets import load_preset
from studio.ui.training.doctor.remedy import Remedy
from studio.ui.training.fit.estimating import Estimate, Question, question_of
from studio.ui.training.fit.presenter import FitPresenter, Measured, TrialProgress, Trouble
from studio.ui.training.fit.words import Shown, accuracy_words, outcome_words, shown_forecast
from studio.ui.training.readiness import DataCounts, Readiness, Wish

GB = 10**9
RECIPE = load_preset("demo-cpu").preset.recipe
DATA = DataCounts(1, "cases", "instruction", train=60, validation=8, test=40)
WISH = Wish("demo-cpu", RECIPE, DATA)
MACHINE = Machine("CPU", on_card=False, memory=16 * GB, free=12 * GB, disk_free=100 * GB)
FORMULA = Forecast(
    source="formula", device="CPU", load_bytes=1 * GB, train_bytes=2 * GB, evaluate_bytes=GB, save_bytes=2 * GB,
    peak_bytes=2 * GB, disk_bytes=10**7, micro_batch=16, accumulation=1,
)  # fmt: skip
PROBE = FORMULA.model_copy(
    update={"source": "probe", "peak_bytes": 3 * GB, "train_bytes": 3 * GB, "steps": 110, "step_s": 0.5, "total_s": 300}
)


@dataclass
class View:
    """Remembers what is on show."""

    shown: Shown | None = None
    trouble: Trouble | None = None
    remedy: Remedy | None = None
    trial: TrialProgress | None = None
    obstacle: str = "?"

    def show_forecast(self, shown: Shown | None) -> None:
        self.shown = shown

    def show_trouble(self, trouble: Trouble | None) -> None:
        self.trouble = trouble

    def show_remedy(self, remedy: Remedy | None) -> None:
        self.remedy = remedy

    def show_trial(self, progress: TrialProgress | None) -> None:
        self.trial = progress

    def show_measurable(self, obstacle: str) -> None:
        self.obstacle = obstacle


@dataclass
class Desk:
    """Remembers what was ordered."""

    estimated: list[Question] = field(default_factory=list)
    measured: list[Question] = field(default_factory=list)
    cancelled: int = 0

    def estimate(self, question: Question) -> None:
        self.estimated.append(question)

    def measure(self, question: Question) -> None:
        self.measured.append(question)

    def cancel(self) -> None:
        self.cancelled += 1


class Scene:
    """A presenter that someone looks at, with a wish whose formula is answered."""

    def __init__(self, wish: Wish = WISH) -> None:
        self.view, self.desk = View(), Desk()
        self.presenter = FitPresenter(self.view, self.desk)
        self.presenter.on_readiness(Readiness())
        self.presenter.on_seen()
        self.wish(wish)

    def wish(self, wish: Wish, longest: int = 600, forecast: Forecast | None = FORMULA, problem: str = "") -> None:
        self.presenter.on_wish_changed(wish)
        if question := question_of(wish):
            self.presenter.on_estimated(Estimate(question, MACHINE, longest, forecast, problem))

    def tell(self, *events: Event) -> None:
        for event in events:
            self.presenter.on_trial_event(event)

    def measure(self) -> Measured:
        self.presenter.on_measure()
        return Measured(self.desk.measured[-1], 600, PROBE)

    @property
    def source(self) -> str:
        assert self.view.shown is not None
        return self.view.shown.source.partition(" · ")[0]


def changed(**changes: str) -> Wish:
    return replace(WISH, recipe=with_changes(RECIPE, {name.replace("__", "."): each for name, each in changes.items()}))


def test_nothing_is_computed_unless_someone_looks() -> None:
    view, desk = View(), Desk()
    presenter = FitPresenter(view, desk)
    presenter.on_wish_changed(WISH)
    assert desk.estimated == []
    presenter.on_seen()
    assert len(desk.estimated) == 1
    presenter.on_hidden()
    presenter.on_wish_changed(WISH)
    assert len(desk.estimated) == 1
    presenter.on_seen()
    assert len(desk.estimated) == 2


@pytest.mark.parametrize(
    "wish",
    [
        Wish(),
        replace(WISH, recipe=None),
        replace(WISH, model_problem="There is no such folder."),
        replace(WISH, data=replace(DATA, train=0)),
    ],
)
def test_nothing_is_forecast_of_half_a_choice(wish: Wish) -> None:
    scene = Scene()
    scene.wish(wish)
    assert scene.view.shown is None
    assert scene.presenter.forecast_for(wish) is None
    assert scene.view.obstacle


def test_the_formula_is_shown_until_a_trial_has_measured() -> None:
    scene = Scene()
    assert scene.source == "Estimate by formula"
    assert scene.presenter.forecast_for(WISH) == FORMULA
    measured = scene.measure()
    scene.presenter.on_measured(measured)
    assert scene.source == "Measured on this machine"
    assert scene.presenter.forecast_for(WISH) == PROBE
    assert scene.view.shown is not None
    assert scene.view.shown.facts == (
        "110 steps of 0.5 s at most · about 5 min to the end",
        "micro-batch 16 × 1 · no checkpointed layer",
    )


def test_a_trial_counts_for_its_own_recipe_and_rows_alone() -> None:
    scene = Scene()
    scene.presenter.on_measured(scene.measure())
    other = changed(method__rank="8")
    scene.wish(other)
    assert (scene.source, scene.presenter.forecast_for(other)) == ("Estimate by formula", FORMULA)
    assert scene.presenter.forecast_for(WISH) is None  # of another wish than the one on show nothing is known
    scene.wish(WISH)
    assert scene.source == "Measured on this machine"
    scene.wish(WISH, longest=601)
    assert scene.source == "Estimate by formula"


def test_the_answer_to_an_older_question_is_dropped() -> None:
    scene = Scene()
    old = question_of(WISH)
    assert old is not None
    scene.presenter.on_wish_changed(changed(method__rank="8"))
    scene.presenter.on_estimated(Estimate(old, MACHINE, 600, PROBE))
    assert scene.source == "Estimate by formula"


def test_the_trial_is_told_step_by_step_and_never_backwards() -> None:
    scene = Scene()
    scene.measure()
    shares, words = [], []
    plan = Planned(total_steps=4, train_rows=60, validation_rows=8, trainable_parameters=1, total_parameters=2)
    for event in (
        Phase(name="import"), Phase(name="load"), plan, Phase(name="train"), Metric(step=3, name="loss", value=1.0),
        Phase(name="evaluate"), Phase(name="train"), Metric(step=4, name="loss", value=1.0), Phase(name="save"),
    ):  # fmt: skip
        scene.tell(event)
        assert scene.view.trial is not None
        shares.append(scene.view.trial.share)
        words.append(scene.view.trial.words)
    assert shares == sorted(shares)
    assert "Step 3 of 4" in words
    assert words[-1] == "Saving"


def test_only_one_trial_at_a_time_and_none_where_a_run_could_not_start() -> None:
    scene = Scene()
    scene.presenter.on_measure()
    scene.presenter.on_measure()
    assert len(scene.desk.measured) == 1
    scene.presenter.on_cancel()
    scene.presenter.on_measuring_cancelled()
    assert (scene.desk.cancelled, scene.view.trial, scene.view.trouble) == (1, None, None)
    scene.presenter.on_readiness(Readiness("A run is going on in this project."))
    assert scene.view.obstacle == "A run is going on in this project."
    scene.presenter.on_measure()
    assert len(scene.desk.measured) == 1


def test_undivided_examples_are_estimated_but_not_tried() -> None:
    undivided = replace(WISH, data=replace(DATA, train=0, unassigned=100))
    scene = Scene(undivided)
    assert scene.source == "Estimate by formula"
    assert scene.view.obstacle.startswith("Divide the examples first")


def test_a_trial_out_of_memory_says_calmly_what_to_do() -> None:
    scene = Scene()
    scene.measure()
    scene.tell(Failed(kind="out_of_memory", message="CUDA out of memory"))
    scene.presenter.on_measuring_failed(RunFailed("CUDA out of memory"))
    assert scene.view.shown is not None
    assert scene.view.shown.level == "bad"
    assert scene.view.shown.verdict == (
        "The trial needed more memory than there is. Choose a smaller model, shorter examples, or QLoRA."
    )
    assert (scene.view.trial, scene.view.trouble) == (None, None)
    remedy = scene.view.remedy
    assert remedy is not None
    assert (remedy.preset, remedy.dataset) == ("demo-cpu", "cases")
    assert remedy.recipe == with_changes(RECIPE, {"memory.micro_batch": "1", "memory.checkpointing": "on"})
    scene.wish(changed(method__rank="8"))
    assert (scene.view.shown.level, scene.view.remedy) == ("good", None)
    scene.wish(WISH)
    assert (scene.view.shown.level, scene.view.remedy) == ("bad", remedy)


def test_another_failure_is_told_as_the_worker_told_it() -> None:
    scene = Scene()
    scene.measure()
    scene.presenter.on_measuring_failed(RunFailed("No template.", hint="Choose ChatML."))
    assert scene.view.trouble == Trouble("No template.", "Choose ChatML.")


def test_a_model_whose_sizes_are_unknown_can_still_be_measured() -> None:
    scene = Scene()
    scene.wish(changed(method__rank="8"), forecast=None, problem="config.json cannot be read.")
    assert scene.view.shown is None
    assert scene.view.trouble == Trouble("config.json cannot be read.")
    assert not scene.view.obstacle


@pytest.mark.parametrize(
    ("train", "free", "level", "verdict"),
    [
        (2 * GB, 12 * GB, "good", "It should fit."),
        (8 * GB, 6 * GB, "warn", "It is tight: close other programs first."),
        (15 * GB, 16 * GB, "warn", "It is tight: close other programs first."),
        (17 * GB, 16 * GB, "bad", "It needs more memory than there is."),
    ],
)
def test_the_verdict_follows_what_there_is(train: int, free: int, level: str, verdict: str) -> None:
    forecast = FORMULA.model_copy(update={"train_bytes": train})
    shown = shown_forecast(forecast, replace(MACHINE, free=free), None)
    assert shown.level == level
    assert shown.verdict.startswith(verdict)
    bars = {bar.title: bar for bar in shown.bars}
    assert bars["Training"].level == level
    assert bars["Loading"].level == "good"


def test_a_full_disk_is_told_apart_from_lacking_memory() -> None:
    shown = shown_forecast(PROBE, replace(MACHINE, disk_free=10**6), None)
    assert (shown.level, shown.verdict) == ("bad", "The disk has not enough room.")


@pytest.mark.parametrize(
    ("error", "words"), [(0.04, "4% too high"), (-0.1, "10% too low"), (0.001, "exact to the per cent")]
)
def test_how_near_forecasts_were_is_said(error: float, words: str) -> None:
    assert words in accuracy_words(Accuracy(3, error, error))
    assert accuracy_words(None) == ""


def test_a_finished_run_is_held_against_its_forecast() -> None:
    finished = Finished(reason="completed", steps=1, wall_s=1, train_cpu_s=1, peak_process_bytes=2_100_000_000)
    assert outcome_words(FORMULA, finished) == "memory forecast 2 GB, taken 2.1 GB (+5%)"
    assert outcome_words(FORMULA, finished.model_copy(update={"peak_process_bytes": 0})) == ""
