"""What benchmarks ask beyond other choice questions: options weighed by their whole texts, and all trivial answers."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import combinations

from studio.assess.answered import AnsweredRow
from studio.assess.choices import (
    ANSWER_EXACT,
    ANSWER_HAMMING,
    LIKELIHOOD_EXACT,
    LIKELIHOOD_HAMMING,
    choice_measures,
    hamming_score,
)
from studio.assess.measure import Measure, mean_of
from studio.assess.metric import MetricInfo
from studio.core.benchmark import Benchmark
from studio.core.example import Choice
from studio.words import N_

TEXT_ACCURACY = "benchmark_text_accuracy"
NORMALISED_ACCURACY = "benchmark_normalised_accuracy"
METRICS: tuple[MetricInfo, ...] = (
    MetricInfo(
        TEXT_ACCURACY,
        N_("Accuracy by the options’ texts"),
        N_("The right option is the likeliest when its whole text is weighed."),
    ),
    MetricInfo(
        NORMALISED_ACCURACY,
        N_("Accuracy by the options’ texts, per character"),
        N_("As by text, with each likelihood divided by the length of the option: long ones are not put at a loss."),
    ),
)
SHOWN = (LIKELIHOOD_EXACT, LIKELIHOOD_HAMMING, TEXT_ACCURACY, NORMALISED_ACCURACY, ANSWER_EXACT, ANSWER_HAMMING)
"""What is told of a model, in order."""

Chosen = frozenset[int]


def primary_metric(benchmark: Benchmark) -> str:
    """The one that is shown first: chosen as the published figures of this benchmark are."""
    return TEXT_ACCURACY if benchmark.answers == "texts" else LIKELIHOOD_EXACT


def benchmark_measures(rows: Sequence[AnsweredRow]) -> tuple[Measure, ...]:
    """Of one model, the metrics that its answers can decide."""
    known = [each for each in choice_measures(rows) if each.metric in SHOWN]
    return tuple(sorted((*known, *text_measures(rows)), key=lambda each: SHOWN.index(each.metric)))


def text_measures(rows: Sequence[AnsweredRow]) -> tuple[Measure, ...]:
    """Nothing where a question has several right answers: no text can then be the likeliest of all."""
    weighed = [
        (row, question)
        for row in rows
        if isinstance(question := row.content, Choice) and len(row.answer.text_likelihoods) == len(question.options)
    ]
    if not weighed or any(len(question.answers) > 1 for _row, question in weighed):
        return ()
    plain = {row.id: _is_right(row.answer.text_likelihoods, question) for row, question in weighed}
    normalised = {
        row.id: _is_right(
            [value / len(text) for value, text in zip(row.answer.text_likelihoods, question.options, strict=True)],
            question,
        )
        for row, question in weighed
    }
    return mean_of(TEXT_ACCURACY, plain), mean_of(NORMALISED_ACCURACY, normalised)


def _is_right(values: Sequence[float], question: Choice) -> float:
    """By the first of the likeliest."""
    return float(max(range(len(values)), key=lambda at: values[at]) in question.answers)


@dataclass(frozen=True)
class Baselines:
    """What no knowledge gets: the best answer that is always the same, and a fair dice."""

    constant: float
    constant_answer: tuple[int, ...]
    """Positions of the options that it names."""
    chance: float


def baselines(questions: Sequence[Choice], *, several: bool, hamming: bool = False) -> Baselines | None:
    """By accuracy, or by Hamming score; None without questions."""
    if not questions:
        return None
    most = max(len(each.options) for each in questions)
    sizes = range(1, most + 1) if several else (1,)
    guesses = [frozenset(each) for size in sizes for each in combinations(range(most), size)]
    right = Counter((frozenset(each.answers), len(each.options)) for each in questions)
    value = hamming_score if hamming else _same
    total = len(questions)
    scored = {guess: sum(count * value(gold, guess) for (gold, _), count in right.items()) / total for guess in guesses}
    best = max(guesses, key=lambda guess: (scored[guess], -len(guess), [-at for at in sorted(guess)]))
    chance = sum(count * _by_chance(gold, width, value, several) for (gold, width), count in right.items()) / total
    return Baselines(scored[best], tuple(sorted(best)), chance)


def _by_chance(right: Chosen, width: int, value: Callable[[Chosen, Chosen], float], several: bool) -> float:
    """The mean over every answer there is, each as likely as the others."""
    sizes = range(1, width + 1) if several else (1,)
    found = [value(right, frozenset(each)) for size in sizes for each in combinations(range(width), size)]
    return sum(found) / len(found)


def _same(right: Chosen, chosen: Chosen) -> float:
    return float(right == chosen)
