"""Headings of a note that place what stands below them in the past or in the family."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

_PAST = (
    r"(?:(?:principaux |rappel des )?(?:antecedents?|atcds?|"
    r"antcds?|passe|histoire anterieure|pathologies? anterieures?|"
    r"maladies? anterieures?)(?! fam)(?! f\b)(?: (?!fam)[a-z-]+)?(?: et (?!fam)[a-z-]+)?)"
)
_FAMILY = (
    r"(?:(?:antecedents?|atcds?|antcds?) (?:[a-z]+ )?f(?:am(?:iliaux|ilial|iliales?|ille|\.)?)?(?!\w)|"
    r"familiaux|famille|heredite|af|atf|acf|atcdf|histoire familiale|genealogie|arbre genealogique)"
)
_OTHER = (
    r"(?:motif|motif d[e'] ?[a-z]+|histoire[a-z ]*|hdm|mode de vie|traitements?[a-z' ]*|ttt|tt|allergies?|"
    r"examens?[a-z ]*|ex|"
    r"clinique|paraclinique|biologie|bio|imagerie|conclusion|au total|diagnostics?[a-z ]*|conduite a tenir|cat|"
    r"evolution|"
    r"a l'(?:entree|arrivee|admission|interrogatoire|examen)|interrogatoire|anamnese|constantes|symptomes|"
    r"signes fonctionnels|habitus|facteurs de risques?|prise en charge|pec|avis|observation|contexte|plaintes?|"
    r"synthese|terrain|problemes?|hypotheses?|resume|ordonnance|actuellement|neuro|cardio|examen clinique)"
)
_SUB = r"(?:personnels?|medicaux|chirurgicaux|obstetricaux|gyneco[a-z-]*|med|chir|ap)"
_HEADING = re.compile(
    rf"(?:^|(?<=\n)|(?<=[.;] ))[-*•# ]*(?:(?P<family>{_FAMILY})|(?P<past>{_PAST}|{_SUB})|(?P<other>{_OTHER}))"
    r" ?(?P<mark>:|(?=\n))"
)


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading, and up to where it holds."""

    family: bool
    start: int
    end: int
    until: int


def headings_in(plain: str) -> Sequence[Heading]:
    """Those headings of a folded text that matter for what stands below."""
    if ":" not in plain and "\n" not in plain:
        return ()
    found = list(_HEADING.finditer(plain))
    headings = []
    for match, following in zip(found, [*found[1:], None], strict=False):
        if match["other"]:
            continue
        until = following.start() if following else len(plain)
        line_end = plain.find("\n", match.end())
        if plain[match.end() : line_end].strip() and line_end >= 0:
            until = min(until, line_end)
        headings.append(Heading(bool(match["family"]), match.start(), match.end(), until))
    return headings
