"""A rating session as one HTML file that works by itself: no server, no network, no word about the models.

The texts are data in it, never markup; a policy lets only the scripts of the file itself run, and nothing be fetched.
"""

import base64
import hashlib
import json
from collections.abc import Mapping, Sequence
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from studio import paths
from studio.core.rating import (
    LEVELS,
    PREFERENCE_TITLES,
    PREFERENCES,
    SCALE_QUESTIONS,
    SCALE_TITLES,
    SIDES,
    RatingSession,
)
from studio.core.rating_rows import ShownRow
from studio.evaluating.packet_words import NO_SCRIPT, PACKET_WORDS
from studio.evaluating.rating_sessions import read_blind
from studio.evaluating.ratings import RatingFolder, read_session
from studio.placing import placed
from studio.words import LANGUAGES, Language, said_in

_FOLDER = paths.RESOURCES / "rating"
_SCRIPTS = ("logic.js", "page.js")
# In a script element these could end it or begin a comment.
_ESCAPED = {"<": "\\u003c", ">": "\\u003e", "&": "\\u0026"}


def write_packet(folder: RatingFolder, target: Path, language: Language) -> Path:
    """Write the packet of a session, to be opened first in this language; raises RatingFailed and ExportFailed."""
    session = read_session(folder)
    text = packet_html(session, read_blind(folder, session), language)
    with placed(target) as partial:
        partial.write_bytes(text.encode())
    return target


def packet_html(session: RatingSession, rows: Sequence[ShownRow], language: Language) -> str:
    """The whole file; the same session gives the same bytes."""
    environment = Environment(loader=FileSystemLoader(_FOLDER), autoescape=True, undefined=StrictUndefined)
    style = (_FOLDER / "page.css").read_text("utf-8")
    scripts = [(_FOLDER / name).read_text("utf-8") for name in _SCRIPTS]
    return environment.get_template("packet.html.j2").render(
        language=language,
        title=session.title,
        policy=_policy(style, scripts),
        no_script=" ".join(said_in(each, NO_SCRIPT) for each in LANGUAGES),
        style=style,
        data=_as_data(packet_data(session, rows, language)),
        scripts=scripts,
    )


def packet_data(session: RatingSession, rows: Sequence[ShownRow], language: Language) -> dict[str, object]:
    """What the packet's scripts read."""
    return {
        "session": session.id,
        "texts": session.texts_sha256,
        "title": session.title,
        "language": language,
        "sides": SIDES[: len(session.models)],
        "turns": session.turns,
        "scales": session.scales,
        "levels": {each: [_both(level) for level in LEVELS[each]] for each in session.scales},
        "scale_titles": {each: _both(SCALE_TITLES[each]) for each in session.scales},
        "scale_questions": {each: _both(SCALE_QUESTIONS[each]) for each in session.scales},
        "preferences": PREFERENCES,
        "titles": [_both(PREFERENCE_TITLES[each]) for each in PREFERENCES],
        "reference": session.reference,
        "rows": [_row(row, session.reference) for row in rows],
        "words": {each: {name: said_in(each, words) for name, words in PACKET_WORDS.items()} for each in LANGUAGES},
    }


def _row(row: ShownRow, reference: bool) -> Mapping[str, object]:
    turns = [turn.model_dump() for turn in row.turns]
    # What raters are not to see is not in the file.
    return {
        "id": row.id,
        "turns": turns,
        "answers": row.answers,
        "same": row.same,
        "reference": row.reference if reference else "",
    }


def _both(message: str) -> dict[Language, str]:
    return {each: said_in(each, message) for each in LANGUAGES}


def _as_data(data: Mapping[str, object]) -> str:
    """ASCII only: line separators of Unicode and half surrogates are escaped with all else."""
    text = json.dumps(data)
    for character, escape in _ESCAPED.items():
        text = text.replace(character, escape)
    return text


def _policy(style: str, scripts: Sequence[str]) -> str:
    allowed = " ".join(_source(each) for each in scripts)
    return f"default-src 'none'; script-src {allowed}; style-src {_source(style)}; base-uri 'none'; form-action 'none'"


def _source(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"
