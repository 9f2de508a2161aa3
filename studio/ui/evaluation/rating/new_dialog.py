"""Asks what the next rating session shall be."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QFormLayout, QGridLayout, QLineEdit, QWidget

from studio.core.rating import SCALE_TITLES, SCALES
from studio.core.rating_rows import shares_of
from studio.evaluating.ratings import SessionWishes
from studio.runs.folder import RunFolder
from studio.ui.augment.parts import NumberBox
from studio.ui.controls import Picker, button, label
from studio.ui.dialogs import PlainDialog
from studio.ui.evaluation.rating.desk import Source, SourceFacts
from studio.ui.theme import GRID
from studio.words import _

_MOST_ROWS, _USUAL_ROWS, _MOST_SEED = 100_000, 30, 999_999
_LEAST_OF_STRATUM = 5


class NewSessionDialog(PlainDialog):
    """Says at once how many rows of which group would be read."""

    wanted = Signal(object, object)  # RunFolder, SessionWishes
    facts_wanted = Signal(object)  # RunFolder

    def __init__(self, sources: Sequence[Source], parent: QWidget | None = None) -> None:
        super().__init__(
            _("New rating session"),
            _(
                "The answers are shown without the models’ names ([•••] where an answer says one), in random order and "
                "on sides that differ from rater to rater."
            ),
            parent,
        )
        self.setMinimumWidth(80 * GRID)
        self._sources = tuple(sources)
        self._facts: SourceFacts | None = None
        self.title = QLineEdit(_("Blind reading"))
        self.title.setAccessibleName(_("Title"))
        self.title.setMaxLength(120)
        self.source, self.first, self.second = Picker(_("Evaluation")), Picker(_("Model")), Picker(_("Other model"))
        self.strata = Picker(_("Evenly by"))
        self.rows = NumberBox(_("Rows"), 1, _MOST_ROWS)
        self.rows.setValue(_USUAL_ROWS)
        self.least = NumberBox(_("At least of each group"), 0, _MOST_ROWS)
        self.least.setValue(_LEAST_OF_STRATUM)
        self.seed = NumberBox(_("Seed"), 0, _MOST_SEED)
        self.seed.setValue(42)
        self.scales = {each: QCheckBox(_(SCALE_TITLES[each])) for each in SCALES}
        self.reference = QCheckBox(_("Show the expected answer beside"))
        self.outlook = label("", "caption", wrap=True)
        for box in self.scales.values():
            box.setChecked(True)
        for each in self._sources:
            self.source.addItem(each.title, each)
        self._lay_out()
        self._connect()
        self.make_room()

    def look(self) -> None:
        """Ask for what can be drawn from the evaluation that is chosen."""
        self._on_source()

    def show_facts(self, facts: SourceFacts) -> None:
        """What can be drawn from an evaluation; one that is no longer chosen is passed over."""
        from studio.assess.groups import GROUP_KIND_TITLES

        if self._source is None or facts.run != self._source.run:
            return
        self._facts = facts
        blocked = self.strata.blockSignals(True)
        for kind, sizes in facts.groups.items():
            if len(sizes) > 1:
                self.strata.addItem(_(GROUP_KIND_TITLES.get(kind, kind)), kind)
        self.strata.blockSignals(blocked)
        self._look()

    def wishes(self) -> tuple[RunFolder, SessionWishes] | None:
        """What is chosen; None while it makes no session."""
        source = self._source
        models = [at for at in (self.first.currentData(), self.second.currentData()) if isinstance(at, int) and at >= 0]
        scales = tuple(each for each, box in self.scales.items() if box.isChecked())
        if source is None or len(set(models)) < len(models) or not self.title.text().strip():
            return None
        if not scales and len(models) == 1:
            return None
        wishes = SessionWishes(
            title=self.title.text().strip(),
            models=tuple(models),
            count=self.rows.value(),
            scales=scales,
            strata=self.strata.currentData() or "",
            minimum=self.least.value() if self.strata.currentData() else 0,
            reference=self.reference.isChecked(),
            seed=self.seed.value(),
        )
        return source.run, wishes

    @property
    def _source(self) -> Source | None:
        found = self.source.currentData()
        return found if isinstance(found, Source) else None

    def _lay_out(self) -> None:
        asked = QGridLayout()
        asked.setSpacing(GRID)
        for at, each in enumerate(self.scales.values()):
            asked.addWidget(each, *divmod(at, 2))
        form = QFormLayout()
        form.setVerticalSpacing(GRID + GRID // 2)
        form.setHorizontalSpacing(2 * GRID)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        for words, field in (
            (_("Title, seen by raters"), self.title),
            (_("Evaluation"), self.source),
            (_("Model"), self.first),
            (_("Beside"), self.second),
            (_("Rows"), self.rows),
            (_("Evenly by"), self.strata),
            (_("At least of each group"), self.least),
        ):
            form.addRow(words, field)
        form.addRow(_("Asked of each answer"), asked)
        form.addRow("", self.reference)
        form.addRow(_("Seed"), self.seed)
        self.column.addLayout(form)
        self.column.addWidget(self.outlook)
        cancel, self.make = button(_("Cancel")), button(_("Make session"), role="primary")
        cancel.clicked.connect(self.reject)
        self.make.clicked.connect(self._on_make)
        self.add_buttons(cancel, self.make)

    def _connect(self) -> None:
        self.source.currentIndexChanged.connect(self._on_source)
        for picker in (self.first, self.second, self.strata):
            picker.currentIndexChanged.connect(self._look)
        for box in (self.rows, self.least, self.seed):
            box.valueChanged.connect(self._look)
        for check in self.scales.values():
            check.toggled.connect(self._look)
        self.title.textChanged.connect(self._look)

    def _on_source(self) -> None:
        source = self._source
        if source is None:
            return
        self._facts = None
        for picker in (self.first, self.second, self.strata):
            picker.blockSignals(True)
            picker.clear()
        self.second.addItem(_("No other model"), -1)
        for at, name in enumerate(source.models):
            self.first.addItem(name, at)
            self.second.addItem(name, at)
        self.second.setCurrentIndex(self.second.findData(1) if len(source.models) > 1 else 0)
        self.strata.addItem(_("Nothing: at random"), "")
        for picker in (self.first, self.second, self.strata):
            picker.blockSignals(False)
        self._look()
        self.facts_wanted.emit(source.run)

    def _look(self) -> None:
        found, facts = self.wishes(), self._facts
        self.least.setEnabled(bool(self.strata.currentData()))
        self.make.setEnabled(found is not None and facts is not None)
        if found is None:
            self.outlook.setText(_("Choose a title, two different models, and at least one thing to ask."))
        elif facts is None:
            self.outlook.setText(_("Looking at the answers…"))
        else:
            self.outlook.setText(_outlook(facts, found[1]))

    def _on_make(self) -> None:
        found = self.wishes()
        if found is not None:
            self.accept()
            self.wanted.emit(*found)


def _outlook(facts: SourceFacts, wishes: SessionWishes) -> str:
    there = min(facts.answered[at] for at in wishes.models)
    asked = len(wishes.models) * len(wishes.scales) + (len(wishes.models) > 1)
    words = _("{rows} of {there} answered rows, {asked} questions each.").format(
        rows=min(wishes.count, there), there=there, asked=asked
    )
    if not wishes.strata:
        return words
    from studio.assess.groups import group_title

    shares = shares_of(facts.groups[wishes.strata], wishes.count, wishes.minimum)
    drawn = (f"{group_title(wishes.strata, name).text()} {count}" for name, count in shares.items())
    return f"{words} {' · '.join(drawn)}"
