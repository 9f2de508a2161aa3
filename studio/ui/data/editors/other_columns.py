"""The columns of the imported file that Atelier has no place for."""

import json
from collections.abc import Mapping

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QToolButton, QVBoxLayout, QWidget

from studio.ui.data.editors.text_field import TextField
from studio.ui.theme import GRID, set_role
from studio.words import _


class OtherColumns(QWidget):
    """Folded away until asked for; they can be read and copied."""

    def __init__(self) -> None:
        super().__init__()
        self._extra: Mapping[str, object] = {}
        self._values: list[TextField] = []
        self.fold = QToolButton()
        self.fold.setCheckable(True)
        self.fold.setArrowType(Qt.ArrowType.RightArrow)
        self.fold.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.fold.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        set_role(self.fold, "quiet")
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(GRID)
        self._column.addWidget(self.fold, 0, Qt.AlignmentFlag.AlignLeft)
        self.fold.toggled.connect(self._on_toggled)

    def show_extra(self, extra: Mapping[str, object]) -> None:
        """Show these; nothing where there are none."""
        if extra == self._extra and self.isHidden() != bool(extra):
            return
        self._extra = extra
        self.setVisible(bool(extra))
        self.fold.setText(_("Other columns ({count})").format(count=len(extra)))
        self._on_toggled(self.fold.isChecked())

    def values(self) -> dict[str, str]:
        """What is unfolded, by the names of the columns."""
        return {field.name: field.text() for field in self._values}

    def _on_toggled(self, unfolded: bool) -> None:
        self.fold.setArrowType(Qt.ArrowType.DownArrow if unfolded else Qt.ArrowType.RightArrow)
        while self._values:
            gone = self._values.pop()
            self._column.removeWidget(gone)
            gone.hide()
            gone.deleteLater()
        for name, value in self._extra.items() if unfolded else ():
            field = TextField(name, name, least_lines=1)
            field.set_read_only(True)
            field.show_text(value if isinstance(value, str) else json.dumps(value, ensure_ascii=False))
            self._values.append(field)
            self._column.addWidget(field)
