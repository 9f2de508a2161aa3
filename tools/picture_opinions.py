"""What people say in the pictures, all of it made up: raters of answers, and a log of answers given in use."""

import json
import time
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

from studio.core.rating import PREFERENCES, RatedRow, Rating, RatingSession, Scale
from studio.evaluating.rating_sessions import create_session
from studio.evaluating.ratings import RatingFolder, SessionWishes, add_rating, read_session
from studio.runs.folder import RunFolder
from studio.words import Language
from tools.picture_project import ONE, OTHER, described_cases

_TITLES: dict[Language, tuple[str, str]] = {
    "en": ("Would you send this answer?", "Second reading, with colleagues"),
    "fr": ("Enverriez-vous cette réponse ?", "Seconde lecture, entre collègues"),
}
_ROWS, _READ = 20, 8
_GOOD: dict[Scale, int] = {"correct": 2, "complete": 2, "dangerous": 0, "sign": 1}
_FAIR: dict[Scale, int] = {"correct": 2, "complete": 1, "dangerous": 0, "sign": 0}
_POOR: dict[Scale, int] = {"correct": 0, "complete": 0, "dangerous": 1, "sign": 0}
_SHORT: dict[Scale, int] = {"correct": 1, "complete": 0, "dangerous": 0, "sign": 0}
_BEGIN = datetime(2026, 8, 31, 8, tzinfo=UTC)
_EVERY = timedelta(hours=9)
_MODEL = "run-1"
_OVERLOOKS, _NAMED = 110, 44
_URGENT = "Recommandation: IRM cérébrale en urgence et avis spécialisé devant : début brutal."
_CALM = "Recommandation: traitement antalgique simple et surveillance, sans imagerie en urgence."
_ASKS = (
    "Pour préciser: Comment la douleur a-t-elle commencé et quel est son caractère ? | Fièvre, vomissements, perte de "
    "connaissance, convulsions ou déficit ? | Traitement en cours, antécédents ou traumatisme récent ?"
)


def place_ratings(run: RunFolder, language: Language) -> tuple[RatingFolder, RatingFolder]:
    """One session that two have read to its end, and one that the first has begun."""
    ended, begun = (
        create_session(run, SessionWishes(title, (0, 1), _ROWS, reference=True, seed=at))
        for at, title in enumerate(_TITLES[language])
    )
    now = time.time()
    for rater, every in ((ONE, 6), (OTHER, 5)):
        session = read_session(ended)
        said = (_rating(session, each, at, every) for at, each in enumerate(session.rows))
        add_rating(ended, rater, *(each.model_copy(update={"at": now}) for each in said))
    session = read_session(begun)
    rows = list(enumerate(session.rows))
    add_rating(begun, ONE, *(_rating(session, each, at, 6) for at, each in rows[:_READ]))
    at, each = rows[_READ]
    half = _rating(session, each, at, 6)
    add_rating(begun, ONE, half.model_copy(update={"b": {}, "preference": None}))
    return ended, begun


def write_log(file: Path) -> Path:
    """Nine weeks of questions unlike those of the test part, with a model that overlooks more and more."""
    lines = []
    for at, (text, labels) in enumerate(described_cases()):
        urgent, missed = "urgence" in labels, at % 5 == 0 or at > _OVERLOOKS
        answer = _URGENT if urgent and not missed else _ASKS if at % 4 == 1 else _CALM
        line = {
            "question": f"{text} Que faire ? (appel {at + 1})",
            "answer": answer if at % 23 else "Il faut se reposer.",
            "time": (_BEGIN + at * _EVERY).isoformat(),
            "model": _MODEL,
            "latency": round(0.9 + at % 7 * 0.15 + at / 300, 2),
        }
        if urgent:
            line["rating"] = "down" if urgent and missed else "up"
        if at == _NAMED:
            line["question"] = f"Mme Durand, née le 12/03/1961, tél. 06 12 34 56 78 : {text}"
        lines.append(line)
    file.write_text("".join(f"{json.dumps(line, ensure_ascii=False)}\n" for line in lines), "utf-8")
    return file


def _rating(session: RatingSession, row: RatedRow, at: int, every: int) -> Rating:
    """The trained model is mostly better; `every` so many rows a rater thinks otherwise."""
    scores: Sequence[dict[Scale, int]] = (
        _POOR if at % 3 else _SHORT,
        _FAIR if at % 4 else _GOOD,
    )
    doubtful = at % every == 1
    first, second = ((_SHORT if model and doubtful else scores[model]) for model in row.sides)
    better = -1 if doubtful else 1 + at % 2
    preference = PREFERENCES[PREFERENCES.index(0) + (better if row.sides[1] == 1 else -better)]
    comment = "" if at % 7 else "« Alarme » : laquelle, et que faire ?"
    return Rating(row=row.id, a=first, b=second, preference=preference, comment=comment, at=time.time())
