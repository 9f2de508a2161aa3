"""Text that could tell who a patient is: what is recognised here by its form must never appear in a variant."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from studio.core.folding import folded
from studio.core.sentence import Sentence
from studio.words import N_

_MONTHS = ("janvier", "fevrier", "mars", "avril", "mai", "juin", "juillet", "aout", "septembre", "octobre")
_MONTH_NUMBERS = {month: str(number) for number, month in enumerate((*_MONTHS, "novembre", "decembre"), 1)}
_MONTH = r"(?:janvier|f[ée]vrier|mars|avril|mai|juin|juillet|ao[ûu]t|septembre|octobre|novembre|d[ée]cembre)"
_WAYS = (
    *(
        "rue",
        "avenue",
        "av.",
        "boulevard",
        "bd",
        "bld",
        "place",
        "impasse",
        "allée",
        "allee",
        "chemin",
        "route",
        "quai",
    ),
    *("square", "résidence", "residence", "lotissement", "faubourg", "cité", "hameau", "passage", "villa"),
)
_TITLES = ("m.", "mr", "mr.", "mme", "mmes", "mlle", "monsieur", "madame", "mademoiselle", "dr", "dr.", "docteur", "pr")
_BORN = tuple(f"n{end} {word}" for end in ("é", "ée", "e", "ee", "és", "ées", "é(e)") for word in ("le", "en"))
_STOP = ". "
_CAPITAL = "A-ZÀÂÄÇÉÈÊËÎÏÔÖÙÛÜŸŒ"


@dataclass(frozen=True)
class _Kind:
    message: str
    pattern: re.Pattern[str]
    needs: tuple[str, ...] = ()
    """One of these is in every text, in lower case, in which the pattern finds something: else digits near each other.

    Looking for them is fast.
    """

    def may_be_in(self, plain: str) -> bool:
        """Whether the pattern could find something."""
        return any(map(plain.__contains__, self.needs)) if self.needs else _DIGITS.search(plain) is not None


def _either(words: tuple[str, ...]) -> str:
    return "|".join(map(re.escape, sorted(words, key=len, reverse=True)))


_DIGITS = re.compile(r"[0-9](?:[0-9][ ./-]?[0-9]|[/.-][0-9])")
_REMEMBERED = 8_192
"""Sentences."""
# A digit comes first and the look behind it after: the search then skips from digit to digit.
_KINDS = (
    _Kind(N_("An e-mail address was introduced: “{found}”."), re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+"), ("@",)),
    _Kind(
        N_("A web address was introduced: “{found}”."),
        re.compile(r"(?i)\b(?:https?://|www\.)\S+"),
        ("http://", "https://", "www."),
    ),
    _Kind(
        N_("A social security number was introduced: “{found}”."),
        re.compile(r"[12](?<!\d\d) ?\d\d ?(?:0[1-9]|[1-9]\d) ?(?:\d\d|2[AB]) ?\d{3} ?\d{3}(?: ?\d\d)?(?!\d)"),
    ),
    _Kind(
        N_("A telephone number was introduced: “{found}”."),
        re.compile(r"[+0](?<![\d,.].)(?:(?:33|033)[ .-]?(?:\(0\)[ .-]?)?)?[1-9](?:[ .-]?\d\d){4}(?!\d)"),
    ),
    _Kind(
        N_("A record number was introduced: “{found}”."),
        re.compile(
            r"(?i)\b(?:IPP|NIP|NDA|INS|matricule|(?:num[ée]ro|n°|n[or]\.?) ?(?:de |d['’])?"
            r"(?:dossier|patient|s[ée]jour|venue|admission)|dossier)\W{0,3}(?:n°|n[or]\.?|num[ée]ro)?\W{0,3}"
            r"(?=[A-Z]{0,3}\d)[A-Z\d][A-Z\d./-]{3,}"
        ),
        (" ipp", " nip", " nda", " ins", "matricule", "dossier", "numéro", "numero", "n°", " no ", " no. ", " nr"),
    ),
    _Kind(
        N_("A date of birth was introduced: “{found}”."),
        re.compile(
            rf"(?i)\b(?:n[ée]+s?(?:\(e\))? (?:le|en)|date de naissance|DDN)\W{{1,4}}\d[\d ./-]*(?:{_MONTH} \d+)?"
        ),
        (*_BORN, "naissance", "ddn"),
    ),
    _Kind(
        N_("A full date was introduced: “{found}”."),
        re.compile(
            r"\d(?<![\d/.-].)(?:[90]\d\d-\d\d-\d\d(?!\d)"
            r"|\d?(?P<sep>[/.-])\d\d?(?P=sep)(?:19|20)?\d\d(?![\d/-])"
            rf"|\d?(?i:er)? (?i:{_MONTH}) (?:19|20)\d\d\b)"
        ),
    ),
    _Kind(
        N_("A street address was introduced: “{found}”."),
        re.compile(
            rf"\d{{1,4}}(?i:(?: ?(?:bis|ter|quater))?,? (?:{_either(_WAYS)}) (?:(?:des?|du|la|les?) |[dl]['’])*)\w+"
        ),
        tuple(f" {way} " for way in _WAYS),
    ),
    _Kind(
        N_("A postal code with a town was introduced: “{found}”."),
        re.compile(rf"\d{{5}}(?<![\d,.]\d{{5}}) (?:[{_CAPITAL}][a-zà-ÿ]{{2,}}|[{_CAPITAL}]{{4,}})[\w-]*"),
    ),
    _Kind(
        N_("A name was introduced: “{found}”."),
        re.compile(rf"\b(?i:{_either(_TITLES)}) +(?P<name>[{_CAPITAL}](?:\.|[\w'’-]+)(?: [{_CAPITAL}][\w'’-]+)*)"),
        tuple(f"{title} " for title in _TITLES),
    ),
)


def introduced(before: str, after: str) -> Iterator[Sentence]:
    """What could identify somebody in the later text and was not in the earlier one, however it was written there."""
    for number in sorted(frozenset[int]().union(*map(_possible, after.split(_STOP)))):
        kind = _KINDS[number]
        found = tuple(kind.pattern.finditer(after))
        known = {_key(each) for each in kind.pattern.finditer(before)} if found else set()
        for each in found:
            if _key(each) not in known:
                yield Sentence(kind.message, {"found": each.group().strip()})


@lru_cache(_REMEMBERED)
def _possible(sentence: str) -> frozenset[int]:
    """The numbers of the kinds that may begin or end in a sentence; variants share most of theirs."""
    plain = f" {sentence.lower()}{_STOP}".replace("\n", " ")
    return frozenset(number for number, kind in enumerate(_KINDS) if kind.may_be_in(plain))


def _key(found: re.Match[str]) -> str:
    """What stays the same when “Mme Durand” becomes “M. DURAND” or 3/05/2024 becomes 3 mai 2024."""
    groups = found.groupdict()
    words = folded(groups.get("name") or found.group()).replace("1er ", "1 ")
    if "name" in groups:
        return words
    parts = re.findall(r"[a-z]+|\d+", words)
    return " ".join(_MONTH_NUMBERS.get(part, part.lstrip("0")) for part in parts)
