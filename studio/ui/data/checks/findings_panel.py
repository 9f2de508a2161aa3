"""One rule in full: what it is about, where it was found, and what can be done about it."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from studio.data.checks import RuleFindings
from studio.ui.controls import button, label
from studio.ui.data.checks.finding_list import FindingList, FindingPage, FindingsModel
from studio.ui.data.checks.words import ICONS, LEVELS, TINTS, count_words, mend_words
from studio.ui.icons import give_icon, tint_icons
from studio.ui.theme import GRID, colours_for
from studio.words import _

ICON = 20


class FindingsPanel(QWidget):
    """Shows a rule; it only asks."""

    page_wanted = Signal(object)  # PageWanted
    open_wanted = Signal(object)  # RuleFindings
    row_wanted = Signal(object)  # Finding
    mend_wanted = Signal(object)  # RuleFindings

    def __init__(self, *, read_only: bool, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._read_only = read_only
        self._known: RuleFindings | None = None
        self._busy = False
        self._icon, self.title = QLabel(), label("", "heading", wrap=True)
        self._count = label("", "muted")
        self._explanation = label("", wrap=True)
        self._mend_words = label("", "muted", wrap=True)
        self.open_button = button(_("Open in the table"), "table")
        self.mend_button = button(_("Mend"), "done")
        self.findings = FindingsModel(self)
        self.list = FindingList(self.findings)
        self._hint = label(_("A double click opens an example in the table."), "caption", wrap=True)
        self._lay_out()
        self.findings.page_wanted.connect(self.page_wanted)
        self.list.row_wanted.connect(self.row_wanted)
        self.open_button.clicked.connect(self._on_open)
        self.mend_button.clicked.connect(self._on_mend)

    @property
    def known(self) -> RuleFindings | None:
        """The rule on show."""
        return self._known

    def show_known(self, dataset_id: int, known: RuleFindings) -> None:
        """Show a rule and the beginning of its findings."""
        self._known = known
        rule = known.rule
        give_icon(self._icon, ICONS[rule.level], TINTS[rule.level], ICON)
        self.title.setText(_(rule.title))
        self._icon.setToolTip(_(LEVELS[rule.level]))
        self._count.setText(count_words(known) if known.count else "")
        self._explanation.setText(_(rule.explanation))
        self._show_notes(known)
        self.list.setVisible(bool(known.count))
        self._hint.setVisible(bool(known.count))
        self.open_button.setVisible(bool(known.count))
        mend = _("Mend: {what}").format(what=_(rule.mend)) if rule.mend else ""
        self.mend_button.setText(mend)
        self.mend_button.setAccessibleName(mend or _("Mend"))
        self.mend_button.setVisible(bool(mend and known.count))
        if known.count:
            self.findings.show_rule(dataset_id, rule.id)
        else:
            self.findings.clear()
        tint_icons(self, colours_for(self.palette()))
        self._show_allowed()

    def add_page(self, page: FindingPage) -> None:
        """Show further findings."""
        self.findings.add_page(page)

    def hold(self, busy: bool) -> None:
        """While something is under way nothing can be mended."""
        self._busy = busy
        self._show_allowed()

    def _show_notes(self, known: RuleFindings) -> None:
        if known.not_run is not None:
            note = known.not_run.text()
        elif known.count:
            note = mend_words(known)
        else:
            note = _("Nothing was found.")
        self._mend_words.setText(note)
        self._mend_words.setVisible(bool(note))

    def _show_allowed(self) -> None:
        self.mend_button.setEnabled(not self._read_only and not self._busy)

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(GRID)
        head.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignTop)
        head.addWidget(self.title, 1)
        head.addWidget(self._count, 0, Qt.AlignmentFlag.AlignTop)
        buttons = QHBoxLayout()
        buttons.setSpacing(GRID)
        buttons.addWidget(self.open_button)
        buttons.addWidget(self.mend_button)
        buttons.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GRID)
        column.addLayout(head)
        column.addWidget(self._explanation)
        column.addLayout(buttons)
        column.addWidget(self._mend_words)
        column.addWidget(self.list, 1)
        column.addWidget(self._hint)
        column.addStretch()

    def _on_open(self) -> None:
        if self._known is not None:
            self.open_wanted.emit(self._known)

    def _on_mend(self) -> None:
        if self._known is not None:
            self.mend_wanted.emit(self._known)
