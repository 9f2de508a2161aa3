"""What a French word can be: noun, adjective, participle or verb, and of which gender, in the singular.

The words come from Lefff 3.4 (Benoît Sagot, "The Lefff, a freely available and large-coverage morphological and
syntactic lexicon for French", LREC 2010), through `tools/derive_morphology.py`. They stay under Lefff's own licence,
LGPLLR, which lies beside them in `resources/morphology/`.
"""

import gzip
from enum import IntFlag
from functools import lru_cache

from studio.paths import MORPHOLOGY


class Word(IntFlag):
    """The readings of a form; an epicene word has both genders."""

    NOUN_M = 1
    NOUN_F = 2
    ADJECTIVE_M = 4
    ADJECTIVE_F = 8
    PARTICIPLE = 16
    VERB = 32
    """Third person, infinitive or present participle."""


NOUN = int(Word.NOUN_M | Word.NOUN_F)
ADJECTIVE = int(Word.ADJECTIVE_M | Word.ADJECTIVE_F)
VERB, PARTICIPLE = int(Word.VERB), int(Word.PARTICIPLE)


@lru_cache(1)
def readings() -> dict[str, int]:
    """Every known form in lower case, with its readings."""
    known: dict[str, int] = {}
    with gzip.open(MORPHOLOGY / "lefff.txt.gz", "rt", encoding="utf-8") as file:
        for line in file:
            number, *forms = line.split()
            known.update(dict.fromkeys(forms, int(number)))
    return known
