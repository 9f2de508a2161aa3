"""What can be counted of answers although nobody has written what they should have been."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from studio.assess.answered import AnsweredRow
from studio.assess.contract_measures import FORMAT_COMPLIANCE
from studio.assess.contract_verdicts import RowVerdict
from studio.assess.measure import Measure, mean_of, quantile_of
from studio.assess.metric import MetricInfo
from studio.assess.speed import LATENCY_P50, LATENCY_P95
from studio.core.contract import Contract
from studio.words import N_

CALLED_URGENT, OVERLOOKED, DISLIKED = "called_urgent", "overlooked_warning_signs", "disliked"
EMPTY_ANSWERS, OTHER_LANGUAGE, ANSWER_WORDS = "empty", "other_language", "answer_words"
_MIDDLE, _LATE = 0.5, 0.95
_WORD = re.compile(r"\w+")

METRICS = (
    MetricInfo(
        CALLED_URGENT,
        N_("Called urgent"),
        N_("Share of the answers that ask for the urgent action. Neither more nor less is better by itself."),
        better="neither",
    ),
    MetricInfo(
        OVERLOOKED,
        N_("Warning sign, answer not urgent"),
        N_("Of the questions with a warning sign that is present, by rule, the share whose answer is not urgent."),
        better="lower",
    ),
    MetricInfo(DISLIKED, N_("Bad ratings"), N_("Share of the rated answers whose rating is bad."), better="lower"),
    MetricInfo(EMPTY_ANSWERS, N_("Empty answers"), N_("Share of the answers without a word."), better="lower"),
    MetricInfo(
        OTHER_LANGUAGE,
        N_("Answers not in French"),
        N_("Share of the answers that are surely in another language, where the data is in French."),
        better="lower",
    ),
    MetricInfo(
        ANSWER_WORDS,
        N_("Length of the answers"),
        N_("In words; half of the answers are shorter."),
        unit="number",
        better="neither",
    ),
)


@dataclass(frozen=True)
class Observed:
    """What is known beside the texts, by row; rows that are missing have no say."""

    overlooked: Mapping[int, bool] = field(default_factory=dict)
    """Whether a warning sign that is present met an answer that is not urgent."""
    disliked: Mapping[int, bool] = field(default_factory=dict)
    foreign: Mapping[int, bool] = field(default_factory=dict)
    latency_s: Mapping[int, float] = field(default_factory=dict)


def unreferenced_measures(
    contract: Contract | None, verdicts: Mapping[int, RowVerdict], rows: Sequence[AnsweredRow], observed: Observed
) -> list[Measure]:
    """In the order in which they matter; one that no row can decide is left out."""
    texts = {row.id: row.answer.text for row in rows}
    words = {at: _WORD.findall(text.casefold()) for at, text in texts.items()}
    measures = []
    if contract is not None:
        measures.append(mean_of(FORMAT_COMPLIANCE, {at: each.compliant for at, each in verdicts.items()}))
        measures.append(mean_of(OVERLOOKED, observed.overlooked))
        if contract.tells_urgency:
            measures.append(mean_of(CALLED_URGENT, {at: each.urgent_given for at, each in verdicts.items()}))
    measures += [
        mean_of(DISLIKED, observed.disliked),
        mean_of(EMPTY_ANSWERS, {at: not said for at, said in words.items()}),
        mean_of(OTHER_LANGUAGE, observed.foreign),
        quantile_of(ANSWER_WORDS, {at: len(said) for at, said in words.items()}, _MIDDLE),
        quantile_of(LATENCY_P50, observed.latency_s, _MIDDLE),
        quantile_of(LATENCY_P95, observed.latency_s, _LATE),
    ]
    return [each for each in measures if each.ids]
