"""The Presets tab: lays out, passes on what is asked, shows what the presenter decides."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from studio.core.preset import words_of
from studio.core.recipe import Recipe
from studio.errors import StudioError
from studio.runs.own_presets import Deleted
from studio.runs.presets import NamedPreset
from studio.runs.run import RunFolder, read_job
from studio.ui.controls import button, label
from studio.ui.messages import Messages, Offer
from studio.ui.presets.asking import PresetDialogs
from studio.ui.presets.comparison import ComparedOption
from studio.ui.presets.comparison_panel import ComparisonPanel
from studio.ui.presets.draft import Draft
from studio.ui.presets.form_panel import FormPanel
from studio.ui.presets.head import PresetHead, PresetView
from studio.ui.presets.list_panel import ListPanel
from studio.ui.presets.listing import Entry, Heading
from studio.ui.presets.overview_panel import OverviewPanel
from studio.ui.presets.presenter import Choice, PresetsPresenter, Standing
from studio.ui.presets.runs_menu import RunsMenu
from studio.ui.presets.text_panel import TextPanel
from studio.ui.presets.wanted import RunWanted
from studio.ui.theme import GRID, set_role
from studio.words import _

COLUMN_WIDTH = 38 * GRID


class PresetsPage(QWidget):
    """Presets belong to the user, not to a project: they can be edited also where the project is read only."""

    run_wanted = Signal(object)  # RunWanted
    presets_changed = Signal(object)  # tuple[NamedPreset, ...]

    def __init__(self, project: Path, messages: Messages, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._messages = messages
        self._view: PresetView = "overview"
        self._draft: Draft | None = None
        self._standing = Standing(changed=False, right=True, own=False)
        self._form_wrong = False
        self.list, self.head = ListPanel(), PresetHead()
        self.overview, self.text = OverviewPanel(), TextPanel()
        self._form: FormPanel | None = None
        self.comparison = ComparisonPanel()
        self.to_text = button(_("Show the text"))
        self._closed_form = self._make_closed_form()
        self._stack = QStackedWidget()
        self.presenter, self.dialogs = PresetsPresenter(self), PresetDialogs(self)
        self._runs_menu = RunsMenu(project, self)
        self._lay_out()
        self._connect()

    @property
    def form(self) -> FormPanel:
        """Made when it is first wanted: its forty fields are most of the page."""
        if self._form is None:
            self._form = FormPanel()
            self._form.recipe_edited.connect(self.presenter.on_recipe_edited)
            self._form.wrong_changed.connect(self._on_form_wrong)
            self._stack.addWidget(self._form)
        return self._form

    def open(self) -> None:
        """Read the presets, once; the tab is painted before."""
        if self._draft is None:
            self.presenter.open()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        QTimer.singleShot(0, self, self.open)

    def save_run(self, run: RunFolder) -> None:
        """Keep what a run was trained with as a preset, and show it."""
        self.open()
        try:
            self.presenter.on_save_from_run(read_job(run))
        except StudioError as error:
            self._messages.problem(error)

    def leave(self) -> None:
        """What is typed and not saved is there again when a window opens."""
        self._flush()
        self.presenter.leave()

    def show_view(self, view: PresetView) -> None:
        """Look at the preset in another way; what was typed in the one before is taken along."""
        self._flush()
        self._view = view
        self.head.show_view(view)
        self._show_current()

    # What the presenter asks to be shown.

    def show_list(self, lines: Sequence[Entry | Heading], current: str) -> None:
        self.list.show_lines(lines, current)

    def show_draft(self, draft: Draft) -> None:
        self._draft = draft
        self._show_current()

    def show_standing(self, standing: Standing) -> None:
        self._standing = standing
        self._draft = self.presenter.draft
        if self._draft is not None:
            self.head.show_draft(self._draft)
            self.text.show_problems(self._draft.problems)
        self.head.show_standing(standing, form_wrong=self._form_wrong)

    def show_choices(self, choices: Sequence[Choice], current: str) -> None:
        self.comparison.show_choices(choices, current)
        if self._view == "compare":
            self._on_comparison_wanted()

    def show_comparison(self, options: Sequence[ComparedOption]) -> None:
        self.comparison.show_options(options)

    def announce(self, presets: Sequence[NamedPreset]) -> None:
        self.presets_changed.emit(tuple(presets))

    def tell_done(self, text: str) -> None:
        self._messages.done(text)

    def tell_deleted(self, title: str, deleted: Deleted) -> None:
        undo = Offer(_("Undo"), lambda: self.presenter.on_restore(deleted), once=True)
        self._messages.done(_("Deleted: {title}").format(title=title), "", undo)

    def tell_problem(self, error: StudioError) -> None:
        self._messages.problem(error)

    def _show_current(self) -> None:
        """The draft in the view that was chosen; a form is there only while the text is right."""
        draft = self._draft
        if draft is None:
            return
        self.head.show_draft(draft)
        if draft.kind == "broken" and draft.problems and self._view not in ("text", "compare"):
            self._view = "text"
            self.head.show_view("text")
        if self._view in ("simple", "expert"):
            self._show_form(draft)
        elif self._view == "text":
            self.text.show_text(draft.text)
            self.text.show_problems(draft.problems)
            self._stack.setCurrentWidget(self.text)
        elif self._view == "compare":
            self._stack.setCurrentWidget(self.comparison)
            self._on_comparison_wanted()
        else:
            self.overview.show_preset(draft.good)
            self._stack.setCurrentWidget(self.overview)

    def _show_form(self, draft: Draft) -> None:
        if not draft.right:
            self._stack.setCurrentWidget(self._closed_form)
            return
        self.form.show_level("simple" if self._view == "simple" else "expert")
        self.form.show_recipe(draft.good.recipe, draft.saved.recipe)
        self._stack.setCurrentWidget(self.form)

    def _make_closed_form(self) -> QWidget:
        made = QWidget()
        column = QVBoxLayout(made)
        column.setContentsMargins(3 * GRID, 2 * GRID, 3 * GRID, 2 * GRID)
        column.setSpacing(GRID)
        column.addWidget(label(_("The text has an error, so it cannot be shown as a form."), "muted", wrap=True))
        line = QHBoxLayout()
        line.addWidget(self.to_text)
        line.addStretch(1)
        column.addLayout(line)
        column.addStretch(1)
        return made

    def _lay_out(self) -> None:
        for page in (self.overview, self.text, self.comparison, self._closed_form):
            self._stack.addWidget(page)
        column = QFrame()
        set_role(column, "page")
        column.setFixedWidth(COLUMN_WIDTH)
        inside = QVBoxLayout(column)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.addWidget(self.list)
        right = QVBoxLayout()
        right.setContentsMargins(0, 0, 0, 0)
        right.setSpacing(0)
        right.addWidget(self.head)
        right.addWidget(self._stack, 1)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(column)
        row.addLayout(right, 1)
        self.list.from_run.setMenu(self._runs_menu)

    def _connect(self) -> None:
        presenter, head = self.presenter, self.head
        for signal, slot in (
            (self.list.chosen, self._on_chosen),
            (self.list.narrowed, presenter.on_narrowed),
            (self._runs_menu.job_chosen, presenter.on_save_from_run),
            (self.list.take_in.clicked, self.dialogs.ask_import),
            (self.dialogs.files_chosen, presenter.on_import),
            (self.dialogs.place_chosen, presenter.on_export),
            (self.dialogs.named, presenter.on_rename),
            (head.view_chosen, self.show_view),
            (head.use.clicked, self._on_use),
            (head.save.clicked, self._on_save),
            (head.discard.clicked, self._on_discard),
            (head.duplicate.clicked, self._on_duplicate),
            (head.rename_action.triggered, self._on_rename_wanted),
            (head.export_action.triggered, self._on_export_wanted),
            (head.delete_action.triggered, self._on_delete),
            (self.text.text_edited, presenter.on_text_edited),
            (self.comparison.wanted, self._on_comparison_wanted),
            (self.to_text.clicked, self._on_text_wanted),
        ):
            signal.connect(slot)

    def _flush(self) -> None:
        """What is typed in the text counts before anything is done with it."""
        if self._view == "text":
            self.text.tell()

    def _on_chosen(self, name: str) -> None:
        self._flush()
        self.presenter.choose(name)

    def _on_form_wrong(self, wrong: bool) -> None:
        self._form_wrong = wrong
        self.head.show_standing(self._standing, form_wrong=wrong)

    def _on_text_wanted(self) -> None:
        self.show_view("text")

    def _on_comparison_wanted(self) -> None:
        left, right = self.comparison.left.currentData(), self.comparison.right.currentData()
        if left and right:
            self.presenter.on_compare(left, right, all_options=self.comparison.every.isChecked())

    def _on_use(self) -> None:
        self._flush()
        draft = self.presenter.draft
        if draft is not None and draft.right and draft.kind != "broken":
            changed: Recipe | None = draft.good.recipe if draft.good.recipe != draft.saved.recipe else None
            self.run_wanted.emit(RunWanted(draft.name, changed))

    def _on_save(self) -> None:
        self._flush()
        self.presenter.on_save()

    def _on_discard(self) -> None:
        self.presenter.on_discard()

    def _on_duplicate(self) -> None:
        self._flush()
        self.presenter.on_duplicate()

    def _on_delete(self) -> None:
        self.presenter.on_delete()

    def _on_rename_wanted(self) -> None:
        self._flush()
        if self._draft is not None:
            self.dialogs.ask_name(words_of(self._draft.good.name), self.presenter.titles())

    def _on_export_wanted(self) -> None:
        self._flush()
        if self._draft is not None:
            self.dialogs.ask_export(self._draft.name)
