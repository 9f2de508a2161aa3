"""Whether questions and answers in use are still like those of the test set, property by property."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from studio.assess.contract_measures import contract_results
from studio.assess.drift import Drift, adjusted_drifts, category_drift, number_drift
from studio.assess.figures import percents
from studio.assess.text_drift import Novelty, length_drift, word_drift
from studio.core.contract import Contract
from studio.core.folding import folded
from studio.core.monitoring import DriftLine
from studio.core.sentence import Sentence
from studio.data.languages import languages_of
from studio.evaluating.monitoring.lines import Line, answered_row
from studio.text.augment.signs import Signs
from studio.text.patient import patient_age, patient_sex
from studio.words import N_, _, current_language

MOST, RECENT = 2_000, 300
"""Rows of the test set, and newest lines of the log, that are compared: what has changed lately must not drown."""
_FEWEST = 10
_COMMON = 0.05
_MOST_SIGNS = 6
_SMALL = 0.1
_WORDS_TOLD, _SHORTEST_WORD = 8, 4

About = Literal["input", "output"]

_PRESENT = N_(
    "“{what}” is present in {before} of the test set and in {after} of the questions in use (n = {n}, against "
    "{reference})."
)
_SIGN_ADVICE = N_("Look whether the test set has enough of these cases to trust its scores for them.")
_SMALL_SHIFT = N_("The shift is small.")
_NEW_WORDS = N_("New words met most: {words}.")
_TOO_FEW = N_("Too few to tell: {now} in use, {before} in the test set.")
_NOT_SAID = N_("not said")
_LANGUAGE_NAMES = {
    **{"fr": N_("French"), "en": N_("English"), "es": N_("Spanish"), "de": N_("German"), "it": N_("Italian")},
    **{"pt": N_("Portuguese"), "nl": N_("Dutch"), "": N_("undecided")},
}


@dataclass(frozen=True)
class _Property:
    """What is compared, and what to do where it has shifted."""

    about: About
    what: Sentence
    advice: str


def _property(about: About, title: str, advice: str) -> _Property:
    return _Property(about, Sentence(title), advice)


_LENGTH = _property(
    "input",
    N_("Length of the question"),
    N_("Look at the shortest and the longest questions; add some of them if the model is to answer such."),
)
_WORDS = _property(
    "input",
    N_("Wording"),
    N_("Read some of these questions: new words may mean new topics, spellings or abbreviations. Add examples."),
)
_LANGUAGE = _property(
    "input",
    N_("Language"),
    N_("Tell the users which language the model knows, or add examples in the other one."),
)
_AGE = _property(
    "input",
    N_("Age of the patient"),
    N_("The scores of the test set may not hold for these ages: look at them by age group, and add examples."),
)
_SEX = _property("input", N_("Sex of the patient"), N_("Look at the scores by sex; balance the data if they differ."))
_KIND = _property(
    "output",
    N_("Kind of answer"),
    N_("Read answers of the kind that became commoner: the questions may have changed, or the model."),
)
_URGENCY = _property(
    "output", N_("Urgency"), N_("Have a clinician read a sample of these answers before anything else.")
)
_ANSWER = _property(
    "output",
    N_("Length of the answer"),
    N_("Look at the longest and the shortest answers; a change of the settings may be behind it."),
)


@dataclass(frozen=True)
class Asked:
    """What of a question and its answer is compared."""

    case: str
    answer: str


@dataclass(frozen=True)
class _Compared:
    what: _Property
    drift: Drift
    size: float
    """From 0 for alike to 1 for wholly different."""
    words: tuple[str, ...] = ()


def newest(lines: Sequence[Line]) -> list[Asked]:
    """The newest line of each different question: one that is asked over and over counts once."""
    ordered = sorted(lines, key=lambda line: (line.entry.at or 0.0, line.id), reverse=True)
    kept: dict[str, Line] = {}
    for line in ordered:
        kept.setdefault(folded(line.case), line)
        if len(kept) == RECENT:
            break
    return [Asked(line.case, line.entry.answer) for line in kept.values()]


def drift_lines(
    inputs: tuple[Sequence[str], Sequence[Asked]],
    answers: Sequence[Asked],
    contract: Contract | None,
    reader: Signs,
) -> tuple[DriftLine, ...]:
    """`inputs` are the questions of the test set and the lines of the log, `answers` what the lines are held against.

    All p values together are allowed for by Holm's method; what shifted comes first.
    """
    before, now = inputs
    if min(len(before), len(now)) < _FEWEST:
        return (_too_few("input", len(before), len(now)),)
    compared = list(_inputs(before, [each.case for each in now], reader))
    told = []
    if min(len(answers), len(now)) >= _FEWEST:
        compared += _outputs(answers, now, contract)
    else:
        told.append(_too_few("output", len(answers), len(now)))
    adjusted = adjusted_drifts([each.drift for each in compared])
    lines = [_told(replace(each, drift=drift)) for each, drift in zip(compared, adjusted, strict=True)]
    return (*sorted(lines, key=lambda line: (line.verdict != "drift", line.about != "output")), *told)


def _inputs(before: Sequence[str], now: Sequence[str], reader: Signs) -> Iterator[_Compared]:
    if found := length_drift(_LENGTH.what, before, now):
        yield _Compared(_LENGTH, found, found.statistic)
    if novelty := word_drift(_WORDS.what, before, now):
        yield _worded(novelty)
    languages = [[_(_LANGUAGE_NAMES[code]) for code in languages_of(side)] for side in (before, now)]
    if found := category_drift(_LANGUAGE.what, languages[0], languages[1]):
        yield _Compared(_LANGUAGE, found, found.distance)
    ages = [[float(age) for text in side if (age := patient_age(text)) is not None] for side in (before, now)]
    if min(map(len, ages)) >= _FEWEST and (found := number_drift(_AGE.what, ages[0], ages[1], "number")):
        yield _Compared(_AGE, found, found.statistic)
    titles = {"female": _("woman"), "male": _("man"), None: _(_NOT_SAID)}
    sexes = [[titles[patient_sex(text)] for text in side] for side in (before, now)]
    if any(sex != titles[None] for side in sexes for sex in side) and (
        found := category_drift(_SEX.what, sexes[0], sexes[1])
    ):
        yield _Compared(_SEX, found, found.distance)
    yield from _signs(before, now, reader)


def _signs(before: Sequence[str], now: Sequence[str], reader: Signs) -> Iterator[_Compared]:
    """The warning signs met most on both sides together, each present or not."""
    sides = [[_present(reader, text) for text in side] for side in (before, now)]
    counts = Counter(sign for side in sides for found in side for sign in found)
    often = [sign for sign, count in counts.items() if count >= _COMMON * (len(before) + len(now))]
    yes, no = _("present"), _("not present")
    for sign in sorted(often, key=lambda sign: (-counts[sign], sign))[:_MOST_SIGNS]:
        concept = reader.lexicon.concept(sign)
        if concept is None:
            continue
        what = Sentence("{sign}", {"sign": concept.name.model_dump()})
        shares = [[yes if sign in found else no for found in side] for side in sides]
        drift = category_drift(what, *shares)
        if drift is None:
            continue
        kept = {name: word for name, word in drift.shift.words.items() if name in ("n", "reference")}
        before_share, now_share = percents(*(side.count(yes) / len(side) for side in shares))
        shift = Sentence(_PRESENT, {**kept, "what": what, "before": before_share, "after": now_share})
        yield _Compared(_Property("input", what, _SIGN_ADVICE), replace(drift, shift=shift), drift.distance)


def _outputs(before: Sequence[Asked], now: Sequence[Asked], contract: Contract | None) -> Iterator[_Compared]:
    texts = [each.answer for each in before], [each.answer for each in now]
    if found := length_drift(_ANSWER.what, *texts):
        yield _Compared(_ANSWER, found, found.statistic)
    if contract is None:
        return
    names = {each.name.en: getattr(each.name, current_language()) for each in contract.formats}
    kinds = [[_kind(contract, names, text) for text in side] for side in texts]
    if found := category_drift(_KIND.what, *kinds):
        yield _Compared(_KIND, found, found.distance)
    if contract.tells_urgency:
        urgent = [_urgency(contract, side) for side in texts]
        if found := category_drift(_URGENCY.what, *urgent):
            yield _Compared(_URGENCY, found, found.distance)


def _kind(contract: Contract, names: Mapping[str, str], answer: str) -> str:
    form = contract.kind_of(answer)
    return names[form.name.en] if form else _("outside the contract")


def _urgency(contract: Contract, answers: Sequence[str]) -> list[str]:
    """Read as in an evaluation."""
    yes, no = _("urgent"), _("not urgent")
    rows = [answered_row(at, "", answer) for at, answer in enumerate(answers)]
    verdicts = contract_results(contract, rows).verdicts
    return [yes if verdicts[row.id].urgent_given else no for row in rows]


def _present(reader: Signs, text: str) -> frozenset[str]:
    return frozenset(each.id for each in reader.warning_signs((text,)))


def _worded(novelty: Novelty) -> _Compared:
    told = tuple(word for word in novelty.words if len(word) >= _SHORTEST_WORD)
    return _Compared(_WORDS, novelty.drift, novelty.drift.statistic, told[:_WORDS_TOLD])


def _told(compared: _Compared) -> DriftLine:
    drift = compared.drift
    words = {name: _said(word) for name, word in drift.shift.words.items() if name in ("before", "after", "category")}
    category = words.get("category", "")
    sentences = [drift.words().text()]
    if drift.shifted and compared.size < _SMALL:
        sentences.append(_(_SMALL_SHIFT))
    if drift.shifted and compared.words:
        sentences.append(_(_NEW_WORDS).format(words=", ".join(compared.words)))
    return DriftLine(
        about=compared.what.about,
        title=compared.what.what.text(),
        verdict="drift" if drift.shifted else "none",
        before=_beside(words["before"], category),
        now=_beside(words["after"], category),
        n_before=drift.reference,
        n_now=drift.recent,
        p=drift.p,
        sentence=" ".join(sentences),
        advice=_(compared.what.advice) if drift.shifted else "",
    )


def _said(word: object) -> str:
    return str(word[current_language()]) if isinstance(word, Mapping) else str(word)


def _beside(value: str, category: str) -> str:
    return _("{category}: {value}").format(category=category, value=value) if category else value


def _too_few(about: About, before: int, now: int) -> DriftLine:
    title = _("Questions") if about == "input" else _("Answers")
    sentence = _(_TOO_FEW).format(now=now, before=before)
    return DriftLine(
        about=about, title=title, verdict="unknown", before="", now="", n_before=before, n_now=now, sentence=sentence
    )
