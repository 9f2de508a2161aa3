"""Elision, contraction and the forms before a vowel: what must be mended where French words newly meet."""

import re
from functools import lru_cache

from studio.core.folding import folded
from studio.text.french.gender import Gender
from studio.text.french.tokens import APOSTROPHES, WORD, apostrophe_of

_ASPIRATED = re.compile(
    r"h(?:ach|agard|aie|ain|air|alet|all\b|alo\b|alt[ei]|amac|ameau|amster|anch|andicap|angar|anneton|ant[eis]|app"
    r"|arass|arcel|ardi|areng|argn|aricot|arnach|arnais|arp|asard|asch|ater|ati[fv]|ate\b|auban|auss|aut|avre|eaume"
    r"|enn[ie]|eraut|eriss|erni|eron|eros\b|erse|etre|eurt|ibou|ideu|ierarch|il(?:e|es|aire|aires)\b|ippy|iss|obby|och"
    r"|ockey|olter|omard|ongr|ont[e]|oquet|ord|ors\b|ormis|ot(?:te|tes)\b|oub|ouill|oul|oupp|ouss|oux|ublot|uche|uees?\b"
    r"|uguenot|uit(?!r)|ululem|uml?ot|un\b|upp|url|uron|ussard|utte"
    r"|allpike|amman|artmann|artnup|ashimoto|awkins|eberden|egar|eimlich|elicobacter|enoch|ess\b|irschsprung|irsch"
    r"|odgkin|offmann?|olmes|oover|orner|orton|ounsfield|owell|unter|unt\b|untington|urler|utchinson|ellp)"
)
_NEVER_ELIDED = re.compile(r"(?:onz|oui\b|ouistiti|uhlan|ululem|un-|y(?=[aeiou])(?!eux|eus))")
_VOWELS = frozenset("aeiouyœæ")

_ELIDED = {"d": "de", "qu": "que", "j": "je", "m": "me", "t": "te", "n": "ne", "c": "ce", "jusqu": "jusque"}
_ELIDED |= {"lorsqu": "lorsque", "puisqu": "puisque", "quoiqu": "quoique"}
_ELIDES = {full: short for short, full in _ELIDED.items()} | {"le": "l", "la": "l", "se": "s"}
_ONLY_BEFORE = {"lorsque", "puisque", "quoique"}
_PRONOUNS = frozenset(("il", "ils", "elle", "elles", "on", "un", "une", "en"))
_SUBJECTS = {"elle", "elles", "on", "le", "la", "les", "l", "un", "une", "ce", "cet", "cette", "ces", "des"}
_SUBJECTS |= {"mon", "ma", "mes", "son", "sa", "ses", "aucun", "aucune"}
_NO_NOUN = {"et", "ou", "où", "à", "au", "aux", "en", "y", "avec", "il", "ils", "elle", "elles", "on"}
_NO_NOUN |= {
    "un",
    "une",
    "aucun",
    "aucune",
    "ni",
    "hier",
    "avant",
    "après",
    "entre",
    "est",
    "était",
    "a",
    "avait",
    "ont",
}
_BEFORE_VOWEL = {"ce": "cet", "ma": "mon", "ta": "ton", "sa": "son", "beau": "bel", "nouveau": "nouvel"}
_BEFORE_VOWEL |= {"vieux": "vieil", "fou": "fol", "mou": "mol"}
_BEFORE_CONSONANT = {"cet": "ce", "bel": "beau", "nouvel": "nouveau", "vieil": "vieux", "fol": "fou", "mol": "mou"}
_POSSESSIVES = {"mon": "ma", "ton": "ta", "son": "sa"}
_CONTRACTIONS = {("de", "le"): "du", ("de", "les"): "des", ("à", "le"): "au", ("à", "les"): "aux"}
_UNCONTRACTED = {"du": "de", "au": "à"}
_FORMS_OF_BE = re.compile(r"(?:est|était|étaient|eût|en)\b")

_FEMININE_ENDING = re.compile(
    r"(?:tion|sion|xion|aison|ie|ite|ose|té|ée|ette|ance|ence|ure|ade|ude|esse|euse|trice|enne|onne|elle|ine|che|algie)$"
)
_BEFORE = re.compile(rf"(?<![\w-])([^\W\d_]+)(?:([^\S\n]+)|([{APOSTROPHES}]\s?))$")
_LOOK_BACK = 24
_BUILT = re.compile(r"\b(de|à)\s+(les?)\s+(?=([^\W_]+))", re.IGNORECASE)


@lru_cache(4_096)
def starts_with_vowel(word: str) -> bool:
    """Whether articles and "de" are elided before a word or phrase: a vowel or mute h, but not onze, oui, yaourt."""
    plain = folded(word)
    if plain[:1] == "h":
        return len(plain) > 1 and not _ASPIRATED.match(plain)
    return plain[:1] in _VOWELS and not _NEVER_ELIDED.match(plain) and not _single_letter(word, plain)


def _single_letter(word: str, plain: str) -> bool:
    """A letter as a name ("vitamine de A") is not elided before, but "y" and "à" are words."""
    return len(plain) == 1 and word.isupper() and plain not in "ya"


def elide(word: str, following: str, apostrophe: str = "'") -> str:
    """Both words as they are written together: "de" and "IRM" give "d'IRM", "de" and "scanner" "de scanner"."""
    return _joined(word, following, apostrophe, None) or f"{word} {following}"


def contracted(text: str) -> str:
    """The text with "de le", "à les" and the like contracted and elided, "le" and "les" being articles in it."""
    apostrophe = apostrophe_of(text)

    def joined(found: re.Match[str]) -> str:
        preposition, article, noun = found[1], found[2], found[3]
        if article.lower() == "le" and starts_with_vowel(noun):
            return f"{preposition} l{apostrophe}"
        return _cased(preposition, _CONTRACTIONS[preposition.lower(), article.lower()]) + " "

    return _BUILT.sub(joined, text)


def repaired(text: str, start: int, end: int, gender: Gender | None = None) -> str:
    """The text after new words were put at `start` to `end`, its elisions and contractions mended at both borders.

    `gender` is that of the noun put there; without it "l'" before a consonant becomes "la" by the noun's ending.
    """
    if end > start:
        text = mended(text, end, None)
    return mended(text, start, gender)


def guessed_gender(noun: str) -> Gender:
    """The gender that the ending of a noun makes likely."""
    return "f" if _FEMININE_ENDING.search(noun.lower()) else "m"


def mended(text: str, at: int, gender: Gender | None = None) -> str:
    """The text with the joint of the words on both sides of `at` as French writes it; see `repaired`."""
    while at < len(text) and text[at].isspace():
        at += 1
    before = _BEFORE.search(text, max(0, at - _LOOK_BACK), at)
    after = WORD.match(text, at)
    if before is None or after is None:
        return text
    apostrophe = before[3] or apostrophe_of(text)
    if before[3] is None:
        joint = _joined(before[1], after[0], apostrophe, gender)
        if joint is not None:
            return _again(text[: before.start()] + joint + text[after.end() :], before.start(), text)
        return text
    return _expanded(text, before, after, gender)


def _again(text: str, at: int, earlier: str) -> str:
    """Mend the joint before a word that has just changed: "de" before "le" that became "l'"."""
    return text if text == earlier else mended(text, at, None)


def _joined(word: str, following: str, apostrophe: str, gender: Gender | None) -> str | None:
    """Two words that a space parts, as one writes them; None where they stay."""
    low, next_low = word.lower(), following.lower()
    if (low, next_low) in _CONTRACTIONS:
        return _cased(word, _CONTRACTIONS[low, next_low])
    if low == "si" and next_low in {"il", "ils"}:
        return f"{word[0]}{apostrophe}{following}"
    if not starts_with_vowel(following):
        return _before_consonant(word, following, gender)
    return _before_vowel(word, following, apostrophe)


def _before_vowel(word: str, following: str, apostrophe: str) -> str | None:
    low, next_low = word.lower(), following.lower()
    if low == "ce" and _FORMS_OF_BE.match(next_low):
        return f"{word[0]}{apostrophe}{following}"
    if low in _BEFORE_VOWEL:
        return _adjective_before_vowel(word, following)
    if low in _UNCONTRACTED and next_low not in _NO_NOUN:
        return f"{_cased(word, _UNCONTRACTED[low])} l{apostrophe}{following}"
    if low not in _ELIDES or (low in _ONLY_BEFORE and next_low not in _PRONOUNS) or _stays_whole(low, next_low):
        return None
    return f"{_cased(word, _ELIDES[low])}{apostrophe}{following}"


def _stays_whole(low: str, following: str) -> bool:
    """ "La" of "dites-le à" and before "et" is no article."""
    return low in {"le", "la"} and following in {"et", "ou", "à", "au", "aux"}


def _adjective_before_vowel(word: str, following: str) -> str | None:
    low = word.lower()
    plural = low == "vieux" and following[-1:] in "sx"
    if plural or following.lower() in _NO_NOUN:
        return None
    return f"{_cased(word, _BEFORE_VOWEL[low])} {following}"


def _before_consonant(word: str, following: str, gender: Gender | None) -> str | None:
    low = word.lower()
    if low in _BEFORE_CONSONANT:
        return f"{_cased(word, _BEFORE_CONSONANT[low])} {following}"
    if gender == "f" and low in _POSSESSIVES:
        return f"{_cased(word, _POSSESSIVES[low])} {following}"
    return None


def _expanded(text: str, before: re.Match[str], after: re.Match[str], gender: Gender | None) -> str:
    """What was elided, in full, where the word after it no longer begins with a vowel."""
    short, following = before[1], after[0]
    low = short.lower()
    keeps = starts_with_vowel(following) and not (low == "s" and following.lower() in _SUBJECTS)
    if keeps or (low not in _ELIDED and low not in {"l", "s"}):
        return text
    start = before.start()
    if low == "l":
        return _with_article(text, before, after, gender or guessed_gender(following))
    full = ("si" if following.lower() in _SUBJECTS else "se") if low == "s" else _ELIDED[low]
    return _again(f"{text[:start]}{_cased(short, full)} {text[after.start() :]}", start, text)


def _with_article(text: str, before: re.Match[str], after: re.Match[str], gender: Gender) -> str:
    """ "L'" in full, and contracted with the preposition before it."""
    start, article = before.start(), "la" if gender == "f" else "le"
    rest = text[after.start() :]
    preposition = re.search(r"(?<![\w-])(de|à)\s+$", text[max(0, start - _LOOK_BACK) : start], re.IGNORECASE)
    if preposition is None or gender == "f":
        return f"{text[:start]}{_cased(before[1], article)} {rest}"
    whole = start - len(preposition[0])
    return f"{text[:whole]}{_cased(preposition[1], _CONTRACTIONS[preposition[1].lower(), 'le'])} {rest}"


def _cased(model: str, form: str) -> str:
    """The form with the capital of the word in whose place it stands."""
    return form[:1].upper() + form[1:] if model[:1].isupper() else form
