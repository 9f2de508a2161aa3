"""A noun replaced by one of another gender or number, with all that agrees with it; refused where that is not sure."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from studio.text.french.agreement import (
    AGREEMENTS,
    Agreement,
    adjective_agreements,
    gender_of,
    inflected,
    noun_agreements,
)
from studio.text.french.elision import mended, repaired
from studio.text.french.function_words import KIND
from studio.text.french.morphology import NOUN, Word, readings
from studio.text.french.number import singulars
from studio.text.french.reading import Reading, read
from studio.text.french.tokens import cased_like

_LOOK_BACK, _LOOK_AHEAD = 160, 320
# Determiners in the order of AGREEMENTS.
_ROWS = (
    ("le", "la", "les", "les"),
    ("un", "une", "des", "des"),
    ("ce", "cette", "ces", "ces"),
    ("mon", "ma", "mes", "mes"),
    ("ton", "ta", "tes", "tes"),
    ("son", "sa", "ses", "ses"),
    ("leur", "leur", "leurs", "leurs"),
    ("aucun", "aucune", "", ""),
    ("chaque", "chaque", "", ""),
    ("du", "de la", "", ""),
    ("au", "à la", "aux", "aux"),
    ("tout", "toute", "tous", "toutes"),
    ("certain", "certaine", "certains", "certaines"),
    ("", "", "des", "des"),
    ("", "", "plusieurs", "plusieurs"),
    ("", "", "quelques", "quelques"),
)
_DETERMINERS = {form: row for row in reversed(_ROWS) for form in row if form} | {"l'": _ROWS[0], "cet": _ROWS[2]}
_DETERMINERS["des"] = ("", "", "des", "des")
_BEFORE_DETERMINER = frozenset({"tout", "toute", "tous", "toutes", "seul", "seule", "seuls", "seules"})
_BEFORE_NOUN = frozenset(
    {"violent", "fort", "intense", "important", "léger", "petit", "gros", "grand", "nouveau", "nouvel", "premier"}
    | {"deuxième", "second", "sévère", "fréquent", "discret", "mauvais", "vif", "net", "franc", "terrible", "simple"}
)
_NOUN_MAY_FOLLOW = frozenset({"stop", "comma", "mark", "preposition", "coordinator", "number", "relative"})
_GOVERNING_ADVERBS = frozenset({"pas", "non", "plus"})
_ADJECTIVE_MAY_END = frozenset(
    {"stop", "comma", "mark", "preposition", "coordinator", "adverb", "relative", "subordinator", "clitic"}
)
_LINKS = frozenset({"relative", "clitic", "adverb", "be", "have"})
# Verbs, too, but adjectives when they follow the noun of a symptom.
_RATHER_ADJECTIVES = frozenset({"diffuse", "violente", "fixe", "calme", "sèche"})
_PRONOUNS = {
    "fp": re.compile(r"\b(?:elles|celles-ci|lesquelles|desquelles|auxquelles|ces dernières|toutes)\b", re.IGNORECASE),
    "mp": re.compile(r"\b(?:ils|ceux-ci|lesquels|desquels|auxquels|ces derniers|tous deux)\b", re.IGNORECASE),
    "fs": re.compile(r"\b(?:celle-ci|laquelle|cette dernière|elle)\b", re.IGNORECASE),
    "ms": re.compile(
        r"\b(?:celui-ci|lequel|duquel|auquel|ce dernier|il(?! (?:y a|n['’]y a|existe|n['’]existe|s['’]agit)))\b",
        re.IGNORECASE,
    ),
}
_PATIENT = {
    "f": re.compile(
        r"\b(?:patiente|femme|mme|madame|fille|fillette|dame|adolescente|âgée|jeune femme)\b", re.IGNORECASE
    ),
    "m": re.compile(r"\b(?:patient|homme|monsieur|garçon|adolescent|âgé|m\.)(?!\w)", re.IGNORECASE),
}

_ARTICLES = {"ms": "le", "fs": "la"}
_STOP = re.compile(r"[.!?;]\s+(?=[A-ZÀ-Ü])|\n")
_WORD_BEFORE = re.compile(r"(?<![^\W_])([^\W\d_]+['’]|[^\W\d_]+(?=\s))\s*$")
_WORD_AFTER = re.compile(r"[ \u00a0\u202f]+([^\W\d_]+(?:-[^\W\d_]+)*)(?![\w-])")
_WORD_LENGTH = 16


@dataclass(frozen=True)
class _Edit:
    start: int
    end: int
    text: str


@dataclass(frozen=True)
class _Change:
    """What agreed with one noun and is to agree with another."""

    reading: Reading
    old: Agreement
    new: Agreement

    @property
    def of_number(self) -> bool:
        return self.old[1] != self.new[1]

    def edit(self, at: int, form: str) -> _Edit:
        start = self.reading.starts[at]
        return _Edit(start, start + len(self.reading.words[at]), cased_like(self.reading.raw(at), form))

    def agreeing(self, at: int) -> str | None:
        """The new form of an adjective there."""
        return inflected(self.reading.words[at], self.old, self.new)


def with_noun(text: str, start: int, end: int, old: Agreement, words: str, new: Agreement) -> str | None:
    """The text with `words` in place of the noun at `start` to `end`; None when it cannot be made to agree for sure."""
    if old == new:
        return repaired(text[:start] + words + text[end:], start, start + len(words), gender_of(new))
    low, high = _sentence(text, start, end)
    reading = read(text[low:high])
    change = _Change(reading, old, new)
    at, after = _index(reading, start - low), _index(reading, end - low)
    left = _before(change, at, after)
    right = None if left is None else _after(change, after, _is_governed(change, at))
    if (
        left is None
        or right is None
        or _is_one_of_several(change, at, after)
        or _spoken_of_later(text, start, end, old)
    ):
        return None
    edits = [*left, _Edit(start - low, end - low, words), *right]
    written, joints = _applied(reading.text, edits, len(left) + 1)
    for joint in reversed(joints):
        written = mended(written, joint, gender_of(new))
    return text[:low] + written + text[high:]


def _is_one_of_several(change: _Change, at: int, after: int) -> bool:
    """Whether a plural further on may agree with this noun and another one: "toux et dyspnée rythmées par l'effort"."""
    reading, old, new = change.reading, f"{change.old[0]}p", f"{change.new[0]}p"
    if old == new or change.old[1] == "p":
        return False
    joined = [each for each in _rest(reading, after, reading.sentences[at]) if reading.kinds[each] == "coordinator"]
    start = after if reading.kind(_first_of_noun(change, at) - 1) == "coordinator" else joined[0] if joined else None
    rest = () if start is None else _rest(reading, start, reading.sentences[at])
    forms = (adjective_agreements(reading.words[each]) for each in rest if not reading.kinds[each])
    return any(old in each and new not in each for each in forms)


def _sentence(text: str, start: int, end: int) -> tuple[int, int]:
    """About the sentence around a noun: never less than what can agree with it."""
    low = max(0, start - _LOOK_BACK)
    ends = [each.end() for each in _STOP.finditer(text, low, start)]
    stop = _STOP.search(text, end, end + _LOOK_AHEAD)
    return ends[-1] if ends else low, stop.start() if stop else end + _LOOK_AHEAD


def _index(reading: Reading, position: int) -> int:
    return next((at for at, start in enumerate(reading.starts) if start >= position), len(reading.words))


def _applied(text: str, edits: list[_Edit], joined: int) -> tuple[str, list[int]]:
    """The text with the edits, and where the first `joined` of them begin in it, and the last of those ends."""
    pieces: list[str] = []
    joints: list[int] = []
    reached = length = 0
    for number, edit in enumerate(sorted(edits, key=lambda each: each.start), start=1):
        pieces += [text[reached : edit.start], edit.text]
        length += edit.start - reached
        if number <= joined:
            joints.append(length)
        length += len(edit.text)
        if number == joined:
            joints.append(length)
        reached = edit.end
    return "".join([*pieces, text[reached:]]), joints


def _before(change: _Change, at: int, after: int) -> list[_Edit] | None:
    """Edits of the determiner and the adjectives before the noun, which is the tokens `at` to `after`."""
    reading, edits = change.reading, list[_Edit]()
    first = _first_of_noun(change, at)
    for each in range(first, at):
        form = change.agreeing(each)
        if form is None:
            return None
        edits.append(change.edit(each, form))
    word = reading.word(first - 1)
    row = _DETERMINERS.get(word)
    if row is not None:
        form = row[AGREEMENTS.index(change.new)]
        if not form or _is_uncertain(change, first - 1):
            return None
        edits.insert(0, change.edit(first - 1, form + " " if word == "l'" else form))
    elif first > 0 and not _lets_noun_follow(change, first - 1):
        return None
    return edits if not change.of_number or _is_governed(change, at) or _no_verb(reading, after) else None


def _first_of_noun(change: _Change, at: int) -> int:
    """The first of the adjectives before a noun, or the noun."""
    while at > 0 and _is_before_noun(change, at - 1):
        at -= 1
    return at


def _is_governed(change: _Change, at: int) -> bool:
    """Whether a verb or preposition before the noun makes it its object, so that no later verb agrees with it."""
    before = _first_of_noun(change, at) - 1
    contracted = change.reading.word(before) in ("du", "au", "aux", "d'")
    if not contracted and change.reading.word(before) in _DETERMINERS:
        before -= 1
    return contracted or _governs(change.reading, before)


def _is_uncertain(change: _Change, at: int) -> bool:
    """Whether a determiner may be partitive, or follows "tout" or what may be "à" without its accent."""
    word, before = change.reading.words[at], change.reading.word(at - 1)
    without_accent = word in ("le", "la") and before == "a"
    partitive = change.of_number and (word == "des" or before in ("de", "d'"))
    return without_accent or partitive or before in _BEFORE_DETERMINER


def _is_before_noun(change: _Change, at: int) -> bool:
    word = change.reading.words[at]
    return change.old in adjective_agreements(word) and inflected(word, change.old, "ms") in _BEFORE_NOUN


def _lets_noun_follow(change: _Change, at: int) -> bool:
    kind, word = change.reading.kind(at), change.reading.word(at)
    if kind == "number":
        return not change.of_number
    if kind:
        return kind in _NOUN_MAY_FOLLOW or word in _GOVERNING_ADVERBS
    return bool(readings().get(word, 0) & Word.VERB) and change.old not in adjective_agreements(word)


def _governs(reading: Reading, at: int) -> bool:
    """Whether the word there makes what follows its object, so that no verb can agree with it."""
    kind, word = reading.kind(at), reading.word(at)
    verb = not kind and bool(readings().get(word, 0) & Word.VERB)
    return verb or kind in ("preposition", "have") or word == "pas"


def _no_verb(reading: Reading, at: int) -> bool:
    sentence = reading.sentences[at - 1] if at else 0
    rest = [each for each in range(at, len(reading.words)) if reading.sentences[each] == sentence]
    return not any(
        reading.kinds[each] in ("be", "have", "modal", "relative") or reading.known[each] & Word.VERB for each in rest
    )


def _after(change: _Change, at: int, governed: bool) -> list[_Edit] | None:
    """Edits of the adjectives after the noun and behind "est" and the like, when nothing else may agree with it."""
    edits: list[_Edit] = []
    sentence = change.reading.sentences[at - 1]
    reached = _adjectives(change, at, sentence, edits)
    linked = _linked(change.reading, reached)
    if linked > reached >= 0:
        if governed and change.reading.kinds[reached] != "relative":
            return edits
        if change.of_number:
            return None
        reached = _adjectives(change, linked, sentence, edits)
    if reached < 0 or any(_left_behind(change, each) for each in _rest(change.reading, reached, sentence)):
        return None
    return edits


def _rest(reading: Reading, at: int, sentence: int) -> Iterator[int]:
    for each in range(at, len(reading.words)):
        if reading.sentences[each] != sentence:
            return
        yield each


def _adjectives(change: _Change, at: int, sentence: int, edits: list[_Edit]) -> int:
    """The token after the adjectives that follow one another from `at` on; -1 where one is not sure."""
    reading, reached, joined, several = change.reading, at, False, False
    for each in _rest(reading, at, sentence):
        kind, word = reading.kinds[each], reading.words[each]
        if kind == "adverb":
            continue
        if kind in ("comma", "coordinator"):
            joined = True
            continue
        if kind or change.old not in adjective_agreements(word):
            break
        form = change.agreeing(each)
        if form is None or (form != word and not _is_adjective(change, each, joined, several)):
            return -1
        if form != word:
            edits.append(change.edit(each, form))
        reached, joined, several = each + 1, False, True
    return reached


def _is_adjective(change: _Change, at: int, joined: bool, several: bool) -> bool:
    word = change.reading.words[at]
    if readings().get(word, 0) & Word.VERB and word not in _RATHER_ADJECTIVES:
        return False
    if not joined:
        return True
    following = change.reading.word(at + 1)
    ends = change.reading.kind(at + 1) in _ADJECTIVE_MAY_END or change.old in adjective_agreements(following)
    return ends and (several or not noun_agreements(word))


def _linked(reading: Reading, at: int) -> int:
    """The token after "est", "qui est", "a été" or the like; `at` itself when there is none of these."""
    end = at
    while 0 <= end < len(reading.words) and (reading.kinds[end] in _LINKS or reading.words[end] == "été"):
        end += 1
    return end if any(reading.kinds[each] == "be" or reading.words[each] == "été" for each in range(at, end)) else at


def _left_behind(change: _Change, at: int) -> bool:
    """Whether a word further on may agree with the noun and would then have to change, too."""
    reading = change.reading
    word = reading.words[at]
    if reading.kinds[at]:
        # "La plus intense de sa vie" goes with the noun, too.
        return word == _ARTICLES.get(change.old) and reading.word(at + 1) in ("plus", "moins")
    if change.old not in adjective_agreements(word) or change.agreeing(at) == word:
        return False
    return not _belongs_elsewhere(change, at)


def _belongs_elsewhere(change: _Change, at: int) -> bool:
    reading = change.reading
    kind, before = reading.kind(at - 1), reading.word(at - 1)
    if kind in ("determiner", "preposition", "number"):
        # "Sous cutanée" is no noun behind a preposition.
        return bool(noun_agreements(reading.words[at]))
    if reading.kind(at + 1) == "determiner":
        return True
    if kind == "have":
        return change.old == "ms"
    if readings().get(reading.words[at], 0) & Word.VERB and kind in ("subject", "clitic", "relative"):
        return True
    return not kind and (change.old in noun_agreements(before) or change.old in adjective_agreements(before))


def _spoken_of_later(text: str, start: int, end: int, old: Agreement) -> bool:
    """Whether a pronoun in what follows may stand for the noun."""
    found = _PRONOUNS[old].search(text, end, end + _LOOK_AHEAD)
    if found is None:
        return False
    of_patient = found[0].lower() in ("il", "elle") and _PATIENT[old[0]].search(text, 0, start)
    return not of_patient


def contradicts(text: str, start: int, end: int, agreement: Agreement) -> bool:
    """Whether the determiner before a noun, or an adjective after it, shows another gender or number."""
    before = _WORD_BEFORE.search(text, max(0, start - _WORD_LENGTH), start)
    row = _DETERMINERS.get(before[1].lower().replace("’", "'")) if before else None
    if before and row and not before[1].endswith(("'", "’")) and not _shows(before[1].lower(), agreement):
        return True
    return any(agreement not in forms for forms in _adjectives_after(text, end))


def _adjectives_after(text: str, end: int) -> Iterator[frozenset[Agreement]]:
    """What each of the adjectives can agree with that follow one another right behind a noun."""
    after = _WORD_AFTER.match(text, end)
    while after:
        # "Abdomino-pelvien" agrees with its last part.
        forms = adjective_agreements(after[1].lower().rpartition("-")[2])
        if not forms:
            return
        yield forms
        after = _WORD_AFTER.match(text, after.end())


def _shows(determiner: str, agreement: Agreement) -> bool:
    """Whether a determiner has a reading with this agreement; possessives of a vowel may be feminine."""
    if determiner in ("mon", "ton", "son"):
        return agreement[1] == "s"
    at = AGREEMENTS.index(agreement)
    return any(row[at].split(" ")[-1] == determiner for row in _ROWS) or (determiner == "cet" and agreement == "ms")


def follows_noun(text: str, start: int) -> bool:
    """Whether a noun, and nothing else it could be, stands right before."""
    before = _WORD_BEFORE.search(text, max(0, start - _WORD_LENGTH), start)
    if before is None:
        return False
    word = before[1].lower()
    singular = next((each for each in (word, *singulars(word)) if each in readings()), word)
    known = readings().get(singular, 0)
    return bool(known & NOUN) and not known & Word.VERB and word not in KIND
