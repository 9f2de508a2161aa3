"""What goes along with the models: always, or where it is wanted."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QCheckBox, QGridLayout, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from studio.runs.folder import RunFolder
from studio.ui.controls import Picker, label
from studio.ui.export.handing.reading import Deliverables
from studio.ui.export.handing.wish import DeliverableExport
from studio.ui.icons import give_icon
from studio.ui.theme import GRID
from studio.words import N_, _, ngettext

_SIGN = 16
_ALWAYS = (
    ("README.md", N_("the model card, and how each model compares with the application")),
    ("parity.json, manifest.json", N_("the comparison in figures, and what the export says of its files")),
    ("MANIFEST.json, SHA256SUMS", N_("size and checksum of every file")),
    ("verify.py", N_("proves on the other machine that nothing is missing or was changed")),
)


class Companions(QWidget):
    """What may quote patients is said beside its box."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.contract, self.prompts = QCheckBox(_("Contract (contract.yaml): what answers must look like")), QCheckBox()
        self.report = QCheckBox(_("Report (report.html) of this evaluation:"))
        self.evaluation = Picker(_("Evaluation to report"))
        self.evaluation.setSizeAdjustPolicy(Picker.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.quotes_prompts = label(_("Look whether they quote patients’ cases."), "caution", wrap=True)
        self.quotes_rows = label(
            _("It quotes questions and answers of your rows: patient data may go with it."), "caution", wrap=True
        )
        for box in (self.contract, self.prompts):
            box.setChecked(True)
        self.report.toggled.connect(self._on_toggled)
        self.prompts.toggled.connect(self._on_toggled)
        self._lay_out()

    def show_project(self, found: Deliverables) -> None:
        """What the project has of it."""
        self.contract.setVisible(found.contract)
        self.prompts.setVisible(found.prompts > 0)
        words = ngettext("{count} kept prompt (prompts.jsonl)", "{count} kept prompts (prompts.jsonl)", found.prompts)
        self.prompts.setText(words.format(count=found.prompts))
        self._on_toggled()

    def show_export(self, export: DeliverableExport | None) -> None:
        """The evaluations of what was exported."""
        reports = export.reports if export else ()
        self.evaluation.clear()
        for title, run in reports:
            self.evaluation.addItem(title, run)
        self.report.setVisible(bool(reports))
        self._on_toggled()

    def report_wanted(self) -> RunFolder | None:
        """The evaluation whose report goes along."""
        chosen = self.evaluation.currentData()
        return chosen if self.report.isChecked() and isinstance(chosen, RunFolder) else None

    def _on_toggled(self) -> None:
        offered = self.evaluation.count() > 0
        self.evaluation.setVisible(offered)
        self.evaluation.setEnabled(self.report.isChecked())
        self.quotes_rows.setVisible(offered and self.report.isChecked())
        self.quotes_prompts.setVisible(self.prompts.isVisibleTo(self) and self.prompts.isChecked())

    def _lay_out(self) -> None:
        grid = QGridLayout()
        grid.setHorizontalSpacing(GRID)
        grid.setVerticalSpacing(GRID // 2)
        grid.setColumnStretch(2, 1)
        for at, (names, words) in enumerate(_ALWAYS):
            sign = QLabel()
            sign.setFixedSize(QSize(_SIGN, _SIGN))
            give_icon(sign, "done", "good", _SIGN)
            top = Qt.AlignmentFlag.AlignTop
            grid.addWidget(sign, at, 0, top)
            grid.addWidget(label(names), at, 1, top)
            grid.addWidget(label(_(words), "muted", wrap=True), at, 2)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GRID)
        column.addLayout(grid)
        for each in (self.contract, self.prompts, self.quotes_prompts):
            column.addWidget(each)
        line = QHBoxLayout()
        line.setSpacing(2 * GRID)
        line.addWidget(self.report)
        line.addWidget(self.evaluation, 1)
        column.addLayout(line)
        column.addWidget(self.quotes_rows)
