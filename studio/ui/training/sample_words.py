"""The answers of a run told one below the other, with what changed in each marked word by word."""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from html import escape
from typing import Literal

from studio.runs.folder import LIVING
from studio.text.word_difference import Piece, word_difference
from studio.ui.data.differences import difference_html
from studio.ui.formats import integer
from studio.ui.theme import Colours
from studio.ui.training.listed_run import ListedRun
from studio.ui.training.samples import AnswerStory, Stretch
from studio.ui.training.wording import step_words
from studio.words import _, ngettext

Against = Literal["before", "reference", "nothing"]
MOST = 60
"""Answers told; those before them change little in the eyes of a reader and cost time to lay out."""
_WORD = re.compile(r"\w+")


def story_html(story: AnswerStory, against: Against, colours: Colours) -> str:
    """The newest answer first, as rich text."""
    told = list(_told(story, against, colours))[::-1]
    left_out = len(told) - MOST
    if left_out > 0:
        words = ngettext("{count} earlier answer", "{count} earlier answers", left_out)
        told[MOST:] = [f'<p style="color:{colours.muted}">{escape(words.format(count=integer(left_out)))}</p>']
    return "".join(told)


def emptiness_words(run: ListedRun) -> str:
    """Why there are no answers of a run to read."""
    if not run.samples:
        return _("The recipe of this run asks for no sample answers.")
    if run.state in LIVING:
        return _("Sample answers appear here at every check of progress.")
    return _("This run has given no sample answers.")


def _told(story: AnswerStory, against: Against, colours: Colours) -> Iterator[str]:
    for at, answer in enumerate(story.answers):
        before = story.answers[at - 1].text if at else None
        compared = {"before": before, "reference": story.reference or None, "nothing": None}[against]
        pieces = (Piece("same", answer.text),) if compared is None else _difference(compared, answer.text)
        remarks = [_when(answer)] if answer.checks > 1 else []
        if story.reference and answer.text.strip() == story.reference.strip():
            remarks.append(_("like the reference"))
        elif compared is not None:
            remarks.append(_changed(pieces))
        muted = f' <span style="color:{colours.muted}">· {escape(" · ".join(remarks))}</span>' if remarks else ""
        text = difference_html(pieces, colours)
        if not answer.text.strip():
            words = escape(_("no answer"))
            text = f'<i style="color:{colours.muted}">{words}</i> {text}'
        title = escape(_capital(step_words(answer.first)))
        yield f'<p style="margin:0 0 2px 0"><b>{title}</b>{muted}</p><p style="margin:0 0 12px 0">{text}</p>'


def _when(answer: Stretch) -> str:
    return ngettext(
        "the same at {count} check, up to step {step}", "the same at {count} checks, up to step {step}", answer.checks
    ).format(count=integer(answer.checks), step=integer(answer.last))


def _changed(pieces: Sequence[Piece]) -> str:
    removed, added = (
        sum(len(_WORD.findall(each.text)) for each in pieces if each.kind == kind) for kind in ("removed", "added")
    )
    return _("words: +{added} −{removed}").format(added=integer(added), removed=integer(removed))


@lru_cache(maxsize=512)
def _difference(before: str, after: str) -> tuple[Piece, ...]:
    return word_difference(before, after)


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
