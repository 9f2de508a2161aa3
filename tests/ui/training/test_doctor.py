"""What the Train tab says of a run that goes wrong, and the changed recipe it proposes."""

from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from studio.core.events import Event, Failed, Finished, Metric, Planned
from studio.core.recipe import Recipe
from studio.ui.training.doctor.remedy import change_lines
from tests.ui.training import scenes
from tests.ui.training.conftest import OpenTab


def course(train: Sequence[float], validation: Sequence[float] = (), last: Event | None = None) -> list[Event]:
    """A run of so many losses, with a look at the validation rows every ten steps."""
    plan = Planned(
        total_steps=len(train), train_rows=200, validation_rows=40, trainable_parameters=1, total_parameters=2
    )
    looks = [Metric(step=10 * at, name="validation_loss", value=value) for at, value in enumerate(validation)]
    points = [Metric(step=step, name="loss", value=value) for step, value in enumerate(train, 1)]
    return [plan, *sorted([*points, *looks], key=lambda point: point.step), *([last] if last else [])]


DONE = Finished(reason="completed", steps=100, wall_s=60.0, train_cpu_s=50.0)
FALLING = [0.3 + 2 * 0.97**step for step in range(100)]
OVERFITTING_LOOKS = [2.3, 1.2, 0.9, 0.8, 0.85, 0.95, 1.05, 1.15, 1.2, 1.25, 1.3]
OVERFITTING = course(FALLING, OVERFITTING_LOOKS, DONE)
HEALTHY = course(FALLING, [2.3, 1.7, 1.3, 1.0, 0.85, 0.75, 0.68, 0.63, 0.6, 0.58, 0.57], DONE)


def show(qtbot: QtBot, open_tab: Callable[[], OpenTab], project: Path, events: list[Event]) -> OpenTab:
    run = scenes.make_run(project)
    scenes.write_events(run, events)
    scenes.leave_dead(run)
    tab = open_tab()
    view = tab.page.view
    assert view is not None
    qtbot.waitUntil(lambda: view.doctor.known)
    return tab


def test_an_overfitting_run_gets_a_card_and_a_line(
    qtbot: QtBot, open_tab: Callable[[], OpenTab], project: Path
) -> None:
    view = show(qtbot, open_tab, project, OVERFITTING).page.view
    assert view is not None
    (card,) = view.doctor.cards()
    assert card.title.text().startswith("Overfitting")
    assert "step 30 (0.8)" in card.evidence.text()
    assert view.strip.isVisible()
    assert view.strip.words.text() == card.title.text()
    qtbot.mouseClick(view.strip.more, Qt.MouseButton.LeftButton)
    assert view.details.currentWidget() is view.doctor


def test_a_healthy_run_is_left_in_peace(qtbot: QtBot, open_tab: Callable[[], OpenTab], project: Path) -> None:
    view = show(qtbot, open_tab, project, HEALTHY).page.view
    assert view is not None
    assert view.doctor.cards() == ()
    assert not view.strip.isVisible()
    assert "Nothing is wrong" in view.doctor.calm.text()


def test_the_button_proposes_the_changed_recipe_and_starts_nothing(
    qtbot: QtBot, open_tab: Callable[[], OpenTab], project: Path
) -> None:
    tab = show(qtbot, open_tab, project, OVERFITTING)
    assert tab.page.view is not None
    (card,) = tab.page.view.doctor.cards()
    qtbot.mouseClick(card.offer.try_it, Qt.MouseButton.LeftButton)
    recipe = tab.page.setup.wish().recipe
    assert recipe is not None
    assert (recipe.training.max_steps, recipe.evaluation.patience) == (30, 3)
    assert len(list((project / "runs").glob("0*"))) == 1
    assert "New run" in tab.told[-1].text


def test_a_failure_is_explained_with_a_remedy(qtbot: QtBot, open_tab: Callable[[], OpenTab], project: Path) -> None:
    failed = Failed(kind="not_finite", message="The loss is no longer a number at step 41.")
    tab = show(qtbot, open_tab, project, course(FALLING[:40], (), failed))
    view = tab.page.view
    assert view is not None
    assert view.doctor.cards()[0].title.text() == "The loss stopped being a number"
    assert view.details.currentWidget() is view.doctor
    assert not view.strip.isVisible()
    assert view.doctor.cards()[0].offer.changes.text() == "Learning rate: 0.003 → 3 × 10⁻⁴"
    # The same where the failure itself is told.
    assert view.problem.offer.changes.text() == "Learning rate: 0.003 → 3 × 10⁻⁴"
    qtbot.mouseClick(view.problem.offer.try_it, Qt.MouseButton.LeftButton)
    recipe = tab.page.setup.wish().recipe
    assert recipe is not None
    assert recipe.training.learning_rate == pytest.approx(3e-4)


def test_a_run_whose_worker_died_is_judged_as_one_that_is_over(
    qtbot: QtBot, open_tab: Callable[[], OpenTab], project: Path
) -> None:
    """Two evaluations confirm the rise, which a run that goes on would have to confirm once more."""
    view = show(qtbot, open_tab, project, course(FALLING[:60], OVERFITTING_LOOKS[:6])).page.view
    assert view is not None
    qtbot.waitUntil(lambda: [card.title.text()[:11] for card in view.doctor.cards()] == ["Overfitting"])


def test_a_change_is_told_with_both_values() -> None:
    assert change_lines(Recipe(), {"method.rank": "32", "evaluation.patience": "3"}) == (
        "Rank: 16 → 32",
        "Patience: never → 3 evaluations",
    )
