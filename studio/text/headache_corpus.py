"""Seeded French corpus about headaches for pre-training: it teaches the words and negation, never the answer format.

Notes use templates of their own, so that neither the training nor the held-out cases are seen in advance.
"""

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Literal

from studio.text.headache_cases import (
    deniable,
    denial_lines,
    doubtful_sign,
    draw_red_flags,
    reassuring_lines,
    take_signs,
)
from studio.text.headache_chatter import BENIGN, small_talk
from studio.text.headache_corpus_templates import CORPUS
from studio.text.headache_french import agree
from studio.text.headache_lexicon import SIGNS, Sign
from studio.text.headache_patients import Patient, chance, draw_patient
from studio.text.headache_phrasing import Phrasing
from studio.text.headache_teaching import consultation, definition, denial_lesson, lesson

_SHARE_OF_DETAILS, _SHARE_OF_SMALL_TALK = 0.3, 0.35

Role = Literal["text", "user", "assistant"]
Status = Literal["present", "denied", "doubtful", "silent"]


@dataclass(frozen=True)
class Turn:
    """One turn of a conversation, or a plain passage when the role is ``text``."""

    role: Role
    text: str


Document = tuple[Turn, ...]


@dataclass(frozen=True)
class _Note:
    text: str
    patient: Patient
    present: tuple[Sign, ...]
    denied: tuple[Sign, ...]
    doubtful: tuple[Sign, ...]
    complete: bool

    def status(self, sign: Sign) -> Status:
        if sign in self.present:
            return "present"
        if sign in self.denied:
            return "denied"
        return "doubtful" if sign in self.doubtful else "silent"


def _draw_note(rng: random.Random) -> _Note:
    patient = draw_patient(rng)
    phrasing = Phrasing(CORPUS, "corpus", patient, rng)
    kind = rng.choices(("alarming", "complete", "short", "doubtful", "denying"), (38, 20, 20, 8, 14))[0]
    lines = [_filler(phrasing) for _ in range(rng.choice((0, 0, 1, 1, 2, 3, 4, 5)))]
    present, denied, doubtful = list[Sign](), list[Sign](), list[Sign]()
    if kind == "alarming":
        present = draw_red_flags(patient, rng)
        lines += phrasing.present_lines(present)
    if kind == "complete":
        lines += reassuring_lines(phrasing, patient)
    if kind == "doubtful":
        doubtful = [doubtful_sign(rng)]
        lines.append(phrasing.uncertain(doubtful[0]))
    if kind in ("alarming", "denying"):
        denied = _deny(
            phrasing, deniable(patient, present), lines, 1 if kind == "denying" else rng.choice((0, 1, 1, 2, 3))
        )
    if kind != "doubtful" and chance(rng, 0.2):
        lines.append(phrasing.resolved())
    rng.shuffle(lines)
    text = " ".join([phrasing.opening(), *lines])
    return _Note(text, patient, tuple(present), tuple(denied), tuple(doubtful), kind == "complete")


def _filler(phrasing: Phrasing) -> str:
    """A sentence that decides nothing; at times it is said exactly as a warning sign would be."""
    kind = phrasing.rng.random()
    if kind < _SHARE_OF_DETAILS:
        return phrasing.details(1)[0]
    if kind < _SHARE_OF_DETAILS + _SHARE_OF_SMALL_TALK:
        return small_talk(phrasing.rng)
    return phrasing.absent([BENIGN]) if chance(phrasing.rng, 0.15) else phrasing.present(BENIGN)


def _deny(phrasing: Phrasing, candidates: list[Sign], lines: list[str], sentences: int) -> list[Sign]:
    denied = list[Sign]()
    for _ in range(sentences):
        signs = take_signs(candidates, phrasing.rng)
        lines += denial_lines(phrasing, signs)
        denied += signs
    return denied


def _labels(signs: tuple[Sign, ...]) -> str:
    return ", ".join(sign.label for sign in sorted(signs, key=SIGNS.index))


def _ask_signs(note: _Note, rng: random.Random) -> tuple[str, str]:
    question = rng.choice(
        ("Quels signes d'alarme lis-tu ?", "Nomme les signes d'alarme présents.", "Relève ce qui inquiète ici.",
         "Résume les signes présents.", "Qu'est-ce qui alarme ici ?", "Lis ce cas et dis ce qui est grave.",
         "Lis cette céphalée et résume.", "Que penses-tu de ce cas de céphalée ?", "Étudie ce cas.",
         "Lis ce cas et commente la conduite du médecin.", "Propose un résumé de ce cas.", "Ton avis sur ce cas ?")
    )  # fmt: skip
    if note.present:
        return question, f"Alarme : {_labels(note.present)}."
    if note.complete:
        return question, "Rien d'alarmant, le récit est complet."
    if note.doubtful:
        return question, f"Un doute demeure : {_labels(note.doubtful)}."
    return question, "Le récit est trop court, il manque des réponses."


def _ask_gravity(note: _Note, rng: random.Random) -> tuple[str, str]:
    question = rng.choice(
        ("Ce cas est-il inquiétant ?", "Faut-il s'alarmer ?", "Est-ce grave ?", "Le tableau est-il rassurant ou non ?")
    )
    if note.present:
        return question, f"Inquiétant à cause de ceci : {_labels(note.present)}."
    return question, "Rassurant." if note.complete else "On ne peut pas conclure sans interroger."


def _ask_status(note: _Note, rng: random.Random) -> tuple[str, str]:
    known = [*note.present, *note.denied, *note.doubtful]
    sign = rng.choice(known) if known and chance(rng, 0.75) else rng.choice(SIGNS)
    answers = {"present": "Oui, présent.", "denied": "Non, nié.", "doubtful": "Incertain.", "silent": "Non précisé."}
    noun = rng.choice((sign.label, *sign.noun.everything()))
    # A complete note denies more than it lists here, so only what is certain is asked of it.
    return f"Et ceci : {noun} ?", "Non." if note.complete else answers[note.status(sign)]


def _ask_denied(note: _Note, rng: random.Random) -> tuple[str, str]:
    question = rng.choice(("Quels signes sont niés ?", "Qu'est-ce qui est absent ?"))
    return question, f"Absents : {_labels(note.denied)}." if note.denied else "Je ne les énumère pas."


def _ask_patient(note: _Note, rng: random.Random) -> tuple[str, str]:
    question = rng.choice(("Qui est le patient ?", "Quel âge et quel sexe ?"))
    return question, f"{'Sexe féminin' if note.patient.sex == 'female' else 'Sexe masculin'}, {note.patient.age} ans."


_FOLLOW_UPS: tuple[Callable[[_Note, random.Random], tuple[str, str]], ...] = (
    _ask_status, _ask_status, _ask_gravity, _ask_denied, _ask_patient, _ask_signs,
)  # fmt: skip


def _conversation(rng: random.Random) -> Document:
    """Questions about one note: which signs, how grave, is this one present; the question comes before or after."""
    note = _draw_note(rng)
    ask = _ask_signs if chance(rng, 0.7) else rng.choice(_FOLLOW_UPS)
    question, answer = ask(note, rng)
    gap = rng.choice(("\n\n", "\n\n", "\n", " "))
    asked = f"{question}{gap}{note.text}" if chance(rng, 0.8) else f"{note.text}{gap}{question}"
    turns = [Turn("user", asked), Turn("assistant", answer)]
    for follow_up in rng.sample(_FOLLOW_UPS, rng.choice((0, 1, 2, 2))):
        question, answer = follow_up(note, rng)
        turns += [Turn("user", question), Turn("assistant", answer)]
    return tuple(turns)


def _lookup(rng: random.Random) -> Document:
    """A word of the lexicon and the sign it names."""
    sign = rng.choice(SIGNS)
    ways = (*sign.phrase.everything(), *sign.noun.everything(), *sign.clause.everything())
    way = agree(rng.choice(ways), "male")
    question = rng.choice(("De quel signe s'agit-il : {x} ?", "Que veut dire « {x} » ?", "Nomme ce signe : {x}."))
    return (Turn("user", question.format(x=way)), Turn("assistant", f"{sign.label}."))


def _plain(write: Callable[[random.Random], str]) -> Callable[[random.Random], Document]:
    return lambda rng: (Turn("text", write(rng)),)


_KINDS: tuple[tuple[Callable[[random.Random], Document], int], ...] = (
    (_conversation, 70),
    (_lookup, 10),
    (_plain(lesson), 8),
    (_plain(definition), 4),
    (_plain(denial_lesson), 3),
    (_plain(consultation), 5),
)


def make_corpus(count: int, seed: int) -> Iterator[Document]:
    """``count`` documents, the same for the same seed."""
    rng = random.Random(f"corpus-{seed}")
    writers, weights = [kind for kind, _ in _KINDS], [weight for _, weight in _KINDS]
    for writer in rng.choices(writers, weights, k=count):
        yield writer(rng)
