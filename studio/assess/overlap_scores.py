"""chrF and ROUGE-L of one answer; loaded by its name, since the libraries come with the extra `evaluate` alone."""

import re
from functools import lru_cache

from studio.errors import StudioError
from studio.words import _

try:
    from rouge_score.rouge_scorer import RougeScorer
    from sacrebleu.metrics.chrf import CHRF
except ImportError as missing:
    raise StudioError(
        _("chrF and ROUGE-L are left out: sacrebleu and rouge-score are not installed."),
        hint=_("Install Atelier with its “evaluate” extra."),
    ) from missing

_WORD = re.compile(r"[^\W_]+")
_HUNDRED = 100
# Each takes about five milliseconds, and results are read anew whenever an evaluation goes on.
_KEPT = 20_000


class _Words:
    """Words with their accents; the library's own tokenizer makes "c" and "phal" of "céphal"."""

    def tokenize(self, text: str) -> list[str]:
        """What the scorer asks of a tokenizer."""
        return _WORD.findall(text.casefold())


_CHRF = CHRF()
_ROUGE = RougeScorer(["rougeL"], tokenizer=_Words())


@lru_cache(_KEPT)
def chrf(answer: str, reference: str) -> float:
    """Character n-gram F2 (Popović 2015, WMT), as sacrebleu has it for one sentence, from 0 to 1."""
    return float(_CHRF.sentence_score(answer, [reference]).score) / _HUNDRED


@lru_cache(_KEPT)
def rouge_l(answer: str, reference: str) -> float:
    """F1 of the longest common subsequence of words (Lin 2004, ACL workshop), as rouge-score has it."""
    return float(_ROUGE.score(reference, answer)["rougeL"].fmeasure)
