"""Whether the test split is locked, and the way to lock it or, with a reason that is kept, to unlock it."""

import time
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QWidget

from studio.data.records import Changes, Dataset
from studio.ui.background import Background
from studio.ui.controls import button, label
from studio.ui.dialogs import PlainDialog
from studio.ui.formats import moment
from studio.ui.icons import give_icon, tint_icons
from studio.ui.messages import Messages
from studio.ui.project_context import ProjectContext
from studio.ui.theme import GRID, colours_for
from studio.words import _

if TYPE_CHECKING:
    from studio.data.locking import TestLock
    from studio.data.project import Project


class UnlockDialog(PlainDialog):
    """Asks why; the answer stays in the project for good."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(
            _("Unlock the test split"),
            _("A test that is changed after a look at the results proves less. The reason is kept for good."),
            parent,
        )
        self.setMinimumWidth(480)
        self.reason = QLineEdit()
        self.reason.setAccessibleName(_("Reason"))
        self.reason.setPlaceholderText(_("Reason"))
        self.column.addWidget(self.reason)
        cancel, self.unlock_button = button(_("Cancel")), button(_("Unlock"), role="primary")
        self.unlock_button.setEnabled(False)
        self.reason.textChanged.connect(self._on_typed)
        cancel.clicked.connect(self.reject)
        self.unlock_button.clicked.connect(self.accept)
        self.add_buttons(cancel, self.unlock_button)

    def _on_typed(self, text: str) -> None:
        self.unlock_button.setEnabled(bool(text.strip()))


class LockRow(QFrame):
    """A sentence and a button."""

    changed = Signal()

    def __init__(
        self,
        project: ProjectContext,
        background: Background,
        messages: Messages,
        dataset: Dataset,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._project, self._background, self._messages, self._dataset = project, background, messages, dataset
        self._locked = False
        self.asking: UnlockDialog | None = None
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(GRID)
        self._sign, self._words = label(""), label("", "muted", wrap=True)
        self.lock_button = button("")
        self.lock_button.setAutoDefault(False)
        self.lock_button.setEnabled(not project.read_only)
        self.lock_button.clicked.connect(self._on_clicked)
        line.addWidget(self._sign)
        line.addWidget(self._words, 1)
        line.addWidget(self.lock_button)
        self._read()

    def text(self) -> str:
        """How things stand."""
        return self._words.text()

    def _read(self) -> None:
        path, dataset_id = self._project.path, self._dataset.id
        self._background.run(lambda: (_lock(path, dataset_id),), self._on_read, self._messages.problem)

    def _on_read(self, found: "tuple[TestLock | None]") -> None:
        (lock,) = found
        self._locked = lock is not None
        if lock is None:
            self._words.setText(_("The test split can be changed. Lock it before you look at results."))
        else:
            since = moment(lock.at, time.time())
            self._words.setText(
                _("The test split is locked since {moment} ({author}).").format(moment=since, author=lock.author or "–")
            )
        words = _("Unlock…") if self._locked else _("Lock the test split")
        self.lock_button.setText(words)
        self.lock_button.setAccessibleName(words)
        give_icon(self._sign, "lock", "accent" if self._locked else "faint", 20)
        tint_icons(self, colours_for(self.palette()))

    def _on_clicked(self) -> None:
        if not self._locked:
            dataset_id = self._dataset.id
            self._project.write(
                lambda writer: _set_lock(writer, dataset_id, None), self._on_set, self._messages.problem
            )
            return
        dialog = UnlockDialog(self)
        self.asking = dialog
        dialog.accepted.connect(self._on_unlock)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _on_unlock(self) -> None:
        if self.asking is None:
            return
        dataset_id, reason = self._dataset.id, self.asking.reason.text()
        self._project.write(lambda writer: _set_lock(writer, dataset_id, reason), self._on_set, self._messages.problem)

    def _on_set(self, _nothing: None) -> None:
        self._project.announce(Changes(""))
        self._read()
        self.changed.emit()


def _lock(path: Path, dataset_id: int) -> "TestLock | None":
    from studio.data.locking import test_lock
    from studio.data.project import ProjectReader

    with ProjectReader(path) as reader:
        return test_lock(reader, dataset_id)


def _set_lock(writer: "Project", dataset_id: int, reason: str | None) -> None:
    """Lock, or unlock for a reason."""
    from studio.data.locking import lock_test, unlock_test

    if reason is None:
        lock_test(writer, dataset_id)
    else:
        unlock_test(writer, dataset_id, reason)
