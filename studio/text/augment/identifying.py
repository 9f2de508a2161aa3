"""Text that could tell who a patient is: what is recognised here by its form must never appear in a variant."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from studio.core.folding import folded
from studio.core.sentence import Sentence
from studio.words import N_

_MONTHS = ("janvier", "fevrier", "mars", "avril", "mai", "juin", "juillet", "aout", "septembre", "octobre")
_MONTH_NUMBERS = {month: str(number) for number, month in enumerate((*_MONTHS, "novembre", "decembre"), 1)}
_MONTH = r"(?:janvier|f[ée]vrier|mars|avril|mai|juin|juillet|ao[ûu]t|septembre|octobre|novembre|d[ée]cembre)"
_WAY = (
    r"rue|avenue|av\.|boulevard|bd\.?|bld|place|impasse|all[ée]e|chemin|route|quai|square|r[ée]sidence|lotissement|"
    r"faubourg|cit[ée]|hameau|passage|villa"
)
_TITLE = r"(?:M\.|MM\.|Mr\.?|Mme|Mmes|Mlle|Monsieur|Madame|Mademoiselle|Dr\.?|Docteur|Pr\.?|Professeur)"
_CAPITAL = "A-ZÀÂÄÇÉÈÊËÎÏÔÖÙÛÜŸŒ"


@dataclass(frozen=True)
class _Kind:
    message: str
    pattern: re.Pattern[str]
    needs: str
    """One of these is in every text in which the pattern finds something; looking for them is fast."""


_DIGITS = "0123456789"
_KINDS = (
    _Kind(N_("An e-mail address was introduced: “{found}”."), re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+"), "@"),
    _Kind(N_("A web address was introduced: “{found}”."), re.compile(r"(?i)\b(?:https?://|www\.)\S+"), ":w"),
    _Kind(
        N_("A social security number was introduced: “{found}”."),
        re.compile(r"(?<!\d)[12] ?\d\d ?(?:0[1-9]|[1-9]\d) ?(?:\d\d|2[AB]) ?\d{3} ?\d{3}(?: ?\d\d)?(?!\d)"),
        _DIGITS,
    ),
    _Kind(
        N_("A telephone number was introduced: “{found}”."),
        re.compile(r"(?<![\d,.])(?:(?:\+|00)33[ .-]?(?:\(0\)[ .-]?)?|0)[1-9](?:[ .-]?\d\d){4}(?!\d)"),
        _DIGITS,
    ),
    _Kind(
        N_("A record number was introduced: “{found}”."),
        re.compile(
            r"(?i)\b(?:IPP|NIP|NDA|INS|matricule|(?:num[ée]ro|n°|n[or]\.?) ?(?:de |d['’])?"
            r"(?:dossier|patient|s[ée]jour|venue|admission)|dossier)\W{0,3}(?:n°|n[or]\.?|num[ée]ro)?\W{0,3}"
            r"(?=[A-Z]{0,3}\d)[A-Z\d][A-Z\d./-]{3,}"
        ),
        _DIGITS,
    ),
    _Kind(
        N_("A date of birth was introduced: “{found}”."),
        re.compile(
            rf"(?i)\b(?:n[ée]+s?(?:\(e\))? (?:le|en)|date de naissance|DDN)\W{{1,4}}\d[\d ./-]*(?:{_MONTH} \d+)?"
        ),
        _DIGITS,
    ),
    _Kind(
        N_("A full date was introduced: “{found}”."),
        re.compile(
            r"(?<![\d/.-])(?:(?:19|20)\d\d-\d\d-\d\d|\d{1,2}(?P<sep>[/.-])\d{1,2}(?P=sep)(?:(?:19|20)\d\d|\d\d))(?![\d/-])"
            rf"|(?i:\b\d{{1,2}}(?:er)? {_MONTH} (?:19|20)\d\d\b)"
        ),
        _DIGITS,
    ),
    _Kind(
        N_("A street address was introduced: “{found}”."),
        re.compile(rf"(?i:\b\d{{1,4}}(?: ?(?:bis|ter|quater))?,? (?:{_WAY}) (?:(?:des?|du|la|les?) |[dl]['’])*)\w+"),
        _DIGITS,
    ),
    _Kind(
        N_("A postal code with a town was introduced: “{found}”."),
        re.compile(
            rf"(?<![\d,.])(?:0[1-9]|[1-8]\d|9[0-8])\d{{3}} (?:[{_CAPITAL}][a-zà-ÿ]{{2,}}|[{_CAPITAL}]{{4,}})[\w-]*"
        ),
        _DIGITS,
    ),
    _Kind(
        N_("A name was introduced: “{found}”."),
        re.compile(
            rf"\b(?i:{_TITLE}) +(?=[{_CAPITAL}][\w.'’])(?P<name>[{_CAPITAL}][\w'’.-]*(?: [{_CAPITAL}][\w'’-]+)*)"
        ),
        "MmDdPp",
    ),
)


def introduced(before: str, after: str) -> Iterator[Sentence]:
    """What could identify somebody in the later text and was not in the earlier one, however it was written there."""
    characters = frozenset(after)
    for kind in _KINDS:
        found = () if characters.isdisjoint(kind.needs) else tuple(kind.pattern.finditer(after))
        if not found:
            continue
        known = {_key(each) for each in kind.pattern.finditer(before)}
        for each in found:
            if _key(each) not in known:
                yield Sentence(kind.message, {"found": each.group().strip()})


def _key(found: re.Match[str]) -> str:
    """What stays the same when “Mme Durand” becomes “M. DURAND” or 3/05/2024 becomes 3 mai 2024."""
    groups = found.groupdict()
    words = folded(groups.get("name") or found.group()).replace("1er ", "1 ")
    if "name" in groups:
        return words
    parts = re.findall(r"[a-z]+|\d+", words)
    return " ".join(_MONTH_NUMBERS.get(part, part.lstrip("0")) for part in parts)
