"""Rows in which one answer is better than another, as tokens: the prompt, the better answer, the worse one."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from transformers import PreTrainedTokenizerBase

from studio.core.example import Content, Message, Preference
from studio.engine.encode import IGNORED, Encoded, encode_conversation
from studio.engine.failures import DataFailed
from studio.engine.rows import read_contents
from studio.words import _, ngettext


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


def read_judged(path: Path) -> tuple[Judged, ...]:
    """The rows of one split in their order; raises DataFailed when they are of another kind."""
    return tuple(Judged(at, *_parts(content)) for at, content in read_contents(path))


def _parts(content: Content) -> tuple[tuple[Message, ...], str, str]:
    if not isinstance(content, Preference):
        raise DataFailed(
            _("Rows of the kind “{kind}” say nothing of which answer is better.").format(kind=content.kind),
            hint=_("Choose a data set of preferences, or the objective SFT."),
        )
    system = (Message(role="system", content=content.system),) if content.system else ()
    return (*system, *content.history, Message(role="user", content=content.prompt)), content.chosen, content.rejected


def encode_judged(
    tokenizer: PreTrainedTokenizerBase,
    rows: Sequence[Judged],
    max_length: int,
    progressed: Callable[[int], None],
    *,
    pairs_only: bool,
) -> JudgedRows:
    """Encode every row; what cannot be learned from is left out and counted. Raises TemplateFailed."""
    kept, unpaired, cut = [], 0, 0
    for done, row in enumerate(rows, start=1):
        progressed(done)
        tokens = _encode(tokenizer, row, max_length)
        wanted = [text for text in (row.chosen, row.rejected) if text.strip()]
        if len([each for each in (tokens.chosen, tokens.rejected) if each]) < len(wanted) or not wanted:
            cut += 1
        elif pairs_only and not tokens.paired:
            unpaired += 1
        else:
            kept.append(tokens)
    return JudgedRows(tuple(kept), tuple(_remarks(cut, unpaired, max_length)))


def _encode(tokenizer: PreTrainedTokenizerBase, row: Judged, max_length: int) -> JudgedTokens:
    prompt: tuple[int, ...] = ()
    answers: list[tuple[int, ...]] = []
    for text in (row.chosen, row.rejected):
        if not text.strip():
            answers.append(())
            continue
        turns = (*row.asked, Message(role="assistant", content=text))
        encoded = encode_conversation(tokenizer, turns, max_length, "last_answer")
        first = next((at for at, label in enumerate(encoded.labels) if label != IGNORED), len(encoded.labels))
        prompt = encoded.input_ids[:first]
        # What the template writes after the end of the turn is not learned.
        answers.append(tuple(label for label in encoded.labels[first:] if label != IGNORED))
    return JudgedTokens(row, prompt, *answers)


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
