"""Neutral sentences beside the case, which decide nothing: a model is to read over them."""

import re
from pathlib import Path
from random import Random
from typing import Literal

from pydantic import Field

from studio.core.folding import folded
from studio.core.sentence import Sentence
from studio.text.augment.case import Case, says_something
from studio.text.augment.ordering import leans_on_sentence_before
from studio.text.augment.sentences import sentences
from studio.text.augment.telling import is_letter, teller_of
from studio.text.augment.transformation import Changed, Info, Refusal, Rewriting, rewrite_texts
from studio.text.lexicons import Lexicon, read_lexicon
from studio.text.patient import patient_age
from studio.words import N_

_NO_PLACE = Sentence(N_("No place between two sentences where one more would do no harm."))
_NONE_FITS = Sentence(N_("None of the neutral sentences fits this patient."))
_NOBODY = Sentence(N_("A report, or a note without a person: there is nobody to tell such things of."))
_BY_SOMEBODY = Sentence(N_("Told by somebody for the patient: whose habits they would be is not clear."))
_NO_CASE = Sentence(N_("Fewer than three different words: there is no case to add anything to."))
_MOST = 3
_ADULT = 30
_REPORT = re.compile(
    r"\s*(?:tdm|irm|scanner|angio\w*|radio\w*|[ée]cho\w*|doppler|mammographie|scintigraphie|eeg|ecg|efr|emg"
    r"|fibroscopie|coloscopie|compte[- ]rendu (?:op|d['’][ie]|de (?:scanner|radio)))\b",
    re.IGNORECASE,
)
_PERSON = re.compile(
    r"\b(?:patiente?s?|pte?|homme|femme|fill\w+|gar[çc]on\w*|enfant|nourrisson|nouveau-n[ée]|b[ée]b[ée]|adolescente?|ado"
    r"|[ée]tudiante?|r[ée]sidente?|retrait[ée]e?|monsieur|madame|dame|mr|mme|mlle|je|j['’]\w+|il|elle|lui|mon|ma|mes"
    r"|ans|mois)\b|\bm\. ",
    re.IGNORECASE,
)
_INTRODUCES = re.compile(
    r"(?:une? |l[ea] |petite? |jeune )*(?:patiente?|pte?|homme|femme|fille|gar[çc]on|enfant|nourrisson|b[ée]b[ée]"
    r"|madame|monsieur|mme|mr?|h|f)\b",
    re.IGNORECASE,
)
_AGED = re.compile(r"\b\d{1,3} ?(?:ans?|a)\b", re.IGNORECASE)
_CLOSES = re.compile(
    r"(?:je vous remercie|merci|(?:bien )?cordialement|bien a vous|bonne (?:journee|soiree|nuit)|salutations"
    r"|a bientot)\b"
)
_SIGNED = re.compile(r"[A-ZÀ-Ý][\w-]+(?: [A-ZÀ-Ý][\w.-]*)?")
_I = re.compile(r"\bje?\b", re.IGNORECASE)
_HEADED = re.compile(r"[^\W\d_][\w’'/ .()-]{1,40}?[ \u00a0\u202f]?:(?!\d)|[-–—•*·]\s|\d{1,2}[.)] ")


class Distractor(Lexicon):
    """One neutral sentence, as a clinician notes it and as the patient says it; neither tells the sex."""

    note: str = Field(min_length=5)
    message: str = Field(min_length=5)


class DistractorGroup(Lexicon):
    """Sentences about one thing; not for texts with a word that begins as one of `unless`, nor for other ages.

    `able`: only of somebody who walks, sees, breathes and eats as usual.
    """

    about: str
    unless: tuple[str, ...] = ()
    ages: tuple[int, int] | None = None
    able: bool = False
    sentences: tuple[Distractor, ...] = Field(min_length=1)


class DistractorsLexicon(Lexicon):
    """`distractors.yaml`; `unable` are beginnings of words that bar the groups for the `able`."""

    v: Literal[1] = 1
    groups: tuple[DistractorGroup, ...] = Field(min_length=1)
    unable: tuple[str, ...] = ()


def distractors_lexicon(project: Path | None) -> DistractorsLexicon:
    """The lexicon of a project, else the one that ships; raises LexiconWrong."""
    return read_lexicon("distractors", DistractorsLexicon, project)


class Distractors:
    """Adds one to three neutral sentences, each about another thing, where the text leaves off."""

    def __init__(self, lexicon: DistractorsLexicon) -> None:
        self._groups = [
            (each, tuple(map(folded, (*each.unless, *(lexicon.unable if each.able else ())))))
            for each in lexicon.groups
        ]
        beginnings = sorted({word for _group, unless in self._groups for word in unless}, reverse=True)
        self._beginnings = re.compile(r"\b(?:" + "|".join(map(re.escape, beginnings)) + ")" if beginnings else "(?!)")

    @property
    def info(self) -> Info:
        return Info(
            "distractors",
            N_("Neutral sentences"),
            N_(
                "Adds a few sentences about housing, the journey, meals or hobbies, which are true of anybody and"
                " decide nothing."
            ),
            (
                (
                    "Patiente de 32 ans, céphalées depuis 3 jours. Pas de fièvre. Nuque souple.",
                    (
                        "Patiente de 32 ans, céphalées depuis 3 jours. Remercie l'équipe pour son accueil. Pas de "
                        "fièvre. Boit une tisane en soirée. Nuque souple. Habite à une dizaine de kilomètres de "
                        "l'hôpital."
                    ),
                ),
                (
                    "J'ai mal à la tête depuis ce matin. Je n'ai pas de fièvre.",
                    (
                        "J'ai mal à la tête depuis ce matin. Je suis libre en semaine. Je n'ai pas de fièvre. Je fais"
                        " mes courses le samedi."
                    ),
                ),
            ),
        )

    def apply(self, case: Case, strength: float, chance: Random) -> Changed | Refusal:
        """`strength`: from one sentence to three."""
        return rewrite_texts(case, lambda text: self._with_more(text, strength, chance))

    def _with_more(self, text: str, strength: float, chance: Random) -> Rewriting | Refusal:
        if not says_something(text):
            return Refusal(_NO_CASE)
        if _REPORT.match(text) or not _PERSON.search(text):
            return Refusal(_NOBODY)
        teller = teller_of((text,))
        if teller == "somebody" and not is_letter(text):
            return Refusal(_BY_SOMEBODY)
        by_patient = teller == "patient"
        groups = self._fitting(text, by_patient=by_patient)
        if not groups:
            return Refusal(_NONE_FITS)
        places = () if is_letter(text) else places_in(text)
        if not places:
            return Refusal(_NO_PLACE)
        count = min(max(1, round(strength * _MOST)), len(groups), len(places))
        chosen = [chance.choice(group.sentences) for group in chance.sample(groups, count)]
        said = [each.message if by_patient else each.note for each in chosen]
        added = list(zip(sorted(chance.sample(places, count)), said, strict=True))
        notes = tuple(Sentence(N_("Neutral sentence added: “{sentence}”"), {"sentence": each}) for each in said)
        return Rewriting(_with(text, added), notes)

    def _fitting(self, text: str, *, by_patient: bool) -> list[DistractorGroup]:
        plain = folded(text)
        told = patient_age(text)
        age = _ADULT if told is None and by_patient else told
        found = self._beginnings.findall(plain)
        return [
            group
            for group, unless in self._groups
            if _is_age(group.ages, age) and not any(word.startswith(unless) for word in found)
        ]


def _is_age(ages: tuple[int, int] | None, age: int | None) -> bool:
    return ages is None or (age is not None and ages[0] <= age <= ages[1])


def places_in(text: str) -> list[int]:
    """Ends of sentences after which another may stand: once the patient is named, before any heading or question."""
    spans = sentences(text)
    places: list[int] = []
    for place, (start, end) in enumerate(spans):
        told = text[start:end]
        if _HEADED.match(told) or told.endswith((":", ";", "?")):
            break
        following = text[spans[place + 1][0] : spans[place + 1][1]] if place + 1 < len(spans) else ""
        if place and (_CLOSES.match(folded(told)) or (not following and _SIGNED.fullmatch(told) and _I.search(text))):
            break
        introduced = place > 0 or not _introduces(following, told)
        if introduced and not leans_on_sentence_before(following):
            places.append(end)
    return places


def _introduces(following: str, told: str) -> bool:
    """Whether who is ill is only named in the next sentence: "Urgences. Lina, 12 ans, ..."."""
    aged = _AGED.search(following) is not None and not _AGED.search(told)
    return _INTRODUCES.match(following) is not None or aged


def _with(text: str, added: list[tuple[int, str]]) -> str:
    told: list[str] = []
    end = 0
    for place, sentence in added:
        before = text[end:place]
        told += [before, "" if before.rstrip()[-1:] in ".!…" else ".", " ", sentence]
        end = place
    return "".join([*told, text[end:]])
