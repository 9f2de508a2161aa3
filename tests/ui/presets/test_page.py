"""The Presets tab as people use it: real widgets on real files."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QCheckBox,
    QComboBox,
    QLineEdit,
    QPlainTextEdit,
    QTabBar,
)
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from studio.runs.own_presets import add_preset
from studio.runs.presets import load_preset, own_file, own_text
from studio.ui.controls import Picker
from studio.ui.messages import Message, Messages
from studio.ui.presets.head import PresetView
from studio.ui.presets.page import PresetsPage
from studio.ui.presets.wanted import RunWanted
from studio.ui.training.page import TrainingPage
from tests.ui.conftest import OpenWindow
from tests.ui.training import scenes

TEXT = "# mine\nname: Mine\ndescription: d\nrecipe: {method: {rank: 8}}\n"


class OpenPage:
    """The page with what the user was told."""

    def __init__(self, project: Path) -> None:
        self.messages, self.told = Messages(), list[Message]()
        self.messages.posted.connect(self.told.append)
        self.page = PresetsPage(project, self.messages)
        self.page.resize(1040, 640)
        self.page.show()
        self.page.open()

    def show(self, name: str, view: PresetView) -> PresetsPage:
        self.page.presenter.choose(name)
        self.page.show_view(view)
        return self.page

    def type_into(self, qtbot: QtBot, option: str, text: str) -> None:
        control = self.page.form.fields.field(option).control
        assert isinstance(control, QLineEdit)
        control.selectAll()
        qtbot.keyClicks(control, text)


@pytest.fixture
def open_page(qtbot: QtBot, tmp_path: Path) -> Iterator[Callable[[], OpenPage]]:
    with ExitStack() as stack:

        def open_it() -> OpenPage:
            opened = OpenPage(tmp_path / "project")
            stack.callback(opened.page.deleteLater)
            stack.callback(opened.page.close)
            return opened

        yield open_it


@pytest.fixture
def opened(open_page: Callable[[], OpenPage]) -> OpenPage:
    return open_page()


def visible_rows(page: PresetsPage) -> list[str]:
    return [name for name, row in page.form.rows.items() if row.isVisible()]


def test_the_simple_form_shows_few_fields_and_those_that_count(opened: OpenPage) -> None:
    page = opened.show("qlora-24gb-7b", "simple")
    rows = visible_rows(page)
    assert 6 <= len(rows) <= 10
    assert {"goal.objective", "training.epochs"} <= set(rows)
    assert "training.max_steps" not in rows
    assert page.form.fields.field("method.rank").label.text() == "Size of the adapter (rank)"
    opened.show("camembert-classification", "simple")
    assert {"goal.objective", "method.rank"}.isdisjoint(visible_rows(page))
    opened.show("demo-cpu", "simple")
    assert "training.max_steps" in visible_rows(page)
    assert "training.epochs" not in visible_rows(page)


def test_the_expert_form_shows_all_and_greys_with_a_reason(opened: OpenPage) -> None:
    page = opened.show("qlora-24gb-7b", "expert")
    assert visible_rows(page) == list(page.form.rows)
    field = page.form.fields.field("method.final_rank")
    assert not field.control.isEnabled()
    assert field.explained.text().startswith("Counts only with Method: AdaLoRA.")
    method = page.form.fields.field("method.name").control
    assert isinstance(method, Picker)
    method.setCurrentIndex(method.findData("adalora"))
    assert field.control.isEnabled()


def test_options_are_sought_by_any_word_of_theirs(opened: OpenPage, qtbot: QtBot) -> None:
    page = opened.show("demo-cpu", "expert")
    qtbot.keyClicks(page.form.search, "by heart")
    assert "training.epochs" in visible_rows(page)
    assert "memory.checkpointing" not in visible_rows(page)
    page.form.search.setText("zzz")
    assert page.form.nothing.isVisible()


def test_a_change_is_marked_and_taken_back_by_itself(opened: OpenPage, qtbot: QtBot) -> None:
    page = opened.show("qlora-24gb-7b", "simple")
    field = page.form.fields.field("method.rank")
    assert not field.back.isVisible()
    opened.type_into(qtbot, "method.rank", "32")
    opened.type_into(qtbot, "training.batch", "8")
    assert field.back.isVisible()
    assert field.back.toolTip() == "Back to the preset’s value: 16"
    assert page.head.save.text() == "Save as mine"
    qtbot.mouseClick(field.back, Qt.MouseButton.LeftButton)
    assert field.value() == "16"
    assert not field.back.isVisible()
    assert page.head.discard.isVisible()
    qtbot.mouseClick(page.head.discard, Qt.MouseButton.LeftButton)
    assert page.form.fields.field("training.batch").value() == "16"
    assert not page.head.save.isVisible()


def test_what_is_wrong_is_said_beside_the_field_and_not_saved(opened: OpenPage, qtbot: QtBot) -> None:
    page = opened.show("qlora-24gb-7b", "simple")
    opened.type_into(qtbot, "training.batch", "8")
    opened.type_into(qtbot, "method.rank", "999")
    assert page.form.fields.field("method.rank").note.text() == "Enter a whole number from 1 to 256."
    assert not page.head.save.isEnabled()
    assert not page.head.use.isEnabled()
    page.show_view("text")
    page.show_view("simple")
    assert page.form.fields.field("method.rank").value() == "999"


def test_an_expert_option_that_is_wrong_comes_up_in_the_simple_form(opened: OpenPage) -> None:
    page = opened.show("lora-8bit-16gb-7b", "simple")
    method = page.form.fields.field("method.name").control
    assert isinstance(method, Picker)
    method.setCurrentIndex(method.findData("qlora"))
    assert "method.bits" in visible_rows(page)
    bits = page.form.fields.field("method.bits")
    assert bits.note.text() == "QLoRA keeps the base model in 4 bits; with 8 or 16 bits the method is LoRA."
    assert bits.control.isEnabled()


def test_what_does_not_go_together_is_told_beside_what_is_wrong_by_itself(opened: OpenPage, qtbot: QtBot) -> None:
    page = opened.show("lora-8bit-16gb-7b", "expert")
    method = page.form.fields.field("method.name").control
    assert isinstance(method, Picker)
    opened.type_into(qtbot, "method.rank", "999")
    method.setCurrentIndex(method.findData("qlora"))
    noted = [name for name, row in page.form.rows.items() if row.field.note.isVisible()]
    assert noted == ["method.bits", "method.rank"]


def test_a_long_title_does_not_widen_the_window(opened: OpenPage) -> None:
    add_preset("mine", TEXT.replace("Mine", "Mine " * 60))
    opened.page.presenter.open()
    page = opened.show("mine", "overview")
    assert page.minimumSizeHint().width() <= 1040
    assert page.head.title.text().endswith("…")


def test_text_and_form_follow_each_other(opened: OpenPage, qtbot: QtBot) -> None:
    add_preset("mine", TEXT)
    opened.page.presenter.open()
    page = opened.show("mine", "text")
    page.text.text.setPlainText(TEXT.replace("rank: 8", "rank: 12"))
    page.show_view("simple")
    assert page.form.fields.field("method.rank").value() == "12"
    assert page.form.fields.field("method.rank").back.isVisible()
    opened.type_into(qtbot, "method.rank", "24")
    page.show_view("text")
    assert page.text.text.exact_text() == TEXT.replace("rank: 8", "rank: 24")
    qtbot.mouseClick(page.head.save, Qt.MouseButton.LeftButton)
    assert own_text("mine") == TEXT.replace("rank: 8", "rank: 24")
    assert opened.told[-1].text == "Saved: Mine"


def test_a_mistake_in_the_text_is_told_with_its_line_and_closes_the_form(opened: OpenPage, qtbot: QtBot) -> None:
    page = opened.show("demo-cpu", "text")
    before = page.text.text.exact_text()
    page.text.text.setPlainText(before.replace("rank: 16", "rank: many"))
    qtbot.waitUntil(page.text.trouble.isVisible)
    line = 1 + before[: before.index("rank: 16")].count("\n")
    assert page.text.trouble.text() == f"Line {line} · recipe.method.rank · A whole number is expected."
    (mark,) = page.text.text.extraSelections()
    assert mark.cursor.blockNumber() == line - 1
    qtbot.mouseClick(page.text.go, Qt.MouseButton.LeftButton)
    assert page.text.help.text().startswith("Rank (method.rank): ")
    page.show_view("expert")
    assert page.to_text.isVisible()
    qtbot.mouseClick(page.to_text, Qt.MouseButton.LeftButton)
    assert "rank: many" in page.text.text.exact_text()


def test_typing_in_the_text_keeps_the_cursor(opened: OpenPage, qtbot: QtBot) -> None:
    page = opened.show("demo-cpu", "text")
    cursor = page.text.text.textCursor()
    cursor.setPosition(page.text.text.toPlainText().index("16 ", page.text.text.toPlainText().index("rank: ")))
    page.text.text.setTextCursor(cursor)
    qtbot.keyClicks(page.text.text, "1")
    at = page.text.text.textCursor().position()
    page.text.tell()
    assert page.text.text.textCursor().position() == at
    assert page.presenter.draft is not None
    assert page.presenter.draft.good.recipe.method.rank == 116


def test_two_presets_stand_side_by_side(opened: OpenPage) -> None:
    page = opened.show("biomistral-headache-triage", "compare")
    panel = page.comparison
    panel.right.setCurrentIndex(panel.right.findData("starling-blood-tests"))
    panel.right.activated.emit(panel.right.currentIndex())
    model = panel.model
    cells = [[model.index(row, column).data() for column in range(3)] for row in range(model.rowCount())]
    assert ["Warm-up", "10 steps", "500 steps"] in cells
    assert ["Rank", "16", "16"] not in cells
    panel.every.setChecked(True)
    assert model.rowCount() > len(cells)
    panel.every.setChecked(False)
    panel.right.setCurrentIndex(panel.right.findData("biomistral-headache-triage"))
    panel.right.activated.emit(panel.right.currentIndex())
    assert panel.same.isVisible()


def test_the_overview_says_what_is_known(opened: OpenPage) -> None:
    page = opened.show("demo-cpu", "overview")
    said = "\n".join(each.text() for each in page.overview.findChildren(type(page.head.title)))
    assert "2 min 18 s, measured with 200 examples of 150 tokens" in said
    opened.show("qlora-24gb-7b", "overview")
    said = "\n".join(each.text() for each in page.overview.findChildren(type(page.head.title)) if each.isVisible())
    assert "about 22 min, estimated for 1,000 examples of 500 tokens" in said
    assert "https://arxiv.org/abs/2305.14314" in said


def test_a_deleted_preset_is_brought_back_by_the_message(opened: OpenPage) -> None:
    add_preset("mine", TEXT)
    opened.page.presenter.open()
    page = opened.show("mine", "overview")
    page.head.delete_action.trigger()
    assert page.list.model.row_of("mine") == -1
    (undo,) = opened.told[-1].offers
    undo.act()
    assert page.list.model.row_of("mine") > 0
    assert own_text("mine") == TEXT


def test_a_broken_file_opens_as_text(open_page: Callable[[], OpenPage]) -> None:
    own_file("bad").parent.mkdir(parents=True)
    own_file("bad").write_text("name: x\n", "utf-8")
    opened = open_page()
    page = opened.page
    page.list.view.setCurrentIndex(page.list.model.index(page.list.model.row_of("bad")))
    assert page.text.isVisible()
    assert "description" in page.text.trouble.text()
    assert not page.head.use.isEnabled()


def test_arrow_keys_pass_over_headings(opened: OpenPage, qtbot: QtBot) -> None:
    page = opened.page
    page.list.view.setFocus()
    for _press in range(30):
        qtbot.keyClick(page.list.view, Qt.Key.Key_Down)
    assert page.presenter.draft is not None
    assert page.presenter.draft.name == "orpo-24gb-7b"


def test_the_models_keep_qts_rules(opened: OpenPage, qtmodeltester: ModelTester) -> None:
    qtmodeltester.check(opened.page.list.model)
    opened.show("demo-cpu", "compare")
    qtmodeltester.check(opened.page.comparison.model)


@pytest.mark.parametrize("view", ["overview", "simple", "expert", "text", "compare"])
def test_every_control_has_a_name_and_can_be_reached_by_keyboard(opened: OpenPage, view: PresetView) -> None:
    page = opened.show("demo-cpu", view)
    kinds = (QAbstractButton, QComboBox, QPlainTextEdit, QLineEdit, QAbstractItemView)
    controls = [each for kind in kinds for each in page.findChildren(kind) if each.isVisible()]
    assert len(controls) > 8
    for each in controls:
        if isinstance(each.parent(), QLineEdit | QTabBar):
            continue
        named = each.accessibleName() or (each.text() if isinstance(each, QAbstractButton) else "")
        assert named, f"{each} has no name"
        assert each.focusPolicy() & Qt.FocusPolicy.TabFocus, f"{named}: no keyboard"


def test_nothing_is_cut_at_the_least_size(opened: OpenPage) -> None:
    page = opened.show("full-24gb-1b", "expert")
    assert page.minimumSizeHint().width() <= 1040
    for row in page.form.rows.values():
        for each in (row.field.label, row.field.explained):
            assert each.height() >= each.heightForWidth(each.width()), each.text()
        control = row.field.control
        assert isinstance(control, QCheckBox) or control.width() >= 150


def test_a_preset_goes_to_the_train_tab_with_what_was_changed(window: OpenWindow, qtbot: QtBot) -> None:
    session = window.session
    page = session.window.findChild(PresetsPage)
    assert page is not None
    session.window.show_tab("presets")
    page.open()
    page.presenter.choose("qlora-8gb-3b")
    page.show_view("simple")
    control = page.form.fields.field("method.rank").control
    assert isinstance(control, QLineEdit)
    control.selectAll()
    qtbot.keyClicks(control, "32")
    with qtbot.waitSignal(page.run_wanted) as wanted:
        qtbot.mouseClick(page.head.use, Qt.MouseButton.LeftButton)
    assert isinstance(wanted.args[0], RunWanted)
    assert session.window.current_tab() == "train"
    training = session.window.findChild(TrainingPage)
    assert training is not None
    wish = training.setup.wish()
    assert (wish.preset, wish.recipe and wish.recipe.method.rank) == ("qlora-8gb-3b", 32)
    assert training.setup.reset.isVisibleTo(training.setup)


def test_the_train_tab_knows_what_was_saved(window: OpenWindow) -> None:
    training, page = (window.session.window.findChild(kind) for kind in (TrainingPage, PresetsPage))
    assert isinstance(training, TrainingPage)
    assert isinstance(page, PresetsPage)
    training.setup.choose_preset("qlora-8gb-3b")
    page.open()
    page.presenter.choose("demo-cpu")
    page.presenter.on_duplicate()
    assert training.setup.preset.findData("demo-cpu-2") >= 0
    assert training.setup.wish().preset == "qlora-8gb-3b"


def test_a_run_is_kept_as_a_preset(opened: OpenPage, tmp_path: Path) -> None:
    run = scenes.make_run(scenes.make_project(tmp_path / "project"))
    opened.page.list.from_run.menu().aboutToShow.emit()
    (action,) = opened.page.list.from_run.menu().actions()
    assert action.text() == run.name
    action.trigger()
    assert load_preset("as-run-1-demonstration-no-gpu").preset.recipe == load_preset("demo-cpu").preset.recipe


def test_the_menu_of_a_run_keeps_it_as_a_preset(
    open_window: Callable[..., OpenWindow], project_path: Path, qtbot: QtBot
) -> None:
    run = scenes.make_run(project_path)
    scenes.write_events(run, scenes.beginning())
    opened = open_window()
    session = opened.session.window
    session.show_tab("train")
    training = session.findChild(TrainingPage)
    assert training is not None
    qtbot.waitUntil(lambda: training.view is not None and training.view.isVisible())
    keep = next(each for each in training.runs.view.actions() if "preset" in each.text())
    keep.trigger()
    assert session.current_tab() == "presets"
    assert "Saved from the run: As run 1: Demonstration (no GPU)" in opened.said()
    assert not load_preset("as-run-1-demonstration-no-gpu").built_in
