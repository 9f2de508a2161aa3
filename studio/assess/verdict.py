"""A comparison in words, as careful as its numbers."""

from math import isinf

from studio.assess.figures import Said, difference_told, percents, told
from studio.assess.metric import MetricInfo
from studio.assess.paired import Paired
from studio.core.sentence import Sentence, Word
from studio.words import N_

_SURE = 0.01
_SURELY = {
    "better": N_("Better, surely: “{metric}” {before} → {after}."),
    "worse": N_("Worse, surely: “{metric}” {before} → {after}."),
    "different": N_("Different, surely: “{metric}” {before} → {after}."),
}
_PROBABLY = {
    "better": N_("Probably better: “{metric}” {before} → {after}."),
    "worse": N_("Probably worse: “{metric}” {before} → {after}."),
    "different": N_("Probably different: “{metric}” {before} → {after}."),
}
_OPEN = N_(
    "No difference shown on “{metric}”: {before} → {after} (n = {n}; a difference below {least} would hardly show)."
)
_TOO_FEW = N_(
    "No difference shown on “{metric}”: {before} → {after} (n = {n}; with so few rows, no difference could show)."
)
_ALIKE = N_("No difference on “{metric}”: {before} before and after, row by row (n = {n}).")
_CHANGED = {
    (True, True): N_("Newly wrong: {wrong}. Newly right: {right}."),
    (True, False): N_("Newly wrong: {wrong}. Newly right: none."),
    (False, True): N_("Newly right: {right}. Newly wrong: none."),
}


def verdict_words(paired: Paired, info: MetricInfo) -> Sentence:
    """Surely from p = 0.01 down, probably up to 0.05; what is not shown comes with what could have been."""
    before, after = _values(paired, info)
    words: dict[str, Word] = {"metric": info.heading, "before": before, "after": after}
    if paired.verdict != "no_difference":
        return Sentence((_SURELY if paired.p <= _SURE else _PROBABLY)[paired.verdict], words)
    words["n"] = paired.n
    if isinf(paired.detectable):
        return Sentence(_TOO_FEW, words)
    if paired.detectable == 0:
        return Sentence(_ALIKE, words)
    return Sentence(_OPEN, {**words, "least": difference_told(paired.detectable, info.unit)})


def changes_words(paired: Paired) -> Sentence | None:
    """How many rows were right and are wrong, and the reverse; None where none changed or rows are neither."""
    wrong, right = len(paired.newly_wrong), len(paired.newly_right)
    if not wrong and not right:
        return None
    return Sentence(_CHANGED[wrong > 0, right > 0], {"wrong": wrong, "right": right})


def _values(paired: Paired, info: MetricInfo) -> tuple[Said, ...]:
    if info.unit == "share":
        return percents(paired.before, paired.after)
    return told(paired.before, info.unit), told(paired.after, info.unit)
