"""What the texts of a case say of each concept, and how two cases differ in it."""

from collections.abc import Iterator, Mapping
from functools import lru_cache

from studio.core.sentence import Sentence
from studio.text.findings.engine import FindingsEngine
from studio.text.findings.finding import STATUSES, Status, statuses_by_concept
from studio.text.findings.lexicon import Concept, FindingsLexicon
from studio.words import N_

Statuses = Mapping[str, frozenset[Status]]
"""By id of the concept."""
STATUS_NAMES: Mapping[Status, Mapping[str, str]] = {
    "present": {"en": "present", "fr": "présent"},
    "absent": {"en": "absent", "fr": "absent"},
    "uncertain": {"en": "uncertain", "fr": "incertain"},
    "history": {"en": "history", "fr": "antécédent"},
    "family": {"en": "in the family", "fr": "chez un proche"},
    "to_check": {"en": "to be checked", "fr": "à vérifier"},
}
_REMEMBERED = 1_024


class Signs:
    """What cases say, by the rule layer; the latest cases are remembered."""

    def __init__(self, engine: FindingsEngine) -> None:
        self.engine = engine
        self.lexicon: FindingsLexicon = engine.lexicon
        self.statuses = lru_cache(_REMEMBERED)(self._statuses)
        self._red_flags = tuple(each for each in engine.lexicon.concepts if each.red_flag)

    def warning_signs(self, texts: tuple[str, ...], *statuses: Status) -> tuple[Concept, ...]:
        """The red flags of which one of these statuses is said, “present” where none is given; as in the lexicon."""
        said, wanted = self.statuses(texts), frozenset(statuses or ("present",))
        return tuple(each for each in self._red_flags if each.id in said and wanted & said[each.id])

    def overlooked(self, texts: tuple[str, ...], *, urgent: bool) -> tuple[Concept, ...]:
        """The present red flags that make a case urgent by themselves, where it is not judged so."""
        return () if urgent else tuple(each for each in self.warning_signs(texts) if each.alone)

    def bear_out(self, texts: tuple[str, ...], *, urgent: bool) -> bool:
        """Whether the red flags that are present go with a case that is judged urgent, or not."""
        return bool(self.warning_signs(texts)) if urgent else not self.overlooked(texts, urgent=False)

    def _statuses(self, texts: tuple[str, ...]) -> Statuses:
        return statuses_by_concept([each for text in texts for each in self.engine.find(text)])


def differences(before: Statuses, after: Statuses, lexicon: FindingsLexicon) -> Iterator[Sentence]:
    """A sentence for each concept of which the later case says something else."""
    if before == after:
        return
    for concept in lexicon.concepts:
        was, now = before.get(concept.id), after.get(concept.id)
        if was == now:
            continue
        words = {"sign": concept.name.model_dump(), "before": _names(was), "after": _names(now)}
        if now is None:
            yield Sentence(N_("“{sign}” is no longer mentioned; it was {before}."), words)
        elif was is None:
            yield Sentence(N_("“{sign}” is now {after}; it was not mentioned."), words)
        else:
            yield Sentence(N_("“{sign}” is now {after}; it was {before}."), words)


def _names(statuses: frozenset[Status] | None) -> Mapping[str, str]:
    names = [STATUS_NAMES[status] for status in STATUSES if status in (statuses or ())]
    return {language: " / ".join(name[language] for name in names) for language in ("en", "fr")}
