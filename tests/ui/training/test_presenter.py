"""What the Train tab decides, told to a view and a desk that only write down what they are asked."""

from collections.abc import Sequence
from pathlib import Path

import pytest

from studio.core.control import ControlAction
from studio.core.events import Event, Metric
from studio.core.recipe import Recipe
from studio.errors import RunFailed
from studio.runs.death import Death
from studio.runs.folder import RunFolder
from studio.ui.training.comparison import Comparison
from studio.ui.training.estimate_words import EstimateWords
from studio.ui.training.listed_run import ListedRun
from studio.ui.training.presenter import Problem, Status, TrainingPresenter
from studio.ui.training.readiness import DataCounts, Readiness, Wish
from studio.ui.training.samples import SampleBook
from studio.ui.training.watching.points import Points
from tests.ui.training import scenes

DATA = DataCounts(1, "Cas", "instruction", train=60, validation=8, test=40)
READY = Wish(preset="demo-cpu", recipe=Recipe(), data=DATA)


class View:
    """Remembers the last of everything."""

    def __init__(self) -> None:
        self.readiness = Readiness("not asked yet")
        self.runs: list[ListedRun] = []
        self.run: ListedRun | None = None
        self.status = Status("preparing")
        self.words = EstimateWords("", None, "")
        self.total_steps = 0
        self.points: dict[str, list[tuple[float, float]]] = {}
        self.samples = SampleBook()
        self.comparison = Comparison((), "unknown", "")
        self.notices: list[str] = []
        self.problem: Problem | None = None
        self.kept = 0

    def show_readiness(self, readiness: Readiness) -> None:
        self.readiness = readiness

    def show_runs(self, runs: Sequence[ListedRun], current: RunFolder | None) -> None:
        self.runs = list(runs)

    def show_run(self, run: ListedRun | None) -> None:
        if run is not None and (self.run is None or run.run != self.run.run):
            self.points = {}
        self.run = run

    def show_status(self, status: Status) -> None:
        self.status = status

    def show_estimate(self, words: EstimateWords) -> None:
        self.words = words

    def show_plan(self, total_steps: int) -> None:
        self.total_steps = total_steps

    def show_kept(self, step: int) -> None:
        self.kept = step

    def add_points(self, points: Points) -> None:
        for name, (steps, values) in points.items():
            self.points.setdefault(name, []).extend(zip(steps.tolist(), values.tolist(), strict=True))

    def show_samples(self, samples: SampleBook) -> None:
        self.samples = samples

    def show_comparison(self, comparison: Comparison) -> None:
        self.comparison = comparison

    def add_notice(self, text: str) -> None:
        self.notices.append(text)

    def show_problem(self, problem: Problem | None) -> None:
        self.problem = problem


class Desk:
    """Writes down what it is asked to do."""

    def __init__(self) -> None:
        self.started: list[Wish] = []
        self.stops: list[tuple[RunFolder, ControlAction]] = []
        self.followed: list[RunFolder] = []
        self.listings = 0

    def start(self, wish: Wish) -> None:
        self.started.append(wish)

    def stop(self, run: RunFolder, action: ControlAction) -> None:
        self.stops.append((run, action))

    def follow(self, run: RunFolder) -> None:
        self.followed.append(run)

    def leave(self) -> None:
        self.followed.clear()

    def list_runs(self) -> None:
        self.listings += 1


class Tab:
    """A presenter between its doubles, at a time of ours."""

    def __init__(self, *, read_only: bool = False) -> None:
        self.view, self.desk, self.at = View(), Desk(), scenes.BEGAN
        self.presenter = TrainingPresenter(self.view, self.desk, read_only=read_only, now=self.now, steady=self.now)

    def now(self) -> float:
        return self.at


@pytest.fixture
def tab() -> Tab:
    made = Tab()
    made.presenter.open()
    made.presenter.on_wish_changed(READY)
    made.presenter.on_runs_listed([])
    return made


def a_run(number: int = 1) -> RunFolder:
    return RunFolder(Path(f"/projects/x/runs/{number:04d}-demo"))


def stamped(events: Sequence[Event]) -> list[Event]:
    return [event.model_copy(update={"seq": at, "at": scenes.BEGAN + at / 2}) for at, event in enumerate(events)]


def test_start_is_possible_when_everything_is_chosen(tab: Tab) -> None:
    assert tab.view.readiness == Readiness()
    tab.presenter.on_start()
    assert tab.desk.started == [READY]


@pytest.mark.parametrize(
    ("wish", "reason"),
    [
        (Wish(preset="demo-cpu", recipe=Recipe()), "no examples yet"),
        (Wish(preset="demo-cpu", data=DATA), "options is not right"),
        (Wish(preset="demo-cpu", recipe=Recipe(), data=DATA, model_problem="No such model."), "No such model."),
        (Wish(preset="demo-cpu", recipe=Recipe(), data=DataCounts(1, "x", "text", train=9)), "of this kind"),
        (Wish(preset="demo-cpu", recipe=Recipe(), data=DataCounts(1, "x", "chat", test=9)), "for learning"),
    ],
)
def test_start_says_what_is_in_its_way(tab: Tab, wish: Wish, reason: str) -> None:
    tab.presenter.on_wish_changed(wish)
    assert reason in tab.view.readiness.obstacle
    tab.presenter.on_start()
    assert tab.desk.started == []


def test_a_read_only_project_starts_and_stops_nothing() -> None:
    tab = Tab(read_only=True)
    tab.presenter.on_wish_changed(READY)
    tab.presenter.on_runs_listed([ListedRun(a_run(), "running")])
    assert "another window" in tab.view.readiness.obstacle
    assert not tab.view.status.can_stop
    tab.presenter.on_stop("stop_now")
    assert tab.desk.stops == []


def test_start_pressed_twice_starts_one_run(tab: Tab) -> None:
    tab.presenter.on_start()
    tab.presenter.on_start()
    assert len(tab.desk.started) == 1
    assert "going on" in tab.view.readiness.obstacle


def test_a_start_that_failed_can_be_tried_again(tab: Tab) -> None:
    tab.presenter.on_start()
    tab.presenter.on_start_failed(RunFailed("The disk is full."))
    assert tab.view.readiness.ready


def test_the_started_run_comes_into_view(tab: Tab) -> None:
    tab.presenter.on_start()
    tab.presenter.on_started(a_run())
    assert tab.desk.followed == [a_run()]
    assert tab.view.run is not None
    assert tab.view.run.run == a_run()


def test_a_run_that_is_going_on_is_attached_on_opening() -> None:
    tab = Tab()
    tab.presenter.open()
    tab.presenter.on_runs_listed([ListedRun(a_run(3), "finished"), ListedRun(a_run(2), "running")])
    assert tab.desk.followed == [a_run(2)]
    assert tab.presenter.living


def test_without_a_living_run_the_newest_is_shown() -> None:
    tab = Tab()
    tab.presenter.open()
    tab.presenter.on_runs_listed([ListedRun(a_run(3), "failed"), ListedRun(a_run(2), "finished")])
    assert tab.desk.followed == [a_run(3)]


def test_a_later_listing_does_not_change_the_run_in_view(tab: Tab) -> None:
    tab.presenter.on_run_chosen(a_run(1))
    tab.presenter.on_runs_listed([ListedRun(a_run(2), "running"), ListedRun(a_run(1), "finished")])
    assert tab.desk.followed == [a_run(1)]


def test_points_arrive_by_the_name_of_their_metric(tab: Tab) -> None:
    tab.presenter.on_run_chosen(a_run())
    tab.presenter.on_events(stamped(scenes.beginning() + scenes.training(1, 40)))
    assert len(tab.view.points["loss"]) == 40
    assert [step for step, _value in tab.view.points["validation_loss"]] == [20, 40]
    assert set(tab.view.points) >= {"learning_rate", "grad_norm", "tokens_per_second", "memory"}
    assert tab.view.total_steps == 120


def test_the_time_left_follows_from_the_steps_and_the_first_test(tab: Tab) -> None:
    tab.presenter.on_run_chosen(a_run())
    tab.presenter.on_state("running")
    events = stamped([*scenes.beginning(), *(Metric(step=step, name="loss", value=1.0) for step in range(1, 61))])
    tab.at = scenes.BEGAN + len(events) / 2
    tab.presenter.on_events(events)
    tab.presenter.tick()
    # 60 steps at half a second, then the test again: 13 events at half a second.
    assert tab.view.words.share == 0.5
    assert tab.view.words.phase == "Training · step 60 of 120"
    assert tab.view.words.remaining == "about 35 s left"


def test_before_the_first_step_no_time_left_is_invented(tab: Tab) -> None:
    tab.presenter.on_run_chosen(a_run())
    tab.presenter.on_state("running")
    tab.presenter.on_events(stamped(scenes.beginning()[:4]))
    assert tab.view.words.remaining == ""


def test_answers_and_scores_are_kept(tab: Tab) -> None:
    tab.presenter.on_run_chosen(a_run())
    tab.presenter.on_events(stamped(scenes.whole_run()))
    story = tab.view.samples.story(0)
    assert story is not None
    assert [(each.first, each.last, each.checks) for each in story.answers] == [(20, 40, 2), (60, 120, 4)]
    assert story.reference == scenes.REFERENCE
    assert tab.view.comparison.verdict == "better"
    assert "better" in tab.view.comparison.sentence


def test_another_run_begins_with_nothing_of_the_last(tab: Tab) -> None:
    tab.presenter.on_run_chosen(a_run(1))
    tab.presenter.on_events(stamped(scenes.failing()))
    assert tab.view.problem is not None
    tab.presenter.on_run_chosen(a_run(2))
    assert tab.view.problem is None
    assert tab.view.points == {}
    assert tab.view.samples.questions() == []


def test_a_failure_is_a_sentence_and_a_hint(tab: Tab) -> None:
    tab.presenter.on_run_chosen(a_run())
    tab.presenter.on_events(stamped(scenes.failing()))
    tab.presenter.on_state("failed")
    assert tab.view.problem == Problem(
        "The GPU has not enough memory for this model.", "Choose a smaller micro-batch or shorter examples."
    )
    assert not tab.view.status.can_stop


def test_a_dead_worker_is_told_with_its_last_lines(tab: Tab) -> None:
    tab.presenter.on_run_chosen(a_run())
    tab.presenter.on_events(stamped(scenes.beginning()))
    tab.presenter.on_state("died", Death("The machine was restarted.", ("last line",), "Start again."))
    assert tab.view.problem == Problem("The machine was restarted.", "Start again.", ("last line",))
    tab.at += 10_000
    tab.presenter.tick()
    assert tab.view.words.elapsed == "took 9 s"


def test_stop_and_save_is_asked_for_and_shown(tab: Tab) -> None:
    tab.presenter.on_run_chosen(a_run())
    tab.presenter.on_state("running")
    tab.presenter.on_stop("stop_and_save")
    assert tab.desk.stops == [(a_run(), "stop_and_save")]
    assert tab.view.status == Status("running", can_stop=True, stopping=True)
    tab.presenter.on_state("stopped")
    assert tab.view.status == Status("stopped")


def test_a_finished_run_cannot_be_stopped(tab: Tab) -> None:
    tab.presenter.on_run_chosen(a_run())
    tab.presenter.on_state("finished")
    tab.presenter.on_stop("stop_now")
    assert tab.desk.stops == []
