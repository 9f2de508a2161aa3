"""Above a preset: its name, what can be done with it, and the ways to look at it."""

from typing import Literal

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QMenu, QVBoxLayout, QWidget

from studio.core.preset import words_of
from studio.ui.controls import button, icon_button, label
from studio.ui.data.sections import SectionBar
from studio.ui.icons import give_icon
from studio.ui.presets.draft import Draft
from studio.ui.presets.listing import Kind
from studio.ui.presets.presenter import Standing
from studio.ui.theme import GRID
from studio.words import N_, _

PresetView = Literal["overview", "simple", "expert", "text", "compare"]
VIEWS: dict[PresetView, str] = {
    "overview": N_("Overview"),
    "simple": N_("Simple"),
    "expert": N_("Expert"),
    "text": N_("YAML"),
    "compare": N_("Compare"),
}
_KINDS: dict[Kind, str] = {
    "built_in": N_("Comes with Atelier"),
    "own": N_("One of mine"),
    "broken": N_("This file has an error"),
}


class PresetHead(QWidget):
    """Buttons are there while they do something."""

    view_chosen = Signal(object)  # PresetView

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.title, self.origin = label("", "title"), label("", "caption")
        self.use = button(_("Use for a run"), "play", "primary")
        self.save, self.discard = button(_("Save"), "save"), icon_button(_("Discard changes"), "undo")
        self.duplicate = button(_("Duplicate"), "copy")
        self.more = icon_button(_("More actions"), "more")
        self.views = SectionBar(self)
        self.views.setAccessibleName(_("Views of the preset"))
        for key, title in VIEWS.items():
            self.views.add(key, _(title))
        self.views.section_chosen.connect(self.view_chosen)
        menu = QMenu(self)
        self.rename_action = menu.addAction(_("Rename…"))
        self.export_action = menu.addAction(_("Export…"))
        self.delete_action = menu.addAction(_("Delete"))
        self.more.setMenu(menu)
        self.more.setPopupMode(self.more.ToolButtonPopupMode.InstantPopup)
        self._lay_out()

    def show_draft(self, draft: Draft) -> None:
        """Name the preset, and say whose it is and what commands call it."""
        self.title.setToolTip(words_of(draft.good.name))
        self._elide()
        self.origin.setText(" · ".join((_(_KINDS[draft.kind]), draft.name)))
        self.origin.setToolTip(_("in commands: --preset {name}").format(name=draft.name))

    def show_standing(self, standing: Standing, *, form_wrong: bool) -> None:
        """What can be done now."""
        right = standing.right and not form_wrong
        self.use.setEnabled(right)
        self.duplicate.setEnabled(standing.right)
        self.save.setText(_("Save") if standing.own else _("Save as mine"))
        self.save.setVisible(standing.changed)
        self.save.setEnabled(standing.can_save and not form_wrong)
        self.discard.setVisible(standing.changed)
        self.rename_action.setVisible(standing.own and standing.right)
        self.delete_action.setVisible(standing.own)

    def show_view(self, view: PresetView) -> None:
        """Mark a view as the one on show."""
        self.views.choose(view)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._elide()

    def _elide(self) -> None:
        """The name as far as it fits, and all of it in the tip."""
        room = self.title.width() - 1
        fitting = self.title.fontMetrics().elidedText(self.title.toolTip(), Qt.TextElideMode.ElideRight, room)
        self.title.setText(fitting)

    def _lay_out(self) -> None:
        for each in (self.title, self.origin):
            each.setMinimumWidth(1)
        give_icon(self.rename_action, "file")
        give_icon(self.export_action, "export")
        give_icon(self.delete_action, "remove")
        names = QVBoxLayout()
        names.setSpacing(2)
        names.addWidget(self.title)
        names.addWidget(self.origin)
        top = QHBoxLayout()
        top.setSpacing(GRID)
        top.addLayout(names, 1)
        for widget in (self.duplicate, self.use, self.more):
            top.addWidget(widget, 0, Qt.AlignmentFlag.AlignTop)
        below = QHBoxLayout()
        below.setSpacing(GRID)
        below.addWidget(self.views)
        below.addStretch(1)
        for widget in (self.discard, self.save):
            below.addWidget(widget)
        column = QVBoxLayout(self)
        column.setContentsMargins(3 * GRID, 2 * GRID, 3 * GRID, GRID)
        column.setSpacing(GRID + GRID // 2)
        column.addLayout(top)
        column.addLayout(below)
