"""Metrics of choice questions, by likelihood and by the answer given, beside answers that need no model."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from studio.assess.answered import AnsweredRow
from studio.assess.letters import read_letters
from studio.assess.measure import Measure, mean_of
from studio.assess.metric import MetricInfo
from studio.core.example import Choice
from studio.words import N_

ANSWER_EXACT, ANSWER_HAMMING, UNREADABLE = "choice_exact_match", "choice_hamming_score", "choice_unreadable"
LIKELIHOOD_EXACT, LIKELIHOOD_HAMMING = "choice_likelihood_accuracy", "choice_likelihood_hamming_score"
BEST_LETTER_EXACT, BEST_LETTER_HAMMING = "choice_best_letter_accuracy", "choice_best_letter_hamming_score"
ALL_LETTERS_EXACT, ALL_LETTERS_HAMMING = "choice_all_letters_exact_match", "choice_all_letters_hamming_score"
CHANCE = "choice_chance"

METRICS = (
    MetricInfo(
        ANSWER_EXACT,
        N_("Exact match of the letters given"),
        N_("Share of the questions answered with exactly the right options. An answer that cannot be read is wrong."),
    ),
    MetricInfo(
        ANSWER_HAMMING,
        N_("Hamming score of the letters given"),
        N_("Options both right and given, by those right or given: partly right answers count in part."),
    ),
    MetricInfo(
        UNREADABLE,
        N_("Unreadable answers to questions"),
        N_("Share of the answers that name no option, or leave open which. They count as wrong."),
        better="lower",
    ),
    MetricInfo(
        LIKELIHOOD_EXACT,
        N_("Accuracy by likelihood"),
        N_(
            "Share of the questions whose likeliest option is the right one. Where some have several right options, all"
            " options likelier than chance are taken, and must be exactly those."
        ),
    ),
    MetricInfo(
        LIKELIHOOD_HAMMING,
        N_("Hamming score by likelihood"),
        N_("Options both right and likelier than chance, by those right or likelier than chance."),
    ),
    MetricInfo(
        BEST_LETTER_EXACT,
        N_("Exact match of the best constant letter"),
        N_("What is reached by always giving the one letter that fits these questions best. A model must do better."),
    ),
    MetricInfo(
        BEST_LETTER_HAMMING,
        N_("Hamming score of the best constant letter"),
        N_("What is reached by always giving the one letter that fits these questions best. A model must do better."),
    ),
    MetricInfo(
        ALL_LETTERS_EXACT,
        N_("Exact match of all letters"),
        N_("What is reached by giving every letter every time. A model must do better."),
    ),
    MetricInfo(
        ALL_LETTERS_HAMMING,
        N_("Hamming score of all letters"),
        N_("What is reached by giving every letter every time. A model must do better."),
    ),
    MetricInfo(
        CHANCE,
        N_("Chance"),
        N_("Exact match that one letter drawn by lot is expected to reach."),
    ),
)

Taken = frozenset[int]
_Question = tuple[int, Choice, AnsweredRow]


@dataclass(frozen=True)
class ReadChoice:
    """One question with what was taken for its answer; None where that cannot be read."""

    id: int
    right: Taken
    taken: Taken | None


def choice_measures(rows: Sequence[AnsweredRow]) -> list[Measure]:
    """All that these rows can tell; nothing where none of them is a choice question.

    Hamming scores, as FrenchMedMCQA's (Labrak 2022, LOUHI), where any question has several right options.
    """
    questions = _questions(rows)
    if not questions:
        return []
    found: list[Measure] = []
    if any(row.answer.text or not row.answer.likelihoods for _id, _content, row in questions):
        read = read_choices(rows)
        found += _of_taken(ANSWER_EXACT, ANSWER_HAMMING, {each.id: (each.right, each.taken) for each in read})
        found.append(mean_of(UNREADABLE, {each.id: each.taken is None for each in read}))
    likely = likeliest_choices(rows)
    found += _of_taken(LIKELIHOOD_EXACT, LIKELIHOOD_HAMMING, {each.id: (each.right, each.taken) for each in likely})
    several = _several(questions)
    return [each for each in (*found, *_baselines(questions)) if several or each.metric not in _OF_SEVERAL]


def read_choices(rows: Sequence[AnsweredRow]) -> list[ReadChoice]:
    """What each choice question's answer says, by ascending id."""
    questions = _questions(rows)
    several = _several(questions)
    return [
        ReadChoice(at, frozenset(content.answers), read_letters(row.answer.text, content.options, several))
        for at, content, row in questions
    ]


def likeliest_choices(rows: Sequence[AnsweredRow]) -> list[ReadChoice]:
    """What the likelihoods of the letters say, by ascending id, of the questions that have one for every option.

    The likeliest option. Where any of the questions has several right ones, of every question all options likelier
    than chance, which is one by the number of options: how many are right is told to nobody.
    """
    questions = _questions(rows)
    several = _several(questions)
    return [
        ReadChoice(at, frozenset(content.answers), _likely(row.answer.likelihoods, several))
        for at, content, row in questions
        if len(row.answer.likelihoods) == len(content.options)
    ]


def hamming_score(right: Taken, taken: Taken) -> float:
    """Options in both by options in either."""
    return len(right & taken) / len(right | taken) if right | taken else 1.0


_OF_SEVERAL = (ANSWER_HAMMING, LIKELIHOOD_HAMMING, BEST_LETTER_HAMMING, ALL_LETTERS_EXACT, ALL_LETTERS_HAMMING)


def _questions(rows: Sequence[AnsweredRow]) -> list[_Question]:
    found = [(row.id, row.content, row) for row in rows if isinstance(row.content, Choice)]
    return sorted(found, key=lambda each: each[0])


def _several(questions: Sequence[_Question]) -> bool:
    return any(len(set(content.answers)) != 1 for _id, content, _row in questions)


def _likely(likelihoods: Sequence[float], several: bool) -> Taken:
    if not several:
        return frozenset([int(np.argmax(likelihoods))])
    shares = np.exp(np.array(likelihoods) - max(likelihoods))
    above = np.flatnonzero(shares > shares.mean())
    return frozenset(int(at) for at in above) or frozenset(range(len(likelihoods)))


def _of_taken(exact: str, hamming: str, by_id: Mapping[int, tuple[Taken, Taken | None]]) -> Iterator[Measure]:
    if by_id:
        yield mean_of(exact, {at: right == taken for at, (right, taken) in by_id.items()})
        scores = {at: 0.0 if taken is None else hamming_score(right, taken) for at, (right, taken) in by_id.items()}
        yield mean_of(hamming, scores)


def _baselines(questions: Sequence[_Question]) -> Iterator[Measure]:
    right = {at: frozenset(content.answers) for at, content, _row in questions}
    options = {at: len(content.options) for at, content, _row in questions}
    yield _best_letter(BEST_LETTER_EXACT, right, options, lambda true, taken: float(true == taken))
    yield _best_letter(BEST_LETTER_HAMMING, right, options, hamming_score)
    everything = {at: (true, frozenset(range(options[at]))) for at, true in right.items()}
    yield from _of_taken(ALL_LETTERS_EXACT, ALL_LETTERS_HAMMING, everything)
    yield mean_of(CHANCE, {at: float(len(true) == 1) / options[at] for at, true in right.items()})


def _best_letter(
    metric: str, right: Mapping[int, Taken], options: Mapping[int, int], score: Callable[[Taken, Taken], float]
) -> Measure:
    """The first of letters that fit equally well."""
    measures = [
        mean_of(metric, {at: score(true, frozenset([letter])) for at, true in right.items()})
        for letter in range(max(options.values()))
    ]
    return max(measures, key=lambda each: each.value)
