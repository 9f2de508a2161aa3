"""How the results of a reading are said."""

import math
from typing import TYPE_CHECKING

from studio.core.rating import LEVELS, PREFERENCE_TITLES, PREFERENCES, SCALE_TITLES, RatingSession, Scale
from studio.ui.formats import examples, percent, tick
from studio.words import N_, _

if TYPE_CHECKING:
    from studio.assess.human import Disagreement, ScaleDifference, StratumWins, Wins
    from studio.assess.score import Score
    from studio.evaluating.preferences import Fate

_EVEN = 0.5
_HUNDREDTH = 0.01
_RELIABLE, _TENTATIVE = 0.8, 0.667
_FATES: dict[str, str] = {
    "unrated": N_("not compared yet: {count}"),
    "tie": N_("as good as each other: {count}"),
    "disputed": N_("raters evenly divided: {count}"),
    "dangerous": N_("the better answer is dangerous too: {count}"),
    "same": N_("both answers the same: {count}"),
    "no_prompt": N_("no question or an empty answer: {count}"),
}


def model_names(session: RatingSession, names: tuple[str, ...], *, revealed: bool) -> tuple[str, ...]:
    """The models' titles once revealed; before, letters that do not follow the order in which models were chosen."""
    if revealed:
        return names
    letters = _("Model X"), _("Model Y")
    turned = int(session.texts_sha256[:8], 16) % 2 if session.compares else 0
    return tuple(letters[(at + turned) % 2] for at in range(len(names)))


def share_words(score: "Score") -> str:
    """A share with its interval."""
    return _("{value} ({low} to {high})").format(
        value=percent(score.value), low=percent(score.low), high=percent(score.high)
    )


def coefficient_words(score: "Score") -> str:
    """A coefficient of agreement with its interval."""
    if math.isnan(score.value):
        return _("cannot be judged")
    if math.isnan(score.low):
        return tick(score.value, _HUNDREDTH)
    return _("{value} ({low} to {high})").format(
        value=tick(score.value, _HUNDREDTH), low=tick(score.low, _HUNDREDTH), high=tick(score.high, _HUNDREDTH)
    )


def reliability_words(alpha: "Score") -> str:
    """What Krippendorff (2004, Content Analysis, ch. 11) makes of an alpha, judged by its lower bound."""
    if math.isnan(alpha.value):
        return _("all say the same: that is no proof of agreement")
    if alpha.low >= _RELIABLE:
        return _("reliable")
    if alpha.low >= _TENTATIVE:
        return _("good enough for tentative conclusions")
    if alpha.value >= _TENTATIVE:
        return _("too few rows to rely on")
    return _("not reliable: agree first on what the words mean")


def scale_title(scale: Scale | None) -> str:
    """What was asked."""
    return _("Which is better") if scale is None else _(SCALE_TITLES[scale])


def verdict_words(wins: "Wins", names: tuple[str, str]) -> str:
    """Which model raters prefer, by the interval's bounds and not by the point."""
    if wins.rate.low > _EVEN:
        return _("{model} is preferred.").format(model=names[0])
    if wins.rate.high < _EVEN:
        return _("{model} is preferred.").format(model=names[1])
    return _("No preference is shown: with so few rows, either could be the better one.")


def rate_words(wins: "Wins", names: tuple[str, str]) -> str:
    """The win rate in words, told of the first of the names."""
    return _("{model} wins {rate} of {rows}, ties counted as halves.").format(
        model=names[0], rate=share_words(wins.rate), rows=examples(wins.rate.n)
    )


def stratum_words(session: RatingSession, each: "StratumWins", names: tuple[str, str]) -> str:
    """The win rate among the rows of one group."""
    from studio.assess.groups import group_title

    group = group_title(session.strata, each.stratum).text()
    return _("{group}: {wins}").format(group=group, wins=rate_words(each.wins, names))


def evenly_words() -> str:
    """What drawing from groups does to numbers over all rows."""
    return _("Small groups may weigh more among the rows read than in the data: go by the groups where they differ.")


def difference_words(difference: "ScaleDifference", names: tuple[str, str]) -> str:
    """By how many points the models differ in “yes”, and whether that is more than chance."""
    score = difference.difference
    points = _("{value:+.0f} points ({low:+.0f} to {high:+.0f})").format(
        value=100 * score.value, low=100 * score.low, high=100 * score.high
    )
    surely = score.low > 0 or score.high < 0
    words = (
        _("{first} beside {second}: {points}, a sure difference")
        if surely
        else _("{first} beside {second}: {points}, no difference shown")
    )
    return words.format(first=names[0], second=names[1], points=points.replace("-", "−"))


def disagreement_words(each: "Disagreement", names: tuple[str, ...]) -> str:
    """Who says what of which row."""
    if each.scale is None:
        said = [_(PREFERENCE_TITLES[PREFERENCES[value + 2]]) for value in each.values]
        about = scale_title(None)
    else:
        said = [_(LEVELS[each.scale][value]) for value in each.values]
        about = _("{scale} of {model}").format(scale=scale_title(each.scale), model=names[each.model or 0])
    voices = ", ".join(
        _("{rater}: {said}").format(rater=rater, said=words) for rater, words in zip(each.raters, said, strict=True)
    )
    return _("Row {row} · {about} · {voices}").format(row=each.row, about=about, voices=voices)


def left_out_words(left_out: "dict[Fate, int]") -> str:
    """Which rows give no preference, and why."""
    return " · ".join(_(_FATES[fate]).format(count=count) for fate, count in left_out.items())
