"""What a file holds before any of it comes in: how it is read, its first rows, what is left out and why."""

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Signal
from PySide6.QtWidgets import QCheckBox, QFormLayout, QHBoxLayout, QVBoxLayout, QWidget

from studio.core.example import KINDS, Kind
from studio.data.records import Dataset
from studio.errors import StudioError
from studio.ui.background import Background
from studio.ui.controls import Picker, button, card, label
from studio.ui.data.columns import KIND_NAMES
from studio.ui.data.importing.header import SourceHeader
from studio.ui.data.importing.inspection import Inspection
from studio.ui.data.importing.job import ImportJob, Question, Source, dataset_name
from studio.ui.data.importing.mapping_form import Mapped, MappingForm
from studio.ui.data.importing.preview import PreviewTable
from studio.ui.data.importing.remarks import Remarks
from studio.ui.data.importing.target import TargetRow
from studio.ui.data.importing.words import nothing_sentence, said
from studio.ui.dialogs import PlainDialog
from studio.ui.formats import integer
from studio.ui.theme import GRID
from studio.words import _, ngettext

if TYPE_CHECKING:
    from studio.data.importers import FileSummary

WHOLE = QSize(1120, 800)
"""Where the window is as large as that."""


class ImportDialog(PlainDialog):
    """Every choice is looked at anew in the background; a file that is well understood needs one Enter."""

    jobs_ready = Signal(object)  # tuple[ImportJob, ...]: of this source, and of the others when they are alike
    skipped_wanted = Signal(object)  # FileSummary

    def __init__(
        self,
        background: Background,
        datasets: list[Dataset],
        sources: tuple[Source, ...],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(_("Import examples"), "", parent)
        self._source, self._others = sources[0], sources[1:]
        self._summary: FileSummary | None = None
        self.setMinimumSize(840, 640)
        whole = parent.size() if parent is not None else WHOLE
        self.resize(WHOLE.boundedTo(whole).expandedTo(self.minimumSize()))
        self.header = SourceHeader()
        self.layout_picker, self.kind = Picker(_("Layout")), Picker(_("Kind of example"))
        self.target, self.mapping = TargetRow(datasets), MappingForm()
        self._first_rows = label("", "heading")
        self.preview, self.remarks = PreviewTable(), Remarks()
        self.same_for_others = QCheckBox("")
        self._inspection = Inspection(background, self)
        self._lay_out()
        self._connect()
        self.show_source(self._source)

    def show_source(self, source: Source) -> None:
        """Look at another file in place of this one."""
        self._source, self._summary = source, None
        self.header.show_source(source)
        self.target.begin(dataset_name(source))
        self.same_for_others.hide()
        self.same_for_others.setChecked(False)
        self._show_body(False)
        self.remarks.show_looking()
        self.import_button.setEnabled(False)
        self._inspection.begin(source)

    def done(self, result: int) -> None:
        """Closing drops what is being looked at."""
        self._inspection.drop()
        super().done(result)

    def _lay_out(self) -> None:
        self.column.addWidget(self.header)
        self._body = QWidget()
        body = QVBoxLayout(self._body)
        body.setContentsMargins(0, 0, 0, 0)
        body.setSpacing(2 * GRID)
        choices = QHBoxLayout()
        choices.setSpacing(4 * GRID)
        choices.addLayout(self._reading_form(), 4)
        choices.addLayout(self._mapping_column(), 5)
        body.addLayout(choices)
        frame, inside = card(spacing=0, margin=1)
        inside.addWidget(self.preview)
        body.addWidget(self._first_rows)
        body.addWidget(frame, 1)
        self.column.addWidget(self._body, 1)
        self.column.addWidget(self.remarks)
        self.column.addWidget(self.same_for_others)
        self.skip_button = button(_("Skip this file"), role="quiet")
        self.cancel_button, self.import_button = button(_("Cancel")), button(_("Import"), "import", "primary")
        self.skip_button.setVisible(bool(self._others))
        self.add_buttons(self.skip_button, self.cancel_button, self.import_button)

    def _reading_form(self) -> QFormLayout:
        form = QFormLayout()
        form.setVerticalSpacing(GRID)
        form.setHorizontalSpacing(2 * GRID)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        for kind in KINDS:
            self.kind.addItem(_(KIND_NAMES[kind]), kind)
        form.addRow(_("Layout"), self.layout_picker)
        form.addRow(_("Kind of example"), self.kind)
        form.addRow(_("Data set"), self.target)
        return form

    def _mapping_column(self) -> QVBoxLayout:
        column = QVBoxLayout()
        column.setSpacing(GRID)
        column.addWidget(label(_("Where each field comes from"), "heading"))
        column.addWidget(self.mapping)
        column.addStretch(1)
        return column

    def _connect(self) -> None:
        self._inspection.looked.connect(self._on_looked)
        self._inspection.failed.connect(self._on_failed)
        self._inspection.others_alike.connect(self._on_others_alike)
        self.layout_picker.activated.connect(self._on_layout_chosen)
        self.kind.activated.connect(self._on_kind_chosen)
        self.mapping.mapped.connect(self._on_mapped)
        self.target.changed.connect(self._show_target)
        self.header.source_chosen.connect(self.show_source)
        self.header.part_chosen.connect(self._on_part_chosen)
        self.remarks.skipped_wanted.connect(self._on_skipped_wanted)
        self.skip_button.clicked.connect(self._on_skip)
        self.cancel_button.clicked.connect(self.reject)
        self.import_button.clicked.connect(self._on_import)

    def _show_body(self, shown: bool) -> None:
        self._body.setVisible(shown)
        self.column.setStretchFactor(self.remarks, 0 if shown else 1)

    # What comes back.

    def _on_looked(self, summary: "FileSummary") -> None:
        is_first = self._summary is None
        self._summary = summary
        self.header.show_summary(summary)
        self._show_body(bool(summary.rows_seen))
        self._show_layouts(summary)
        if summary.kind is not None:
            self.kind.setCurrentIndex(self.kind.findData(summary.kind))
        understood = _("First rows, as they will come in")
        self._first_rows.setText(understood if summary.kind else _("First rows of the file"))
        self.mapping.show_summary(summary)
        self.preview.show_summary(summary)
        if summary.rows_seen:
            self.remarks.show_summary(summary)
        else:
            self.remarks.show_problem(nothing_sentence(self._source.name))
        self._show_target()
        if is_first:
            (self.import_button if self.import_button.isEnabled() else self.kind).setFocus()
        if is_first and self._others and summary.kind is not None:
            self._inspection.compare(self._others, summary)

    def _on_failed(self, error: StudioError) -> None:
        self._summary = None
        self._show_body(False)
        self.remarks.show_problem(said(error))
        self.import_button.setEnabled(False)
        self.header.offer_another()

    def _on_others_alike(self, alike: bool) -> None:
        count = len(self._others)
        words = ngettext("The same for the other file", "The same for the {count} other files", count)
        self.same_for_others.setText(words.format(count=integer(count)))
        self.same_for_others.setVisible(alike)
        self.same_for_others.setChecked(alike)

    def _show_layouts(self, summary: "FileSummary") -> None:
        self.layout_picker.clear()
        names = [each.name for each in summary.layouts]
        for each in summary.layouts:
            self.layout_picker.addItem(each.title, each.name)
        if not summary.layout:
            self.layout_picker.insertItem(0, _("Not recognised"), "")
        elif summary.layout not in names:
            self.layout_picker.insertItem(0, summary.layout, summary.layout)
        self.layout_picker.setCurrentIndex(max(0, self.layout_picker.findData(summary.layout)))
        self.layout_picker.setToolTip(self.layout_picker.currentText())

    def _show_target(self) -> None:
        kind = self._summary.kind if self._summary else None
        if kind is not None:
            self.target.show_kind(kind)
        self.target.setEnabled(kind is not None)
        self.import_button.setEnabled(kind is not None and self.target.is_good)

    # What the user wants otherwise.

    def _ask(self, question: Question) -> None:
        self.import_button.setEnabled(False)
        self._inspection.ask(question)

    def _anew(self, kind: Kind | None = None, layout: str = "") -> Question:
        """The same part of the source, without what was wanted of it so far."""
        return Question(self._source, self.header.part.currentData() or "", kind, layout)

    def _on_part_chosen(self) -> None:
        self._ask(self._anew())

    def _on_layout_chosen(self) -> None:
        self._ask(self._anew(layout=self.layout_picker.currentData()))

    def _on_kind_chosen(self) -> None:
        self._ask(self._anew(kind=self.kind.currentData()))

    def _on_mapped(self, mapped: Mapped) -> None:
        question, summary = self._inspection.question, self._summary
        if question is None or summary is None:
            return
        mapping = dict(question.mapping)
        if mapped.required and not mapped.column:
            mapping.pop(mapped.field, None)
        else:
            # A field that has this column already keeps it, instead of being left without any.
            mapping |= {field: column for field, column in summary.mapping.items() if column == mapped.column}
            mapping[mapped.field] = mapped.column
        self._ask(replace(question, mapping=mapping, layout=summary.layout or question.layout))

    def _on_skipped_wanted(self) -> None:
        self.skipped_wanted.emit(self._summary)

    def _on_skip(self) -> None:
        self.jobs_ready.emit(())
        self.accept()

    def _on_import(self) -> None:
        question, summary = self._inspection.question, self._summary
        if question is None or summary is None or summary.kind is None or not self.target.is_good:
            return
        asked = replace(question, kind=summary.kind, layout=summary.layout)
        others = self._others if self.same_for_others.isChecked() else ()
        name = self.target.name
        together = self.target.touched
        jobs = [ImportJob(asked, name)]
        jobs += [ImportJob(replace(asked, source=each), name if together else dataset_name(each)) for each in others]
        self.jobs_ready.emit(tuple(jobs))
        self.accept()
