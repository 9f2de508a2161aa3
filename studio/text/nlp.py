"""A second opinion on the status of mentions: edsnlp's rules, without any model; loaded by name in a child process.

The qualifiers are ConText's (Harkema 2009, J. Biomed. Inform. 42:839-851) with the French cues of AP-HP. Its dates stay
off: they cost three times the rest, crash on some notes, and without the date of the note add "il y a N ans" at most.
"""

import importlib
import logging
import sys
from collections.abc import Sequence
from types import ModuleType
from typing import cast

from studio.errors import StudioError
from studio.text.findings.finding import Status
from studio.words import _


def _hidden(name: str, instead: ModuleType | None) -> bool:
    """Whether something else now stands in place of a module, which was not there yet."""
    return name not in sys.modules and sys.modules.setdefault(name, cast(ModuleType, instead)) is instead


# edsnlp takes torch along for pipes that are not used here, which costs two seconds and 200 MB, and spaCy what its own
# tokenizer knows of French words, which costs three seconds; edsnlp has another. spaCy's commands, a quarter of the
# rest, fetch models. All are hidden meanwhile.
_words, _commands = ModuleType("spacy.lang.fr.tokenizer_exceptions"), ModuleType("spacy.cli")
_information = ModuleType("spacy.cli.info")
vars(_words).update(TOKENIZER_EXCEPTIONS={}, TOKEN_MATCH=None)
vars(_commands).update(__path__=[], info=_information)
vars(_information).update(info=None)
_instead = {"torch": None} | {each.__name__: each for each in (_words, _commands, _information)}
_missing = [name for name, instead in _instead.items() if _hidden(name, instead)]
try:
    import edsnlp

    importlib.import_module("spacy.lang.fr")
    from loguru import logger as loguru_logger
    from spacy.tokens import Doc, Span
except ImportError as missing:
    raise StudioError(
        _("The library for clinical text (edsnlp) is not installed."),
        hint=_("Install Atelier with its “clinical” extra."),
    ) from missing
finally:
    for _name in _missing:
        del sys.modules[_name]

_log = logging.getLogger(__name__)

_MENTIONS = "mentions"
_PRECEDENCE: tuple[tuple[str, Status], ...] = (
    # What may be is not what is not: a doubt is never silenced by a negation that stands nearby.
    ("hypothesis", "uncertain"),
    # "Pas d'antécédent familial de cancer" says no, not that a relative had one.
    ("negation", "absent"),
    ("family", "family"),
    ("history", "history"),
)
"""Where several qualifiers hold, the first decides; where none does, the mention is present."""


class SecondOpinion:
    """edsnlp's pipeline; making one takes seconds, and it is for one thread."""

    def __init__(self) -> None:
        loguru_logger.disable("edsnlp")
        self._pipeline = edsnlp.blank("eds")
        self._pipeline.add_pipe("eds.normalizer", config={"pollution": False})
        self._pipeline.add_pipe("eds.sentences")
        for qualifier in ("negation", "hypothesis", "family", "history"):
            self._pipeline.add_pipe(f"eds.{qualifier}", config=_options(qualifier))

    def statuses(self, text: str, spans: Sequence[tuple[int, int]]) -> tuple[Status | None, ...]:
        """One status for each place in characters; None for each when edsnlp crashed on this text."""
        # edsnlp reads mentions from left to right and loses those that come out of order.
        ordered = sorted(set(spans))
        try:
            told = dict(zip(ordered, map(_status, self._qualified(text, ordered)), strict=True))
        except Exception as error:
            # Whatever the library stumbles over, it is this note's problem; its words may hold words of the note.
            _log.info("edsnlp crashed on a note of %d characters: %s", len(text), type(error).__name__)
            return (None,) * len(spans)
        return tuple(told[span] for span in spans)

    def _qualified(self, text: str, spans: Sequence[tuple[int, int]]) -> list[Span]:
        doc: Doc = self._pipeline.make_doc(text)
        mentions = [_mention(doc, start, end) for start, end in spans]
        doc.spans[_MENTIONS] = mentions
        for _name, pipe in self._pipeline.pipeline:
            doc = pipe(doc)
        return mentions


def _mention(doc: Doc, start: int, end: int) -> Span:
    found = doc.char_span(start, end, label="mention", alignment_mode="expand")
    if found is None:
        raise ValueError(f"no words from {start} to {end}")
    return found


def _options(qualifier: str) -> dict[str, object]:
    sections = {"use_sections": False} if qualifier in ("family", "history") else {}
    return {"span_getter": _MENTIONS, **sections}


def _status(mention: Span) -> Status:
    return next((status for name, status in _PRECEDENCE if mention._.get(name)), "present")
