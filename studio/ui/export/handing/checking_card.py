"""Checks an archive that somebody has sent, or the folder that it was unpacked to."""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QLabel, QLineEdit, QVBoxLayout, QWidget

from studio.errors import StudioError
from studio.ui.archives.place_field import archive_to_read
from studio.ui.archives.progress_line import ProgressLine
from studio.ui.controls import button, card, label
from studio.ui.formats import file_size, short_path
from studio.ui.icons import give_icon, tint_icons
from studio.ui.theme import GRID, code_font, colours_for
from studio.words import _, ngettext

if TYPE_CHECKING:
    from studio.archives.checking import Proof

_SIGN, _MOST_WRONG = 20, 50


class CheckingCard(QWidget):
    """Says in words what does not fit."""

    proof_wanted = Signal(object, object)  # Path, str: the fingerprint that the sender told, or nothing

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._path, self._compared = Path(), False
        self.fingerprint = QLineEdit()
        self.fingerprint.setAccessibleName(_("Fingerprint that the sender told"))
        self.fingerprint.setPlaceholderText(_("Fingerprint that the sender told, where you know it"))
        self.archive, self.folder = button(_("Check an archive…"), "file"), button(_("Check a folder…"), "folder")
        self.progress = ProgressLine()
        self.sign, self.verdict = QLabel(), label("", "heading", wrap=True)
        self.what, self.found, self.wrong = (label("", wrap=True) for _each in range(3))
        self.told = label("", wrap=True)
        self.told.setFont(code_font())
        self._lay_out()
        self.archive.clicked.connect(self._on_archive)
        self.folder.clicked.connect(self._on_folder)

    def check(self, path: Path) -> None:
        """Ask that it be looked at."""
        self._path, self._compared = path, bool(self.fingerprint.text().strip())
        self._say("", "", "")
        for each in (self.archive, self.folder, self.fingerprint):
            each.setEnabled(False)
        self.progress.begin(_("Looking at every file of {name}…").format(name=path.name))
        self.proof_wanted.emit(path, self.fingerprint.text().strip())

    def show_proof(self, proof: "Proof") -> None:
        """What was found."""
        self._ready()
        if proof.wrong:
            self._say("problem", "bad", _("Not proved. Do not use these files; ask the sender for them again."))
            self.wrong.setText("\n".join(_wrong_lines(proof)))
        else:
            self._say("done", "good", _("Proved: every file is whole and unchanged."))
            self.found.setText(f"{_count(proof)} {self._about_sender()}")
            self.told.setText(proof.fingerprint)
        for each in (self.what, self.wrong, self.found, self.told):
            each.setVisible(bool(each.text()))

    def show_problem(self, error: StudioError) -> None:
        """Why nothing could be looked at."""
        self._ready()
        self._say("problem", "bad", error.message)

    def show_stopped(self) -> None:
        """Nothing is proved."""
        self._ready()
        self._say("notice", "muted", _("Stopped. Nothing is proved."))

    def _about_sender(self) -> str:
        if self._compared:
            return _("Its fingerprint is the one that the sender told:")
        return _("Compare its fingerprint with the one that the sender tells:")

    def _ready(self) -> None:
        self.progress.hide()
        for each in (self.archive, self.folder, self.fingerprint):
            each.setEnabled(True)

    def _say(self, icon: str, tint: str, words: str) -> None:
        self.verdict.setText(words)
        self._answer.setVisible(bool(words))
        self.what.setText(short_path(self._path))
        for each in (self.wrong, self.found, self.told):
            each.clear()
            each.hide()
        if icon:
            give_icon(self.sign, icon, tint, _SIGN)
            tint_icons(self.sign, colours_for(self.palette()))

    def _on_archive(self) -> None:
        self._ask(archive_to_read(self, ""))

    def _on_folder(self) -> None:
        dialog = QFileDialog(self, _("Choose the folder that the archive was unpacked to"))
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.setOption(QFileDialog.Option.ShowDirsOnly)
        self._ask(dialog)

    def _ask(self, dialog: QFileDialog) -> None:
        dialog.fileSelected.connect(self._on_chosen)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _on_chosen(self, path: str) -> None:
        self.check(Path(path))

    def _lay_out(self) -> None:
        frame, inside = card(spacing=GRID + GRID // 2)
        inside.addWidget(label(_("Check an archive that arrived"), "heading"))
        promise = _("A hand-over or a packed project: whether every file is there, whole and unchanged.")
        inside.addWidget(label(promise, "muted", wrap=True))
        inside.addWidget(self.fingerprint)
        row = QHBoxLayout()
        row.setSpacing(GRID)
        for press in (self.archive, self.folder):
            row.addWidget(press)
        row.addStretch(1)
        inside.addLayout(row)
        inside.addWidget(self.progress)
        self._answer = QWidget()
        line = QHBoxLayout(self._answer)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(GRID)
        self.sign.setFixedSize(QSize(_SIGN, _SIGN))
        line.addWidget(self.sign, 0, Qt.AlignmentFlag.AlignTop)
        words = QVBoxLayout()
        words.setSpacing(GRID // 2)
        for each in (self.verdict, self.what, self.wrong, self.found, self.told):
            words.addWidget(each)
        line.addLayout(words, 1)
        inside.addWidget(self._answer)
        self._answer.hide()
        around = QVBoxLayout(self)
        around.setContentsMargins(0, 0, 0, 0)
        around.addWidget(frame)
        tint_icons(self, colours_for(self.palette()))


def _count(proof: "Proof") -> str:
    words = ngettext("{count} file, {size}.", "{count} files, {size}.", proof.files)
    return words.format(count=proof.files, size=file_size(proof.size))


def _wrong_lines(proof: "Proof") -> Iterator[str]:
    # Names come from somebody else: nothing of them may turn the text round.
    for name, problem in proof.wrong[:_MOST_WRONG]:
        yield _("✗ {name}: {problem}").format(name=ascii(name)[1:-1], problem=problem)
    more = len(proof.wrong) - _MOST_WRONG
    if more > 0:
        yield ngettext("and {count} more", "and {count} more", more).format(count=more)
