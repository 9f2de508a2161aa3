"""How the users of a model have rated its answers: signs, words and numbers on whichever scale a log has."""

from collections.abc import Iterable
from dataclasses import replace

from studio.core.folding import folded
from studio.core.monitoring import LogEntry
from studio.words import _

_WORDS = {
    **dict.fromkeys(("up", "thumbs_up", "thumbsup", "like", "liked", "good", "positive", "yes", "ok"), 1.0),
    **dict.fromkeys(("bon", "bonne", "bien", "oui", "juste", "positif"), 1.0),
    **dict.fromkeys(("down", "thumbs_down", "thumbsdown", "dislike", "disliked", "bad", "negative"), -1.0),
    **dict.fromkeys(("no", "wrong", "mauvais", "mauvaise", "mal", "non", "faux", "negatif", "dangereux"), -1.0),
    **{"👍": 1.0, "👎": -1.0, "+1": 1.0, "-1": -1.0, "−1": -1.0},
}
_SCALES = ((1.0, 0.5), (5.0, 2.0), (10.0, 4.0), (100.0, 40.0))
"""The most a scale has, and up to where a rating on it is bad."""
_BELOW_ZERO = -1e-9


def rating_of(value: object) -> tuple[float | None, str]:
    """A rating as a number, or the comment that stands in its place."""
    if isinstance(value, bool):
        return (1.0 if value else -1.0), ""
    if isinstance(value, int | float):
        return float(value), ""
    return _said(value.strip()) if isinstance(value, str) else (None, "")


def _said(text: str) -> tuple[float | None, str]:
    known = _WORDS.get(text, _WORDS.get(folded(text).strip(" .!").replace(" ", "_")))
    if known is not None:
        return known, ""
    try:
        return float(text.replace(",", ".")), ""
    except ValueError:
        return None, text


def judged(entries: Iterable[LogEntry]) -> tuple[list[LogEntry], str]:
    """The entries with `disliked`, by the scale that the ratings of all of them show; and that scale in words."""
    every = list(entries)
    ratings = [each.rating for each in every if each.rating is not None]
    if not ratings:
        return every, ""
    limit, words = _limit(min(ratings), max(ratings))
    return [each if each.rating is None else replace(each, disliked=each.rating <= limit) for each in every], words


def _limit(least: float, most: float) -> tuple[float, str]:
    if least < 0:
        # Thumbs up and down need no explanation.
        return _BELOW_ZERO, "" if -least == max(1.0, most) == 1 else _("Ratings below 0 count as bad.")
    top, limit = next(((top, limit) for top, limit in _SCALES if most <= top), (most, 0.4 * most))
    words = _("Ratings are read on a scale up to {top}; {limit} and less count as bad.")
    return limit, words.format(top=f"{top:g}", limit=f"{limit:g}")
