"""The right column: how many examples there shall be, composed of what, what that comes to, and making the variants."""

from collections.abc import Sequence
from itertools import pairwise

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from studio.ui.augment.mixes import MIXES, Mix
from studio.ui.augment.outlook_bars import OutlookBars
from studio.ui.augment.outlook_lines import PlanOutlook, total_words
from studio.ui.augment.parts import NumberBox, scrolled
from studio.ui.augment.share_table import ShareTable
from studio.ui.augment.wishes import BalanceChoice, ByChoice, PlanWishes, Standing
from studio.ui.background import Progress
from studio.ui.controls import Picker, button, label
from studio.ui.data.dialogs.progress_row import ProgressRow
from studio.ui.formats import integer
from studio.ui.theme import GRID
from studio.words import N_, _, ngettext

LARGEST_TARGET = 1_000_000
BALANCES: dict[BalanceChoice, tuple[str, str]] = {
    "": (N_("Leave them unequal"), N_("Variants alone change the proportions: nothing is repeated, nothing left out.")),
    "weight": (
        N_("Show small groups more often"),
        N_(
            "In every run prepared from now on, examples of small groups are repeated. Nothing is lost, but the same "
            "texts come again, and the model may learn them by heart."
        ),
    ),
    "undersample": (
        N_("Leave out some of large groups"),
        N_(
            "In every run prepared from now on, some examples of large groups are left out, always the same ones. They "
            "stay in the data set, but the run learns from fewer examples."
        ),
    ),
}


class PlanPanel(QWidget):
    """Shows what a plan comes to; the presenter says what may be done."""

    wishes_changed = Signal(object)  # PlanWishes
    shares_edited = Signal(object)  # dict[str, float]
    apply_wanted = Signal()

    def __init__(self, *, read_only: bool, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._read_only = read_only
        self.target = NumberBox(_("Training examples in all"), 0, LARGEST_TARGET)
        self.target.setSpecialValueText(_("as needed"))
        self.by, self.mix = _picker(_("Composed by")), _picker(_("Mix"))
        self.balance = _picker(_("Groups that stay unequal"))
        for key, (title, _about) in BALANCES.items():
            self.balance.addItem(_(title), key)
        about = _("As needed: one variant of every example, or as few as the mix needs. Type a number to have more.")
        self.target_about = label(about, "caption", wrap=True)
        self.mix_about, self.balance_about = label("", "caption", wrap=True), label("", "caption", wrap=True)
        self.total = label("", "heading", wrap=True)
        self.total.setToolTip(_("Rejected and incomplete examples are not counted: no run learns from them."))
        self.table, self.bars = ShareTable(), OutlookBars()
        self.shortfalls = label("", "caution", wrap=True)
        self.progress = ProgressRow(_("Making variants"))
        self.make = button("", "add", "primary")
        self.make.setEnabled(False)
        self.reason = label("", "caption", wrap=True)
        # Nothing is drawn before it is known what there is.
        self.bars.hide()
        self.shortfalls.hide()
        self._lay_out()
        self._connect()
        self.show_standing(Standing())

    def wishes(self) -> PlanWishes:
        """What is chosen now."""
        by = str(self.by.currentData() or "")
        return PlanWishes(
            target=self.target.value() or None,
            by=by,
            mix=self.mix.currentData() or "present",
            balance=(self.balance.currentData() or "") if by else "",
        )

    def show_choices(self, choices: Sequence[ByChoice], mixes: Sequence[Mix]) -> None:
        """What can be composed by, and the mixes that make sense."""
        _fill(self.by, [("", _("No groups: only more examples")), *((each.by, each.title) for each in choices)])
        _fill(self.mix, [(mix, _(MIXES[mix][0])) for mix in mixes])

    def show_wishes(self, wishes: PlanWishes) -> None:
        """Show a plan, and tell nobody."""
        self.target.show_value(min(wishes.target or 0, LARGEST_TARGET))
        for picker, value in ((self.by, wishes.by), (self.mix, wishes.mix), (self.balance, wishes.balance)):
            _choose(picker, value)
        self.target_about.setVisible(not wishes.target)
        composed = bool(wishes.by)
        for each in (self.mix, self.mix_about, self._mix_title, self.table):
            each.setVisible(composed)
        self.balance.setEnabled(composed and not self._read_only)
        self.mix_about.setText(_(MIXES[wishes.mix][1]))
        about = (
            _(BALANCES[wishes.balance][1]) if composed else _("Choose first what the groups are, under Composed by.")
        )
        self.balance_about.setText(about)

    def show_outlook(self, outlook: PlanOutlook | None) -> None:
        """Show what the plan comes to; None while that is not known."""
        for each in (self.table, self.bars, self.total):
            each.setEnabled(outlook is not None)
        if outlook is None:
            return
        self.total.setText(total_words(outlook))
        self.table.show_lines(outlook.lines)
        self._order_tabs()
        self.bars.canvas.show_lines(outlook.lines)
        self.bars.setVisible(bool(outlook.lines))
        self.shortfalls.setText("\n".join(outlook.shortfalls))
        self.shortfalls.setVisible(bool(outlook.shortfalls))

    def show_standing(self, standing: Standing) -> None:
        """Variants can be made, or the reason why not stands under the button."""
        count = standing.variants
        words = ngettext("Make {count} variant", "Make {count} variants", count).format(count=integer(count))
        self.make.setText(words if count else _("Make variants"))
        self.make.setAccessibleName(self.make.text())
        self.make.setAccessibleDescription(standing.obstacle)
        self.make.setEnabled(not standing.obstacle and not self.progress.busy)
        self.reason.setText(standing.obstacle)
        self.reason.setVisible(bool(standing.obstacle))

    def begin(self) -> Progress:
        """Show the bar; who pressed the button by key finds Cancel under the next press."""
        began = self.progress.begin()
        if self.make.hasFocus():
            self.progress.cancel_button.setFocus()
        return began

    def end(self) -> None:
        """Hide the bar; the keys go on in the plan."""
        if self.progress.cancel_button.hasFocus():
            self.target.setFocus()
        self.progress.end()

    def _lay_out(self) -> None:
        content = QWidget()
        column = QVBoxLayout(content)
        column.setContentsMargins(2 * GRID, 2 * GRID, 2 * GRID, GRID)
        column.setSpacing(GRID)
        column.addWidget(label(_("Plan"), "title"))
        line = QHBoxLayout()
        wanted = label(self.target.accessibleName())
        wanted.setWordWrap(True)
        wanted.setBuddy(self.target)
        line.addWidget(wanted, 1)
        line.addWidget(self.target)
        column.addLayout(line)
        column.addWidget(self.target_about)
        _add_titled(column, self.by)
        self._mix_title = _add_titled(column, self.mix)
        column.addWidget(self.mix_about)
        column.addSpacing(GRID // 2)
        for each in (self.total, self.table, self.bars, self.shortfalls):
            column.addWidget(each)
        column.addSpacing(GRID // 2)
        _add_titled(column, self.balance)
        column.addWidget(self.balance_about)
        column.addStretch(1)
        foot = QVBoxLayout()
        foot.setContentsMargins(2 * GRID, GRID, 2 * GRID, 2 * GRID)
        foot.setSpacing(GRID // 2)
        for part in (self.progress, self.make, self.reason):
            foot.addWidget(part)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(scrolled(content), 1)
        whole.addLayout(foot)

    def _order_tabs(self) -> None:
        """The boxes of the groups are made last, and stand in the middle."""
        chain = (self.target, self.by, self.mix, *self.table.boxes().values(), self.balance, self.make)
        for before, after in pairwise(chain):
            QWidget.setTabOrder(before, after)

    def _connect(self) -> None:
        self.target.valueChanged.connect(self._on_changed)
        for picker in (self.by, self.mix, self.balance):
            picker.activated.connect(self._on_changed)
        self.table.edited.connect(self._on_shares_edited)
        self.make.clicked.connect(self.apply_wanted)

    def _on_changed(self) -> None:
        self.wishes_changed.emit(self.wishes())

    def _on_shares_edited(self) -> None:
        self.shares_edited.emit(self.table.shares())


def _picker(name: str) -> Picker:
    made = Picker(name)
    # A long name is cut rather than the column widened.
    made.setSizeAdjustPolicy(Picker.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
    return made


def _add_titled(column: QVBoxLayout, picker: Picker) -> QWidget:
    title = label(picker.accessibleName(), "heading")
    title.setBuddy(picker)
    column.addSpacing(GRID // 2)
    column.addWidget(title)
    column.addWidget(picker)
    return title


def _fill(picker: Picker, items: Sequence[tuple[str, str]]) -> None:
    if [(picker.itemData(at), picker.itemText(at)) for at in range(picker.count())] == list(items):
        return
    chosen = picker.currentData()
    picker.clear()
    for value, title in items:
        picker.addItem(title, value)
    _choose(picker, chosen)


def _choose(picker: Picker, value: object) -> None:
    picker.setCurrentIndex(max(0, picker.findData(value)))
