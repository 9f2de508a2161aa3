"""The window of the X-ray: the rows on the left, one of them token by token, and the check of all below."""

from collections.abc import Sequence

import numpy as np
from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QSplitter, QVBoxLayout, QWidget

from studio.core.tokens import Checked, RowTokens
from studio.errors import StudioError
from studio.ui.background import Background
from studio.ui.controls import button, icon_button, label
from studio.ui.data.rows_wanted import RowsWanted
from studio.ui.dialogs import PlainDialog
from studio.ui.formats import integer
from studio.ui.project_context import ProjectContext
from studio.ui.theme import GRID
from studio.ui.xray.check_panel import CheckPanel
from studio.ui.xray.desk import XrayDesk
from studio.ui.xray.presenter import RowList, XrayPresenter, position_words
from studio.ui.xray.row_list import RowListModel, RowListView
from studio.ui.xray.row_pane import RowPane
from studio.ui.xray.subject import Subject
from studio.ui.xray.token_text import CONVERSATION_PARTS, TEXT_PARTS, Filling
from studio.words import _

WIDTH, HEIGHT, LIST_WIDTH = 142 * GRID, 94 * GRID, 38 * GRID


class XrayDialog(PlainDialog):
    """`checked` tells what a check has found; closing ends everything under way."""

    rows_wanted = Signal(object)  # RowsWanted
    checked = Signal(object)  # Checked

    def __init__(
        self, project: ProjectContext, background: Background, subject: Subject, parent: QWidget | None = None
    ) -> None:
        super().__init__(_("X-ray"), "", parent)
        self.resize(WIDTH, HEIGHT)
        self.desk = XrayDesk(project, background, self)
        self.presenter = XrayPresenter(self, self.desk, subject)
        self.model = RowListModel(project.reader.rows, self)
        self.list = RowListView(self.model)
        self.number = QLineEdit()
        self.reason, self.all_rows = label("", "caption", wrap=True), button(_("All examples"), role="link")
        self.previous, self.next = icon_button(_("Previous example"), "up"), icon_button(_("Next example"), "down")
        self.longest, self.shortest = button(_("Longest example")), button("")
        self.title, self.place = label("", "heading"), label("", "caption")
        texts = subject.kind == "classification"
        self.shortest.setText(_("Shortest text") if texts else _("Shortest answer"))
        parts = TEXT_PARTS if texts else CONVERSATION_PARTS
        self.row, self.worse = RowPane(parts), RowPane(parts)
        self.token = label("", "caption", wrap=True)
        self.checks = CheckPanel()
        self.to_data = button(_("Show in the Data tab"), "table")
        self.close_button = button(_("Close"))
        self._lay_out()
        self._connect()

    def open_on(self, checked: Checked | None, rows: Sequence[int] = ()) -> None:
        """Show the dialog with what is known of its rows, and those that were chosen elsewhere."""
        self.presenter.open(checked, rows)
        self.open()
        self.list.setFocus()

    def done(self, result: int) -> None:
        self.desk.leave()
        super().done(result)

    def show_list(self, rows: RowList) -> None:
        self.model.show_ids(rows.ids)
        self.reason.setText(rows.reason)
        for widget in (self.reason, self.all_rows):
            widget.setVisible(bool(rows.reason))
        several = len(rows.ids) > 1
        for each in (self.previous, self.next, self.longest, self.shortest, self.number):
            each.setEnabled(several)
        self.to_data.setEnabled(bool(rows.ids))
        self.to_data.setToolTip(
            _("The examples of this list") if rows.reason else _("The example in view, in the table and its editor")
        )

    def mark_row(self, position: int) -> None:
        self.list.mark(position)
        rows = self.presenter.rows.ids
        self.title.setText(_("Example {number}").format(number=integer(rows[position])))
        self.place.setText(position_words(position, len(rows)))

    def show_waiting(self) -> None:
        self.worse.hide()
        self.row.show_waiting(_("The model’s tokenizer is being asked. The first time takes some seconds."))

    def show_tokens(self, row: RowTokens, filling: Filling) -> None:
        longest = self.presenter.subject.recipe.data.max_length
        if row.rejected is not None:
            self.worse.show_row(row.rejected, filling, longest)
        self.worse.setVisible(row.rejected is not None)
        # Last, so that the line below tells its token.
        self.row.show_row(row, filling, longest)

    def show_trouble(self, text: str) -> None:
        self.row.tokens.setPlaceholderText("")
        self.row.show_note(text)

    def show_checking(self, *, busy: bool) -> None:
        self.checks.show_checking(self.desk.checking if busy else None)

    def show_checked(self, checked: Checked) -> None:
        self.checks.show_checked(checked)

    def _lay_out(self) -> None:
        subject = self.presenter.subject
        self.column.addWidget(label(f"{subject.dataset} · {subject.recipe.model.base}", "caption"))
        self.column.setSpacing(GRID)
        row = QHBoxLayout()
        row.setSpacing(2 * GRID)
        left = self._left()
        row.addWidget(left)
        row.addLayout(self._right(), 1)
        self.column.addLayout(row, 1)
        self.column.addWidget(self.checks)
        self.worse.hide()
        self.reason.hide()
        self.all_rows.hide()
        self.show_list(RowList(()))
        self.add_buttons(self.to_data, self.close_button)
        # Enter in the field for a number finds that example, and closes nothing.
        for each in (self.longest, self.shortest, self.all_rows, self.to_data, self.close_button):
            each.setAutoDefault(False)
            each.setDefault(False)
        if subject.unsuitable:
            self._say_only_why(left)

    def _say_only_why(self, *others: QWidget) -> None:
        """Leave nothing but the sentence that this kind of example is not shown."""
        buttons = (self.previous, self.next, self.longest, self.shortest, self.to_data)
        for widget in (*others, *buttons, self.checks, self.row.tokens, self.row.legend):
            widget.hide()
        self.resize(WIDTH // 2, LIST_WIDTH)

    def _left(self) -> QWidget:
        self.number.setPlaceholderText(_("Go to example number"))
        self.number.setAccessibleName(_("Go to example number"))
        holder = QWidget()
        holder.setFixedWidth(LIST_WIDTH)
        column = QVBoxLayout(holder)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GRID)
        column.addWidget(self.number)
        column.addWidget(self.reason)
        column.addWidget(self.all_rows, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(self.list, 1)
        return holder

    def _right(self) -> QVBoxLayout:
        head = QHBoxLayout()
        head.setSpacing(GRID)
        for widget in (self.title, self.place):
            head.addWidget(widget)
        head.addStretch(1)
        for button_ in (self.previous, self.next, self.longest, self.shortest):
            head.addWidget(button_)
        panes = QSplitter(Qt.Orientation.Vertical)
        panes.setChildrenCollapsible(False)
        panes.setHandleWidth(2 * GRID)
        panes.addWidget(self.row)
        panes.addWidget(self.worse)
        column = QVBoxLayout()
        column.setSpacing(GRID)
        column.addLayout(head)
        column.addWidget(panes, 1)
        column.addWidget(self.token)
        return column

    def _connect(self) -> None:
        presenter, desk = self.presenter, self.desk
        self.list.position_chosen.connect(presenter.on_position)
        self.number.returnPressed.connect(self._on_number)
        self.all_rows.clicked.connect(self._on_all_rows)
        self.previous.clicked.connect(self._on_previous)
        self.next.clicked.connect(self._on_next)
        self.longest.clicked.connect(self._on_longest)
        self.shortest.clicked.connect(self._on_shortest)
        for pane in (self.row, self.worse):
            pane.token_changed.connect(self.token.setText)
        self.checks.check.clicked.connect(self._on_check)
        self.checks.fault_chosen.connect(presenter.on_fault)
        self.to_data.clicked.connect(self._on_to_data)
        self.close_button.clicked.connect(self.reject)
        desk.listed.connect(presenter.on_listed)
        desk.list_failed.connect(self._on_failed)
        desk.shown.connect(presenter.on_tokens)
        desk.show_failed.connect(presenter.on_tokens_failed)
        desk.checked.connect(self._on_checked)
        desk.check_failed.connect(presenter.on_check_failed)

    def _on_number(self) -> None:
        self.presenter.on_number(self.number.text())

    def _on_all_rows(self) -> None:
        self.presenter.show_all()

    def _on_previous(self) -> None:
        self.presenter.on_step(-1)

    def _on_next(self) -> None:
        self.presenter.on_step(1)

    def _on_longest(self) -> None:
        self.presenter.on_extreme("longest")

    def _on_shortest(self) -> None:
        self.presenter.on_extreme("shortest")

    def _on_check(self) -> None:
        self.presenter.on_check()

    def _on_checked(self, checked: Checked) -> None:
        self.checked.emit(checked)
        self.presenter.on_checked(checked)

    def _on_failed(self, error: StudioError) -> None:
        self.show_trouble(f"{error.message} {error.hint}".strip())

    def _on_to_data(self) -> None:
        rows, current = self.presenter.rows, self.presenter.current
        if current is None:
            return
        ids = rows.ids if rows.reason else (current,)
        title = rows.reason or _("Example {number}").format(number=integer(current))
        self.accept()
        self.rows_wanted.emit(RowsWanted(self.presenter.subject.dataset_id, np.array(ids, np.int64), title))
