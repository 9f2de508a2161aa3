"""What the checks say of the example on show, in a quiet line under its title."""

from PySide6.QtWidgets import QLabel

from studio.data.checks import findings_of, rule_by_id
from studio.ui.project_context import ProjectContext
from studio.ui.theme import set_role
from studio.words import _, ngettext

SHOWN = 3
"""Titles in the line; the sentences of all are in its tooltip."""


class FindingsLine(QLabel):
    """Hidden where nothing was found."""

    def __init__(self, project: ProjectContext) -> None:
        super().__init__()
        self._project = project
        self._row_id: int | None = None
        self.setWordWrap(True)
        set_role(self, "caution")
        self.hide()

    def show_row(self, row_id: int | None) -> None:
        """Show what was found in a row."""
        self._row_id = row_id
        self.read_again()

    def read_again(self) -> None:
        """The checks may have found something else."""
        found = findings_of(self._project.reader, self._row_id) if self._row_id is not None else []
        titles = list(dict.fromkeys(_(rule_by_id(each.rule).title) for each in found))
        names = ", ".join(titles[:SHOWN]) + ("…" if len(titles) > SHOWN else "")
        words = ngettext("{count} finding: {names}", "{count} findings: {names}", len(titles))
        self.setText(words.format(count=len(titles), names=names) if titles else "")
        self.setToolTip("\n".join(dict.fromkeys(each.text() for each in found)))
        self.setVisible(bool(titles))
