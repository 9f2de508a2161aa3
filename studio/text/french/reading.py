"""A French text as words with what is known of each, for the rules of agreement to walk."""

import re
from dataclasses import dataclass
from functools import cached_property, lru_cache

from studio.text.french.function_words import KIND
from studio.text.french.morphology import ADJECTIVE, NOUN, PARTICIPLE, VERB, Word, readings

_TOKEN = re.compile(
    r"aujourd['’]hui|(?:M|Mr|Dr|Pr|Mme|Mlle)\.(?=\s)|[^\W\d_]+['’](?=[^\W\d_])|[^\W\d_]+|\d+(?:[.,]\d+)*|\n|[^\w\s]|_"
)
_ENDINGS = (
    (("pnée", "rhée"), 0),
    (("er",), int(Word.VERB)),
    (("ée",), int(Word.ADJECTIVE_F | Word.PARTICIPLE)),
    (("é",), int(Word.ADJECTIVE_M | Word.PARTICIPLE)),
    (("ique", "aire", "able", "ible", "ode", "ocyte"), int(Word.ADJECTIVE_M | Word.ADJECTIVE_F)),
    (("ale", "enne", "euse", "ive", "elle"), int(Word.ADJECTIVE_F)),
    (("al", "ien", "éen", "eux", "if"), int(Word.ADJECTIVE_M)),
)
_STOPS = frozenset(".!?;:\n(•–—→>*+=/")
_INFINITIVES = ("er", "ir")
_NOUNS_AS_INFINITIVES = frozenset(
    ("déjeuner", "dîner", "souper", "goûter", "coucher", "lever", "toucher", "souvenir", "cancer", "scanner")
)
_CHANGING = frozenset(("en", "nous", "vous", "a", "vu", "aura", "été"))
_TIMES = frozenset(("nuit", "journée", "semaine", "veille", "matinée", "soirée"))
_ENDS = frozenset(".!?…\n")


@dataclass(frozen=True)
class Reading:
    """Parallel tuples, one entry a token; words are in lower case, with straight apostrophes."""

    text: str
    words: tuple[str, ...]
    starts: tuple[int, ...]
    known: tuple[int, ...]
    """Readings of the word, see `morphology`; 0 for what is unknown or no word."""
    kinds: tuple[str, ...]
    """What a function word is; "stop", "comma", "number" or "mark" for what is no word; "" for all other words."""
    sentences: tuple[int, ...]
    """Number of the sentence."""

    def raw(self, at: int) -> str:
        """The token as it is written."""
        return self.text[self.starts[at] : self.starts[at] + len(self.words[at])]

    def word(self, at: int) -> str:
        """The word there; "" outside the text."""
        return self.words[at] if 0 <= at < len(self.words) else ""

    def kind(self, at: int) -> str:
        """The kind there; "stop" outside the text."""
        return self.kinds[at] if 0 <= at < len(self.kinds) else "stop"

    @cached_property
    def marks(self) -> frozenset[str]:
        """All different words, for quick tests."""
        return frozenset(self.words)

    def is_noun(self, at: int) -> bool:
        """Whether the word is read as a noun: it can be, and nothing speaks for another reading."""
        if self.kinds[at]:
            return False
        known = self.known[at]
        if not known:
            proper = self.raw(at)[0].isupper() and not self.raw(at).isupper() and self.kind(at - 1) != "stop"
            return len(self.words[at]) > 1 and (not proper or self.kind(at - 1) == "determiner")
        if not known & NOUN:
            return False
        if known & ~NOUN == 0:
            return True
        before = self.kind(at - 1)
        return before in ("determiner", "preposition") and not (known & VERB and self.is_object_pronoun(at - 1))

    def follows_preposition(self, at: int) -> bool:
        """Whether a noun depends on a preposition, over its article and adjectives."""
        j = at - 1
        while j >= 0 and not self.kinds[j] and not self.is_noun(j):
            j -= 1
        if self.kind(j) == "determiner":
            j -= 1
        return self.kind(j) == "preposition"

    def is_object_pronoun(self, at: int) -> bool:
        """Whether "la", "le" or "l'" stands before a verb instead of a noun."""
        if self.words[at] not in ("la", "le", "l'"):
            return False
        following = self.known[at + 1] if at + 1 < len(self.words) and not self.kinds[at + 1] else 0
        if self.kind(at + 1) in ("have", "clitic"):
            return self.words[at] == "l'" or self.word(at + 1) in ("lui", "y")
        if not following & VERB:
            return False
        if not following & (NOUN | ADJECTIVE) or self.words[at + 1].endswith(_INFINITIVES):
            return self.words[at + 1] not in _NOUNS_AS_INFINITIVES
        before = self.kind(at - 1)
        if before in ("relative", "clitic", "subject"):
            return True
        # "Agitée la nuit" is no noun with a verb.
        noun = bool(self.known[at - 1] & NOUN) and not self.known[at - 1] & PARTICIPLE if at else False
        return not before and noun and self.words[at + 1] not in _TIMES


@lru_cache(1_024)
def read(text: str) -> Reading:
    """The tokens of a text with their readings."""
    words: list[str] = []
    starts: list[int] = []
    flags: list[int] = []
    kinds: list[str] = []
    sentences: list[int] = []
    sentence, ended, before = 0, False, "stop"
    for found in _TOKEN.finditer(text):
        raw = found[0]
        word = raw.lower().replace("’", "'")
        if ended and not raw[0].islower():
            sentence += 1
        ended = raw in _ENDS
        kind, known = _form(word)
        if words and words[-1] == "vu" and kind != "determiner":
            # "Vu l'urgence" is a preposition, "vu pour une toux" is the patient's.
            kinds[-1], flags[-1] = "", readings()["vu"]
        if word in _CHANGING:
            kind, known = _in_context(word, kind, before), known or readings().get(word, 0)
        before = kind
        words.append(word)
        starts.append(found.start())
        kinds.append(kind)
        flags.append(0 if kind else known)
        sentences.append(sentence)
    return Reading(text, tuple(words), tuple(starts), tuple(flags), tuple(kinds), tuple(sentences))


@lru_cache(16_384)
def _form(word: str) -> tuple[str, int]:
    """What a word is by itself: its kind, or its readings."""
    kind = KIND.get(word) or _kind(word)
    return kind, 0 if kind else readings().get(word) or _guessed(word)


def _in_context(word: str, kind: str, before: str) -> str:
    """What the word before makes of words that are several things."""
    if word in ("en", "nous", "vous"):
        return "clitic" if before in ("subject", "clitic", "relative") else kind
    if word == "a":
        return "number" if before == "number" else kind  # "32 a" is an age.
    if word == "vu":
        return kind if before in ("stop", "comma") else ""
    return "" if before in ("determiner", "preposition") else kind  # "migraine avec aura", "cet été"


def _guessed(word: str) -> int:
    """Words that Lefff lacks are often medical adjectives."""
    return next((reading for ending, reading in _ENDINGS if word.endswith(ending)), 0)


def _kind(word: str) -> str:
    if word[0].isalpha():
        return "adverb" if word.endswith("ment") and _is_adverb(word) else ""
    if word in _STOPS:
        return "stop"
    if word == ",":
        return "comma"
    return "number" if word[0].isdigit() else "mark"


@lru_cache(4_096)
def _is_adverb(word: str) -> bool:
    """Lefff has "également" as a noun too."""
    known = readings()
    return not known.get(word, 0) & NOUN or bool(known.get(word.removesuffix("ment"), 0) & Word.ADJECTIVE_F)
