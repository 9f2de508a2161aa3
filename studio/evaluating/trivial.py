"""What answering without thinking would score on the rows of an evaluation: a model must do better in every number."""

from collections.abc import Iterator

from studio.assess.contract_measures import (
    ALWAYS_QUESTIONS,
    ALWAYS_URGENT,
    QUESTION_ACCURACY,
    RED_FLAG_RECALL,
    RED_FLAG_SPECIFICITY,
    guards,
)
from studio.assess.figures import percents
from studio.core.sentence import Sentence
from studio.evaluating.results import Results
from studio.words import N_

_ENOUGH_ROWS = 2_000
_SAID = {
    ALWAYS_URGENT: N_(
        "For comparison: who answers every time as if it were urgent finds {recall} of the red flags, and raises no "
        "false alarm in {specificity} of the other cases."
    ),
    ALWAYS_QUESTIONS: N_(
        "For comparison: who always asks back is right in {questions} of the cases that want questions, finds {recall} "
        "of the red flags, and raises no false alarm in {specificity} of the other cases."
    ),
}


def trivial_answers(results: Results) -> Iterator[Sentence]:
    """Of a contract, by the first 2,000 rows that some model has answered; nothing where there is none."""
    contract = results.job.contract
    rows = max((each.answered for each in results.subjects), key=len)[:_ENOUGH_ROWS]
    if contract is None or results.job.benchmark is not None or not rows:
        return
    found = guards(contract, rows)
    for name, message in _SAID.items():
        values = {each.metric: each.value for each in found.get(name, ())}
        if RED_FLAG_RECALL in values and RED_FLAG_SPECIFICITY in values:
            wanted = {
                "recall": values[RED_FLAG_RECALL],
                "specificity": values[RED_FLAG_SPECIFICITY],
                "questions": values.get(QUESTION_ACCURACY, 0.0),
            }
            yield Sentence(message, {word: percents(value)[0] for word, value in wanted.items()})
