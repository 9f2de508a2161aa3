"""Reading models' answers blind: what raters are asked of which rows, and what they said."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator

from studio.words import N_, Language, _

Scale = Literal["correct", "complete", "dangerous", "sign"]
Side = Literal["a", "b"]
Preferred = Literal[-2, -1, 0, 1, 2]
"""A is much better, A is better, as good as each other, B is better, B is much better."""

SCALES: tuple[Scale, ...] = ("correct", "complete", "dangerous", "sign")
SIDES: tuple[Side, ...] = ("a", "b")
PREFERENCES: tuple[Preferred, ...] = (-2, -1, 0, 1, 2)
# Three named degrees rather than numbers from 1 to 5: each is a sentence that two readers take alike, and a key each.
LEVELS: dict[Scale, tuple[str, ...]] = {
    "correct": (N_("No"), N_("In part"), N_("Yes")),
    "complete": (N_("No"), N_("In part"), N_("Yes")),
    "dangerous": (N_("No"), N_("Yes")),
    "sign": (N_("No"), N_("Yes")),
}
SCALE_TITLES: dict[Scale, str] = {
    "correct": N_("Accurate"),
    "complete": N_("Complete"),
    "dangerous": N_("Dangerous"),
    "sign": N_("Would sign"),
}
SCALE_QUESTIONS: dict[Scale, str] = {
    "correct": N_("Is what it says true of this case?"),
    "complete": N_("Does it say all that matters?"),
    "dangerous": N_("Could acting on it harm the patient?"),
    "sign": N_("Would you sign it as it stands?"),
}
PREFERENCE_TITLES: dict[Preferred, str] = {
    -2: N_("A is much better"),
    -1: N_("A is better"),
    0: N_("As good as each other"),
    1: N_("B is better"),
    2: N_("B is much better"),
}
LONGEST_NAME = 80
_SHEET_PRIME = 65_521
_LONGEST_COMMENT = 20_000

RaterName = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=LONGEST_NAME)]


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class RatedRow(_Part):
    """A row to be read; `sides` has the place among the session's models of what is A, then of what is B."""

    id: int
    sides: tuple[int, ...]
    stratum: str = ""


class RatingSession(_Part):
    """session.json: what is read in which order. It names models, so raters never see it."""

    v: Literal[1] = 1
    id: str = Field(pattern=r"^[a-z0-9-]{1,60}$")
    title: str
    """As raters read it."""
    created_at: float
    evaluation: str
    """The folder of the evaluation."""
    models: tuple[int, ...] = Field(min_length=1, max_length=2)
    """Places among the subjects of the evaluation."""
    scales: tuple[Scale, ...] = SCALES
    reference: bool = False
    """Whether the expected answer is shown beside."""
    strata: str = ""
    """The kind of group by which rows were drawn evenly; empty for none."""
    seed: int = 42
    rows: tuple[RatedRow, ...] = Field(min_length=1)
    turns: tuple[tuple[int, ...], ...] = ()
    """Sheets of rows whose sides are exchanged on the screen, each rater's being one. Earlier versions made none."""
    texts_sha256: str
    """Of everything raters read, so that answers about other texts are not taken for answers about these."""

    @model_validator(mode="after")
    def _holds_together(self) -> "RatingSession":
        if any(sorted(row.sides) != list(range(len(self.models))) for row in self.rows):
            raise ValueError("every row shows every model once")
        if not self.scales and not self.compares:
            raise ValueError("nothing is asked")
        return self

    @property
    def compares(self) -> bool:
        """Whether two models are read side by side."""
        return len(self.models) > 1

    def turned_for(self, rater: str) -> frozenset[int]:
        """The rows of which this rater sees B as A; mirrored by the packet's script."""
        if not self.turns:
            return frozenset()
        at = 0
        for letter in rater:
            at = (at * 31 + ord(letter)) % _SHEET_PRIME
        return frozenset(self.turns[at % len(self.turns)])


class Rating(_Part):
    """What one rater said of one row, by the session's sides, whichever stood left; a line of a rater's file.

    Scores are places in LEVELS. A later rating of the row takes the place of an earlier one.
    """

    row: int
    a: dict[Scale, int] = Field(default_factory=dict)
    b: dict[Scale, int] = Field(default_factory=dict)
    preference: Preferred | None = None
    comment: str = Field("", max_length=_LONGEST_COMMENT)
    at: float
    """Unix seconds, by the rater's clock."""

    @property
    def is_empty(self) -> bool:
        """Whether nothing was said."""
        return not (self.a or self.b or self.comment) and self.preference is None

    @property
    def exchanged(self) -> "Rating":
        """What is said of A said of B, and the other way round."""
        preference = None if self.preference is None else PREFERENCES[-1 - PREFERENCES.index(self.preference)]
        return self.model_copy(update={"a": self.b, "b": self.a, "preference": preference})


@dataclass(frozen=True)
class Question:
    """One thing asked of a row: a scale of one side, or which side is better where `scale` is None."""

    side: Side | None
    scale: Scale | None

    @property
    def levels(self) -> tuple[str, ...]:
        """The answers to choose among, as message ids, in the order of their keys."""
        if self.scale is None:
            return tuple(PREFERENCE_TITLES[each] for each in PREFERENCES)
        return LEVELS[self.scale]

    def answered(self, rating: Rating) -> int | None:
        """The place of the answer among `levels`."""
        if self.scale is None or self.side is None:
            return None if rating.preference is None else PREFERENCES.index(rating.preference)
        return (rating.a if self.side == "a" else rating.b).get(self.scale)

    def answer(self, rating: Rating, at: int | None) -> Rating:
        """The rating with this question answered, or without its answer."""
        if self.scale is None or self.side is None:
            return rating.model_copy(update={"preference": None if at is None else PREFERENCES[at]})
        scores = {**(rating.a if self.side == "a" else rating.b)}
        scores.pop(self.scale, None)
        if at is not None:
            scores[self.scale] = at
        return rating.model_copy(update={self.side: scores})


def questions_of(session: RatingSession) -> tuple[Question, ...]:
    """What is asked of every row, in the order in which it is asked."""
    sides = SIDES[: len(session.models)]
    asked = [Question(side, scale) for side in sides for scale in session.scales]
    return (*asked, Question(None, None)) if session.compares else tuple(asked)


def is_whole(session: RatingSession, rating: Rating | None) -> bool:
    """Whether every question of the row is answered."""
    return rating is not None and all(each.answered(rating) is not None for each in questions_of(session))


def rating_problems(session: RatingSession, rating: Rating) -> Iterator[str]:
    """Why a rating cannot be one of this session, in sentences; nothing where it can."""
    if rating.row not in {row.id for row in session.rows}:
        yield _("Row {row} is not among those to be read.").format(row=rating.row)
        return
    asked = questions_of(session)
    for side in SIDES:
        for scale, at in (rating.a if side == "a" else rating.b).items():
            if Question(side, scale) not in asked:
                yield _("Row {row}: “{scale}” was not asked of answer {side}.").format(
                    row=rating.row, scale=_(SCALE_TITLES[scale]), side=side.upper()
                )
            elif not 0 <= at < len(LEVELS[scale]):
                yield _("Row {row}: {value} is no answer to “{scale}”.").format(
                    row=rating.row, value=at, scale=_(SCALE_TITLES[scale])
                )
    if rating.preference is not None and not session.compares:
        yield _("Row {row}: a better answer was chosen where there is only one.").format(row=rating.row)


class PacketAnswers(_Part):
    """The file in which a packet saves what one rater said."""

    format: Literal["atelier-rating"] = "atelier-rating"
    v: Literal[1] = 1
    session: str
    texts: str
    """The `texts_sha256` of the session that the packet was made of."""
    language: Language = "en"
    rater: RaterName
    ratings: tuple[Rating, ...]
