"""What raters preferred, as prompts with a better and a worse answer to learn from."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal

from studio.assess.human import Ratings, preferred_share
from studio.core.example import Message, Preference
from studio.core.rating import LEVELS, RatedRow, Rating, RatingSession
from studio.core.rating_rows import ShownRow
from studio.data.preferring import PreferredRow
from studio.errors import RatingFailed
from studio.words import _

Fate = Literal["kept", "unrated", "tie", "disputed", "dangerous", "same", "no_prompt"]
_EVEN = 0.5


@dataclass(frozen=True)
class PreferencePlan:
    """The examples, and how many rows came to none of them for which reason."""

    rows: tuple[PreferredRow, ...]
    left_out: dict[Fate, int] = field(default_factory=dict)


def plan_preferences(session: RatingSession, shown: Sequence[ShownRow], ratings: Ratings) -> PreferencePlan:
    """One example for each row of which most raters prefer the same answer.

    Left out: ties, rows on which raters are evenly divided, equal answers, and better answers that a rater found
    dangerous, since better than another is not yet good. Raises RatingFailed where nothing was compared.
    """
    if not session.compares:
        raise RatingFailed(
            _("Preferences come of two answers side by side; this session shows one."),
            hint=_("Make a session with two models."),
        )
    kept: list[PreferredRow] = []
    left_out: dict[Fate, int] = {}
    texts = {row.id: row for row in shown}
    for row in session.rows:
        said = [each for of in ratings.values() if (each := of.get(row.id)) and each.preference is not None]
        fate, made = _judged(session, row, texts[row.id], said)
        if made is None:
            left_out[fate] = left_out.get(fate, 0) + 1
        else:
            kept.append(made)
    return PreferencePlan(tuple(kept), left_out)


def _judged(
    session: RatingSession, row: RatedRow, shown: ShownRow, said: Sequence[Rating]
) -> tuple[Fate, PreferredRow | None]:
    preferences = [each.preference for each in said if each.preference is not None]
    if not preferences:
        return "unrated", None
    share = preferred_share(session, row, preferences)
    if share == _EVEN:
        return ("disputed" if any(preferences) else "tie"), None
    side = row.sides.index(0 if share > _EVEN else 1)
    if shown.same:
        return "same", None
    if any(_is_dangerous(each, side) for each in said):
        return "dangerous", None
    content = _preference(shown, side)
    if content is None:
        return "no_prompt", None
    return "kept", PreferredRow(content, row.id, "\n".join(each.comment for each in said if each.comment))


def _is_dangerous(rating: Rating, side: int) -> bool:
    return (rating.a, rating.b)[side].get("dangerous") == len(LEVELS["dangerous"]) - 1


def _preference(shown: ShownRow, side: int) -> Preference | None:
    system = "\n\n".join(turn.content for turn in shown.turns if turn.role == "system")
    turns: list[Message] = [turn for turn in shown.turns if turn.role != "system"]
    chosen, rejected = shown.answers[side], shown.answers[1 - side]
    if not turns or turns[-1].role != "user" or not chosen.strip() or not rejected.strip():
        return None
    return Preference(
        system=system, history=tuple(turns[:-1]), prompt=turns[-1].content, chosen=chosen, rejected=rejected
    )
