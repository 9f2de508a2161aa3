"""The Export tab in its window."""

from studio.ui.export.making.section import ExportsSection
from studio.ui.export.page import ExportPage
from tests.ui.conftest import OpenWindow


def test_without_a_result_the_tab_leads_to_train(window: OpenWindow) -> None:
    frame = window.session.window
    page = frame.findChild(ExportPage)
    assert page is not None
    assert page.findChild(ExportsSection) is None
    frame.show_tab("export")
    window.settle()
    section = page.findChild(ExportsSection)
    assert section is not None
    assert section.stage.currentWidget() is section.invitation
    section.train.click()
    assert frame.current_tab() == "train"
