"""A message's Undo takes back what the message is about, and nothing else."""

from studio.ui.message_bar import MessageBar
from studio.ui.messages import Offer
from tests.ui.conftest import OpenWindow
from tests.ui.data.screen import RESPONSE, press


def bars(window: OpenWindow) -> list[str]:
    shown = window.session.window.findChildren(MessageBar)
    return [each.message.text for each in shown if each.isVisible()]


def delete_first(window: OpenWindow) -> Offer:
    window.choose(0)
    window.page.actions_here.delete.trigger()
    window.settle()
    return window.told[-1].offers[0]


def test_undo_in_a_message_brings_back_what_it_says_and_the_message_leaves(window: OpenWindow) -> None:
    before = window.cells(RESPONSE)
    delete_first(window)
    assert bars(window) == ["1 example deleted."]
    press(window, "Undo")
    window.settle()
    assert window.cells(RESPONSE) == before
    assert not bars(window)


def test_an_older_message_does_not_undo_a_later_change(window: OpenWindow) -> None:
    first, second = delete_first(window), delete_first(window)
    assert window.page.model.rowCount() == 1
    first.act()
    window.settle()
    assert window.page.model.rowCount() == 1
    assert "cannot be undone alone" in window.said()
    second.act()
    second.act()
    first.act()
    window.settle()
    assert window.page.model.rowCount() == 3


def test_undoing_more_often_than_there_are_steps_says_so_once(window: OpenWindow) -> None:
    for _press in range(9):
        window.page.actions_here.undo.trigger()
    window.settle()
    assert bars(window) == ["There is nothing to undo."]


def test_rows_that_come_back_are_shown_in_full_again(window: OpenWindow) -> None:
    def texts() -> list[str]:
        return [each.exact_text() for each in window.page.details.editors]

    shown = texts()
    assert "IRM en urgence" in shown
    window.page.actions_here.delete_dataset.trigger()
    window.settle()
    assert "IRM en urgence" not in texts()
    window.page.actions_here.undo.trigger()
    window.settle()
    assert texts() == shown
