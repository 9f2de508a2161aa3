"""Metrics of answers in words: how like the reference they are, and whether they are answers at all."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from importlib import import_module
from math import exp

import numpy as np

from studio.assess.answered import AnsweredRow
from studio.assess.measure import Measure, Positions, mean_of
from studio.assess.metric import MetricInfo
from studio.assess.normalising import normalised
from studio.assess.reference import reference_of
from studio.assess.unreferenced import EMPTY_ANSWERS
from studio.core.example import Chat, Instruction, Preference
from studio.errors import StudioError
from studio.words import N_

EXACT_MATCH, NORMALISED_MATCH, CHRF, ROUGE_L = "exact_match", "normalised_match", "chrf", "rouge_l"
PERPLEXITY = "perplexity"
ANSWER_TOKENS, ANSWER_CHARACTERS, LENGTH_RATIO = "answer_tokens", "answer_characters", "length_ratio"
REPETITION, LOOPS, CUT_ANSWERS, SAME_LANGUAGE = "repetition", "loops", "cut_answers", "same_language"

METRICS = (
    MetricInfo(
        EXACT_MATCH,
        N_("Exact match"),
        N_("Share of the answers that are the expected answer, sign for sign."),
    ),
    MetricInfo(
        NORMALISED_MATCH,
        N_("Match by words"),
        N_("The same with case, accents, punctuation and white space aside."),
    ),
    MetricInfo(
        CHRF,
        N_("chrF"),
        N_("Stretches of characters shared with the expected answer. Like words do not make an answer right."),
        weak=True,
    ),
    MetricInfo(
        ROUGE_L,
        N_("ROUGE-L"),
        N_("Words shared in order with the expected answer. Like words do not make an answer right."),
        weak=True,
    ),
    MetricInfo(
        PERPLEXITY,
        N_("Perplexity"),
        N_(
            "How surprised the model is by each token of the expected text: 1 is not at all. To be compared between"
            " models of one tokenizer only."
        ),
        unit="number",
        better="lower",
    ),
    MetricInfo(ANSWER_TOKENS, N_("Tokens an answer"), N_("Mean."), unit="tokens", better="neither"),
    MetricInfo(
        ANSWER_CHARACTERS, N_("Characters an answer"), N_("Mean, spaces included."), unit="number", better="neither"
    ),
    MetricInfo(
        LENGTH_RATIO,
        N_("Length beside the reference"),
        N_("Characters of all answers by those of all expected answers: 1 is as long."),
        unit="number",
        better="neither",
    ),
    MetricInfo(
        REPETITION,
        N_("Repetition"),
        N_("Share of the groups of four words that the same answer already has; mean over the answers."),
        better="lower",
    ),
    MetricInfo(
        LOOPS,
        N_("Answers caught in a loop"),
        N_("Share of the answers that end in the same words three times or more."),
        better="lower",
    ),
    MetricInfo(
        CUT_ANSWERS,
        N_("Cut answers"),
        N_("Share of the answers that did not end before the limit of tokens."),
        better="lower",
    ),
    MetricInfo(
        SAME_LANGUAGE,
        N_("Language of the reference"),
        N_("Share of the answers in the language of the expected answer, where both languages can be told."),
    ),
)

LanguagesOf = Callable[[Iterable[str]], Sequence[str]]
"""ISO 639-1 codes, "" where a text tells none: `studio.data.languages.languages_of`."""
_OVERLAP = "studio.assess.overlap_scores"
_GROUP = 4
_TIMES, _LEAST_LOOP = 3, 60
_WORD = re.compile(r"\w+")
_DIGITS = re.compile(r"\d+")


def text_measures(rows: Sequence[AnsweredRow], languages_of: LanguagesOf | None = None) -> list[Measure]:
    """All that answers in words can tell without further libraries; perplexity of rows of any kind.

    One that no row can decide is left out.
    """
    said = _said(rows)
    texts = {row.id: row.answer.text for row in said}
    pairs = {row.id: (row.answer.text, reference_of(row.content)) for row in said if reference_of(row.content).strip()}
    found = [
        mean_of(EXACT_MATCH, {at: text.strip() == reference.strip() for at, (text, reference) in pairs.items()}),
        mean_of(
            NORMALISED_MATCH, {at: normalised(text) == normalised(reference) for at, (text, reference) in pairs.items()}
        ),
        mean_of(ANSWER_TOKENS, {row.id: row.answer.tokens for row in said}),
        mean_of(ANSWER_CHARACTERS, {at: len(text) for at, text in texts.items()}),
        _ratio(LENGTH_RATIO, {at: (len(text), len(reference)) for at, (text, reference) in pairs.items()}),
        mean_of(REPETITION, {at: repetition(text) for at, text in texts.items()}),
        mean_of(LOOPS, {at: ends_in_a_loop(text) for at, text in texts.items()}),
        mean_of(EMPTY_ANSWERS, {at: not _WORD.search(text) for at, text in texts.items()}),
        mean_of(CUT_ANSWERS, {row.id: not row.answer.ended for row in said}),
        *_perplexity(rows),
        *(_same_language(pairs, languages_of) if languages_of else ()),
    ]
    return [each for each in found if each.ids]


def overlap_measures(rows: Sequence[AnsweredRow]) -> list[Measure]:
    """chrF and ROUGE-L, each the mean of the rows' own; raises StudioError without the extra `evaluate`."""
    scores = import_module(_OVERLAP)
    pairs = {row.id: (row.answer.text, reference_of(row.content)) for row in _said(rows)}
    held = {at: pair for at, pair in pairs.items() if pair[1].strip()}
    if not held:
        return []
    return [
        mean_of(CHRF, {at: scores.chrf(*pair) for at, pair in held.items()}),
        mean_of(ROUGE_L, {at: scores.rouge_l(*pair) for at, pair in held.items()}),
    ]


def overlap_remark() -> str:
    """Why chrF and ROUGE-L are left out, and what to do about it; empty where they are not."""
    try:
        import_module(_OVERLAP)
    except StudioError as error:
        return f"{error.message} {error.hint}"
    return ""


def repetition(text: str) -> float:
    """The share of groups of four words in a row that the text already had (Welleck 2020, ICLR: seq-rep-4)."""
    words = _WORD.findall(text.casefold())
    groups = [tuple(words[at : at + _GROUP]) for at in range(len(words) - _GROUP + 1)]
    return 1 - len(set(groups)) / len(groups) if groups else 0.0


def ends_in_a_loop(text: str) -> bool:
    """Whether a text ends in the same signs three times over or more, sixty at least; what only counts is the same."""
    plain = _DIGITS.sub("0", " ".join(text.casefold().split()))
    for period in range(1, len(plain) // _TIMES + 1):
        looped = max(_TIMES * period, _LEAST_LOOP)
        if looped <= len(plain) and plain[-looped:-period] == plain[-looped + period :]:
            return True
    return False


def _said(rows: Sequence[AnsweredRow]) -> list[AnsweredRow]:
    return sorted((row for row in rows if isinstance(row.content, Instruction | Chat | Preference)), key=_id)


def _id(row: AnsweredRow) -> int:
    return row.id


def _perplexity(rows: Sequence[AnsweredRow]) -> Iterator[Measure]:
    weighed = {row.id: (row.answer.loss, row.answer.loss_tokens) for row in rows if row.answer.loss_tokens > 0}
    surprise = _ratio(PERPLEXITY, {at: (loss, tokens) for at, (loss, tokens) in weighed.items() if loss is not None})
    yield Measure(PERPLEXITY, surprise.ids, lambda positions: exp(surprise.compute(positions)))


def _ratio(metric: str, parts: Mapping[int, tuple[float, int]]) -> Measure:
    """Of sums, so that short rows count for as little as they are."""
    ids = tuple(sorted(parts))
    over, under = (np.array([float(parts[at][side]) for at in ids]) for side in (0, 1))

    def compute(positions: Positions) -> float:
        whole = under[positions].sum()
        return float(over[positions].sum() / whole) if whole else np.nan

    return Measure(metric, ids, compute)


def _same_language(pairs: Mapping[int, tuple[str, str]], languages_of: LanguagesOf) -> Iterator[Measure]:
    given = languages_of([text for text, _reference in pairs.values()])
    wanted = languages_of([reference for _text, reference in pairs.values()])
    told = zip(pairs, given, wanted, strict=True)
    yield mean_of(SAME_LANGUAGE, {at: one == other for at, one, other in told if one and other})
