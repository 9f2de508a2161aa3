"""Rows in which one answer is better than another, as tokens: the prompt, the better answer, the worse one."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import takewhile
from pathlib import Path
from typing import Literal

from transformers import PreTrainedTokenizerBase

from studio.core.example import Content, Message, Preference
from studio.engine.encode import IGNORED, Encoded, Layout, lay_out
from studio.engine.failures import DataFailed, TemplateFailed
from studio.engine.rows import read_contents, refusal_remarks
from studio.words import _, ngettext

Omission = Literal["cut", "unpaired"]
Pair = tuple[Layout | None, Layout | None]
"""The conversation with the better and with the worse answer; None for one that was not judged."""


@dataclass(frozen=True)
class Judged:
    """One frozen example; an answer that was not judged is empty."""

    id: int
    asked: tuple[Message, ...]
    chosen: str
    rejected: str


@dataclass(frozen=True)
class JudgedTokens:
    """The same as token ids; an answer that was not judged has none."""

    row: Judged
    prompt: tuple[int, ...]
    chosen: tuple[int, ...]
    rejected: tuple[int, ...]

    @property
    def paired(self) -> bool:
        return bool(self.chosen and self.rejected)

    @property
    def longest(self) -> int:
        return len(self.prompt) + max(len(self.chosen), len(self.rejected))

    def whole(self, answer: tuple[int, ...]) -> Encoded:
        """Prompt and one answer, as `row_losses` takes it."""
        labels = (*([IGNORED] * len(self.prompt)), *answer)
        return Encoded((*self.prompt, *answer), labels, truncated=False)


@dataclass(frozen=True)
class JudgedRows:
    """The rows that teach something, and in words why others do not."""

    rows: tuple[JudgedTokens, ...]
    remarks: tuple[str, ...]
    refusal: TemplateFailed | None = None
    """Why the template did not take the first of the rows it refused."""


def read_judged(path: Path) -> tuple[Judged, ...]:
    """The rows of one split in their order; raises DataFailed when they are of another kind."""
    return tuple(judged_row(at, content) for at, content in read_contents(path))


def judged_row(number: int, content: Content) -> Judged:
    """A row as the objectives see it; raises DataFailed when it is of another kind."""
    if not isinstance(content, Preference):
        raise DataFailed(
            _("Rows of the kind “{kind}” say nothing of which answer is better.").format(kind=content.kind),
            hint=_("Choose a data set of preferences, or the objective SFT."),
        )
    system = (Message(role="system", content=content.system),) if content.system else ()
    asked = (*system, *content.history, Message(role="user", content=content.prompt))
    return Judged(number, asked, content.chosen, content.rejected)


def encode_judged(
    tokenizer: PreTrainedTokenizerBase,
    rows: Sequence[Judged],
    max_length: int,
    progressed: Callable[[int], None],
    *,
    pairs_only: bool,
) -> JudgedRows:
    """Encode every row; what cannot be learned from is left out and counted, never silently."""
    kept: list[JudgedTokens] = []
    refused: list[TemplateFailed] = []
    counts: Counter[Omission] = Counter()
    for done, row in enumerate(rows, start=1):
        progressed(done)
        try:
            tokens = encode_pair(tokenizer, row, max_length)
        except TemplateFailed as error:
            refused.append(error)
            continue
        omission = why_left_out(tokens, pairs_only=pairs_only)
        if omission is None:
            kept.append(tokens)
        else:
            counts[omission] += 1
    remarks = _remarks(counts["cut"], counts["unpaired"], max_length)
    return JudgedRows(tuple(kept), (*remarks, *refusal_remarks(refused)), refused[0] if refused else None)


def why_left_out(tokens: JudgedTokens, *, pairs_only: bool) -> Omission | None:
    """Why nothing can be learned from a row: a judged answer has no token left, or a pair is wanted and is none."""
    wanted = [text for text in (tokens.row.chosen, tokens.row.rejected) if text.strip()]
    if not wanted or len([each for each in (tokens.chosen, tokens.rejected) if each]) < len(wanted):
        return "cut"
    return "unpaired" if pairs_only and not tokens.paired else None


def encode_pair(tokenizer: PreTrainedTokenizerBase, row: Judged, max_length: int) -> JudgedTokens:
    """The prompt that both answers share, and each answer up to the end of its turn; raises TemplateFailed."""
    return cut_pair(row, lay_out_pair(tokenizer, row), max_length)


def answered(row: Judged, answer: str) -> tuple[Message, ...]:
    """The conversation with one of its answers."""
    return (*row.asked, Message(role="assistant", content=answer))


def lay_out_pair(tokenizer: PreTrainedTokenizerBase, row: Judged) -> Pair:
    """The conversation with either answer, before anything is cut; raises TemplateFailed."""
    chosen, rejected = (
        lay_out(tokenizer, answered(row, text), "last_answer") if text.strip() else None
        for text in (row.chosen, row.rejected)
    )
    return chosen, rejected


def cut_pair(row: Judged, pair: Pair, max_length: int) -> JudgedTokens:
    """What is trained of a row."""
    sides = [_side(layout, max_length) for layout in pair]
    # Where an answer begins with white space, its first token may hold the end of the prompt: that is then its own.
    prompts = [ids[:first] for ids, first in sides if first < len(ids)]
    shared = takewhile(lambda column: len(set(column)) == 1, zip(*prompts, strict=False))
    prompt = tuple(column[0] for column in shared) if prompts else max((ids for ids, _first in sides), key=len)
    chosen, rejected = (ids[len(prompt) :] if first < len(ids) else () for ids, first in sides)
    return JudgedTokens(row, prompt, chosen, rejected)


def _side(layout: Layout | None, max_length: int) -> tuple[tuple[int, ...], int]:
    """Ids of prompt and answer, and where the answer begins; nothing for an answer that was not judged."""
    if layout is None:
        return (), 0
    ids = layout.ids[:max_length]
    learned = [at for at, label in enumerate(layout.labels[:max_length]) if label != IGNORED]
    # What the template writes after the end of the turn is not learned.
    return (ids[: learned[-1] + 1], learned[0]) if learned else (ids, len(ids))


def _remarks(cut: int, unpaired: int, max_length: int) -> list[str]:
    said = []
    if cut:
        said.append(
            ngettext(
                "{count} example was left out: no answer is left within {length} tokens.",
                "{count} examples were left out: no answer is left within {length} tokens.",
                cut,
            ).format(count=cut, length=max_length)
        )
    if unpaired:
        said.append(
            ngettext(
                "{count} example was left out: only one of its answers was judged, which KTO alone can use.",
                "{count} examples were left out: only one of their answers was judged, which KTO alone can use.",
                unpaired,
            ).format(count=unpaired)
        )
    return said
