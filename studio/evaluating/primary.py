"""The metrics that are judged in words and decide which rows are wrong; the others stand in the table."""

from studio.assess.benchmark_scores import TEXT_ACCURACY
from studio.assess.choices import ANSWER_EXACT, LIKELIHOOD_EXACT
from studio.assess.contract_measures import FORMAT_COMPLIANCE, QUESTION_ACCURACY, RED_FLAG_RECALL, RED_FLAG_SPECIFICITY
from studio.assess.label_scores import ACCURACY, MACRO_F1
from studio.assess.preference_measures import LIKELIER

PRIMARY = (
    RED_FLAG_RECALL,
    RED_FLAG_SPECIFICITY,
    FORMAT_COMPLIANCE,
    QUESTION_ACCURACY,
    ACCURACY,
    MACRO_F1,
    LIKELIHOOD_EXACT,
    ANSWER_EXACT,
    TEXT_ACCURACY,
    LIKELIER,
)
