"""The time left is what it turns out to be, whatever the clock on the wall does meanwhile."""

from collections.abc import Iterator

import pytest

from studio.core.events import Event, Finished, Heartbeat, Metric, Phase, Planned, Progress, Started
from studio.ui.training.progress import Estimate, RunClock

START = 1_763_700_000.0
STEPS, EVERY, STEP_S, CHECK_S = 200, 20, 1.5, 12.0


class World:
    """A worker's journal and the clocks of the machine; `shift` is how far someone has moved the time of day."""

    def __init__(self) -> None:
        self.steady, self.shift = 5000.0, 0.0
        self.clock = RunClock(self.wall, lambda: self.steady)
        self.clock.expect(EVERY, compares=False)

    def wall(self) -> float:
        return START + self.steady - 5000.0 + self.shift

    def tell(self, event: Event, after: float = 0.0) -> None:
        self.steady += after
        self.clock.take(event.model_copy(update={"at": self.wall(), "mono": self.steady}))

    def left(self) -> float:
        remaining = self.clock.estimate().remaining
        assert remaining is not None
        return remaining


def begin(world: World) -> None:
    world.tell(Started(pid=1, device="CPU", versions={}))
    planned = Planned(
        total_steps=STEPS, train_rows=9, validation_rows=9, trainable_parameters=1, total_parameters=2
    )  # fmt: skip
    world.tell(planned, 4.0)
    world.tell(Phase(name="train", total=STEPS))


def check(world: World) -> None:
    world.tell(Phase(name="evaluate", total=9))
    world.tell(Metric(step=1, name="validation_loss", value=1.0), CHECK_S)
    world.tell(Phase(name="train", total=STEPS))


def train(world: World, first: int, last: int) -> Iterator[int]:
    """Steps with the checks between them; the first is three times as long, as it is in life."""
    for step in range(first, last + 1):
        world.tell(Metric(step=step, name="loss", value=1.0), STEP_S * (3 if step == first else 1))
        if step == 1 or step % EVERY == 0:
            check(world)
        yield step


def test_the_time_left_is_right_from_the_tenth_step_to_the_last() -> None:
    world, said = World(), dict[float, float]()
    begin(world)
    for step in train(world, 1, STEPS):
        if step >= 10:
            said[world.steady] = world.left()
    assert len(said) > 150
    for at, left in said.items():
        assert left == pytest.approx(world.steady - at, abs=2 * STEP_S)


@pytest.mark.parametrize("shift", [3600.0, -3600.0])
def test_setting_the_clock_changes_neither_the_time_left_nor_the_time_passed(shift: float) -> None:
    world = World()
    begin(world)
    list(train(world, 1, 50))
    before = world.clock.estimate()
    world.shift = shift
    world.tell(Heartbeat(step=50, last_step_at=0.0))
    after = world.clock.estimate()
    assert (after.remaining, after.elapsed) == (before.remaining, before.elapsed)
    world.steady += 1.0
    assert world.clock.estimate().elapsed == pytest.approx(before.elapsed + 1.0)


def test_a_step_that_takes_for_ever_does_not_bring_the_end_nearer() -> None:
    world = World()
    begin(world)
    list(train(world, 1, 50))
    left = world.left()
    world.steady += 600.0
    assert world.left() == pytest.approx(left - STEP_S)


def test_a_run_that_becomes_slower_is_said_to_take_longer() -> None:
    world = World()
    begin(world)
    list(train(world, 1, 50))
    before = world.left()
    for step in range(51, 61):
        world.tell(Metric(step=step, name="loss", value=1.0), 5 * STEP_S)
    assert world.left() > before


def test_what_was_slow_in_the_beginning_is_forgotten_near_the_end() -> None:
    world = World()
    begin(world)
    for step in range(1, STEPS + 1 - 10):
        world.tell(Metric(step=step, name="loss", value=1.0), STEP_S * (3 if step <= STEPS - 35 else 1))
    assert world.left() == pytest.approx(10 * STEP_S)


def test_the_night_between_two_workers_is_not_time_of_the_run() -> None:
    world = World()
    begin(world)
    list(train(world, 1, 50))
    elapsed = world.clock.estimate().elapsed
    world.steady = 20.0  # the machine was started anew
    world.shift += 40_000.0
    world.tell(Started(pid=2, device="CPU", versions={}))
    world.tell(Phase(name="train", total=STEPS), 4.0)
    assert world.clock.estimate().elapsed == pytest.approx(elapsed + 4.0)
    assert world.clock.estimate().remaining is None
    list(train(world, 41, 50))
    assert world.left() == pytest.approx(150 * STEP_S + 8 * CHECK_S, rel=0.02)


def test_tests_of_unknown_length_are_announced_instead_of_left_out() -> None:
    world = World()
    world.clock.expect(EVERY, compares=True)
    begin(world)
    list(train(world, 1, 50))
    assert world.clock.estimate().tests_follow
    list(train(world, 51, STEPS))
    world.tell(Phase(name="score_base", total=40))
    world.tell(Progress(done=10, total=40), 10.0)
    assert world.left() == pytest.approx(30.0 + 40.0)
    world.tell(Progress(done=40, total=40), 30.0)
    world.tell(Phase(name="score_tuned", total=40))
    assert world.left() == pytest.approx(40.0)


def test_a_journal_without_monotonic_times_is_read_by_the_time_of_day() -> None:
    clock = RunClock(lambda: START + 100, lambda: 1.0)
    for step in range(1, 21):
        clock.take(Metric(step=step, name="loss", value=1.0, at=START + step))
    clock.take(Finished(reason="completed", steps=20, wall_s=1.0, train_cpu_s=1.0, at=START + 22))
    assert clock.estimate() == Estimate(None, 0, 0, 20, 21.0, None)
