"""Export: which rows, in which kind of file, in which layout, and where to."""

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QFileDialog, QFormLayout, QWidget

from studio.errors import StudioError
from studio.ui.background import Background
from studio.ui.controls import Picker, button, label
from studio.ui.data.dialogs.progress_row import ProgressRow
from studio.ui.data.dialogs.scope import ScopePicker
from studio.ui.data.rows_wanted import Scope
from studio.ui.dialogs import FORBIDDEN, PlainDialog
from studio.ui.formats import examples
from studio.ui.messages import Messages
from studio.ui.project_context import ProjectContext
from studio.ui.theme import GRID
from studio.words import _

if TYPE_CHECKING:
    from studio.data.exporters import ExportOptions, ExportReport, Format
    from studio.data.records import RowQuery

_TAB = "\t"


class ExportDialog(PlainDialog):
    """Writes the file in the background; it is whole or not there."""

    exported = Signal(object)  # ExportReport

    def __init__(
        self,
        project: ProjectContext,
        background: Background,
        messages: Messages,
        scope: Scope,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(_("Export examples"), "", parent)
        self._project, self._background, self._messages = project, background, messages
        self._kind, self._name = scope.dataset.kind, scope.dataset.name
        self.setMinimumWidth(640)
        self.scope = ScopePicker(scope)
        self.format, self.layout_picker = Picker(_("Kind of file")), Picker(_("Layout"))
        self.delimiter = Picker(_("Between cells"))
        for title, sign in ((_("Comma"), ","), (_("Semicolon (Excel in French)"), ";"), (_("Tab"), _TAB)):
            self.delimiter.addItem(title, sign)
        self.only_layout = QCheckBox(_("Only the fields of the layout, without split, status, tags and note"))
        self._about, self._trouble = label("", "muted", wrap=True), label("", "caution", wrap=True)
        self._trouble.hide()
        self.progress = ProgressRow(_("Progress of the export"))
        self._lay_out()
        self._fill_formats()
        self.format.currentIndexChanged.connect(self._on_format_chosen)
        self.layout_picker.currentIndexChanged.connect(self._on_layout_chosen)
        self._on_format_chosen()

    def trouble_text(self) -> str:
        """Why the last export made no file, "" when it did."""
        return self._trouble.text() if self._trouble.isVisible() else ""

    def reject(self) -> None:
        """While the file is being written this cancels, which leaves no file."""
        if self.progress.busy:
            self.progress.cancel()
        else:
            super().reject()

    def export_to(self, target: Path) -> None:
        """Write the chosen rows to a file or folder."""
        self._trouble.hide()
        self._hold(True)
        path, query, options = self._project.path, self.scope.query(), self._options()
        progress = self.progress.begin()
        options["progress"], options["cancelled"] = progress.report, progress.cancelled
        self._background.run(lambda: _export(path, query, target, options), self._on_exported, self._on_failed)

    def _lay_out(self) -> None:
        form = QFormLayout()
        form.setVerticalSpacing(GRID + GRID // 2)
        form.setHorizontalSpacing(2 * GRID)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        form.addRow(_("Examples"), self.scope)
        form.addRow(_("Kind of file"), self.format)
        form.addRow(_("Layout"), self.layout_picker)
        form.addRow(_("Between cells"), self.delimiter)
        form.addRow("", self.only_layout)
        self._form = form
        self.column.addLayout(form)
        for each in (self._about, self._trouble, self.progress):
            self.column.addWidget(each)
        self.close_button, self.export_button = button(_("Close")), button(_("Export…"), "export", "primary")
        self.close_button.clicked.connect(self.reject)
        self.export_button.clicked.connect(self._on_export)
        self.add_buttons(self.close_button, self.export_button)

    def _fill_formats(self) -> None:
        from studio.data.exporters import FORMATS

        for each in FORMATS:
            self.format.addItem(_(each.title), each)

    def _on_format_chosen(self) -> None:
        from studio.data.exporters import layouts_for

        chosen, before = self._format(), self.layout_picker.currentData()
        self.layout_picker.blockSignals(True)
        self.layout_picker.clear()
        for each in layouts_for(self._kind, chosen.name):
            self.layout_picker.addItem(_(each.title), each.name)
        self.layout_picker.setCurrentIndex(max(0, self.layout_picker.findData(before)))
        self.layout_picker.blockSignals(False)
        self._form.setRowVisible(self.delimiter, chosen.name == "csv")
        self._on_layout_chosen()

    def _on_layout_chosen(self) -> None:
        from studio.data.exporters import OWN

        own = self.layout_picker.currentData() == OWN
        self._form.setRowVisible(self.only_layout, not own)
        lines = []
        if own:
            lines.append(_("Keeps everything: imported again, the examples are as they are here."))
        if self._format().name in ("csv", "xlsx"):
            lines.append(_("Cells that a spreadsheet would run as formulas are disarmed; an import restores them."))
        self._about.setText("\n".join(lines))
        self._about.setVisible(bool(lines))

    def _format(self) -> "Format":
        chosen: Format = self.format.currentData()
        return chosen

    def _options(self) -> "ExportOptions":
        return {
            "format": self._format().name,
            "layout": self.layout_picker.currentData(),
            "delimiter": self.delimiter.currentData(),
            "only_layout": self.only_layout.isChecked() and self._form.isRowVisible(self.only_layout),
        }

    def _on_export(self) -> None:
        chosen = self._format()
        dialog = QFileDialog(self, _("Export examples"))
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        name = FORBIDDEN.sub(" ", self._name).strip(" .") or "examples"
        if chosen.suffix:
            dialog.setNameFilter(f"{_(chosen.title)} (*{chosen.suffix})")
            dialog.setDefaultSuffix(chosen.suffix)
        else:
            # A folder to be made; without an ending nothing is filtered.
            dialog.setNameFilter(_("All files (*)"))
        dialog.selectFile(f"{name}{chosen.suffix}")
        dialog.fileSelected.connect(self._on_target_chosen)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _on_target_chosen(self, target: str) -> None:
        self.export_to(Path(target))

    def _on_exported(self, report: "ExportReport") -> None:
        self.progress.end()
        done = _("{examples} exported to {file}.").format(examples=examples(report.rows), file=report.file)
        if report.warnings:
            self._messages.warning(done, "\n".join(report.warnings))
        else:
            self._messages.done(done)
        self.exported.emit(report)
        self.accept()

    def _on_failed(self, error: StudioError) -> None:
        self.progress.end()
        self._hold(False)
        self._trouble.setText("\n".join(filter(None, (error.message, error.hint))))
        self._trouble.show()

    def _hold(self, held: bool) -> None:
        for each in (self.scope, self.format, self.layout_picker, self.delimiter, self.only_layout, self.export_button):
            each.setEnabled(not held)


def _export(path: Path, query: "RowQuery", target: Path, options: "ExportOptions") -> "ExportReport":
    from studio.data.exporters import export_rows
    from studio.data.project import ProjectReader

    with ProjectReader(path) as reader:
        return export_rows(reader, query, target, **options)
