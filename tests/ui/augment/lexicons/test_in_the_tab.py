"""The button of the Augment tab, and what a saved lexicon does to the preview."""

import pytest

from studio.ui.augment.lexicons.dialog import LexiconsDialog
from tests.ui.augment.conftest import AugmentTab

pytestmark = pytest.mark.slow


def test_a_saved_lexicon_is_seen_in_the_preview(tab: AugmentTab) -> None:
    tab.choose("synonyms")
    tab.previewed()
    assert not any("zoulette" in " ".join(each.after) for each in tab.page.preview.shown)
    tab.page.head.lexicons.click()
    dialog = tab.page.findChild(LexiconsDialog)
    assert dialog is not None
    dialog.list.setCurrentRow(1)
    dialog.editor.show_view("text")
    groups = (
        "v: 1\ngroups:\n- meaning: nuque\n  wordings: [{words: nuque, agrees: fs}, {words: zoulette, agrees: fs}]\n"
    )
    dialog.editor.text.setPlainText(groups)
    tab.wait(dialog.save_button.isEnabled)
    dialog.save_button.click()
    tab.wait(lambda: any("zoulette" in " ".join(each.after) for each in tab.page.preview.shown))
    dialog.close_button.click()
    assert not dialog.isVisible()
