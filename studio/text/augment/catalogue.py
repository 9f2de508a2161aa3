"""Every transformation there is, built from the lexicons of a project."""

from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

from studio.text.augment.abbreviations import Abbreviations, abbreviations_lexicon
from studio.text.augment.age import Age, ages_lexicon
from studio.text.augment.answers import Wordings
from studio.text.augment.dictation import Dictated
from studio.text.augment.distractors import Distractors, distractors_lexicon
from studio.text.augment.durations import Durations
from studio.text.augment.minimal_pairs import MinimalPair
from studio.text.augment.negations import Negations, negations_lexicon
from studio.text.augment.numbers import Numbers
from studio.text.augment.ordering import Ordering
from studio.text.augment.register import Sms, Telegraphic
from studio.text.augment.register_lexicon import register_lexicon
from studio.text.augment.sex import Sex
from studio.text.augment.synonyms import Synonyms, synonyms_lexicon
from studio.text.augment.transformation import Transformation
from studio.text.augment.typing_noise import TypingNoise
from studio.text.findings.engine import engine_for
from studio.text.french.sexes import sexes_lexicon

# What is built from lexicons knows nothing else, and is the same for every plan of a process.
_synonyms, _abbreviations, _negations = lru_cache(2)(Synonyms), lru_cache(2)(Abbreviations), lru_cache(2)(Negations)
_typing_noise, _distractors = lru_cache(2)(TypingNoise), lru_cache(2)(Distractors)


def catalogue(project: Path | None, wordings: Wordings | None = None) -> Mapping[str, Transformation]:
    """The transformations by key, in the order in which they are presented; raises LexiconWrong.

    Without `wordings` minimal pairs refuse every case.
    """
    engine, register = engine_for(project), register_lexicon(project)
    made: tuple[Transformation, ...] = (
        _synonyms(synonyms_lexicon(project)),
        _abbreviations(abbreviations_lexicon(project)),
        _negations(negations_lexicon(project)),
        Durations(),
        Sex(sexes_lexicon(project)),
        Age(ages_lexicon(project), sexes_lexicon(project)),
        Numbers(),
        Ordering(),
        Telegraphic(register),
        Sms(register),
        Dictated(),
        _typing_noise(engine.lexicon),
        _distractors(distractors_lexicon(project)),
        MinimalPair(engine, wordings),
    )
    return {each.info.key: each for each in made}
