"""How well options were chosen: by the likelihood of their letters, of their whole texts, and by the letter written.

A question with several right answers is chosen by every option whose letter has more than an even share of the
likelihood of all letters; accuracy is then exact match. The Hamming score is that of FrenchMedMCQA's authors (Labrak
et al. 2022, LOUHI): right options named, divided by all that are right or named.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations
from math import exp

from studio.assess.answered import AnsweredRow
from studio.assess.letters import read_letters
from studio.assess.measure import Measure, mean_of
from studio.assess.metric import MetricInfo
from studio.core.benchmark import BENCHMARKS, OWN, Benchmark
from studio.core.example import Choice
from studio.words import N_

LETTER_ACCURACY = "benchmark_letter_accuracy"
LETTER_HAMMING = "benchmark_letter_hamming"
TEXT_ACCURACY = "benchmark_text_accuracy"
NORMALISED_ACCURACY = "benchmark_normalised_accuracy"
SAID_ACCURACY = "benchmark_said_accuracy"
SAID_HAMMING = "benchmark_said_hamming"
METRICS: tuple[MetricInfo, ...] = (
    MetricInfo(
        LETTER_ACCURACY,
        N_("Right by letter"),
        N_("The right options, and only they, have the likeliest letters."),
    ),
    MetricInfo(
        LETTER_HAMMING,
        N_("Hamming score by letter"),
        N_("Right options chosen, divided by all options that are right or chosen; chosen by likelihood."),
    ),
    MetricInfo(
        TEXT_ACCURACY,
        N_("Right by text"),
        N_("The right option is the likeliest when its whole text is weighed."),
    ),
    MetricInfo(
        NORMALISED_ACCURACY,
        N_("Right by text, per character"),
        N_("As by text, with each likelihood divided by the length of the option: long ones are not put at a loss."),
    ),
    MetricInfo(
        SAID_ACCURACY,
        N_("Right as written"),
        N_("The letters that the model writes are the right ones; an answer without a letter is wrong."),
    ),
    MetricInfo(
        SAID_HAMMING,
        N_("Hamming score as written"),
        N_("Right options written, divided by all options that are right or written."),
    ),
)

Chosen = frozenset[int]
_Choose = Callable[[AnsweredRow, Choice], Chosen | None]


def primary_metric(benchmark: Benchmark) -> str:
    """The one that is shown first: chosen as the published figures of this benchmark are."""
    return TEXT_ACCURACY if benchmark.answers == "texts" else LETTER_ACCURACY


def benchmark_measures(rows: Sequence[AnsweredRow], name: str) -> tuple[Measure, ...]:
    """Of one model, the metrics that its answers can decide; `name` is the benchmark's."""
    several = BENCHMARKS.get(name, BENCHMARKS[OWN]).several or any(len(each.answers) > 1 for _row, each in _asked(rows))
    ways: list[tuple[str, str, _Choose]] = [
        (LETTER_ACCURACY, LETTER_HAMMING, _by_letters_several if several else _by_letters),
        (SAID_ACCURACY, SAID_HAMMING, _as_said_several if several else _as_said),
    ]
    if not several:
        ways[1:1] = [(TEXT_ACCURACY, "", _by_texts), (NORMALISED_ACCURACY, "", _by_normalised)]
    return tuple(_measured(rows, ways, hamming=several))


def _measured(
    rows: Sequence[AnsweredRow], ways: Iterable[tuple[str, str, _Choose]], *, hamming: bool
) -> Iterator[Measure]:
    for accuracy, overlap, choose in ways:
        chosen = {
            row.id: (frozenset(question.answers), found)
            for row, question in _asked(rows)
            if (found := choose(row, question)) is not None
        }
        if not chosen:
            continue
        yield mean_of(accuracy, {id: float(right == found) for id, (right, found) in chosen.items()})
        if hamming:
            yield mean_of(overlap, {id: hamming_score(right, found) for id, (right, found) in chosen.items()})


def hamming_score(right: Chosen, chosen: Chosen) -> float:
    """Of two sets of options, the share of both in all."""
    return len(right & chosen) / len(right | chosen)


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


def _asked(rows: Sequence[AnsweredRow]) -> Iterator[tuple[AnsweredRow, Choice]]:
    return ((row, row.content) for row in rows if isinstance(row.content, Choice))


def _best(values: Sequence[float], question: Choice) -> Chosen | None:
    """The first of the likeliest; None where not every option was weighed."""
    if len(values) != len(question.options):
        return None
    return frozenset([max(range(len(values)), key=lambda at: values[at])])


def _by_letters(row: AnsweredRow, question: Choice) -> Chosen | None:
    return _best(row.answer.likelihoods, question)


def _by_letters_several(row: AnsweredRow, question: Choice) -> Chosen | None:
    values = row.answer.likelihoods
    if len(values) != len(question.options):
        return None
    top = max(values)
    weights = [exp(each - top) for each in values]
    even = sum(weights) / len(weights)
    return frozenset(at for at, weight in enumerate(weights) if weight > even) or frozenset(range(len(values)))


def _by_texts(row: AnsweredRow, question: Choice) -> Chosen | None:
    return _best(row.answer.text_likelihoods, question)


def _by_normalised(row: AnsweredRow, question: Choice) -> Chosen | None:
    values = row.answer.text_likelihoods
    if len(values) != len(question.options):
        return None
    return _best([value / len(option) for value, option in zip(values, question.options, strict=True)], question)


def _as_said(row: AnsweredRow, question: Choice) -> Chosen:
    return read_letters(row.answer.text, question.options, several=False) or frozenset()


def _as_said_several(row: AnsweredRow, question: Choice) -> Chosen:
    return read_letters(row.answer.text, question.options, several=True) or frozenset()
