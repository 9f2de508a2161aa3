"""What the checks say of the example on show."""

from studio.data.checks import remember
from studio.data.checks.running import run_checks
from studio.data.project import Project
from tests.ui.conftest import OpenWindow


def test_the_pane_says_what_was_found_and_follows_the_checks(window: OpenWindow) -> None:
    page = window.page
    window.choose(0)
    assert page.details.findings.isHidden()
    project = window.session.project
    assert project is not None
    dataset = project.reader.datasets()[0]
    project.change(lambda writer: writer.update_field(1, "response", " "), window.session.messages.problem)
    window.settle()
    report = run_checks(project.reader, dataset.id)

    def keep(writer: Project) -> None:
        remember(writer, report)

    project.write(keep, lambda _nothing: page.details.findings.read_again(), window.session.messages.problem)
    window.settle()
    assert page.details.findings.text().startswith("2 findings: Empty texts, White space around texts")
    assert page.details.findings.toolTip()
    window.choose(1)
    assert page.details.findings.isHidden()
