"""Every transformation there is, built from the lexicons of a project."""

from collections.abc import Mapping
from pathlib import Path

from studio.text.augment.transformation import Transformation


def catalogue(project: Path | None) -> Mapping[str, Transformation]:
    """The transformations by key, in the order in which they are presented; raises LexiconWrong."""
    made: tuple[Transformation, ...] = ()
    return {each.info.key: each for each in made}
