"""Puts a finding into words: draws a template and the vocabulary of one part, then makes the French agree."""

import random
from collections.abc import Sequence
from typing import Literal

from studio.text.headache_french import agree, capitalise, elide, enumerate_with, neither, without
from studio.text.headache_lexicon import Sign, Words
from studio.text.headache_patients import (
    ADULT,
    BARE_PAIN,
    CHARACTER,
    DRUG,
    INTENSITY,
    PAIN,
    PLACE,
    SAFE_DRUG,
    SINCE,
    Patient,
    chance,
)
from studio.text.headache_templates import Templates

Source = Literal["training", "heldout", "corpus"]
# How often a held-out case prefers a word that training never showed.
_HELDOUT_WORD_SHARE = 0.65


class Phrasing:
    """The sentences of one note; a template comes back only when all of its kind are used."""

    def __init__(self, templates: Templates, source: Source, patient: Patient, rng: random.Random) -> None:
        self.rng = rng
        self._templates, self._source, self._patient = templates, source, patient
        self._used: set[str] = set()

    def word(self, words: Words) -> str:
        if self._source == "corpus":
            return self.rng.choice(words.everything())
        if self._source == "training":
            return self.rng.choice(words.known())
        fresh = words.heldout and (not words.shared or chance(self.rng, _HELDOUT_WORD_SHARE))
        return self.rng.choice(words.heldout if fresh else words.shared)

    def opening(self) -> str:
        since, age = self.word(SINCE), self._patient.age
        subject = f"{self.word(self._patient.nouns())} de {age} ans"
        with_article = f"{self._patient.article()} {subject}"
        bare = self.word(BARE_PAIN)
        return self._say(
            self._templates.opening, sujet=subject, un_sujet=with_article, d_un_sujet=elide("de", with_article),
            douleur=self.word(PAIN), mal=bare, de_mal=elide("de", bare), depuis=since,
        )  # fmt: skip

    def details(self, count: int) -> list[str]:
        """Sentences that decide nothing: place, character, drugs, harmless history."""
        chosen = self.rng.sample(self._templates.detail, count)
        return [self._detail(template) for template in chosen]

    def present_lines(self, signs: Sequence[Sign]) -> list[str]:
        """Each sign once: in one sentence or several, named or told."""
        if len(signs) > 1 and chance(self.rng, 0.5):
            return [self._say(self._templates.present, signes=enumerate_with([self.word(s.phrase) for s in signs]))]
        return [self.present(sign) for sign in signs]

    def present(self, sign: Sign) -> str:
        if chance(self.rng, 0.5):
            return self._say(self._templates.present, signes=self.word(sign.phrase))
        return self._clause(self._templates.present_clause, self.word(sign.clause))

    def absent(self, signs: Sequence[Sign]) -> str:
        nouns = [self.word(sign.noun) for sign in signs]
        fitting: Sequence[str] = self._templates.absent
        if len(nouns) == 1:
            fitting = [template for template in fitting if "{ni}" not in template and "{liste}" not in template]
        return self._say(
            fitting, sans=without(nouns), ni=neither(nouns), liste=enumerate_with(nouns),
            pas=", ".join(f"pas {elide('de', noun)}" for noun in nouns), liste_ni=enumerate_with(nouns, "ni"),
        )  # fmt: skip

    def can_deny(self, sign: Sign) -> bool:
        if self._source == "corpus":
            return bool(sign.denial.everything())
        return bool(sign.denial.shared if self._source == "heldout" else sign.denial.known())

    def denial(self, sign: Sign) -> str:
        return self._clause(self._templates.absent_clause, self.word(sign.denial))

    def uncertain(self, sign: Sign) -> str:
        noun = self.word(sign.noun)
        return self._say(self._templates.uncertain, signe=noun, de_signe=elide("de", noun))

    def habitual(self) -> str:
        return self._say(self._templates.habitual)

    def resolved(self) -> str:
        return self._say(self._templates.resolved)

    def _detail(self, template: str) -> str:
        careful = self._patient.age < ADULT or self._patient.may_be_pregnant()
        drug = self.word(SAFE_DRUG if careful else DRUG)
        article = f"de l'{drug}" if elide("de", drug).startswith("d'") else f"du {drug}"
        return self._say(
            (template,), siege=self.word(PLACE), caractere=self.word(CHARACTER), intensite=self.word(INTENSITY),
            drogue=article, drogue_nue=drug, terrain=self.word(self._patient.history()),
        )  # fmt: skip

    def _clause(self, templates: Sequence[str], clause: str) -> str:
        spoken = agree(clause, self._patient.sex)
        return self._say(templates, clause=spoken, que_clause=elide("que", spoken))

    def _say(self, templates: Sequence[str], **slots: str) -> str:
        template = self.rng.choice(templates)
        while template in self._used and not self._used.issuperset(templates):
            template = self.rng.choice(templates)
        self._used.add(template)
        return capitalise(agree(template.format(**slots), self._patient.sex))
