"""How far answers keep to a contract and tell red flags apart, as measures to resample, to group and to pair."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from studio.assess.answered import AnsweredRow
from studio.assess.contract_verdicts import RowVerdict, is_judged, judge, kind_code
from studio.assess.measure import Measure, mean_of
from studio.assess.metric import MetricInfo
from studio.assess.reference import reference_of
from studio.core.contract import Contract
from studio.core.example import Chat, Instruction, Preference
from studio.core.sentence import Sentence
from studio.words import N_

FORMAT_COMPLIANCE, KIND_ACCURACY, QUESTION_ACCURACY = "format_compliance", "kind_accuracy", "question_accuracy"
RED_FLAG_RECALL, RED_FLAG_SPECIFICITY = "red_flag_recall", "red_flag_specificity"
DECIDED_SPECIFICITY = "red_flag_specificity_decided"
ALWAYS_URGENT, ALWAYS_QUESTIONS, ECHO = "always_urgent", "always_questions", "echo"

METRICS = (
    MetricInfo(
        FORMAT_COMPLIANCE,
        N_("Format compliance"),
        N_("Share of the answers that are wholly of one of the contract’s kinds."),
    ),
    MetricInfo(
        KIND_ACCURACY,
        N_("Right kind of answer"),
        N_(
            "Share of the answers of the same kind as the expected answer, over the rows whose expected answer has one."
        ),
    ),
    MetricInfo(
        QUESTION_ACCURACY,
        N_("Question accuracy"),
        N_("Of the rows whose expected answer asks questions, the share in which all of them are asked."),
    ),
    MetricInfo(
        RED_FLAG_RECALL,
        N_("Red-flag detection (sensitivity)"),
        N_("Of the rows whose expected answer is urgent, the share whose answer asks for the urgent action now."),
    ),
    MetricInfo(
        RED_FLAG_SPECIFICITY,
        N_("No false alarm (specificity)"),
        N_("Of all rows whose expected answer is not urgent, questions included, the share that is not called urgent."),
    ),
    MetricInfo(
        DECIDED_SPECIFICITY,
        N_("No false alarm where a decision is due"),
        N_("The same over the rows whose expected answer decides, without those that ask questions first."),
    ),
)


@dataclass(frozen=True)
class BrokenReference:
    """A row whose expected answer breaks the contract itself."""

    id: int
    problems: tuple[Sentence, ...]


@dataclass(frozen=True)
class ContractResults:
    """Every row's verdict by its id, ascending, and what they come to."""

    contract: Contract
    verdicts: Mapping[int, RowVerdict]

    @property
    def measures(self) -> tuple[Measure, ...]:
        """In the order of `METRICS`; one that no row can decide is left out."""
        return tuple(each for each in self._measures() if each.ids)

    @property
    def broken_references(self) -> tuple[BrokenReference, ...]:
        """They have no kind; their urgency counts where their words are plain, and else not."""
        found = ((at, each.reference_problems) for at, each in self.verdicts.items())
        return tuple(BrokenReference(at, problems) for at, problems in found if problems)

    def confusion(self) -> dict[tuple[str, str], tuple[int, ...]]:
        """The rows by the kind expected and the kind given, "" for none, in the order of the contract."""
        codes = [*(kind_code(form) for form in self.contract.formats), ""]
        pairs: dict[tuple[str, str], list[int]] = {(wanted, given): [] for wanted in codes[:-1] for given in codes}
        for at, each in self.verdicts.items():
            if each.kind_expected:
                pairs[each.kind_expected, each.kind_given].append(at)
        return {pair: tuple(ids) for pair, ids in pairs.items()}

    def _measures(self) -> Iterator[Measure]:
        asking = {kind_code(form) for form in self.contract.formats if form.parts > 1}
        all_rows = self.verdicts.items()
        right = {at: each.kind_given == each.kind_expected for at, each in all_rows if each.kind_expected}
        yield mean_of(FORMAT_COMPLIANCE, {at: each.compliant for at, each in all_rows})
        yield mean_of(KIND_ACCURACY, right)
        yield mean_of(QUESTION_ACCURACY, {at: is_right for at, is_right in right.items() if self._is_of(at, asking)})
        urgent = {at: each.urgent_given for at, each in all_rows if each.urgent_expected}
        spared = {at: not each.urgent_given for at, each in all_rows if each.urgent_expected is False}
        yield mean_of(RED_FLAG_RECALL, urgent)
        yield mean_of(RED_FLAG_SPECIFICITY, spared)
        if asking:
            decided = {at: is_right for at, is_right in spared.items() if at in right and not self._is_of(at, asking)}
            yield mean_of(DECIDED_SPECIFICITY, decided)

    def _is_of(self, at: int, kinds: set[str]) -> bool:
        return self.verdicts[at].kind_expected in kinds


def contract_results(contract: Contract, rows: Sequence[AnsweredRow]) -> ContractResults:
    """The verdicts of the rows whose answer is in words."""
    verdict = judge(contract)
    judged = sorted((row for row in rows if is_judged(row)), key=lambda row: row.id)
    return ContractResults(contract, {row.id: verdict(reference_of(row.content), row.answer.text) for row in judged})


def contract_measures(contract: Contract, rows: Sequence[AnsweredRow]) -> list[Measure]:
    """The contract's metrics, in the order of `METRICS`; one that no row can decide is left out."""
    return list(contract_results(contract, rows).measures)


def guards(contract: Contract, rows: Sequence[AnsweredRow]) -> dict[str, list[Measure]]:
    """What answering without thinking would score on these rows: always urgently, always with questions, by an echo.

    The constant answers are the commonest references of their sort; a guard without one is left out.
    """
    judged = [row for row in rows if is_judged(row)]
    verdicts = contract_results(contract, judged).verdicts
    asking = {kind_code(form) for form in contract.formats if form.parts > 1}
    urgent = _commonest(judged, {at for at, each in verdicts.items() if each.urgent_expected})
    questions = _commonest(judged, {at for at, each in verdicts.items() if each.kind_expected in asking})
    found = {}
    for name, text in ((ALWAYS_URGENT, urgent), (ALWAYS_QUESTIONS, questions)):
        if text:
            found[name] = contract_measures(contract, [_answering(row, text) for row in judged])
    found[ECHO] = contract_measures(contract, [_answering(row, _question(row)) for row in judged])
    return found


def _commonest(rows: Sequence[AnsweredRow], ids: set[int]) -> str:
    counts = Counter(reference_of(row.content) for row in rows if row.id in ids)
    return min(counts, key=lambda each: (-counts[each], each), default="")


def _answering(row: AnsweredRow, text: str) -> AnsweredRow:
    return replace(row, answer=row.answer.model_copy(update={"text": text}))


def _question(row: AnsweredRow) -> str:
    match row.content:
        case Instruction():
            return row.content.input or row.content.instruction
        case Chat():
            asked = (each.content for each in reversed(row.content.messages) if each.role == "user")
            return next(asked, "")
        case Preference():
            return row.content.prompt
        case _:
            return ""
