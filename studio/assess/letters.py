"""Which options an answer to a choice question takes, however it says so."""

import re
from collections.abc import Callable, Iterable, Sequence
from string import ascii_uppercase

from studio.assess.normalising import mentioned, normalised

Taken = frozenset[int]
_ITEM = r"(?<![\w’'])\(?[A-Ja-j]\)?(?![\w’'])"
_AND = (
    r"\s*(?:[,;/&+-]|\b(?:et|ou|and|or)\b|\s)\s*(?:(?:la|les|the)\s+)?(?i:(?:r[ée]ponse|option|proposition|item)\s+)?"
)
_LIST = re.compile(rf"{_ITEM}(?:{_AND}{_ITEM})*")
_GLUED = re.compile(r"[A-J]{2,10}|[a-j]{2,10}")
_END = re.compile(r"\s*(?:[).,;:!?\n]|$)")
_BARE = re.compile(rf"\W*({_ITEM}(?:(?:\W*\b(?:et|ou|and|or)\b)?\W*{_ITEM})*)\W*")
_NOUN = r"(?:r[ée]ponse|answer|option|proposition|choi(?:x|ce)|solution|item|lettre|letter)s?(?:\(s\))?"
_GOOD = r"(?:bonne|exacte?|correcte?|juste|vraie?|finale?|right|true|best)s?"
_ARTICLES = r"(?:(?:donc|then|a priori|alors|bien|la|le|les|the|option|r[ée]ponse|lettre|letter|proposition)\s+|l[’'])*"
_SAID = re.compile(
    rf"(?i:(?:\b{_NOUN}(?:\s+{_GOOD})?(?:\s*(?:\b(?:est|sont|is|are)\b|[:=–—-]))+"
    r"|\bc[’']est|\bce\s+serait|\bchoisis|\br[ée]ponds|\bdirais|\bopte\s+pour|\bchoose|\bsay|\bit(?:[’']s|\s+is))"
    rf"\s*{_ARTICLES})"
)
_NAMED = re.compile(rf"(?i:\b{_NOUN}\s+)")
_HELD_TRUE = re.compile(rf"\s*(?i:\b(?:est|sont|is|are)\s+(?:(?:la|les|the|seules?|only)\s+)*{_GOOD}\b)")
_HELD_FALSE = re.compile(r"(?i:\b(?:faux|fausses?|incorrecte?s?|inexacte?s?|wrong|false|not|pas)\b)")
_CALLED_FALSE = re.compile(rf"\s*(?i:n[’']est|ne\s+sont|(?:est|sont|is|are)\b)\s+{_HELD_FALSE.pattern}")
_ENTRY = re.compile(
    r"(?:^[-•]?\s*|[,;]\s*|\b(?:et|and)\s+)\(?([A-J]|[a-j](?=\)))\s?[.):]|^[-•]?\s*\(?([A-J])\)?\s[–—-]\s", re.MULTILINE
)
_THOUGHTS = re.compile(r"^.*</think>", re.DOTALL)
_CUES = 20
# A model that cannot end repeats itself, and patterns that try every split of a long run would take minutes.
_RUNS = re.compile(r"(\W)\1{2,}")
_MARKUP = re.compile(r"\\(?:boxed|text(?:bf)?|mathrm)|[*`$_{}\[\]\"“”«»]")


def read_letters(text: str, options: Sequence[str], several: bool) -> Taken | None:
    """Places of the options taken; None where the answer cannot be read, or names a letter that is no option's.

    In this order: an option in full; nothing but letters ("b et d", "ACD"); letters after the last "La bonne réponse
    est" or before the last "sont exactes"; entries ("B. Lipolyse") not called false; letters after the last "option";
    options mentioned and not denied. Where questions have one right answer, an answer that mentions two is not read.
    """
    said = _tidied(text)
    readings: tuple[Callable[[], Taken], ...] = (
        lambda: _whole(said, options),
        lambda: _bare(said),
        lambda: _stated(said, options, several),
        lambda: _entries(said, several),
        lambda: _after(_NAMED, said),
        lambda: _mentioned(said, options, several),
    )
    taken = next((found for reading in readings if (found := reading())), frozenset())
    return taken if taken and max(taken) < len(options) else None


def _tidied(text: str) -> str:
    """The answer after the thoughts, without markup, empty lines and runs of signs."""
    plain = _MARKUP.sub(" ", _THOUGHTS.sub("", text))
    return _RUNS.sub(r"\1\1", "\n".join(" ".join(line.split()) for line in plain.splitlines() if line.strip()))


def _places(letters: Iterable[str]) -> Taken:
    return frozenset(ascii_uppercase.index(letter.upper()) for letter in letters)


def _whole(said: str, options: Sequence[str]) -> Taken:
    """A single letter stays a letter: of the options A, B, AB and O of blood groups as well."""
    plain = normalised(said)
    return frozenset(at for at, option in enumerate(options) if len(plain) > 1 and normalised(option) == plain)


def _bare(said: str) -> Taken:
    alone = said.strip(" .()\n")
    if _GLUED.fullmatch(alone) and "".join(sorted(set(alone))) == alone:
        return _places(alone)
    match = _BARE.fullmatch(said)
    return _places(re.findall(r"\b[A-Ja-j]\b", match[1])) if match else frozenset()


def _stated(said: str, options: Sequence[str], several: bool) -> Taken:
    for cue in _last(_SAID, said):
        rest = said[cue.end() :]
        if taken := _whole(rest.split("\n", 1)[0], options) or _list_at(said, cue.end()):
            # "Les bonnes réponses sont : A) Glycolyse, C) Lipolyse".
            return taken | _entries(rest, several) if several else taken
    held = [match for match in _LIST.finditer(said) if _HELD_TRUE.match(said, match.end())]
    return _places(re.findall(r"\b[A-Ja-j]\b", held[-1][0])) if held else frozenset()


def _after(cue: re.Pattern[str], said: str) -> Taken:
    found = (_list_at(said, match.end()) for match in _last(cue, said))
    return next((taken for taken in found if taken), frozenset())


def _last(cue: re.Pattern[str], said: str) -> list[re.Match[str]]:
    """The last first."""
    return list(cue.finditer(said))[: -_CUES - 1 : -1]


def _list_at(said: str, start: int) -> Taken:
    """Letters that stand there, unless they are called false; small or joined ones only where nothing else follows."""
    glued = _GLUED.match(said, start)
    if glued and _END.match(said, glued.end()) and "".join(sorted(set(glued[0]))) == glued[0]:
        return _places(glued[0])
    match = _LIST.match(said, start)
    if match is None:
        return frozenset()
    letters, rest = re.findall(r"\b[A-Ja-j]\b", match[0]), said[match.end() :].split(".", 1)[0]
    small = any(letter.islower() for letter in letters) and not _END.match(said, match.end())
    return frozenset() if small or _CALLED_FALSE.match(rest) else _places(letters)


def _entries(said: str, several: bool) -> Taken:
    """Letters of a list, each before its text; at the beginning, or a list in which something is called false."""
    entries = list(_ENTRY.finditer(said))
    if not entries:
        return frozenset()
    ends = [*(entry.start() for entry in entries[1:]), len(said)]
    between = [said[entry.end() : end] for entry, end in zip(entries, ends, strict=True)]
    # A single one is what the answer takes: whatever is wrong in its reasons is something else.
    kept = [
        entry[1] or entry[2]
        for entry, words in zip(entries, between, strict=True)
        if len(entries) == 1 or not _HELD_FALSE.search(words)
    ]
    judged = len(kept) < len(entries)
    if not (judged or entries[0].start() == 0):
        return frozenset()
    return _places(kept if several or judged else kept[:1])


def _mentioned(said: str, options: Sequence[str], several: bool) -> Taken:
    found = frozenset(mentioned(said, options))
    if several or len(found) == 1:
        return found
    # "Yes, although there is no proof": what comes first is the answer.
    plain = f"{normalised(said)} "
    first = [at for at in found if re.match(rf"{re.escape(normalised(options[at]))} (?!ou |or |et |and )", plain)]
    return frozenset(sorted(first, key=lambda at: -len(options[at]))[:1])
