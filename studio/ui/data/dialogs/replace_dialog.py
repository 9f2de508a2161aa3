"""Find and replace: what would change is shown while one types, and changed as one step."""

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QCheckBox, QFormLayout, QHBoxLayout, QLineEdit, QTextBrowser, QWidget

from studio.data.records import Changes, RowQuery
from studio.errors import StudioError
from studio.text.word_difference import word_difference
from studio.ui.background import Background, Progress
from studio.ui.controls import Picker, button, label
from studio.ui.data.columns import ROLE_NAMES, columns_for
from studio.ui.data.dialogs.progress_row import ProgressRow
from studio.ui.data.dialogs.scope import ScopePicker
from studio.ui.data.differences import difference_html
from studio.ui.data.rows_wanted import Scope
from studio.ui.data.undoing import undo_offers
from studio.ui.dialogs import PlainDialog
from studio.ui.formats import examples, integer
from studio.ui.messages import Messages
from studio.ui.project_context import Made, ProjectContext
from studio.ui.theme import GRID, colours_for
from studio.words import N_, _, ngettext

if TYPE_CHECKING:
    from studio.data.project import Project
    from studio.data.replacing import Replacement, ReplacementPreview

TYPING_PAUSE_MS = 350
SAMPLES = 50


@dataclass(frozen=True)
class _Asked:
    """What a preview was asked for; a later question makes the answer worthless."""

    replacement: "Replacement"
    query: RowQuery


class ReplaceDialog(PlainDialog):
    """Looks through the rows in the background; nothing changes before the button is pressed."""

    def __init__(
        self,
        project: ProjectContext,
        background: Background,
        messages: Messages,
        scope: Scope,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(_("Find and replace"), "", parent)
        self._project, self._background, self._messages = project, background, messages
        self._asked: _Asked | None = None
        self._looking: Progress | None = None
        self.setMinimumSize(720, 560)
        self.sought, self.substitute = QLineEdit(), QLineEdit()
        self.scope, self.field = ScopePicker(scope), _field_picker(scope)
        self.pattern, self.case = QCheckBox(_("Regular expression")), QCheckBox(_("Match upper and lower case"))
        self._found = label("", "muted", wrap=True)
        self.preview = QTextBrowser()
        self.preview.setAccessibleName(_("What would change"))
        self.preview.setOpenLinks(False)
        self.progress = ProgressRow(_("Progress of the replacement"))
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(TYPING_PAUSE_MS)
        self._pause.timeout.connect(self._look)
        self._lay_out()
        self._connect()
        self._show_nothing()

    def found_text(self) -> str:
        """How much would change, or why nothing can."""
        return self._found.text()

    def reject(self) -> None:
        """While rows are being replaced this cancels; what becomes of it is told in the dialog."""
        if self.progress.busy:
            self.progress.cancel()
        else:
            super().reject()

    def done(self, result: int) -> None:
        """Closing drops the search under way."""
        self._pause.stop()
        if self._looking is not None:
            self._looking.cancel()
        super().done(result)

    def _lay_out(self) -> None:
        form = QFormLayout()
        form.setVerticalSpacing(GRID + GRID // 2)
        form.setHorizontalSpacing(2 * GRID)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.ExpandingFieldsGrow)
        for name, field in ((_("Find"), self.sought), (_("Replace by"), self.substitute)):
            field.setAccessibleName(name)
            form.addRow(name, field)
        places = QHBoxLayout()
        places.setSpacing(GRID)
        places.addWidget(self.field)
        places.addWidget(self.scope)
        places.addStretch(1)
        form.addRow(_("In"), places)
        options = QHBoxLayout()
        options.setSpacing(3 * GRID)
        for box in (self.pattern, self.case):
            options.addWidget(box)
        options.addStretch(1)
        form.addRow("", options)
        self.column.addLayout(form)
        self.column.addWidget(self._found)
        self.column.addWidget(self.preview, 1)
        self.column.addWidget(self.progress)
        self.close_button, self.apply_button = button(_("Close")), button(_("Replace"), role="primary")
        self.close_button.clicked.connect(self.reject)
        self.add_buttons(self.close_button, self.apply_button)

    def _connect(self) -> None:
        for line in (self.sought, self.substitute):
            line.textChanged.connect(self._on_edited)
        for box in (self.pattern, self.case):
            box.toggled.connect(self._on_edited)
        for picker in (self.field, self.scope):
            picker.currentIndexChanged.connect(self._on_edited)
        self.apply_button.clicked.connect(self._on_apply)

    def _on_edited(self) -> None:
        self.apply_button.setEnabled(False)
        if self._looking is not None:
            self._looking.cancel()
        self._asked = None
        if self.sought.text():
            self._pause.start()
        else:
            self._pause.stop()
            self._show_nothing()

    def _show_nothing(self) -> None:
        self._found.setText(_("What would change is shown here before anything is changed."))
        self.preview.clear()
        self.apply_button.setText(_("Replace"))
        self.apply_button.setEnabled(False)

    def _wanted(self) -> _Asked:
        from studio.data.replacing import Replacement

        replacement = Replacement(
            self.sought.text(),
            self.substitute.text(),
            self.field.currentData(),
            regular_expression=self.pattern.isChecked(),
            match_case=self.case.isChecked(),
        )
        return _Asked(replacement, self.scope.query())

    def _look(self) -> None:
        asked, path = self._wanted(), self._project.path
        progress = Progress(self)
        self._asked, self._looking = asked, progress
        self._found.setText(_("Looking…"))
        self._background.run(lambda: (asked, _preview(path, asked, progress)), self._on_looked, self._on_look_failed)

    def _on_looked(self, answer: "tuple[_Asked, ReplacementPreview]") -> None:
        asked, found = answer
        if asked is not self._asked:
            return
        count = ngettext("{count} place in {examples}", "{count} places in {examples}", found.places).format(
            count=integer(found.places), examples=examples(found.rows)
        )
        self._found.setText(count if found.rows else _("Nothing would change."))
        self.preview.setHtml(self._samples_html(found))
        words = ngettext("Replace in {count} example", "Replace in {count} examples", found.rows)
        self.apply_button.setText(words.format(count=integer(found.rows)) if found.rows else _("Replace"))
        self.apply_button.setEnabled(found.rows > 0)

    def _samples_html(self, found: "ReplacementPreview") -> str:
        colours = colours_for(self.palette())
        parts = [
            f'<p style="margin: 0 0 10px 0"><span style="color: {colours.muted}">{sample.row_id}</span>&nbsp;&nbsp; '
            f"{difference_html(word_difference(sample.before, sample.after), colours)}</p>"
            for sample in found.samples
        ]
        if found.rows > len(found.samples):
            more = _("… and {examples} more").format(examples=examples(found.rows - len(found.samples)))
            parts.append(f'<p style="color: {colours.muted}">{more}</p>')
        return "".join(parts)

    def _on_look_failed(self, error: StudioError) -> None:
        # The search of before was dropped; the one under way will answer.
        if self._asked is None or (self._looking is not None and self._looking.cancelled()):
            return
        self._found.setText("\n".join(filter(None, (error.message, error.hint))))
        self.preview.clear()

    def _on_apply(self) -> None:
        asked = self._asked
        if asked is None:
            return
        self._hold(True)
        progress = self.progress.begin()
        self._project.make(lambda writer: _replace(writer, asked, progress), self._on_replaced, self._on_failed)

    def _on_replaced(self, made: Made) -> None:
        self._project.announce(made.changes)
        self._messages.done(made.changes.label, "", *undo_offers(self._project, self._messages, made))
        self.progress.end()
        self.accept()

    def _on_failed(self, error: StudioError) -> None:
        self.progress.end()
        self._hold(False)
        self._found.setText("\n".join(filter(None, (error.message, error.hint))))

    def _hold(self, held: bool) -> None:
        """While rows are being changed nothing else may be asked for."""
        for each in (self.sought, self.substitute, self.field, self.scope, self.pattern, self.case, self.apply_button):
            each.setEnabled(not held)


def _field_picker(scope: Scope) -> Picker:
    from studio.data.replacing import FIELDS

    picker = Picker(_("Column"))
    picker.addItem(_("All columns"), "")
    titles: dict[str, str] = {"history": N_("Earlier turns"), **dict(ROLE_NAMES.items())}
    titles |= {column.key: column.title for column in columns_for(scope.dataset.kind)}
    for name in FIELDS[scope.dataset.kind]:
        picker.addItem(_(titles.get(name, name)), name)
    return picker


def _preview(path: Path, asked: _Asked, progress: Progress) -> "ReplacementPreview":
    from studio.data.project import ProjectReader
    from studio.data.replacing import preview_replacement

    with ProjectReader(path) as reader:
        return preview_replacement(reader, asked.query, asked.replacement, limit=SAMPLES, cancelled=progress.cancelled)


def _replace(writer: "Project", asked: _Asked, progress: Progress) -> Changes:
    from studio.data.replacing import replace_all

    return replace_all(writer, asked.query, asked.replacement, progress=progress.report, cancelled=progress.cancelled)
