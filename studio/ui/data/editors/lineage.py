"""What an example was made of, and what was made of it, in quiet lines under its title; a click opens those rows."""

import time
from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from studio.data.records import Row
from studio.ui.augment.words import made_by_words
from studio.ui.controls import button, label
from studio.ui.data.rows_wanted import RowsWanted
from studio.ui.formats import integer, moment
from studio.ui.project_context import ProjectContext
from studio.words import _, ngettext

if TYPE_CHECKING:
    from studio.data.augmenting.lineage import Lineage


class LineageLine(QWidget):
    """Hidden for an example that has neither parent nor variants."""

    rows_wanted = Signal(object)  # RowsWanted

    def __init__(self, project: ProjectContext) -> None:
        super().__init__()
        self._project = project
        self._dataset_id = self._row_id = self._parent_id = 0
        self._variants: tuple[int, ...] = ()
        self.parent_link, self.variants_link = button("", role="link"), button("", role="link")
        self.parent_link.setAccessibleName(_("The example it was made of"))
        self.variants_link.setAccessibleName(_("The variants of this example"))
        self.made_by = label("", "caption", wrap=True)
        self.parent_link.clicked.connect(self._on_parent)
        self.variants_link.clicked.connect(self._on_variants)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.parent_link, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(self.made_by)
        column.addWidget(self.variants_link, 0, Qt.AlignmentFlag.AlignLeft)
        self.hide()

    def show_row(self, row: Row | None, dataset_id: int) -> None:
        """Show where a row comes from and what came of it."""
        from studio.data.augmenting.lineage import lineage_of, variants_of

        reader = self._project.reader
        self._dataset_id, self._row_id = dataset_id, row.id if row else 0
        lineage = lineage_of(reader, row.id) if row else None
        self._variants = variants_of(reader, row.id) if row else ()
        self._show_parent(lineage)
        count = len(self._variants)
        words = ngettext("{count} variant of this example", "{count} variants of this example", count)
        _show_link(self.variants_link, words.format(count=integer(count)) if count else "")
        self.setVisible(lineage is not None or count > 0)

    def _show_parent(self, lineage: "Lineage | None") -> None:
        self._parent_id = lineage.parent_id if lineage else 0
        there = bool(self._parent_id) and bool(self._project.reader.rows([self._parent_id]))
        words = ""
        if lineage is not None and there:
            words = _("Variant of example {number}").format(number=self._parent_id)
        _show_link(self.parent_link, words)
        self.made_by.setVisible(lineage is not None)
        if lineage is not None:
            gone = "" if there else _parentless_words(lineage.parent_id)
            self.made_by.setText("  ·  ".join(filter(None, (gone, *_making(lineage)))))
            self.made_by.setToolTip("\n".join(each.text() for each in lineage.notes))

    def _on_parent(self) -> None:
        self._ask((self._parent_id,), _("Example that number {number} was made of").format(number=self._row_id))

    def _on_variants(self) -> None:
        self._ask(self._variants, _("Variants of example {number}").format(number=self._row_id))

    def _ask(self, ids: Sequence[int], title: str) -> None:
        self.rows_wanted.emit(RowsWanted(self._dataset_id, np.array(ids, np.int64), title))


def _making(lineage: "Lineage") -> tuple[str, ...]:
    """How, with which seed, and when."""
    seed = _("seed {seed}").format(seed=lineage.seed.partition(":")[0]) if lineage.seed else ""
    return made_by_words(lineage.made_by), seed, moment(lineage.at, time.time())


def _parentless_words(parent_id: int) -> str:
    if not parent_id:
        return _("Written by a language model")
    return _("Variant of example {number}, which is no longer there").format(number=parent_id)


def _show_link(link: QPushButton, text: str) -> None:
    link.setText(text)
    link.setAccessibleName(text or link.accessibleName())
    link.setVisible(bool(text))
