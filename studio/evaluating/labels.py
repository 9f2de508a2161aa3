"""Which labels, or kinds of answer, are taken for which; whether probabilities hold; from which one on to act."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from studio.assess.answered import AnsweredRow
from studio.assess.calibration import Bin, reliability, stated
from studio.assess.confusion import NO_LABEL, Confusion, confusion, confusion_of
from studio.assess.contract_measures import ContractResults, contract_results
from studio.assess.contract_verdicts import kind_code
from studio.assess.intervals import Limits, score_of
from studio.assess.measure import mean_of
from studio.assess.predictions import Predictions, read_predictions
from studio.assess.score import Score
from studio.assess.threshold import EXPECTED_COST, Costs, OperatingPoint, pick_threshold, threshold_limits
from studio.errors import RunFailed
from studio.evaluating.results import Results, SubjectResults
from studio.runs.evaluations import list_evaluations, read_answers, read_answers_head, read_evaluated_rows
from studio.runs.folder import RunFolder
from studio.words import _, current_language

_SENSITIVITY, _SPECIFICITY = "sensitivity", "specificity"


@dataclass(frozen=True)
class CrossTable:
    """What was expected down, what was given across, with titles in the language in use."""

    about: str
    """The label that a table of two by two is of; empty for one of all labels."""
    expected: tuple[str, ...]
    given: tuple[str, ...]
    cells: Mapping[tuple[int, int], tuple[int, ...]]
    """The ids of the rows of each cell that has any."""

    def rows(self, expected: int, given: int) -> tuple[int, ...]:
        """The ids of one cell."""
        return self.cells.get((expected, given), ())

    def total(self, expected: int) -> int:
        """Rows of which this was expected."""
        return sum(len(ids) for (at, _given), ids in self.cells.items() if at == expected)

    def is_right(self, expected: int, given: int) -> bool:
        """Whether this was given where it was expected."""
        return self.expected[expected] == self.given[given]


@dataclass(frozen=True, eq=False)
class _Validation:
    predictions: Predictions
    families: Mapping[int, int]


@dataclass(frozen=True, eq=False)
class LabelView:
    """One model; `tables` has one table, or one a label where texts may have several, or none before any answer."""

    title: str
    tables: tuple[CrossTable, ...] = ()
    left_out: int = 0
    """Answered rows of which nobody can tell what was expected."""
    predictions: Predictions | None = None
    """With probabilities, where the model states any."""
    validation: Predictions | None = None
    """Of other rows: what the same model said of the validation split in another evaluation."""
    families: Mapping[int, int] = field(default_factory=dict)

    @property
    def labels(self) -> tuple[str, ...]:
        """Those that the model states probabilities of."""
        found = self.predictions
        if found is None or found.probabilities is None:
            return ()
        return tuple(label for at, label in enumerate(found.labels) if found.probabilities[:, at].any())


@dataclass(frozen=True)
class ThresholdChoice:
    """The threshold of least cost; `limits` is where it would lie with other rows of the kind, 95 times in 100."""

    threshold: float
    limits: Limits
    curve: tuple[OperatingPoint, ...]
    """Of the rows that chose it, by falling threshold."""
    rows: int
    """How many chose it."""
    optimistic: bool
    """Whether the same rows say how good it is."""


@dataclass(frozen=True)
class AtThreshold:
    """What giving a label from a threshold on comes to, over the evaluation's own rows."""

    threshold: float
    sensitivity: Score | None
    specificity: Score | None
    cost: Score | None
    """Mean, a row."""
    missed: tuple[int, ...]
    alarmed: tuple[int, ...]
    """Rows without the label that are given it."""


def label_views(results: Results) -> tuple[LabelView, ...]:
    """A view for each model; empty where rows have neither labels nor a contract. Reads the other evaluations."""
    families = {row.id: row.family for row in results.rows if row.family}
    job = results.job
    if job.benchmark is None and job.kind == "classification":
        return tuple(_of_labels(results, each, families) for each in results.subjects)
    if job.contract is not None and job.kind in ("instruction", "chat", "preference"):
        return tuple(_of_kinds(contract_results(job.contract, each.answered), each) for each in results.subjects)
    return ()


def bins_of(view: LabelView, label: str = "") -> tuple[Bin, ...]:
    """The points of a reliability plot, of one label or else of what the model held likeliest; none without any."""
    return reliability(view.predictions, label) if view.labels and view.predictions else ()


def choose_threshold(view: LabelView, label: str, costs: Costs) -> ThresholdChoice | None:
    """On the validation rows where they can choose one, else on the rows themselves; None where neither can."""
    for rows, own in ((view.validation, False), (view.predictions, True)):
        if rows is not None and _decides(rows, label):
            picked = pick_threshold(rows, label, costs)
            limits = threshold_limits(rows, label, costs, view.families)
            return ThresholdChoice(picked.chosen.threshold, limits, picked.curve, len(rows.ids), optimistic=own)
    return None


def at_threshold(view: LabelView, label: str, threshold: float, costs: Costs) -> AtThreshold:
    """Raises ValueError for a model without probabilities and for an unknown label."""
    if view.predictions is None:
        raise ValueError("generated answers state no probabilities")
    told, true = stated(view.predictions, label)
    outcomes = list(zip(view.predictions.ids, true.tolist(), (told >= threshold).tolist(), strict=True))
    missed = tuple(id for id, has, given in outcomes if has and not given)
    alarmed = tuple(id for id, has, given in outcomes if given and not has)
    spent = dict.fromkeys(missed, costs.miss) | dict.fromkeys(alarmed, costs.false_alarm)

    def scored(metric: str, values: Mapping[int, float]) -> Score | None:
        return score_of(mean_of(metric, values), clusters=view.families)

    return AtThreshold(
        threshold,
        scored(_SENSITIVITY, {id: float(given) for id, has, given in outcomes if has}),
        scored(_SPECIFICITY, {id: float(not given) for id, has, given in outcomes if not has}),
        scored(EXPECTED_COST, {id: spent.get(id, 0.0) for id, _has, _given in outcomes}),
        missed,
        alarmed,
    )


def _of_labels(results: Results, model: SubjectResults, families: Mapping[int, int]) -> LabelView:
    if model.head is None or not model.answered:
        return LabelView(model.subject.title)
    found = read_predictions(model.answered, model.head)
    tables = [confusion(found)] if not found.several else [confusion_of(found, label) for label in found.labels]
    about = found.labels if found.several else ("",)
    other = _validation(results, model) if found.probabilities is not None else None
    return LabelView(
        model.subject.title,
        tuple(_table(each, label) for each, label in zip(tables, about, strict=True)),
        predictions=found,
        validation=other.predictions if other else None,
        families={**families, **(other.families if other else {})},
    )


def _table(found: Confusion, label: str) -> CrossTable:
    none = _("Without “{label}”").format(label=label) if label else _("None of the labels")
    expected, given = (tuple(each or none for each in names) for names in (found.truth, found.told))
    return CrossTable(label, expected, given, found.cells)


def _of_kinds(found: ContractResults, model: SubjectResults) -> LabelView:
    forms, language = found.contract.formats, current_language()
    codes = (*dict.fromkeys(kind_code(form) for form in forms), NO_LABEL)
    titles = {kind_code(form): form.name.model_dump()[language] for form in forms}
    names = tuple(titles.get(code) or _("None of the kinds") for code in codes)
    pairs = found.confusion().items()
    cells = {(codes.index(wanted), codes.index(given)): ids for (wanted, given), ids in pairs if ids}
    counted = sum(map(len, cells.values()))
    if not counted:
        return LabelView(model.subject.title, left_out=len(model.answered))
    table = CrossTable("", names[:-1], names, cells)
    return LabelView(model.subject.title, (table,), left_out=len(model.answered) - counted)


def _validation(results: Results, model: SubjectResults) -> "_Validation | None":
    """The newest whole evaluation of the same weights on the validation split; never rows that are judged here."""
    if results.job.split == "validation" or model.head is None:
        return None
    judged = {row.id for row in results.rows}
    for run, at in _elsewhere(results, model):
        try:
            rows, answers = read_evaluated_rows(run), read_answers(run, at)
            head = read_answers_head(run, at)
        except RunFailed:
            # Damaged, which it says itself when it is opened: there is nothing to choose on.
            continue
        others = [
            AnsweredRow(row.id, row.content, answers[row.id]) for row in rows if row.id in answers.keys() - judged
        ]
        if others and head == model.head and len(answers) == len(rows):
            families = {row.id: row.family for row in rows if row.family}
            return _Validation(read_predictions(others, model.head), families)
    return None


def _elsewhere(results: Results, model: SubjectResults) -> Iterator[tuple[RunFolder, int]]:
    """Other evaluations of this model on the validation split of this data set, and its place in them."""
    for found in list_evaluations(results.run.path.parent.parent):
        job = found.job
        if job is None or found.run == results.run or job.split != "validation" or job.dataset != results.job.dataset:
            continue
        if model.subject in job.subjects:
            yield found.run, job.subjects.index(model.subject)


def _decides(rows: Predictions, label: str) -> bool:
    """Whether there are rows with and without the label, and how likely it was held."""
    if rows.probabilities is None or label not in rows.labels:
        return False
    has = rows.truth[:, rows.labels.index(label)]
    return bool(has.any() and not has.all())
