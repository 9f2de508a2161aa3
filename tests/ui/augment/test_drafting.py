"""Drafts by a language model as they are asked for in the window, of a real server on this machine."""

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QPushButton

from studio.core.augmentation import AugmentationPlan, Drafting, parse_plan, plan_text
from studio.core.example import Instruction
from studio.data.augmenting.lineage import lineage_of
from studio.data.records import Row, RowQuery
from studio.settings import Settings
from studio.ui.augment.drafting.section import DraftingSection
from tests.assist.answering import AnsweringServer, Reply, answering, said
from tests.ui.augment.conftest import AugmentTab

pytestmark = pytest.mark.slow
Opener = Callable[..., AugmentTab]
FAITHFUL = {
    "34 ans": "Une femme de 34 ans a mal à la tête depuis 3 jours. Pas de fièvre. La nuque est souple, pas de déficit.",
    "27 ans": "Une femme de 27 ans a depuis hier une douleur battante unilatérale, sans fièvre. La lumière la gêne.",
}
NEW_CASE = "Homme de 61 ans adressé pour des céphalées matinales depuis un mois, sans fièvre."


def reply(body: dict[str, Any]) -> tuple[int, object]:
    """A faithful rewriting of what it knows, nonsense for the rest."""
    asked = json.dumps(body, ensure_ascii=False)
    known = (text for key, text in FAITHFUL.items() if key in asked)
    return said(next(known, "Fièvre à 40 °C et convulsions."))


class Drafts:
    """The view in front, with the tab around it."""

    def __init__(self, tab: AugmentTab, address: str = "") -> None:
        self.tab = tab
        tab.page.show_view("drafting")
        tab.window.settle()
        self.view: DraftingSection = tab.page.drafting
        self.model, self.request = self.view.tasks.model, self.view.request
        assert self.view.isVisible()
        if address:
            self.use_server(address)

    def use_server(self, address: str) -> None:
        self.model.place.section_chosen.emit("server")
        self.model.address.setText(address)
        self.model.address.textEdited.emit(address)
        self.model.name.setEditText("a")

    def choose_task(self, task: str) -> None:
        picker = self.view.tasks.task
        picker.setCurrentIndex(picker.findData(task))
        picker.activated.emit(picker.currentIndex())

    def ready(self) -> None:
        self.tab.wait(self.request.draft.isEnabled)

    @property
    def rows(self) -> list[Row]:
        project = self.tab.window.session.project
        assert project is not None
        return project.reader.rows([int(id) for id in project.reader.find_rows(RowQuery(dataset_id=1))])


@pytest.fixture
def server() -> Iterator[AnsweringServer]:
    with answering(reply) as found:
        yield found


@pytest.fixture
def drafts(tab: AugmentTab, server: AnsweringServer) -> Drafts:
    return Drafts(tab, server.address)


def test_a_trial_shows_replies_with_their_verdicts_and_keeps_nothing(drafts: Drafts, server: AnsweringServer) -> None:
    drafts.view.preview.others.click()
    drafts.tab.wait(lambda: len(drafts.view.preview.shown) == 3)
    drafts.tab.wait(drafts.view.preview.others.isEnabled)
    assert len(server.asked) == 3
    refused = [each for each in drafts.view.preview.shown if each.refusals]
    assert refused
    card = next(each for each in drafts.view.preview.cards if each.variant is refused[0])
    assert "<u " in card.texts.text() or "<s " in card.texts.text()
    assert card.verdict.text() == "Refused"
    assert len(drafts.rows) == 6


def test_drafts_are_one_step_which_the_message_undoes_and_opens_for_review(drafts: Drafts) -> None:
    drafts.request.count.setValue(5)
    drafts.ready()
    assert drafts.request.draft.text() == "Draft 5"
    drafts.request.draft.click()
    drafts.tab.wait(lambda: "to be read" in drafts.tab.window.said())
    message = drafts.tab.window.told[-1]
    assert message.text == "2 drafts were added, to be read."
    assert message.hint.startswith("3 were refused:")
    added = drafts.rows[6:]
    assert {row.content.input for row in added if isinstance(row.content, Instruction)} == set(FAITHFUL.values())
    assert {(row.status, row.split) for row in added} == {("draft", "train")}
    project = drafts.tab.window.session.project
    assert project is not None
    lineage = lineage_of(project.reader, added[0].id)
    assert lineage is not None
    assert lineage.made_by == ("paraphrase: a",)
    assert len(drafts.view.preview.shown) == 3
    undo, review = message.offers
    review.act()
    assert drafts.tab.window.session.window.current_tab() == "data"
    undo.act()
    drafts.tab.wait(lambda: len(drafts.rows) == 6)


def test_new_cases_need_a_description_and_their_answers_a_review(tab: AugmentTab) -> None:
    with answering(lambda _body: said(NEW_CASE)) as server:
        drafts = Drafts(tab, server.address)
        drafts.choose_task("answers")
        tab.wait(lambda: "No reviewed case" in drafts.request.reason.text())
        drafts.choose_task("new_cases")
        assert "Describe first" in drafts.request.reason.text()
        drafts.request.specification.setPlainText("des céphalées du matin")
        drafts.request.count.setValue(1)
        drafts.ready()
        drafts.request.draft.click()
        tab.wait(lambda: len(drafts.rows) == 7)
        assert "des céphalées du matin" in server.asked[0][1]["messages"][0]["content"]
        case = drafts.rows[-1]
        project = tab.window.session.project
        assert project is not None
        project.change(lambda writer: writer.set_status([case.id], "reviewed"), tab.window.session.messages.problem)
        drafts.choose_task("answers")
        tab.wait(lambda: drafts.request.possible.text() == "1 reviewed case has no answer.")
    with answering(lambda _body: said("Surveillance.")) as server:
        drafts.use_server(server.address)
        drafts.view.preview.others.click()
        tab.wait(lambda: bool(drafts.view.preview.shown))
        assert drafts.view.preview.cards[0].context.text() == NEW_CASE
        tab.wait(drafts.request.draft.isEnabled)
        drafts.request.draft.click()
        tab.wait(lambda: "1 answer was added" in tab.window.said())
    answered = drafts.rows[-1]
    assert isinstance(answered.content, Instruction)
    assert (answered.content.response, answered.status) == ("Surveillance.", "draft")


def test_nothing_is_asked_of_a_server_until_a_button_is_pressed(drafts: Drafts, server: AnsweringServer) -> None:
    drafts.ready()
    assert server.asked == []
    assert server.address in drafts.request.where.text()
    drafts.model.list.click()
    drafts.tab.wait(lambda: drafts.model.name.count() == 2)
    assert [drafts.model.name.itemText(at) for at in range(2)] == ["a", "b"]


def test_another_machine_needs_leave_which_is_remembered(open_tab: Opener, server: AnsweringServer) -> None:
    settings = Settings(theme="light")
    drafts = Drafts(open_tab(settings), server.address.replace("127.0.0.1", "127.1"))
    assert "not on this machine" in drafts.model.address_problem.text()
    assert not drafts.request.draft.isEnabled()
    assert not drafts.view.preview.others.isEnabled()
    assert not drafts.model.list.isEnabled()
    drafts.model.remote.click()
    drafts.ready()
    assert settings.remote_servers
    assert drafts.tab.window.session.window.reach.text() == "Texts may go to a server that you allowed"
    drafts.model.remote.click()
    assert "nothing leaves" in drafts.tab.window.session.window.reach.text()
    assert not settings.remote_servers
    assert not drafts.view.preview.others.isEnabled()


def test_what_was_used_last_is_offered_again(open_tab: Opener, server: AnsweringServer) -> None:
    settings = Settings(theme="light", server=server.address, server_model="b")
    drafts = Drafts(open_tab(settings))
    assert (drafts.model.address.text(), drafts.model.name.currentText()) == (server.address, "b")
    drafts.model.place.section_chosen.emit("machine")
    assert "no text leaves it" in drafts.request.where.text()
    assert settings.server == server.address


def test_a_prompt_that_lacks_its_place_is_told_while_typing_and_can_be_taken_back(drafts: Drafts) -> None:
    built_in = drafts.request.prompt.exact_text()
    drafts.request.prompt.setPlainText("Réécris.")
    assert "{text}" in drafts.request.problems.text()
    assert not drafts.view.preview.others.isEnabled()
    drafts.choose_task("retell")
    drafts.choose_task("paraphrase")
    assert drafts.request.prompt.exact_text() == "Réécris."
    drafts.request.built_in.click()
    assert drafts.request.prompt.exact_text() == built_in
    drafts.ready()


def test_a_failure_is_told_in_place(drafts: Drafts) -> None:
    drafts.use_server("http://127.0.0.1:9")
    drafts.view.preview.others.click()
    drafts.tab.wait(lambda: "does not answer" in drafts.view.preview.note.text())
    assert drafts.view.preview.others.isEnabled()
    assert drafts.tab.window.told == []


@contextmanager
def silent() -> Iterator[AnsweringServer]:
    """A server that answers once the test is over."""
    over = threading.Event()

    def wait(_body: dict[str, Any]) -> tuple[int, object]:
        over.wait()
        return said("too late")

    answer: Reply = wait
    with answering(answer) as server:
        try:
            yield server
        finally:
            over.set()


def test_cancel_does_not_wait_for_the_model_and_keeps_nothing(tab: AugmentTab) -> None:
    with silent() as server:
        drafts = Drafts(tab, server.address)
        drafts.ready()
        drafts.request.draft.click()
        tab.wait(lambda: bool(server.asked))
        assert drafts.request.reason.text() == "The model is at work…"
        drafts.request.progress.cancel_button.click()
        tab.wait(lambda: "cancelled" in drafts.view.preview.note.text())
        assert not drafts.request.progress.busy
        assert len(drafts.rows) == 6


def test_closing_the_window_ends_the_work(tab: AugmentTab) -> None:
    with silent() as server:
        drafts = Drafts(tab, server.address)
        drafts.view.preview.others.click()
        tab.wait(lambda: bool(server.asked))
        tab.window.close()
        assert tab.window.session.project is None


def test_a_second_window_tries_and_keeps_nothing(open_tab: Opener, server: AnsweringServer) -> None:
    open_tab()
    drafts = Drafts(open_tab(), server.address)
    assert drafts.request.reason.text().startswith("Read only")
    assert not drafts.request.draft.isEnabled()
    drafts.view.preview.others.click()
    drafts.tab.wait(lambda: bool(drafts.view.preview.shown))


def test_a_plan_with_drafts_goes_out_to_a_file_and_comes_back(drafts: Drafts, tmp_path: Path) -> None:
    drafts.choose_task("new_cases")
    drafts.request.specification.setPlainText("une migraine")
    plan, file = drafts.view.presenter.plan, tmp_path / "plan.yaml"
    assert plan is not None
    drafts.tab.page.files.save(plan, file)
    drafts.tab.wait(file.exists)
    assert parse_plan(file.read_text("utf-8")).drafting == plan.drafting


def test_the_view_is_chosen_as_a_mouse_does(tab: AugmentTab) -> None:
    for title, shown in (("Language model", True), ("Rules", False)):
        segment = next(each for each in tab.page.head.views.findChildren(QPushButton) if each.text() == title)
        segment.click()
        assert tab.page.drafting.isVisible() == shown
        assert tab.page.planning.isVisible() != shown


def test_a_plan_of_drafts_alone_opens_where_they_are_written(tab: AugmentTab, tmp_path: Path) -> None:
    drafting = Drafting(task="answers", count=7, model="demo", temperature=0.2)
    (tmp_path / "plan.yaml").write_text(plan_text(AugmentationPlan(dataset="cases", drafting=drafting)), "utf-8")
    tab.page.files.load(tmp_path / "plan.yaml")
    tab.wait(tab.page.drafting.isVisible)
    made = tab.page.drafting.presenter.plan
    assert made is not None
    assert made.drafting == drafting


def test_what_a_run_has_learned_can_be_chosen(tab: AugmentTab, project_path: Path) -> None:
    drafts = Drafts(tab)
    choice = drafts.model.local.choice
    assert choice.itemData(0) == "demo"
    adapter = project_path / "runs" / "0001-x" / "adapter"
    adapter.mkdir(parents=True)
    (adapter / "adapter_config.json").write_text("{}", "utf-8")
    choice.setEditText(str(adapter))
    assert drafts.model.local.problem() == ""
    choice.setEditText(str(adapter.parent))
    assert "config.json is missing" in drafts.request.reason.text()


def test_the_demonstration_model_comes_to_a_calm_end(tab: AugmentTab) -> None:
    """It was never taught to rewrite: what matters is that every reply is judged and nothing is broken."""
    drafts = Drafts(tab)
    drafts.request.count.setValue(2)
    drafts.ready()
    drafts.request.draft.click()
    tab.wait(lambda: bool(tab.window.told))
    assert tab.window.told[-1].level == "done"
    refused = len(drafts.view.preview.shown)
    assert len(drafts.rows) == 6 + 2 - refused
    assert refused
