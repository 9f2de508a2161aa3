"""Who the headache cases are about, and the details that decide nothing."""

import random
from dataclasses import dataclass

from studio.text.headache_french import Sex, agree
from studio.text.headache_lexicon import Words

PAIN = Words(
    ("des céphalées", "des maux de tête"),
    ("un mal de tête", "des douleurs de la tête"),
    ("des céphalalgies", "des douleurs crâniennes"),
    ("une céphalée", "une migraine", "une douleur à la tête", "de violents maux de tête", "une forte céphalée"),
)
BARE_PAIN = Words(
    ("céphalées", "maux de tête"), ("douleurs de la tête",), ("céphalalgies", "douleurs crâniennes"), ("migraines",)
)
SINCE = Words(
    ("depuis trois jours", "depuis une semaine", "depuis hier soir"),
    ("depuis ce matin", "depuis deux jours", "depuis dix jours", "depuis deux semaines"),
    ("depuis avant-hier", "depuis une quinzaine", "depuis le week-end", "depuis quarante-huit heures"),
    (
        "depuis un mois",
        "depuis 2 jours",
        "depuis 6 heures",
        "depuis une heure",
        "depuis plusieurs jours",
        "depuis lundi",
    ),
)
PLACE = Words(
    ("frontale", "diffuse"), ("occipitale", "temporale droite", "en casque"),
    ("rétro-orbitaire", "hémicrânienne gauche", "du vertex"),
)  # fmt: skip
CHARACTER = Words(
    ("pulsatile", "sourde"),
    ("à type de pression", "lancinante", "serrée"),
    ("taraudante", "à type d'étau", "gravative"),
)
INTENSITY = Words(("à 5 sur 10", "à 6 sur 10"), ("modérée", "à 4 sur 10"), ("moyenne", "à 3 sur 10"))
DRUG = Words(
    ("paracétamol",), ("ibuprofène", "aspirine"), ("naproxène", "kétoprofène"), ("tramadol", "sumatriptan", "codéine")
)
# For children and pregnant women nothing but paracetamol is named: aspirin and the rest would be a mistake.
SAFE_DRUG = Words(("paracétamol",))
HISTORY = Words(
    ("une migraine connue", "un asthme"),
    ("une allergie au pollen", "une appendicectomie", "une rhinite"),
    ("un eczéma", "une entorse de cheville", "une hypothyroïdie traitée"),
    ("une hypertension", "un diabète", "une dépression", "un tabagisme", "une anxiété", "une lombalgie"),
)
CHILD_HISTORY = Words(("un asthme",), ("une allergie au pollen",), ("un eczéma",))

_CHILD = Words(("[garçon/fille]",), ("[jeune garçon/jeune fille]",), ("[écolier/écolière]",))
_YOUNG_TEENAGER = Words(
    ("[adolescent/adolescente]",), ("[collégien/collégienne]",), ("[jeune handballeur/jeune handballeuse]",)
)
_TEENAGER = Words(("[adolescent/adolescente]",), ("[apprenti/apprentie]",), ("[lycéen/lycéenne]",))
_ADULT = Words(
    ("[homme/femme]", "[patient/patiente]"),
    ("[enseignant/enseignante]", "[infirmier/infirmière]", "[agriculteur/agricultrice]", "[vendeur/vendeuse]"),
    ("[boulanger/boulangère]", "[pharmacien/pharmacienne]", "[menuisier/menuisière]", "[traducteur/traductrice]"),
    ("[étudiant/étudiante]", "[avocat/avocate]", "[chauffeur/caissière]", "[ouvrier/ouvrière]", "[sportif/sportive]"),
)
_ELDER = Words(("[homme/femme]", "[patient/patiente]"), ("[retraité/retraitée]",), ("[veuf/veuve]",))

CHILDHOOD_ENDS, SIXTH_FORM, ADULT, EMPLOYED, RETIRED = 13, 16, 18, 23, 63
_BANDS = ((6, 12), (13, 17), (18, 29), (30, 42), (43, 59), (60, 74), (75, 92))
_WEIGHTS = (9, 9, 22, 26, 16, 11, 7)


FERTILE = range(15, 51)


def chance(rng: random.Random, share: float) -> bool:
    """True in ``share`` of the draws."""
    return rng.random() < share


@dataclass(frozen=True)
class Patient:
    sex: Sex
    age: int

    def nouns(self) -> Words:
        """What to call them; professions stay between studies and retirement."""
        if self.age < ADULT:
            return _CHILD if self.age < CHILDHOOD_ENDS else _YOUNG_TEENAGER if self.age < SIXTH_FORM else _TEENAGER
        if self.age >= RETIRED:
            return _ELDER
        return _ADULT if self.age >= EMPLOYED else Words(_ADULT.shared)

    def may_be_pregnant(self) -> bool:
        return self.sex == "female" and self.age in FERTILE

    def history(self) -> Words:
        return CHILD_HISTORY if self.age < ADULT else HISTORY

    def article(self) -> str:
        return agree("[un/une]", self.sex)


def draw_patient(rng: random.Random) -> Patient:
    sex: Sex = "female" if chance(rng, 0.55) else "male"
    low, high = rng.choices(_BANDS, _WEIGHTS)[0]
    return Patient(sex, rng.randint(low, high))
