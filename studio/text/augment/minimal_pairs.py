"""Minimal pairs: one warning sign more, or one less, and the answer that is then right by the contract."""

import re
from collections.abc import Sequence
from random import Random

from studio.core.folding import folded
from studio.core.sentence import Sentence
from studio.text.augment.answers import Wordings, is_reassuring
from studio.text.augment.case import Case
from studio.text.augment.signs import Signs, differences
from studio.text.augment.stating import (
    asserted,
    denied,
    denying,
    objection_to,
    spoken_of,
    stating,
    with_sentence,
)
from studio.text.augment.telling import Teller, is_remote, is_unexamined, teller_of
from studio.text.augment.transformation import Changed, Info, Refusal, refusal_for
from studio.text.findings.engine import FindingsEngine
from studio.text.findings.finding import Finding, Status
from studio.text.findings.lexicon import Ages, Concept
from studio.text.patient import patient_age, patient_sex
from studio.words import N_

_NO_CONTRACT = N_("Minimal pairs need an answer contract that tells which answers are urgent.")
_ONE_ANSWER = N_("Minimal pairs need an example with a single answer.")
_DOES_NOT_FOLLOW = N_("The answer of the example does not follow from its warning signs.")
_NOT_ENOUGH = N_("Without “{sign}” the text does not say enough for a calm answer.")
_NO_URGENT_WORDING = N_(
    "No urgent answer is worded alike for at least three families: they are worded for their cases."
    " Write one in the plan."
)
_NO_CALM_WORDING = N_(
    "No calm answer is worded alike for at least three families: they are worded for their cases."
    " Write one in the plan."
)
_CANNOT_DENY = N_("“{sign}” cannot be denied here without touching what else is said.")
_CANNOT_STATE = N_("“{sign}” cannot be stated here without touching what else is said.")
_CONTRADICTED = N_("A new warning sign would contradict “{words}”.")
_CONTRADICTED_DENIAL = N_("A denial would contradict “{words}”.")
_NOT_EXAMINED = N_("“{sign}” is found by an examination, and nobody examined the patient.")
_WRONG_PATIENT = N_("“{sign}” may not be possible for this patient.")
_STATED = N_("The warning sign “{sign}” was added: the answer is urgent now.")
_DENIED = N_("The warning sign “{sign}” was denied: the answer is no longer urgent.")
_ONE_LESS = N_("The warning sign “{sign}” was denied; others keep the answer urgent.")
_STILL = N_("The warning sign “{sign}”, of which nothing was said, was denied: the answer stays.")
_ANOTHER_ANSWER = N_("With “{sign}” denied too, the text says enough for another answer.")
_ASKED = N_("The answer asks about “{sign}”.")
_NOTHING_FITS = N_("No warning sign can be added or denied here.")
_QUESTION = re.compile(r"[^?|\n]+\?")
_ASKED_TOGETHER = 2
_STEM = 5
"""Letters by which two words are of one family: réveille, réveil."""

_INFO = Info(
    key="minimal_pair",
    title=N_("Minimal pair"),
    explanation=N_(
        "Adds one warning sign or denies one, and changes the answer by the rules of the contract:"
        " the model learns what makes the difference."
    ),
    examples=(("Céphalée depuis hier. Pas de fièvre.", "Céphalée depuis hier. On note une fièvre à 39 °C."),),
    touches="finding",
)


class MinimalPair:
    """One sign at a time, whatever the strength; without wordings, from `wordings`, every case is refused."""

    info = _INFO

    def __init__(self, engine: FindingsEngine, wordings: Wordings | None) -> None:
        self._signs = Signs(engine)
        self._wordings = wordings

    def apply(self, case: Case, strength: float, chance: Random) -> Changed | Refusal:
        """As `Transformation.apply`."""
        wordings = self._wordings
        if wordings is None:
            return Refusal(Sentence(_NO_CONTRACT))
        if len(case.answers) != 1:
            return Refusal(Sentence(_ONE_ANSWER))
        urgent = wordings.judged.is_urgent(case)
        if not self._signs.bear_out(case.texts, urgent=urgent):
            return Refusal(Sentence(_DOES_NOT_FOLLOW))
        reasons: list[Sentence] = []
        for sign, status in self._ways(case, urgent=urgent, chance=chance):
            texts = self._rewritten(case.texts, sign, status, chance)
            made = texts if isinstance(texts, Refusal) else self._answered(wordings, case, texts, sign, status)
            if isinstance(made, Changed):
                return made
            reasons.append(made.reason)
        return refusal_for(reasons or [Sentence(_NOTHING_FITS)])

    def _ways(self, case: Case, *, urgent: bool, chance: Random) -> list[tuple[Concept, Status]]:
        """Which signs could be denied, or stated where that makes the answer another one, in the order of trying."""
        said = self._signs.statuses(case.texts)
        signs = [each for each in self._signs.lexicon.concepts if each.red_flag and not urgent]
        to_state = [
            each
            for each in signs
            if each.alone and each.phrases and said.get(each.id, frozenset({"absent"})) == {"absent"}
        ]
        to_deny = [each for each in self._signs.warning_signs(case.texts) if each.nouns]
        to_deny_too = [each for each in signs if each.alone and each.nouns and each.id not in said]
        for each in (to_deny, to_state, to_deny_too):
            chance.shuffle(each)
        # As often as a sign is stated one is denied: else a model learns that what is added makes a case urgent.
        added: list[tuple[Sequence[Concept], Status]] = [(to_state, "present"), (to_deny_too, "absent")]
        chance.shuffle(added)
        return [(sign, status) for signs, status in (*added, (to_deny, "absent")) for sign in signs]

    def _rewritten(
        self, texts: tuple[str, ...], sign: Concept, status: Status, chance: Random
    ) -> tuple[str, ...] | Refusal:
        if status == "present":
            return self._stating(texts, sign, chance)
        return self._denying(texts, sign) if self._mentions(texts, sign) else self._denying_too(texts, sign, chance)

    def _stating(self, texts: tuple[str, ...], sign: Concept, chance: Random) -> tuple[str, ...] | Refusal:
        if not _fits_patient(sign, "\n".join(texts)):
            return _refused(_WRONG_PATIENT, sign)
        phrase, teller, mentions = chance.choice(sign.phrases), teller_of(texts), self._mentions(texts, sign)
        told = teller != "clinician"
        sentence = _own_words(sign, teller, chance) if told else stating(phrase, chance, heard=is_remote(texts))
        words = phrase if mentions or not told else sentence
        if is_unexamined(texts, words):
            return _refused(_NOT_EXAMINED, sign)
        if mentions:
            # A clinician's phrase is no patient's: only what is a sentence of its own can be said in other words.
            stated = asserted(texts, *mentions[0], "" if told else phrase, sentence) if len(mentions) == 1 else ()
        else:
            stated = with_sentence(texts, sentence, chance)
        rest = [text.replace(words, " ") for text in stated]
        if other := objection_to(rest, words) or spoken_of(rest, sign.functions):
            return Refusal(Sentence(_CONTRADICTED, {"words": other}))
        return stated or _refused(_CANNOT_STATE, sign)

    def _denying(self, texts: tuple[str, ...], sign: Concept) -> tuple[str, ...] | Refusal:
        mentions = self._mentions(texts, sign)
        at, found = mentions[0]
        noun = noun_for(sign, texts[at], found)
        text = texts[at]
        rest = (*texts[:at], f"{text[: found.start]} {text[found.end :]}", *texts[at + 1 :])
        if words := spoken_of(rest, sign.functions):
            # "Tombé. Plaie occipitale": the wound still tells of the blow.
            return Refusal(Sentence(_CONTRADICTED_DENIAL, {"words": words}))
        without = denied(texts, at, found, noun) if len(mentions) == 1 and noun else ()
        return without or _refused(_CANNOT_DENY, sign)

    def _denying_too(self, texts: tuple[str, ...], sign: Concept, chance: Random) -> tuple[str, ...] | Refusal:
        if not _fits_patient(sign, "\n".join(texts)):
            return _refused(_WRONG_PATIENT, sign)
        if words := spoken_of(texts, sign.functions):
            return Refusal(Sentence(_CONTRADICTED, {"words": words}))
        denial = _denial_of(sign, texts, chance)
        if is_unexamined(texts, denial):
            return _refused(_NOT_EXAMINED, sign)
        made = with_sentence(texts, denial, chance)
        if not made:
            return _refused(_CANNOT_DENY, sign)
        if is_reassuring(self._signs, made) != is_reassuring(self._signs, texts):
            return _refused(_ANOTHER_ANSWER, sign)
        return made

    def _answered(
        self, wordings: Wordings, case: Case, texts: tuple[str, ...], sign: Concept, status: Status
    ) -> Changed | Refusal:
        """The rewritten case with its answer, once it says what was meant and nothing else."""
        said = {**self._signs.statuses(case.texts), sign.id: frozenset({status})}
        if other := next(differences(said, self._signs.statuses(texts), self._signs.lexicon), None):
            return Refusal(other)
        stays = status == "absent" and not self._mentions(case.texts, sign)
        if stays and self._is_asked(case.answers[0], sign):
            return _refused(_ASKED, sign)
        answer = case.answers[0] if stays else self._answer(wordings, case.answers[0], texts, sign)
        if isinstance(answer, Refusal):
            return answer
        made = Case(texts, (answer,))
        denied = _STILL if stays else _ONE_LESS if wordings.judged.is_urgent(made) else _DENIED
        message = _STATED if status == "present" else denied
        return Changed(made, (Sentence(message, {"sign": sign.name.model_dump()}),), {sign.id: status})

    def _answer(self, wordings: Wordings, before: str, texts: tuple[str, ...], sign: Concept) -> str | Refusal:
        """The answer there was, where it is of the kind that is wanted and does not speak of the sign."""
        speaks = sign.called in before or any(each.concept == sign.id for each in self._signs.engine.find(before))
        if self._signs.overlooked(texts, urgent=False):
            if wordings.judged.asks_urgently(before) and not speaks:
                return before
            return wordings.urgent(self._signs.warning_signs(texts)) or Refusal(Sentence(_NO_URGENT_WORDING))
        if not is_reassuring(self._signs, texts, but_for=sign.id):
            return _refused(_NOT_ENOUGH, sign)
        calm = wordings.calm()
        if calm is None:
            return Refusal(Sentence(_NO_CALM_WORDING))
        return calm if speaks or wordings.judged.kind_of(before) != wordings.judged.kind_of(calm) else before

    def _is_asked(self, answer: str, sign: Concept) -> bool:
        """Whether one of the answer's questions is about the sign: nobody asks what was just told, but in a list."""
        found = ({each.concept for each in self._signs.engine.find(part)} for part in _QUESTION.findall(answer))
        return any(sign.id in concepts and len(concepts) <= _ASKED_TOGETHER for concepts in found)

    def _mentions(self, texts: tuple[str, ...], sign: Concept) -> list[tuple[int, Finding]]:
        """Findings of a sign, each with the number of its text."""
        found = [(at, each) for at, text in enumerate(texts) for each in self._signs.engine.find(text)]
        return [(at, each) for at, each in found if each.concept == sign.id]


def _fits_patient(sign: Concept, text: str) -> bool:
    """What depends on sex or age is only stated of patients of whom the text tells them."""
    if sign.sex and patient_sex(text) != sign.sex:
        return False
    if sign.ages == Ages():
        return True
    age = patient_age(text)
    return age is not None and sign.ages.min <= age <= sign.ages.max


def _own_words(sign: Concept, teller: Teller, chance: Random) -> str:
    return chance.choice(sign.own_words) if sign.own_words and teller == "patient" else ""


def _denial_of(sign: Concept, texts: tuple[str, ...], chance: Random) -> str:
    teller = teller_of(texts)
    if teller == "clinician":
        return denying(chance.choice(sign.nouns), chance, heard=is_remote(texts))
    return chance.choice(sign.own_denials) if sign.own_denials and teller == "patient" else ""


def noun_for(sign: Concept, text: str, found: Finding) -> str:
    """What is denied in place of a mention: the same thing, or the sign as a whole; "" where it would be another."""
    words = {word[:_STEM] for word in folded(text[found.start : found.end]).split() if len(word) >= _STEM}
    alike = (each for each in sign.nouns if any(word[:_STEM] in words for word in folded(each).split()))
    whole = (each for each in sign.nouns if folded(each) in (folded(sign.name.fr), folded(sign.called)))
    return next(alike, None) or next(whole, "")


def _refused(message: str, sign: Concept) -> Refusal:
    return Refusal(Sentence(message, {"sign": sign.name.model_dump()}))
