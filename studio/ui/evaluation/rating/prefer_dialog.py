"""Says what making preferences of a reading means before it is done."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFormLayout, QLineEdit, QWidget

from studio.ui.controls import button, label
from studio.ui.dialogs import PlainDialog
from studio.ui.evaluation.rating.desk import Planned
from studio.ui.evaluation.rating.words import left_out_words
from studio.ui.theme import GRID
from studio.words import _, ngettext


class PreferDialog(PlainDialog):
    """Asks for the data set that takes them."""

    wanted = Signal(object, object)  # Planned, str

    def __init__(self, planned: Planned, taken: Sequence[str], parent: QWidget | None = None) -> None:
        count = len(planned.plan.rows)
        words = ngettext(
            "{count} row becomes an example with a better and a worse answer, for DPO.",
            "{count} rows become examples with a better and a worse answer, for DPO.",
            count,
        )
        super().__init__(_("Make preferences"), words.format(count=count), parent)
        self.setMinimumWidth(72 * GRID)
        self._planned, self._taken = planned, frozenset(taken)
        if planned.plan.left_out:
            said = _("Left out: {reasons}").format(reasons=left_out_words(planned.plan.left_out))
            self.column.addWidget(label(said, "muted", wrap=True))
        self.warning = label(_warning(planned.split), "caution", wrap=True)
        self.column.addWidget(self.warning)
        self.name = QLineEdit(_("preferences"))
        self.name.setAccessibleName(_("Data set"))
        self.name.setMaxLength(120)
        self.note = label("", "caution", wrap=True)
        form = QFormLayout()
        form.addRow(_("Data set"), self.name)
        self.column.addLayout(form)
        self.column.addWidget(self.note)
        cancel, self.make = button(_("Cancel")), button(_("Make preferences"), role="primary")
        cancel.clicked.connect(self.reject)
        self.make.clicked.connect(self._on_make)
        self.add_buttons(cancel, self.make)
        self.name.textChanged.connect(self._look)
        self._look()

    def _look(self) -> None:
        name = self.name.text().strip()
        other = name in self._taken
        self.note.setText(_("This data set holds examples of another kind.") if other else "")
        self.note.setVisible(other)
        self.make.setEnabled(bool(name) and not other and bool(self._planned.plan.rows))

    def _on_make(self) -> None:
        self.accept()
        self.wanted.emit(self._planned, self.name.text().strip())


def _warning(split: str) -> str:
    """What it costs to learn from them, which nobody should find out later."""
    if split == "train":
        return _("These are training rows; the examples made of them are drafts in no split.")
    return _(
        "These rows are kept apart to test models. A model that learns from them can no longer be tested on them. "
        "So the new examples are drafts in no split, and each belongs to the family of its row: "
        "moving one to training takes its row out of the test, unless the test is locked. "
        "Evaluations leave out what a model has learned, and say so. One step in the history: Undo takes all back."
    )
