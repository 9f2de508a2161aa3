"""The same case as a hurried clinician notes it, or as somebody writes it in a message."""

import re
from collections.abc import Callable, Sequence
from random import Random

from studio.core.folding import folded
from studio.core.sentence import Sentence
from studio.text.augment.case import Case
from studio.text.augment.register_lexicon import RegisterLexicon, Shortening
from studio.text.augment.sentences import sentences
from studio.text.augment.telling import is_letter
from studio.text.augment.transformation import NOTHING_TO_CHANGE, Changed, Info, Refusal, Rewriting, rewrite_texts
from studio.text.french.tokens import capitalised
from studio.words import N_

Rule = tuple[re.Pattern[str], str]

_FIRST_PERSON = re.compile(r"\b(?:je|j['’]\w+|mon|ma|mes|me|moi)\b", re.IGNORECASE)
_BY_THE_PATIENT = Sentence(N_("Told by the patient: not a clinician's note."))
_A_DOCUMENT = Sentence(
    N_("A letter, a document with headings or lists, or a long one: nobody sends that as a message.")
)
_LONGEST_MESSAGE = 700
_DOCUMENT = re.compile(r"(?:^|\n)\s*(?:[-–—•*·]\s|[^\W\d_][\w’'/ ]{1,30} ?:\s)|\n\s*\n")
# Only light verbs: where the verb is itself the finding ("je ne vomis pas"), "ne" makes plain what is denied.
_LIGHT = (
    "ai|as?|avons|avez|ont|avais|avait|suis|es|est|sommes|sont|étais|était|sais|sait|peux|peut|veux|veut|vais|va|fait|fais"
    "|vois|voit|dors|dort|prends|prend|sens|sent"
)
_DENIED = re.compile(
    rf"\bne ((?:(?:me|m'|se|s'|le|la|te|y|en) ?)?(?:{_LIGHT}) )(pas|jamais|rien)\b"
    rf"|\b(?:(je|ce) |(?<=\w )\b)n['’]((?:y |en )?(?:{_LIGHT}) )(pas|jamais|rien)\b"
)
# A person named first in a sentence is the patient: "Fille de 10 ans".
_OTHER_PERSON = re.compile(
    r"(?<=\W)(?:m[èe]re|p[èe]re|fr[èe]re|s(?:œ|oe)ur|fils|fille|mari|[ée]pou(?:x|se)|conjointe?|compagn\w+|oncle|tante"
    r"|parents?|cousine?|grand-\w+|maman|papa|voisine?|famille|amie?|collègue|enfants?|bébé)\b"
)
_WORD = re.compile(r"[^\W\d_]+")
_PLAIN = str.maketrans("àâäéèêëîïôöùûüç", "aaaeeeeiioouuuc")


class Telegraphic:
    """A clinician's sentences without the words that a note in haste leaves out."""

    def __init__(self, lexicon: RegisterLexicon) -> None:
        self._openings = _compiled(lexicon.telegraphic)
        self._introductions = _compiled(lexicon.introductions)
        self._anywhere = _compiled(lexicon.abbreviated)

    @property
    def info(self) -> Info:
        return Info(
            "telegraphic",
            N_("Telegraphic style"),
            N_(
                "Leaves out articles, subjects and verbs as notes in haste do, and shortens units of time. Words that"
                " deny or doubt stay."
            ),
            (
                (
                    "La patiente âgée de 32 ans consulte pour des céphalées depuis 3 jours. Elle n'a pas de fièvre.",
                    "Patiente de 32 ans consulte pour céphalées depuis 3 j. Pas de fièvre.",
                ),
                (
                    "Un homme de 54 ans. Il présente une raideur de nuque. La douleur est intense.",
                    "Homme de 54 ans. Raideur de nuque. Douleur intense.",
                ),
            ),
        )

    def apply(self, case: Case, strength: float, chance: Random) -> Changed | Refusal:
        """`strength`: the chance of each place that can be shortened."""
        return rewrite_texts(case, lambda text: self._noted(text, strength, chance))

    def _noted(self, text: str, strength: float, chance: Random) -> Rewriting | Refusal:
        if _FIRST_PERSON.search(text):
            return Refusal(_BY_THE_PATIENT)
        told: list[str] = []
        end, before = 0, ""
        for start, stop in sentences(text):
            # Who has it must stay clear: in the first sentence, and where another person was just named.
            rules = self._introductions if not before else () if _OTHER_PERSON.search(before) else self._openings
            sentence = text[start:stop]
            told += [text[end:start], _opened(sentence, rules) if chance.random() < strength else sentence]
            end, before = stop, sentence
        noted = "".join([*told, text[end:]])
        for pattern, template in self._anywhere:
            if chance.random() < strength:
                noted = pattern.sub(template, noted)
        if noted == text:
            return Refusal(NOTHING_TO_CHANGE)
        return Rewriting(noted, (Sentence(N_("Written in telegraphic style.")),))


def _opened(sentence: str, rules: Sequence[Rule]) -> str:
    plain = sentence[0].lower() + sentence[1:]
    for pattern, template in rules:
        found = pattern.match(plain)
        if found and found.end() < len(plain):
            opened = found.expand(template) + plain[found.end() :]
            return capitalised(opened) if sentence[0].isupper() else opened
    return sentence


class Sms:
    """A short message: small letters, few accents, everyday shortenings; "pas" never goes."""

    def __init__(self, lexicon: RegisterLexicon) -> None:
        self._ways = {folded(phrase): ways for phrase, ways in lexicon.messages.items()}
        phrases = sorted(lexicon.messages, key=len, reverse=True)
        spelled = "|".join(re.escape(phrase).replace("'", "['’]") for phrase in phrases)
        # "Depuis" before a date tells that it lasts: it stays whole.
        self._phrases = re.compile(rf"\b(?:{spelled})(?![\w-]| le \d)")

    @property
    def info(self) -> Info:
        return Info(
            "sms",
            N_("Short message"),
            N_(
                "Written as in a message: small letters, accents lost, everyday shortenings, “ne” left out before a"
                " “pas” that stays. Sentences stay apart, so that no denial reaches further than before."
            ),
            (
                (
                    "J'ai mal à la tête depuis 3 jours. Je n'ai pas de fièvre.",
                    "j ai mal a la tete depui 3 jrs. j ai pas de fievre",
                ),
                (
                    "Bonjour docteur, il y a quelque chose qui m'inquiète : je ne vois plus bien.",
                    "bjr dr, il ya qqch qui m'inquiete : je ne vois plus bien",
                ),
            ),
        )

    def apply(self, case: Case, strength: float, chance: Random) -> Changed | Refusal:
        """`strength`: the chance of each shortening and of each lost accent."""
        return rewrite_texts(case, lambda text: self._message(text, strength, chance))

    def _message(self, text: str, strength: float, chance: Random) -> Rewriting | Refusal:
        if len(text) > _LONGEST_MESSAGE or _DOCUMENT.search(text) or is_letter(text):
            return Refusal(_A_DOCUMENT)
        if not _WORD.search(text):
            return Refusal(NOTHING_TO_CHANGE)

        def sometimes(write: Callable[[re.Match[str]], str]) -> Callable[[re.Match[str]], str]:
            return lambda found: write(found) if chance.random() < strength else found[0]

        def unaccented(found: re.Match[str]) -> str:
            return found[0] if found[0].isascii() or chance.random() >= strength else found[0].translate(_PLAIN)

        message = _WORD.sub(_small, text)
        if " pas" in message or " jamais" in message or " rien" in message:
            message = _DENIED.sub(sometimes(_without_ne), message)
        message = self._phrases.sub(sometimes(lambda found: chance.choice(self._ways[folded(found[0])])), message)
        message = _WORD.sub(unaccented, message)
        return Rewriting(message.removesuffix("."), (Sentence(N_("Written as a short message.")),))


def _small(found: re.Match[str]) -> str:
    word = found[0]
    return word.lower() if len(word) == 1 or word[1:].islower() else word


def _without_ne(found: re.Match[str]) -> str:
    if found[1]:
        return found[1] + found[2]
    subject = {"je": "j'", "ce": "c'"}.get(found[3] or "", "")
    return subject + found[4] + found[5]


def _compiled(rules: Sequence[Shortening]) -> tuple[Rule, ...]:
    return tuple((re.compile(rule.find), rule.write) for rule in rules)
