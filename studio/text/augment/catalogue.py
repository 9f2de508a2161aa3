"""Every transformation there is, built from the lexicons of a project."""

from collections.abc import Mapping
from pathlib import Path

from studio.text.augment.answers import Wordings
from studio.text.augment.minimal_pairs import MinimalPair
from studio.text.augment.numbers import Numbers
from studio.text.augment.ordering import Ordering
from studio.text.augment.transformation import Transformation
from studio.text.augment.typing_noise import TypingNoise
from studio.text.findings.engine import engine_for


def catalogue(project: Path | None, wordings: Wordings | None = None) -> Mapping[str, Transformation]:
    """The transformations by key, in the order in which they are presented; raises LexiconWrong.

    Without `wordings` minimal pairs refuse every case.
    """
    engine = engine_for(project)
    terms = [form for concept in engine.lexicon.concepts for form in (*concept.forms, *concept.nouns)]
    made: tuple[Transformation, ...] = (
        Numbers(),
        Ordering(),
        TypingNoise(terms),
        MinimalPair(engine, wordings),
    )
    return {each.info.key: each for each in made}
