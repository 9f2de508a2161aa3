"""A note on an example."""

from PySide6.QtCore import Signal

from studio.data.records import Row
from studio.ui.data.editors.requests import NoteRequest
from studio.ui.data.editors.text_field import TextField
from studio.words import _


class NoteField(TextField):
    """Kept as the texts are; what is being typed is not overwritten."""

    requested = Signal(object)  # NoteRequest

    def __init__(self, *, read_only: bool) -> None:
        super().__init__("note", _("Note"), least_lines=1)
        self.set_read_only(read_only)
        self._row_id = 0
        self._asked = ""
        self.kept.connect(self.keep)
        self.given_up.connect(self._on_note_given_up)

    def show_row(self, row: Row | None) -> None:
        """Show the note that the store holds."""
        row_id, note = (row.id, row.note) if row else (0, "")
        untouched = self.text() == self._asked
        if untouched or row_id != self._row_id:
            self.show_text(note)
        self._row_id, self._asked = row_id, note
        self.setVisible(row is not None)

    def keep(self) -> None:
        """Ask for what was typed to be stored, when it differs."""
        if self._row_id and not self.box.isReadOnly() and self.text() != self._asked:
            self._asked = self.text()
            self.requested.emit(NoteRequest(self._row_id, self._asked))

    def _on_note_given_up(self) -> None:
        self.show_text(self._asked)
