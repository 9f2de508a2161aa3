"""Writes the report of an evaluation as HTML or PDF, in either language, whatever the window speaks."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QBuffer, QIODevice, QObject, QSizeF, Qt
from PySide6.QtGui import QPageSize, QPdfWriter, QTextDocument
from PySide6.QtWidgets import QFileDialog, QMenu, QToolButton, QWidget

from studio.errors import StudioError
from studio.runs.folder import RunFolder
from studio.ui.background import Background
from studio.ui.icons import give_icon
from studio.ui.messages import Messages
from studio.ui.theme import set_role
from studio.words import LANGUAGES, Language, _

_TASK = "studio.evaluating.report:reported"
_DPI = 96
_MEMORY = 2 << 30


class ReportButton(QToolButton):
    """A menu with one entry for each language; `asked` is called with the one chosen."""

    def __init__(self, asked: Callable[[Language], None], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setText(_("Report"))
        self.setAccessibleName(_("Write a report"))
        self.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        set_role(self, "quiet")
        give_icon(self, "export")
        menu = QMenu(_("Write a report"), self)
        names: dict[Language, str] = {"en": _("Report in English…"), "fr": _("Report in French…")}
        self.entries = {language: menu.addAction(names[language]) for language in LANGUAGES}
        for language, entry in self.entries.items():
            entry.triggered.connect(lambda _on=False, language=language: asked(language))
        self.setMenu(menu)


class Reporting(QObject):
    """Asks where to, makes the text in a process of its own, and says where it lies."""

    def __init__(self, background: Background, messages: Messages, parent: QWidget) -> None:
        super().__init__(parent)
        self._background, self._messages, self._window = background, messages, parent

    def ask(self, run: RunFolder, language: Language) -> None:
        """Choose the file, then write it."""
        chosen, _filter = QFileDialog.getSaveFileName(
            self._window,
            _("Write a report"),
            f"{run.name}.html",
            ";;".join((_("HTML, for any browser") + " (*.html)", _("PDF, to print") + " (*.pdf)")),
        )
        if chosen:
            self.write(run, language, Path(chosen))

    def write(self, run: RunFolder, language: Language, target: Path) -> None:
        """As PDF where the name ends so, else as HTML."""
        self._background.run(lambda: _text(run, language), lambda text: self._place(text, target), self._failed)

    def _place(self, text: str, target: Path) -> None:
        try:
            if target.suffix.lower() == ".pdf":
                _write_pdf(text, target)
            else:
                _write_html(text, target)
        except StudioError as error:
            self._failed(error)
            return
        self._messages.done(_("The report is in {path}").format(path=target))

    def _failed(self, error: StudioError) -> None:
        self._messages.problem(error)


def _text(run: RunFolder, language: Language) -> str:
    from studio.data.child import rows_from_child

    return "".join(rows_from_child(_TASK, {"run": str(run.path), "language": language}, memory=_MEMORY))


def _write_html(text: str, target: Path) -> None:
    from studio.evaluating.report import write_text

    write_text(text, target)


def _write_pdf(text: str, target: Path) -> None:
    from studio.placing import placed

    # Qt does not tell when it finds no room on the disk; Python does.
    whole = QBuffer()
    whole.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(whole)
    writer.setPageSize(QPageSize(QPageSize.PageSizeId.A4))
    writer.setResolution(_DPI)
    document = QTextDocument()
    document.setPageSize(QSizeF(writer.width(), writer.height()))
    document.setHtml(text)
    document.print_(writer)
    with placed(target) as partial:
        partial.write_bytes(whole.data().data())
