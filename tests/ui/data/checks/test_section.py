"""The checks as the user sees them."""

from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from studio.ui.data.rows_wanted import RowsWanted
from tests.ui.data.checks.conftest import OpenChecks


def test_before_the_first_run_the_section_says_what_checks_are_for(checks: OpenChecks) -> None:
    assert checks.section.state_text() == "Not checked yet."
    assert checks.section.intro.isVisible()
    assert checks.section.run_button.isEnabled()


def test_what_was_found_is_listed_by_importance_and_the_rest_is_folded(
    checks: OpenChecks, qtmodeltester: ModelTester
) -> None:
    checks.check()
    assert checks.section.state_text() == "Checked just now."
    assert checks.lines()[:3] == [
        "Empty texts: 1 example",
        "Duplicates: 2 examples in 1 group",
        "White space around texts: 2 examples",
    ]
    assert "Answer contract broken: not run" in checks.lines()
    assert checks.lines()[-1].endswith("checks found nothing")
    before = len(checks.lines())
    last = checks.section.rules.rules.index(before - 1)
    checks.section.rules.clicked.emit(last)
    assert len(checks.lines()) > before
    assert "Control characters" in checks.lines()
    qtmodeltester.check(checks.section.rules.rules)


def test_a_rule_shows_its_findings_and_opens_their_rows(
    checks: OpenChecks, qtbot: QtBot, qtmodeltester: ModelTester
) -> None:
    checks.check()
    checks.choose("Duplicates")
    assert checks.findings() == [
        "Example 1: Row 2 has the same texts.",
        "Example 2: Row 1 has the same texts.",
    ]
    qtmodeltester.check(checks.section.panel.findings)
    with qtbot.waitSignal(checks.section.rows_wanted) as opened:
        checks.section.panel.open_button.click()
    assert wanted(opened.args) == ([1, 2], "Duplicates")
    with qtbot.waitSignal(checks.section.rows_wanted) as opened:
        checks.section.panel.list.activated.emit(checks.section.panel.findings.index(1))
    assert wanted(opened.args) == ([2, 1], "Duplicates")
    checks.choose("Empty texts")
    with qtbot.waitSignal(checks.section.rows_wanted) as opened:
        checks.section.panel.list.activated.emit(checks.section.panel.findings.index(0))
    assert wanted(opened.args) == ([4], "Empty texts")


def test_a_mend_is_one_step_that_can_be_undone_and_is_checked_again(checks: OpenChecks) -> None:
    checks.check()
    checks.choose("White space")
    assert checks.section.panel.mend_button.text() == "Mend: Trim white space"
    checks.section.panel.mend_button.click()
    checks.settle()
    assert checks.responses()[2:] == ["Traitement habituel.", "", "Avis spécialisé."]
    assert not any(line.startswith("White space around texts:") for line in checks.lines())
    assert checks.section.state_text() == "Checked just now."
    assert checks.told[-1].text == "Trim white space"
    checks.told[-1].offers[0].act()
    checks.settle()
    assert checks.responses()[2] == "Traitement habituel. "


def test_an_edit_is_checked_again_by_itself(checks: OpenChecks, qtbot: QtBot) -> None:
    checks.check()
    checks.project.change(lambda writer: writer.update_field(4, "response", "IRM en urgence."), checks.messages.problem)
    qtbot.waitUntil(lambda: "1 example changed since" in checks.section.state_text())
    qtbot.waitUntil(lambda: not any(line.startswith("Empty texts:") for line in checks.lines()))
    assert checks.told == []


def test_before_the_first_run_nothing_is_checked_by_itself(checks: OpenChecks, qtbot: QtBot) -> None:
    checks.project.change(lambda writer: writer.update_field(4, "response", " IRM"), checks.messages.problem)
    with qtbot.waitSignal(checks.section.remembered):
        pass
    assert checks.section.state_text() == "Not checked yet."


def test_a_run_that_was_stopped_leaves_what_was_known(checks: OpenChecks) -> None:
    checks.section.run_button.click()
    checks.section.progress.cancel_button.click()
    checks.settle()
    assert checks.section.state_text() == "Not checked yet."
    assert "stopped" in checks.told[-1].text
    assert not checks.section.progress.isVisible()
    checks.check()
    assert checks.section.state_text() == "Checked just now."


def test_the_settings_are_those_of_the_last_run(checks: OpenChecks) -> None:
    checks.section.settings_button.click()
    asking = checks.section.asking
    assert asking.tokens.number() == 1024
    asking.answer[0].show_number(30)
    asking.answer[1].show_number(20)
    assert not asking.check_button.isEnabled()
    asking.answer[1].show_number(None)
    asking.check_button.click()
    checks.settle()
    checks.choose("Far too long or too short")
    assert checks.findings()[0].startswith("Example 3: The answer is very short: 20 characters")
    checks.section.settings_button.click()
    assert checks.section.asking.answer[0].number() == 30
    checks.section.asking.reject()


def wanted(arguments: list[object]) -> tuple[list[int], str]:
    rows = arguments[0]
    assert isinstance(rows, RowsWanted)
    return rows.ids.tolist(), rows.title
