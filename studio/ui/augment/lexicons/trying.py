"""What a lexicon, as it is being edited, makes of a sentence; no Qt."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from random import Random
from typing import Any

from studio.data.lexicon_files import LexiconKind
from studio.text.augment.abbreviations import Abbreviations
from studio.text.augment.case import Case
from studio.text.augment.distractors import Distractors
from studio.text.augment.negations import Negations
from studio.text.augment.sex import Sex
from studio.text.augment.synonyms import Synonyms
from studio.text.augment.transformation import Changed, Transformation
from studio.text.findings.engine import FindingsEngine
from studio.text.findings.finding import Finding, Status
from studio.text.findings.lexicon import FindingsLexicon
from studio.text.findings.reasons import STATUS_NAMES
from studio.text.lexicons import Lexicon
from studio.words import current_language

SEED = "1"
SENTENCES = {
    "findings": "Femme de 34 ans, céphalée brutale hier soir. Pas de fièvre ni de raideur de nuque. Mère migraineuse.",
    "synonyms": "Elle a des céphalées intenses depuis hier, sans photophobie.",
    "abbreviations": "ATCD d'HTA. IRM cérébrale demandée.",
    "negations": "Pas de fièvre ni de vomissements.",
    "distractors": "Femme de 34 ans, céphalées depuis trois jours. Nuque souple.",
    "sexes": "Patiente de 34 ans, connue pour une migraine, adressée par sa mère.",
}
"""What is tried until a person types another one: for these lexicons there is something to see."""
_REWRITING: Mapping[str, Callable[[Any], Transformation]] = {
    "synonyms": Synonyms,
    "abbreviations": Abbreviations,
    "negations": Negations,
    "distractors": Distractors,
    "sexes": Sex,
}


@dataclass(frozen=True)
class SeenFinding:
    """A finding in words: what it is called, its status and why."""

    start: int
    end: int
    status: Status
    name: str
    said: str
    why: str


@dataclass(frozen=True)
class Tried:
    """What came of a sentence: findings, or the sentence rewritten with notes, or why it was not."""

    findings: tuple[SeenFinding, ...] = ()
    rewritten: str = ""
    notes: tuple[str, ...] = ()


Try = Callable[[str], Tried]


def can_be_tried(kind: LexiconKind) -> bool:
    """Whether a sentence shows what the lexicon does."""
    return kind.name in SENTENCES


def make_try(kind: LexiconKind, lexicon: Lexicon) -> Try:
    """Build what reads with this lexicon; takes up to a few tenths of a second."""
    if isinstance(lexicon, FindingsLexicon):
        engine = FindingsEngine(lexicon)
        return lambda text: Tried(tuple(_seen(lexicon, each) for each in engine.find(text)))
    transformation = _REWRITING[kind.name](lexicon)
    return lambda text: _rewritten(transformation, text)


def _seen(lexicon: FindingsLexicon, finding: Finding) -> SeenFinding:
    language, concept = current_language(), lexicon.concept(finding.concept)
    name = getattr(concept.name, language) if concept else finding.concept
    said = STATUS_NAMES[finding.status][language]
    return SeenFinding(finding.start, finding.end, finding.status, name, said, finding.why.text())


def _rewritten(transformation: Transformation, text: str) -> Tried:
    done = transformation.apply(Case((text,)), 1.0, Random(SEED))
    if isinstance(done, Changed):
        return Tried(rewritten=done.case.texts[0], notes=tuple(each.text() for each in done.notes))
    return Tried(notes=tuple(each.text() for each in (done.reason, *done.others)))
