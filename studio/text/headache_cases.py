"""Seeded clinical cases of headache with the answer a careful triage would give."""

import random
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from studio.text.headache_french import Sex
from studio.text.headache_lexicon import SIGNS, Sign
from studio.text.headache_patients import Patient, chance, draw_patient
from studio.text.headache_phrasing import Phrasing
from studio.text.headache_templates import HELDOUT, TRAINING

Part = Literal["training", "heldout"]
Category = Literal["clarify", "red_flag", "no_red_flag", "ambiguous"]

INSTRUCTION = "Lis ce cas de céphalée et propose la conduite à tenir."
SHARES: dict[Category, float] = {"clarify": 0.4, "red_flag": 0.3, "no_red_flag": 0.2, "ambiguous": 0.1}

# From here on a new headache is itself a warning: a reassuring case must say that it is an old one.
_WORRYING_AGE = 50
_PLENTY = 4
# A sign on the left makes denying one on the right contradictory or doubtful: who convulsed did lose consciousness.
_NEUROLOGICAL = {"motor", "speech", "vision", "seizure", "consciousness"}
_CLASHES: dict[str, set[str]] = {
    **{sign: {"motor", "consciousness", "seizure"} for sign in _NEUROLOGICAL},
    "cancer": {"immunity"},
    "immunity": {"cancer"},
    "stiff_neck": {"fever", "motor"},
}
# What a patient or a bystander can be unsure about; nobody doubts being pregnant of seven months.
_DOUBTFUL = ("fever", "seizure", "consciousness", "trauma", "vision")


@dataclass(frozen=True)
class HeadacheCase:
    """One case; ``red_flags`` are the ids of the warning signs that are present, in the order of the lexicon."""

    instruction: str
    input: str
    response: str
    category: Category
    sex: Sex
    age: int
    red_flags: tuple[str, ...]


def urgent_answer(signs: list[Sign]) -> str:
    labels = ", ".join(sign.label for sign in signs)
    return f"Recommandation: IRM cérébrale en urgence et avis spécialisé devant : {labels}."


def reassuring_answer() -> str:
    return "Recommandation: traitement antalgique simple et surveillance, sans imagerie en urgence."


def questions_for(patient: Patient) -> str:
    """Three questions; pregnancy is asked of women who can be pregnant, a current treatment of everyone else."""
    last = "Grossesse" if patient.may_be_pregnant() else "Traitement en cours"
    return (
        "Pour préciser: Comment la douleur a-t-elle commencé et quel est son caractère ? | "
        "Fièvre, vomissements, perte de connaissance, convulsions ou déficit ? | "
        f"{last}, antécédents ou traumatisme récent ?"
    )


def deniable(patient: Patient, present: list[Sign]) -> list[Sign]:
    """Signs a note about this patient may deny without contradicting the ones it reports."""
    clashing = {clash for sign in present for clash in _CLASHES.get(sign.id, set())} | {sign.id for sign in present}
    return [
        sign
        for sign in SIGNS
        if sign.id not in clashing and sign.fits(patient.sex, patient.age) and sign.noun.everything()
    ]


def take_signs(signs: list[Sign], rng: random.Random) -> list[Sign]:
    """Remove one to three of them, always leaving enough for the next sentence."""
    return [signs.pop(rng.randrange(len(signs))) for _ in range(rng.randint(1, 3) if len(signs) > _PLENTY else 1)]


def draw_red_flags(patient: Patient, rng: random.Random) -> list[Sign]:
    """One or two warning signs that this patient can have, in the order of the lexicon."""
    first = rng.choice([sign for sign in SIGNS if sign.fits(patient.sex, patient.age)])
    if chance(rng, 0.65):
        return [first]
    others = [sign for sign in deniable(patient, [first]) if sign.id not in ("cancer", "immunity", "pregnancy")]
    return sorted([first, rng.choice(others)], key=SIGNS.index)


def doubtful_sign(rng: random.Random) -> Sign:
    return rng.choice([sign for sign in SIGNS if sign.id in _DOUBTFUL])


def denial_lines(phrasing: Phrasing, signs: list[Sign]) -> list[str]:
    """Deny them in one enumeration, at times with one of them told apart: *apyrétique, ni chute ni malaise*."""
    told = [sign for sign in signs if phrasing.can_deny(sign)][: int(chance(phrasing.rng, 0.4))]
    listed = [sign for sign in signs if sign not in told]
    return [phrasing.denial(sign) for sign in told] + ([phrasing.absent(listed)] if listed else [])


def reassuring_lines(phrasing: Phrasing, patient: Patient) -> list[str]:
    """A complete negative enquiry: gradual onset, at least three signs denied, and habit where age would worry."""
    rng = phrasing.rng
    onset, *rest = deniable(patient, [])
    rng.shuffle(rest)
    # No careful note calls a young woman's headache harmless without a word on pregnancy, nor anyone's without fever.
    rest.sort(key=lambda sign: sign.id not in ("fever", "pregnancy"))
    first = rest[:3]
    rng.shuffle(first)
    lines = [phrasing.denial(onset), *denial_lines(phrasing, first)]
    if chance(rng, 0.5):
        lines.append(phrasing.absent(rest[3:5]))
    speakable = [sign for sign in rest[5:] if phrasing.can_deny(sign)]
    lines += [phrasing.denial(sign) for sign in speakable[: rng.randint(0, 2)]]
    if patient.age >= _WORRYING_AGE or chance(rng, 0.25):
        lines.append(phrasing.habitual())
    return lines


def _clarify(phrasing: Phrasing, patient: Patient) -> tuple[list[str], str, list[Sign]]:
    return phrasing.details(phrasing.rng.choice((0, 1, 1, 2, 2, 3, 4, 5))), questions_for(patient), []


def _red_flag(phrasing: Phrasing, patient: Patient) -> tuple[list[str], str, list[Sign]]:
    rng = phrasing.rng
    flags = draw_red_flags(patient, rng)
    others = deniable(patient, flags)
    lines = phrasing.present_lines(flags) + phrasing.details(rng.choice((0, 0, 1, 1, 2)))
    for _ in range(rng.choice((0, 0, 1, 1, 2))):
        lines += denial_lines(phrasing, take_signs(others, rng))
    return lines, urgent_answer(flags), flags


def _no_red_flag(phrasing: Phrasing, patient: Patient) -> tuple[list[str], str, list[Sign]]:
    lines = reassuring_lines(phrasing, patient) + phrasing.details(phrasing.rng.choice((0, 0, 1, 1, 2)))
    return lines, reassuring_answer(), []


def _ambiguous(phrasing: Phrasing, patient: Patient) -> tuple[list[str], str, list[Sign]]:
    """A doubtful sign or a lone denial calls for questions; an old or a relative's sign in a full enquiry does not."""
    rng = phrasing.rng
    kind = rng.choice(("doubtful", "lone", "resolved"))
    if kind == "resolved":
        return [*reassuring_lines(phrasing, patient), phrasing.resolved()], reassuring_answer(), []
    lone = rng.choice([sign for sign in deniable(patient, []) if sign.id != "thunderclap"])
    line = phrasing.uncertain(doubtful_sign(rng)) if kind == "doubtful" else phrasing.absent([lone])
    return [line, *phrasing.details(rng.randint(1, 3))], questions_for(patient), []


_WRITERS: dict[Category, Callable[[Phrasing, Patient], tuple[list[str], str, list[Sign]]]] = {
    "clarify": _clarify,
    "red_flag": _red_flag,
    "no_red_flag": _no_red_flag,
    "ambiguous": _ambiguous,
}


def _write_case(category: Category, part: Part, rng: random.Random) -> HeadacheCase:
    patient = draw_patient(rng)
    phrasing = Phrasing(TRAINING if part == "training" else HELDOUT, part, patient, rng)
    lines, response, flags = _WRITERS[category](phrasing, patient)
    rng.shuffle(lines)
    text = " ".join([phrasing.opening(), *lines])
    return HeadacheCase(
        INSTRUCTION, text, response, category, patient.sex, patient.age, tuple(sign.id for sign in flags)
    )


def _categories(count: int, rng: random.Random) -> list[Category]:
    """Exact shares, the rounding remainder going to the commonest category, in random order."""
    categories: list[Category] = [name for name, share in SHARES.items() for _ in range(int(count * share + 1e-9))]
    categories += ["clarify"] * (count - len(categories))
    rng.shuffle(categories)
    return categories


def make_cases(count: int, seed: int, part: Part) -> list[HeadacheCase]:
    """The same cases for the same arguments, no text twice; the parts share no template and not all of their words."""
    rng = random.Random(f"{part}-{seed}")
    cases: dict[str, HeadacheCase] = {}
    for category in _categories(count, rng):
        case = _write_case(category, part, rng)
        while case.input in cases:
            case = _write_case(category, part, rng)
        cases[case.input] = case
    return list(cases.values())
