"""The other gender of a word: endings propose forms, and one is taken when Lefff (see `morphology`) knows it."""

from collections.abc import Iterator
from functools import lru_cache
from typing import Literal

from studio.text.french.morphology import Word, readings

Gender = Literal["m", "f"]
OTHER: dict[Gender, Gender] = {"m": "f", "f": "m"}
IS: dict[Gender, int] = {
    "m": int(Word.NOUN_M | Word.ADJECTIVE_M),
    "f": int(Word.NOUN_F | Word.ADJECTIVE_F),
}
ADJECTIVE_IS: dict[Gender, int] = {"m": int(Word.ADJECTIVE_M), "f": int(Word.ADJECTIVE_F)}
NOUN_IS: dict[Gender, int] = {"m": int(Word.NOUN_M), "f": int(Word.NOUN_F)}

_IRREGULAR = {
    "bénin": "bénigne", "malin": "maligne", "long": "longue", "oblong": "oblongue", "favori": "favorite",
    "coi": "coite", "frais": "fraîche", "sec": "sèche", "blanc": "blanche", "franc": "franche", "doux": "douce",
    "faux": "fausse", "roux": "rousse", "vieux": "vieille", "vieil": "vieille", "beau": "belle", "nouveau": "nouvelle",
    "jumeau": "jumelle", "fou": "folle", "mou": "molle", "gentil": "gentille", "nul": "nulle", "pareil": "pareille",
    "vermeil": "vermeille", "épais": "épaisse", "gros": "grosse", "gras": "grasse", "bas": "basse", "las": "lasse",
    "exprès": "expresse", "métis": "métisse", "paysan": "paysanne", "tiers": "tierce", "andalou": "andalouse",
    "hébreu": "hébraïque", "bref": "brève", "sauf": "sauve", "maître": "maîtresse", "pécheur": "pécheresse",
    "dû": "due", "mû": "mue", "absous": "absoute", "dissous": "dissoute", "aigu": "aiguë", "ambigu": "ambiguë",
    "contigu": "contiguë", "exigu": "exiguë", "suraigu": "suraiguë", "subaigu": "subaiguë", "chanteur": "chanteuse",
    "turc": "turque", "grec": "grecque", "caduc": "caduque", "public": "publique", "laïc": "laïque",
    "ambassadeur": "ambassadrice", "empereur": "impératrice", "serviteur": "servante", "tout": "toute",
    "second": "seconde", "porteur": "porteuse", "client": "cliente", "candidat": "candidate", "relatif": "relative",
    "passager": "passagère", "souverain": "souveraine", "docteur": "docteure", "neveu": "nièce", "frère": "sœur",
    "père": "mère", "consultant": "consultante", "intéressé": "intéressée", "mat": "mate", "bot": "bote",
    "médecin": "médecin", "ingénieur": "ingénieure", "professeur": "professeure", "artisan": "artisane",
    "hôte": "hôtesse", "héros": "héroïne", "copain": "copine", "loup": "louve", "speaker": "speakerine",
}  # fmt: skip
_REGULAR_OF = {feminine: masculine for masculine, feminine in _IRREGULAR.items() if masculine != "vieil"}
# Masculine ending, then the feminine ones in the order in which they are tried.
_ENDINGS = (
    ("teur", ("trice", "teuse", "teure")),
    ("eur", ("euse", "eure", "eresse")),
    ("eux", ("euse",)),
    ("oux", ("ouse",)),
    ("if", ("ive",)),
    ("uf", ("uve",)),
    ("er", ("ère",)),
    ("el", ("elle",)),
    ("eil", ("eille",)),
    ("en", ("enne",)),
    ("on", ("onne",)),
    ("an", ("anne", "ane")),
    ("et", ("ète", "ette")),
    ("ot", ("otte",)),
    ("ais", ("aise", "aisse")),
    ("c", ("que", "che")),
    ("s", ("sse",)),
    ("t", ("tte",)),
    ("", ("e",)),
)

_SAFE_ENDINGS = (("é", "ée"), ("ien", "ienne"), ("éen", "éenne"), ("eux", "euse"), ("if", "ive"), ("al", "ale"))


@lru_cache(4_096)
def other_gender(word: str, gender: Gender) -> str | None:
    """The form of an adjective, participle or noun of a person in `gender`; None when there is none to be sure of.

    `word` is in lower case and of the other gender, or epicene, which gives itself.
    """
    irregular = (_IRREGULAR if gender == "f" else _REGULAR_OF).get(word)
    if irregular:
        return irregular
    known = readings().get(word, 0)
    if known & ADJECTIVE_IS["m"] and known & ADJECTIVE_IS["f"]:
        return word
    found = _feminine(word) if gender == "f" else _masculine(word)
    if found or known:
        return found or (word if known & IS["m"] and known & IS["f"] else None)
    return _unknown(word, gender)


def _unknown(word: str, gender: Gender) -> str | None:
    """The other form of a word that Lefff lacks, where its ending leaves no choice."""
    for masculine, feminine in _SAFE_ENDINGS:
        ending, replacement = (masculine, feminine) if gender == "f" else (feminine, masculine)
        if word.endswith(ending):
            return word.removesuffix(ending) + replacement
    return None


def _feminine(masculine: str) -> str | None:
    return next((form for form in _feminine_forms(masculine) if readings().get(form, 0) & IS["f"]), None)


def _masculine(feminine: str) -> str | None:
    forms = (form for form in _masculine_forms(feminine) if readings().get(form, 0) & IS["m"])
    return next((form for form in forms if _feminine(form) == feminine), None)


def regular_feminine(masculine: str) -> str:
    """What the ending alone proposes, for words that a lexicon gives and Lefff does not know."""
    if masculine.endswith("e"):
        return masculine
    plain = masculine.endswith(("t", "s", "in", "an", "un"))
    return masculine + "e" if plain else next(_feminine_forms(masculine))


def _feminine_forms(masculine: str) -> Iterator[str]:
    for ending, replacements in _ENDINGS:
        if masculine.endswith(ending):
            stem = masculine.removesuffix(ending)
            yield from (stem + replacement for replacement in replacements)


def _masculine_forms(feminine: str) -> Iterator[str]:
    for ending, replacements in _ENDINGS:
        for replacement in replacements:
            if feminine.endswith(replacement):
                yield feminine.removesuffix(replacement) + ending
