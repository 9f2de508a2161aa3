"""The pane beside the table: one example in full."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QToolButton, QVBoxLayout, QWidget

from studio.data.records import Origin, Row
from studio.settings import Settings
from studio.ui.background import Background
from studio.ui.controls import icon_button, label
from studio.ui.data.editors.body import Body
from studio.ui.data.editors.classification import ClassificationEditor
from studio.ui.data.editors.draft import Draft, texts_of, with_texts
from studio.ui.data.editors.findings import FindingsLine
from studio.ui.data.editors.known_values import ValueReader
from studio.ui.data.editors.lengths import LengthCounter, Lengths
from studio.ui.data.editors.lineage import LineageLine
from studio.ui.data.editors.marks import Marks
from studio.ui.data.editors.note import NoteField
from studio.ui.data.editors.other_columns import OtherColumns
from studio.ui.data.editors.requests import ContentRequest, SplitTurnRequest
from studio.ui.data.editors.text_box import TextBox
from studio.ui.data.editors.text_field import TextField
from studio.ui.data.searching import KnownValues
from studio.ui.data.table_model import EditRequest
from studio.ui.project_context import ProjectContext
from studio.ui.theme import GRID, set_role
from studio.words import _

OFFERED = 2_000
"""Tags or labels while one is typed; a data set with more has none that someone would look for in a list."""


class DetailPane(QFrame):
    """Shows one row; says what should change, and is told by `stored` or `refused` what became of it."""

    edit_requested = Signal(object)  # EditRequest
    content_requested = Signal(object)  # ContentRequest
    mark_requested = Signal(object)  # MarkRequest
    note_requested = Signal(object)  # NoteRequest
    split_turn_requested = Signal(object)  # SplitTurnRequest
    failed = Signal(object)  # StudioError

    def __init__(self, project: ProjectContext, background: Background, settings: Settings) -> None:
        super().__init__()
        set_role(self, "card")
        self._project, self._settings = project, settings
        self._row: Row | None = None
        self._draft: Draft | None = None
        self._dataset_id = 0
        read_only = project.read_only
        self._title, self._origin = label("", "heading"), label("", "caption", wrap=True)
        self.findings, self.lineage = FindingsLine(project), LineageLine(project)
        self.code_font = _toggle(_("Letters of one width"), "mono")
        self.marks, self.body = Marks(read_only=read_only), Body(read_only=read_only)
        self.note = NoteField(read_only=read_only)
        self.others = OtherColumns()
        self.whole = label("", "caption", wrap=True)
        self._lengths = LengthCounter(background, settings, self)
        self._values = ValueReader(project.path, background, self)
        self.setMinimumWidth(320)
        self.setAccessibleName(_("Example in full"))
        self._lay_out()
        self._connect()
        self.code_font.setChecked(settings.code_font_in_editors)
        self.show_row(None)

    @property
    def editors(self) -> list[TextBox]:
        """One box per text of the row on show, in reading order."""
        return [field.box for field in self.body.fields()]

    def show_row(self, row: Row | None, dataset_id: int = 0) -> None:
        """Show a row, or nothing; the same row again keeps what is being typed."""
        same = self._draft is not None and row is not None and row.id == self._draft.row_id
        if not same:
            self.keep()
            self._draft = Draft(row.id, row.content) if row else None
        self._row, self._dataset_id = row, dataset_id
        self._show_surroundings(row)
        typed = self.body.content()
        if same and self._draft is not None and row is not None and typed is not None:
            self.body.show_content(self._draft.stored_now(row.content, typed))
        else:
            self.body.show_content(row.content if row else None)
            self._area.verticalScrollBar().setValue(0)
        self._judge()

    def keep(self) -> None:
        """Ask for whatever is still being typed to be stored."""
        content = self.body.content()
        if self._project.read_only or self._draft is None or content is None:
            return
        self.note.keep()
        for box in self.editors:
            box.document().setModified(False)
        request = self._draft.ask(content)
        if isinstance(request, EditRequest):
            self.edit_requested.emit(request)
        elif isinstance(request, ContentRequest):
            self.content_requested.emit(request)

    def stored(self, row_id: int) -> None:
        """A request for the content was carried out; `show_row` with the new row follows."""
        if self._draft is not None and self._draft.row_id == row_id:
            self._draft.answered()

    def refused(self, row_id: int) -> None:
        """A request for the content was refused; what was typed stays until it is given up."""
        if self._draft is not None and self._draft.row_id == row_id:
            self._draft.refused()
            for box in self.editors:
                box.document().setModified(True)

    def forget_values(self) -> None:
        """Tags and labels may have changed: read them again when next needed."""
        self._values.forget()

    def _lay_out(self) -> None:
        inside = QWidget()
        fields = QVBoxLayout(inside)
        fields.setContentsMargins(0, 0, GRID, 0)
        fields.setSpacing(GRID + GRID // 2)
        for widget in (self.body, self.note, self.others):
            fields.addWidget(widget)
        fields.addStretch(1)
        self._area = _scroll_area(inside)
        head = QHBoxLayout()
        head.setContentsMargins(0, 0, GRID, 0)
        head.addWidget(self._title, 1)
        head.addWidget(self.code_font)
        column = QVBoxLayout(self)
        column.setContentsMargins(2 * GRID, GRID + GRID // 2, GRID // 2, GRID)
        column.setSpacing(GRID)
        column.addLayout(head)
        for line in (self._origin, self.lineage, self.findings):
            column.addWidget(line)
        around = QHBoxLayout()
        around.setContentsMargins(0, 0, GRID + GRID // 2, GRID // 2)
        around.addWidget(self.marks)
        column.addLayout(around)
        column.addWidget(self._area, 1)
        column.addWidget(self.whole)

    def _connect(self) -> None:
        self.body.typed.connect(self._on_typed)
        self.body.kept.connect(self._on_kept)
        self.body.given_up.connect(self._on_given_up)
        self.body.grown.connect(self._judge)
        self.body.split_wanted.connect(self._on_split_wanted)
        self.body.labels_wanted.connect(self._on_labels_wanted)
        self.marks.requested.connect(self.mark_requested)
        self.marks.tags.entered.connect(self._on_tags_entered)
        self.note.requested.connect(self.note_requested)
        self.code_font.toggled.connect(self._on_code_font)
        self._lengths.counted.connect(self._on_counted)
        self._values.found.connect(self._on_values_found)
        self._values.failed.connect(self.failed)

    def _show_surroundings(self, row: Row | None) -> None:
        self._title.setText(_("Example {number}").format(number=row.id) if row else _("No example selected"))
        self._origin.setText(_origin_words(row.origin) if row else "")
        self._origin.setVisible(bool(self._origin.text()))
        self.findings.show_row(row.id if row else None)
        self.lineage.show_row(row, self._dataset_id)
        self.marks.show_row(row)
        self.note.show_row(row)
        self.others.show_extra(self._project.reader.extra(row.id) if row else {})
        self.code_font.setVisible(row is not None)

    def _judge(self) -> None:
        """Say beside each part what is wrong with it and how long it is."""
        content = self.body.content() if self._row else None
        if content is None:
            self.whole.setText("")
            return
        self.body.show_problems(content)
        texts = texts_of(content)
        self._show_lengths(Lengths(texts))
        self._lengths.count(texts, soon=True)

    def _on_typed(self) -> None:
        content = self.body.content()
        if content is not None:
            self.body.show_problems(content)
            self._lengths.count(texts_of(content), soon=False)

    def _on_kept(self) -> None:
        self.keep()
        self._judge()

    def _on_given_up(self, field: TextField) -> None:
        content = self.body.content()
        if self._draft is not None and content is not None:
            stored = texts_of(self._draft.asked).get(field.name, "")
            self.body.show_content(with_texts(content, {field.name: stored}))
            self._judge()

    def _on_split_wanted(self, at: int) -> None:
        self.keep()
        if self._row is not None:
            self.split_turn_requested.emit(SplitTurnRequest(self._row.id, at))

    def _on_labels_wanted(self) -> None:
        self._values.ask(self._dataset_id, "label")

    def _on_tags_entered(self) -> None:
        self._values.ask(self._dataset_id, "tag")

    def _on_values_found(self, known: KnownValues) -> None:
        if known.dataset_id != self._dataset_id:
            return
        words = [value for value, _rows in known.values[:OFFERED]]
        if known.column == "tag":
            self.marks.tags.show_known(words)
        elif isinstance(self.body.editor, ClassificationEditor):
            self.body.editor.show_known_labels(words)

    def _on_code_font(self, wanted: bool) -> None:
        self._settings.code_font_in_editors = wanted
        self.body.use_code_font(wanted)

    def _on_counted(self, lengths: Lengths) -> None:
        if self._row is not None:
            self._show_lengths(lengths)

    def _show_lengths(self, lengths: Lengths) -> None:
        self.body.show_lengths(lengths)
        self.whole.setText(_("Whole example: {lengths}").format(lengths=lengths.whole()))
        self.whole.setToolTip(lengths.note)


def _toggle(name: str, icon: str) -> QToolButton:
    made = icon_button(name, icon)
    made.setCheckable(True)
    return made


def _scroll_area(inside: QWidget) -> QScrollArea:
    area = QScrollArea()
    area.setWidgetResizable(True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setWidget(inside)
    # Both would paint the window's colour over the card.
    area.viewport().setAutoFillBackground(False)
    inside.setAutoFillBackground(False)
    return area


def _origin_words(origin: Origin) -> str:
    if origin.file and origin.line:
        return _("From {file}, line {line}").format(file=origin.file, line=origin.line)
    return _("From {file}").format(file=origin.file) if origin.file else ""
