"""What stands in the place of monitoring that has no log yet: what a log is, with an example to copy."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QHBoxLayout, QPlainTextEdit, QVBoxLayout, QWidget

from studio.ui.controls import button, centred, label
from studio.ui.evaluation.monitoring.presenter import example_log
from studio.ui.theme import GRID, code_font
from studio.words import _

_WIDTH = 760


class BlankMonitoring(QWidget):
    """Explains the format; `import_button` is what one would press next."""

    def __init__(self, *, read_only: bool, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.import_button = button(_("Import a log…"), "import", "primary")
        self.import_button.setEnabled(not read_only)
        self.copy_button = button(_("Copy the example"), "copy")
        self.example = QPlainTextEdit(example_log())
        self.example.setReadOnly(True)
        self.example.setFont(code_font())
        self.example.setAccessibleName(_("Example of a log"))
        self.example.setFixedSize(_WIDTH, 22 * GRID)
        self.example.setTabChangesFocus(True)
        self.copy_button.clicked.connect(self._on_copy)
        column = QVBoxLayout(self)
        column.setSpacing(GRID)
        column.addStretch(2)
        title = label(_("See how the model does in use"), "big")
        title.setAlignment(Qt.AlignmentFlag.AlignCenter)
        column.addLayout(centred(title))
        for text in (
            _(
                "Import a log of questions and the answers that were given: they are scored over time, compared with "
                "the test set, and searched for rows worth adding to the data."
            ),
            _(
                "A log is a JSONL file: one JSON object a line, with the question and the answer. Time (ISO 8601 or "
                "Unix), model, latency in seconds, rating, comment and expected answer may be missing. The usual names "
                "of these fields are understood, messages with roles too:"
            ),
        ):
            said = label(text, "muted", wrap=True)
            said.setFixedWidth(_WIDTH)
            column.addLayout(centred(said))
        column.addLayout(centred(self.example))
        warning = label(
            _("A log of real use holds patient data. Its lines are copied into the project’s folder, and stay there."),
            "caption",
            wrap=True,
        )
        warning.setFixedWidth(_WIDTH)
        column.addLayout(centred(warning))
        line = QHBoxLayout()
        line.setSpacing(GRID)
        line.addStretch(1)
        line.addWidget(self.copy_button)
        line.addWidget(self.import_button)
        line.addStretch(1)
        column.addLayout(line)
        column.addStretch(3)

    def _on_copy(self) -> None:
        QGuiApplication.clipboard().setText(self.example.toPlainText())
