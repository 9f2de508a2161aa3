"""The X-ray in the Train tab, on a real project and with the real tokenizer in its child."""

import shutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from studio.core.options import DataOptions
from studio.core.recipe import Recipe
from studio.core.tokens import Checked, Fault, RowLabels, RowTokens, Seen, Token
from studio.data.project import Project
from studio.data.reader import ProjectReader
from studio.paths import DEMO_MODEL
from studio.runs.run import list_runs
from studio.ui.background import Background
from studio.ui.data.rows_wanted import RowsWanted
from studio.ui.project_context import ProjectContext
from studio.ui.theme import CONTRAST, DARK, LIGHT, Colours, make_palette
from studio.ui.training.page import TrainingPage
from studio.ui.xray.dialog import XrayDialog
from studio.ui.xray.looks import token_format
from studio.ui.xray.row_pane import RowPane
from studio.ui.xray.subject import Subject
from studio.ui.xray.token_text import CONVERSATION_PARTS, TEXT_PARTS, Part
from studio.ui.xray.token_view import TokenView
from tests.ui.conftest import OpenWindow
from tests.ui.training import scenes
from tests.ui.training.conftest import OpenTab

SECONDS = 120_000
ROW = RowTokens(
    (
        Token(1, "<s>", "template"),
        Token(2, "Quel\n", "prompt"),
        Token(3, " âge", "prompt"),
        Token(4, "51", "learned"),
        Token(5, " ans", "cut"),
    ),
    2,
    added_end=True,
)


@pytest.fixture
def project(tmp_path: Path) -> Path:
    return scenes.make_project(tmp_path / "headaches", train=40)


@pytest.fixture
def open_dialog(qtbot: QtBot, project: Path) -> Iterator[Callable[..., XrayDialog]]:
    background = Background()
    context = ProjectContext(project, ProjectReader(project), Project.open(project), background)
    made: list[XrayDialog] = []

    def open_it(checked: Checked | None = None, **data: object) -> XrayDialog:
        recipe = Recipe(data=DataOptions(**data))
        dialog = XrayDialog(context, background, Subject(1, "Cas de céphalées", "instruction", recipe))
        qtbot.addWidget(dialog)
        made.append(dialog)
        dialog.open_on(checked)
        qtbot.waitUntil(lambda: dialog.model.rowCount() > 0)
        return dialog

    yield open_it
    for each in made:
        each.reject()
    context.close()
    background.close()


@pytest.fixture
def open_tab(qtbot: QtBot, project: Path) -> Iterator[OpenTab]:
    tab = OpenTab(project)
    tab.page.show()
    qtbot.waitUntil(lambda: tab.page.view is not None and not tab.background.busy)
    yield tab
    tab.close()


def wish_for(tab: OpenTab, model: Path) -> None:
    setup = tab.page.setup
    recipe = setup.wish().recipe
    assert recipe is not None
    setup.choose_preset(
        str(setup.preset.currentData()),
        recipe.model_copy(update={"model": recipe.model.model_copy(update={"base": str(model)})}),
    )


def copied_model(into: Path) -> Path:
    shutil.copytree(DEMO_MODEL, into)
    return into


def test_arrows_go_from_token_to_token_and_each_is_told(qtbot: QtBot) -> None:
    view = TokenView()
    qtbot.addWidget(view)
    told: list[str] = []
    view.token_changed.connect(told.append)
    view.show_row(ROW)
    assert view.toPlainText() == "<s>Quel¶\n âge51 ans"
    for _step in range(2):
        qtbot.keyClick(view, Qt.Key.Key_Right)
    assert told[-1].startswith("Token 3 of 5 · number 3 · Question · “·âge”")
    assert view.accessibleDescription() == told[-1]
    for _step in range(9):
        qtbot.keyClick(view, Qt.Key.Key_Right)
    assert view.current == 4
    view.selectAll()
    assert view.createMimeDataFromSelection().text() == "<s>Quel\n âge51 ans"


@pytest.mark.parametrize("parts", [CONVERSATION_PARTS, TEXT_PARTS], ids=["answers", "texts"])
@pytest.mark.parametrize("colours", [LIGHT, DARK, CONTRAST], ids=lambda colours: colours.shade)
def test_kinds_differ_also_without_colours(colours: Colours, parts: tuple[Part, ...]) -> None:
    looks = [token_format(part, colours) for part in parts]
    signs = {(look.underlineStyle(), look.fontStrikeOut()) for look in looks}
    assert len(signs) == len(parts)
    assert len({look.background().color().name() for look in looks}) == len(parts) - 1
    for look in looks:
        light, dark = sorted((look.foreground().color().lightnessF(), look.background().color().lightnessF()))
        assert dark - light > 0.15


def test_the_tokens_follow_the_theme(qtbot: QtBot) -> None:
    view = TokenView()
    qtbot.addWidget(view)
    grounds = set()
    for colours in (LIGHT, DARK, CONTRAST):
        view.setPalette(make_palette(colours))
        view.show_row(ROW)
        formats = view.document().firstBlock().layout().formats()
        grounds.add(formats[0].format.background().color().name())
    assert len(grounds) == 3


def test_faults_lead_to_their_rows_here_and_in_the_data_tab(
    qtbot: QtBot, open_dialog: Callable[..., XrayDialog]
) -> None:
    cut = Fault("cut_answer", "Cut.", "Raise it.", (3, 5), blocking=False)
    foreign = Fault("foreign_template", "Foreign.", "Restore it.", (), blocking=True)
    dialog = open_dialog(Checked(40, Seen(), (cut, foreign)))
    first, second = dialog.checks.faults.lines
    assert first.sentence.text() == "Blocks the run: Foreign."
    assert not first.rows.isEnabled()
    qtbot.mouseClick(second.rows, Qt.MouseButton.LeftButton)
    assert [dialog.model.index(at).data(Qt.ItemDataRole.UserRole) for at in range(2)] == [3, 5]
    with qtbot.waitSignal(dialog.rows_wanted) as wanted:
        dialog.to_data.click()
    rows: RowsWanted = wanted.args[0]
    assert (rows.dataset_id, rows.ids.tolist(), rows.title) == (1, [3, 5], "Cut.")
    assert not dialog.isVisible()


def test_both_sides_of_a_preference_are_counted_and_packed_rows_say_so(
    qtbot: QtBot, open_dialog: Callable[..., XrayDialog]
) -> None:
    dialog = open_dialog()
    worse = RowTokens((Token(1, "<s>", "template"), Token(9, "Non", "learned")), 3, added_end=False, side="rejected")
    dialog.show_tokens(replace(ROW, side="chosen", rejected=worse), "padded")
    assert [pane.side.text() for pane in (dialog.row, dialog.worse)] == ["Better answer", "Worse answer"]
    counts = [
        [pane.legend.entries[part].words.text() for part in ("learned", "cut", "padding")]
        for pane in (dialog.row, dialog.worse)
    ]
    assert counts == [["Learned 1", "Cut off 1", "Padding 2"], ["Learned 1", "Cut off 0", "Padding 3"]]
    assert dialog.worse.isVisible()
    assert "Token 1 of 5" in dialog.token.text()
    dialog.show_tokens(ROW, "packed")
    assert dialog.row.legend.entries["padding"].words.text() == "Packed"
    assert not dialog.worse.isVisible()


def test_a_classified_text_is_shown_with_its_labels(qtbot: QtBot) -> None:
    pane = RowPane(TEXT_PARTS)
    qtbot.addWidget(pane)
    labels = RowLabels(("urgent",), ("calme", "urgent"), several=False)
    tokens = (Token(2, "[CLS]", "special"), Token(5, "Mal", "text"), Token(6, "de", "cut"))
    pane.show_row(RowTokens(tokens, 0, added_end=False, labels=labels), "unknown", 2)
    assert "“urgent” (number 1)" in pane.labels.text()
    assert [entry.words.text() for entry in pane.legend.entries.values()] == [
        "Added 1",
        "Text 1",
        "Cut off 1",
        "Padding",
    ]
    assert pane.total.text() == "2 of at most 2 tokens"


def test_the_data_tab_opens_the_x_ray_on_the_selected_row(qtbot: QtBot, window: OpenWindow) -> None:
    page = window.session.window.findChild(TrainingPage)
    assert page is not None
    window.choose(1)
    assert window.page.actions_here.xray in window.page.actions_here.row_menu.actions()
    window.page.actions_here.xray.trigger()
    dialog = page.start_check.dialog
    assert dialog is not None
    qtbot.waitUntil(lambda: dialog.presenter.current is not None)
    assert dialog.presenter.current == 2
    assert len(dialog.presenter.rows.ids) == 3
    wish = page.setup.wish().recipe
    assert wish is not None
    assert dialog.presenter.subject.recipe == wish
    dialog.reject()
    assert page.start_check.dialog is None


@pytest.mark.slow
def test_a_row_is_shown_by_the_real_tokenizer_and_all_are_checked(
    qtbot: QtBot, open_dialog: Callable[..., XrayDialog]
) -> None:
    dialog = open_dialog(max_length=24)
    qtbot.waitUntil(lambda: "Cas" in dialog.row.tokens.toPlainText(), timeout=SECONDS)
    assert dialog.title.text() == "Example 1"
    assert "24 of at most 24 tokens" in dialog.row.total.text()
    assert dialog.row.legend.entries["padding"].words.text() == "Padding"
    dialog.number.setText("7")
    qtbot.keyClick(dialog.number, Qt.Key.Key_Return)
    assert "Cas train 6" in dialog.row.tokens.toPlainText()
    dialog.shortest.click()
    assert dialog.checks.bar.isVisible()
    qtbot.waitUntil(lambda: dialog.presenter.checked is not None, timeout=SECONDS)
    assert [line.fault.kind for line in dialog.checks.faults.lines] == ["cut_answer"]
    assert dialog.row.legend.entries["padding"].words.text() == "Padding 0"
    assert not dialog.checks.bar.isVisible()


@pytest.mark.slow
def test_start_waits_for_the_check_and_a_foreign_template_starts_nothing(
    qtbot: QtBot, open_tab: OpenTab, project: Path, tmp_path: Path
) -> None:
    page, setup = open_tab.page, open_tab.page.setup
    spoilt = copied_model(tmp_path / "spoilt")
    template = spoilt / "chat_template.jinja"
    template.write_text(template.read_text("utf-8").replace("<|end|>", "<|eot_id|>"), "utf-8")
    wish_for(open_tab, spoilt)
    before = setup.warnings.texts()
    setup.start.click()
    assert setup.checking.isVisible()
    assert not setup.start.isEnabled()
    qtbot.waitUntil(lambda: page.start_check.dialog is not None, timeout=SECONDS)
    dialog = page.start_check.dialog
    assert dialog is not None
    worst = dialog.checks.faults.lines[0].fault
    assert (worst.kind, worst.blocking) == ("foreign_template", True)
    assert list_runs(project) == []
    assert setup.start.isEnabled()
    dialog.reject()
    assert page.start_check.dialog is None
    # Mended outside, the same model passes.
    page.start_check.passed.disconnect()
    passed: list[None] = []
    page.start_check.passed.connect(lambda: passed.append(None))
    template.write_text(template.read_text("utf-8").replace("<|eot_id|>", "<|end|>"), "utf-8")
    setup.start.click()
    qtbot.waitUntil(lambda: not setup.checking.busy, timeout=SECONDS)
    assert (len(passed), page.start_check.dialog, setup.warnings.texts()) == (1, None, before)


@pytest.mark.slow
def test_a_cancelled_check_starts_nothing_and_another_wish_cancels_it(
    qtbot: QtBot, open_tab: OpenTab, project: Path, tmp_path: Path
) -> None:
    page, setup = open_tab.page, open_tab.page.setup
    passed: list[None] = []
    page.start_check.passed.connect(lambda: passed.append(None))
    wish_for(open_tab, copied_model(tmp_path / "own"))
    setup.start.click()
    setup.checking.cancel.click()
    qtbot.waitUntil(lambda: not setup.checking.busy, timeout=SECONDS)
    setup.start.click()
    setup.choose_preset("demo-cpu")
    qtbot.waitUntil(lambda: not setup.checking.busy, timeout=SECONDS)
    assert (passed, open_tab.told, list_runs(project)) == ([], [], [])
    assert setup.start.isEnabled()


def test_what_the_x_ray_found_stands_in_the_train_tab_until_the_recipe_changes(open_tab: OpenTab) -> None:
    page, setup = open_tab.page, open_tab.page.setup
    before = setup.warnings.texts()
    setup.xray.click()
    dialog = page.start_check.dialog
    assert dialog is not None
    cut = Fault("cut_answer", "Cut.", "Raise it.", (3, 5), blocking=False)
    dialog.checked.emit(Checked(40, Seen(), (cut,)))
    dialog.reject()
    assert setup.warnings.texts() == (*before, "2 examples: Cut.")
    recipe = setup.wish().recipe
    assert recipe is not None
    longer = recipe.model_copy(update={"data": DataOptions(max_length=2048)})
    setup.choose_preset(str(setup.preset.currentData()), longer)
    assert setup.warnings.texts() == before


def test_the_demonstration_starts_without_a_check(open_tab: OpenTab) -> None:
    check, passed = open_tab.page.start_check, list[None]()
    check.passed.disconnect()
    check.passed.connect(lambda: passed.append(None))
    open_tab.page.setup.start.click()
    assert (len(passed), open_tab.page.setup.checking.busy) == (1, False)
