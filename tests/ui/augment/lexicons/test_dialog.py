"""The lexicons as a person edits them: the real dialog on a real project."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtWidgets import QComboBox, QPlainTextEdit, QWidget
from pytestqt.qtbot import QtBot

from studio.data.lexicon_files import LEXICON_KINDS, built_in_text, is_changed, own_file, read_lexicon_text
from studio.data.project import Project, ProjectReader
from studio.text.findings.engine import engine_for
from studio.ui.augment.lexicons.dialog import LexiconsDialog
from studio.ui.augment.lexicons.entries_model import PROBLEM_ROLE
from studio.ui.augment.lexicons.entries_table import EntriesTable
from studio.ui.background import Background
from studio.ui.messages import Message, Messages
from studio.ui.project_context import ProjectContext
from tests.ui.settling import settle

NAMES = [each.name for each in LEXICON_KINDS]
FINDINGS, SYNONYMS = LEXICON_KINDS[0], LEXICON_KINDS[1]


class OpenLexicons:
    """The dialog and its doors."""

    def __init__(self, qtbot: QtBot, path: Path, *, read_only: bool = False) -> None:
        self.qtbot, self.path = qtbot, path
        self.background, messages, self.told = Background(), Messages(), list[Message]()
        messages.posted.connect(self.told.append)
        writer = None if read_only else Project.open(path)
        self.project = ProjectContext(path, ProjectReader(path), writer, self.background)
        self.dialog = LexiconsDialog(self.project, self.background, messages)
        qtbot.addWidget(self.dialog)
        self.dialog.show()
        self.settle()

    @property
    def main(self) -> EntriesTable:
        return self.dialog.editor.tables.main

    @property
    def inner(self) -> EntriesTable:
        return self.dialog.editor.tables.inner

    def settle(self) -> None:
        settle(self.qtbot, lambda: not self.background.busy)

    def choose(self, name: str) -> None:
        self.dialog.list.setCurrentRow(NAMES.index(name))
        self.settle()

    def cell(self, title: str, row: int, table: EntriesTable | None = None) -> QModelIndex:
        found = (table or self.main).found
        heads = [found.headerData(at, Qt.Orientation.Horizontal) for at in range(found.columnCount())]
        return found.index(row, heads.index(title))

    def write(self, title: str, row: int, text: str, table: EntriesTable | None = None) -> None:
        assert (table or self.main).found.setData(self.cell(title, row, table), text)

    def save(self) -> None:
        self.dialog.save_button.click()
        self.settle()

    def text(self, name: str) -> str:
        return read_lexicon_text(self.path, LEXICON_KINDS[NAMES.index(name)])

    def close(self) -> None:
        self.dialog.done(0)
        self.project.close()
        self.background.close()


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "cases"
    Project.create(path, "Cases").close()
    return path


@pytest.fixture
def open_it(qtbot: QtBot, path: Path) -> Iterator[Callable[..., OpenLexicons]]:
    with ExitStack() as stack:

        def open_one(*, read_only: bool = False) -> OpenLexicons:
            opened = OpenLexicons(qtbot, path, read_only=read_only)
            stack.callback(opened.close)
            return opened

        yield open_one


@pytest.fixture
def lexicons(open_it: Callable[..., OpenLexicons]) -> OpenLexicons:
    return open_it()


def test_a_word_that_is_added_is_found_in_the_sentence_and_saved(lexicons: OpenLexicons) -> None:
    dialog = lexicons.dialog
    assert not dialog.save_button.isEnabled()
    dialog.trial.sentence.setPlainText("Pas de zoulette.")
    assert dialog.trial.tried.findings == ()
    lexicons.main.search.setText("FIEVRE temperature")
    fever = next(
        at for at in range(lexicons.main.found.rowCount()) if lexicons.cell("Name (French)", at).data() == "Fièvre"
    )
    lexicons.write("Said as", fever, "fièvre\nzoulette")
    lexicons.qtbot.waitUntil(lambda: bool(dialog.trial.tried.findings))
    seen = dialog.trial.tried.findings[0]
    assert (seen.name, seen.status, seen.start, seen.end) == ("Fever", "absent", 7, 15)
    assert len(dialog.trial.sentence.extraSelections()) == 1
    assert "denies it" in dialog.trial.result.text()
    assert dialog.list.item(0).text() == "Clinical findings · not saved"
    with lexicons.qtbot.waitSignal(dialog.saved):
        lexicons.save()
    assert dialog.list.item(0).text() == "Clinical findings · changed"
    assert lexicons.told[-1].text == "The lexicons are saved."
    assert engine_for(lexicons.path).find("zoulette")[0].concept == "fever"
    assert not dialog.save_button.isEnabled()


def test_wrong_entries_are_marked_and_nothing_is_saved_until_they_are_mended(lexicons: OpenLexicons) -> None:
    dialog = lexicons.dialog
    lexicons.write("Identifier", 3, lexicons.cell("Identifier", 2).data())
    assert "stands there twice" in lexicons.cell("Identifier", 3).data(PROBLEM_ROLE)
    lexicons.write("Patterns", 5, "a(b")
    assert not dialog.save_button.isEnabled()
    assert "2 more problems" not in dialog.trouble_text()
    assert "1 more problem" in dialog.trouble_text()
    assert "mend it first" in dialog.trial.result.text()
    dialog.editor.undo()
    dialog.editor.undo()
    assert dialog.trouble_text() == ""
    dialog.editor.redo()
    lexicons.choose("synonyms")
    assert "Clinical findings" in dialog.trouble_text()
    dialog.show_button.click()
    assert dialog.list.currentRow() == 0
    assert lexicons.main.current() == 3
    assert own_file(lexicons.path, FINDINGS).exists() is False


def test_entries_come_and_go_with_undo(lexicons: OpenLexicons) -> None:
    lexicons.choose("synonyms")
    total = lexicons.main.found.rowCount()
    lexicons.main.search.setText("cephalees")
    assert 0 < lexicons.main.found.rowCount() < total
    lexicons.main.add_button.click()
    assert lexicons.main.found.rowCount() == total + 1
    assert lexicons.main.current() == total
    assert "Meaning: This may not be empty." in lexicons.dialog.trouble_text()
    lexicons.write("Meaning", total, "toux")
    for at, (words, agrees) in enumerate((("toux", "fs"), ("quintes", "fp"))):
        lexicons.inner.add_button.click()
        lexicons.write("Words", at, words, lexicons.inner)
        lexicons.write("Gender and number", at, agrees, lexicons.inner)
    assert lexicons.dialog.trouble_text() == ""
    lexicons.main.copy_button.click()
    assert lexicons.main.found.rowCount() == total + 2
    lexicons.main.remove_button.click()
    assert lexicons.main.found.rowCount() == total + 1
    lexicons.dialog.trial.sentence.setPlainText("Pas de toux.")
    lexicons.qtbot.waitUntil(lambda: lexicons.dialog.trial.tried.rewritten == "Pas de quintes.")
    while lexicons.dialog.editor.undo_button.isEnabled():
        lexicons.dialog.editor.undo_button.click()
    assert lexicons.main.found.rowCount() == total
    assert not lexicons.dialog.save_button.isEnabled()


def test_cells_are_edited_with_what_suits_them(lexicons: OpenLexicons, qtbot: QtBot) -> None:
    table = lexicons.main.table

    def editor(title: str) -> QWidget:
        table.setCurrentIndex(lexicons.cell(title, 1))
        table.edit(lexicons.cell(title, 1))
        return next(each for each in table.viewport().findChildren(QWidget) if each.accessibleName() == title)

    several = editor("Said as")
    assert isinstance(several, QPlainTextEdit)
    assert several.height() > 100
    several.setPlainText("un\ndeux")
    qtbot.keyClick(several, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert lexicons.cell("Said as", 1).data() == "un; deux"
    choice = editor("Sex")
    assert isinstance(choice, QComboBox)
    assert [choice.itemText(at) for at in range(choice.count())] == ["", "woman", "man"]
    qtbot.keyClick(choice, Qt.Key.Key_Down)
    assert lexicons.cell("Sex", 1).data() == "woman"
    switch = lexicons.cell("Red flag", 1)
    before = switch.data(Qt.ItemDataRole.CheckStateRole)
    turned = Qt.CheckState.Unchecked if before == Qt.CheckState.Checked else Qt.CheckState.Checked
    lexicons.main.found.setData(switch, turned.value, Qt.ItemDataRole.CheckStateRole)
    assert lexicons.cell("Red flag", 1).data(Qt.ItemDataRole.CheckStateRole) == turned


def test_text_and_table_are_one_lexicon(lexicons: OpenLexicons) -> None:
    dialog, editor = lexicons.dialog, lexicons.dialog.editor
    editor.show_view("text")
    assert editor.text.exact_text() == built_in_text(FINDINGS)
    editor.text.setPlainText(built_in_text(FINDINGS).replace("red_flag: true", "red_flag: maybe", 1))
    lexicons.qtbot.waitUntil(lambda: "Line 8" in dialog.trouble_text())
    assert editor.text.extraSelections()[0].cursor.blockNumber() == 7
    editor.show_view("table")
    assert not editor.tables.isVisible()
    editor.show_view("text")
    editor.text.setPlainText(built_in_text(FINDINGS).replace("fr: Début brutal", "fr: Début soudain", 1))
    editor.show_view("table")
    assert lexicons.cell("Name (French)", 0).data() == "Début soudain"
    lexicons.write("Name (English)", 0, "Thunderclap")
    editor.show_view("text")
    assert "{en: Thunderclap, fr: Début soudain}" in editor.text.exact_text()
    assert editor.text.exact_text().startswith(built_in_text(FINDINGS).splitlines()[0])
    editor.undo()
    assert "fr: Début soudain" in editor.text.exact_text()
    assert "Thunderclap" not in editor.text.exact_text()


def test_the_built_in_version_comes_back_and_that_can_be_undone(lexicons: OpenLexicons) -> None:
    editor = lexicons.dialog.editor
    assert not editor.restore_button.isEnabled()
    lexicons.write("Name (French)", 0, "Autre")
    lexicons.save()
    assert is_changed(lexicons.path, FINDINGS)
    editor.restore_button.click()
    assert lexicons.cell("Name (French)", 0).data() == "Début brutal"
    editor.undo()
    assert lexicons.cell("Name (French)", 0).data() == "Autre"
    editor.redo()
    lexicons.save()
    assert not own_file(lexicons.path, FINDINGS).exists()
    assert lexicons.dialog.list.item(0).text() == "Clinical findings"


def test_escape_loses_nothing(lexicons: OpenLexicons) -> None:
    lexicons.write("Name (French)", 0, "Autre")
    lexicons.dialog.reject()
    assert lexicons.dialog.isVisible()
    assert "not saved" in lexicons.dialog.trouble_text()
    lexicons.dialog.close_button.click()
    assert not lexicons.dialog.isVisible()
    assert not own_file(lexicons.path, FINDINGS).exists()


def test_a_window_that_only_reads_shows_everything_and_saves_nothing(open_it: Callable[..., OpenLexicons]) -> None:
    first = open_it()
    second = open_it(read_only=True)
    assert "open in another window" in second.dialog.trouble_text()
    second.write("Name (French)", 0, "Autre")
    assert not second.dialog.save_button.isEnabled()
    first.write("Name (French)", 0, "Début très brutal")
    first.save()
    assert "Début très brutal" in second.text("findings")


def test_a_file_that_cannot_be_written_is_said_and_the_changes_stay(lexicons: OpenLexicons) -> None:
    (lexicons.path / "lexicons").write_text("in the way")
    lexicons.write("Name (French)", 0, "Autre")
    lexicons.save()
    assert "could not be written" in lexicons.dialog.trouble_text()
    assert lexicons.dialog.save_button.isEnabled()
    assert lexicons.cell("Name (French)", 0).data() == "Autre"


def test_an_own_file_that_is_wrong_is_opened_as_text(path: Path, open_it: Callable[..., OpenLexicons]) -> None:
    for kind, content in ((FINDINGS, b"v: 1\nconcepts: []\n"), (SYNONYMS, b"\xff\xfe\x00")):
        own_file(path, kind).parent.mkdir(exist_ok=True)
        own_file(path, kind).write_bytes(content)
    lexicons = open_it()
    assert lexicons.dialog.editor.text.isVisible()
    assert "At least one is needed" in lexicons.dialog.trouble_text()
    lexicons.choose("synonyms")
    assert "is not readable" in lexicons.dialog.trouble_text()
    lexicons.dialog.editor.restore_button.click()
    lexicons.save()
    assert not own_file(path, SYNONYMS).exists()


def test_every_lexicon_can_be_looked_at_and_is_left_as_it_is(lexicons: OpenLexicons) -> None:
    for name in NAMES:
        lexicons.choose(name)
        tables = lexicons.dialog.editor.tables
        for at in range(tables.picker.count()):
            tables.picker.setCurrentIndex(at)
            tables.picker.activated.emit(at)
            assert lexicons.main.found.rowCount() > 0
        lexicons.dialog.editor.show_view("text")
        lexicons.dialog.editor.show_view("table")
        assert lexicons.dialog.trouble_text() == ""
    assert lexicons.dialog.changed == []
