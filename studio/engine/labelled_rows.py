"""Texts with their labels, as tokens and numbers."""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from transformers import PreTrainedTokenizerBase

from studio.core.example import Classification, Content
from studio.engine.failures import DataFailed
from studio.engine.rows import read_contents
from studio.words import _, ngettext

# Positions beyond this are a tokenizer's way of saying “no limit”.
_NO_LIMIT = 1_000_000


@dataclass(frozen=True)
class Labelled:
    """One frozen example."""

    id: int
    text: str
    labels: tuple[str, ...]


@dataclass(frozen=True)
class Labels:
    """The labels in their order; `several` where a text may have none or more than one."""

    names: tuple[str, ...]
    several: bool

    def numbers(self, row: Labelled) -> list[int]:
        """Positions of a row's labels; those that training does not know are left out."""
        return [self.names.index(label) for label in row.labels if label in self.names]


@dataclass(frozen=True)
class LabelledTokens:
    """A row with what the model sees of it."""

    row: Labelled
    input_ids: tuple[int, ...]
    truncated: bool


@dataclass(frozen=True)
class LabelledRows:
    """The rows, and in words what was cut or left out."""

    rows: tuple[LabelledTokens, ...]
    remarks: tuple[str, ...]


def read_labelled(path: Path) -> tuple[Labelled, ...]:
    """The rows of one split in their order; raises DataFailed when they are of another kind."""
    return tuple(labelled_row(at, content) for at, content in read_contents(path))


def labelled_row(at: int, content: Content) -> Labelled:
    """A row as it is trained; raises DataFailed when it is of another kind."""
    if not isinstance(content, Classification):
        raise DataFailed(
            _("These rows have no labels to choose among."),
            hint=_("Choose a data set of classified texts, or the task of answering in words."),
        )
    return Labelled(at, content.text, tuple(dict.fromkeys(content.labels)))


def find_labels(rows: Iterable[Labelled]) -> Labels:
    """Every label of the training rows by its name; raises DataFailed when there is nothing to choose."""
    rows = list(rows)
    counts = Counter(label for row in rows for label in row.labels)
    several = any(len(row.labels) != 1 for row in rows)
    if len(counts) <= 1 and not (several and counts):
        raise DataFailed(
            _("The training examples have fewer than two labels."),
            hint=_("Label the examples in the Data tab, or see that each label is in the training split."),
        )
    return Labels(tuple(sorted(counts)), several)


def class_weights(rows: Sequence[Labelled], labels: Labels) -> list[float]:
    """How much each label counts, in inverse proportion to its frequency, 1 on average over rows.

    As scikit-learn's “balanced” (King and Zeng 2001). For texts with several labels: rows without over rows with it.
    """
    counts = Counter(number for row in rows for number in labels.numbers(row))
    if labels.several:
        return [(len(rows) - counts[at]) / max(1, counts[at]) for at in range(len(labels.names))]
    return [len(rows) / (len(labels.names) * max(1, counts[at])) for at in range(len(labels.names))]


def longest_text(tokenizer: PreTrainedTokenizerBase, config: Any, wanted: int) -> int:
    """Tokens of a text that a model of this configuration can take, at most `wanted`."""
    config = config.get_text_config()
    positions = int(getattr(config, "max_position_embeddings", None) or _NO_LIMIT)
    # RoBERTa and CamemBERT count positions from the padding token's number on.
    if config.model_type in ("roberta", "camembert", "xlm-roberta"):
        positions -= int(config.pad_token_id) + 1
    limit = int(tokenizer.model_max_length)
    return min(wanted, positions, limit if limit < _NO_LIMIT else wanted)


def encode_text(tokenizer: PreTrainedTokenizerBase, text: str, max_length: int) -> tuple[tuple[int, ...], bool]:
    """Ids with the special tokens the model was trained with, and whether the text was cut."""
    whole = tokenizer(text, verbose=False)["input_ids"]
    if len(whole) <= max_length:
        return tuple(whole), False
    # Cut by the tokenizer, so that the last special token stays.
    return tuple(tokenizer(text, truncation=True, max_length=max_length)["input_ids"]), True


def encode_labelled(
    tokenizer: PreTrainedTokenizerBase, rows: Sequence[Labelled], max_length: int, progressed: Callable[[int], None]
) -> LabelledRows:
    """Tokenise every text; empty texts are left out and counted."""
    kept, empty, cut = [], 0, 0
    for done, row in enumerate(rows, start=1):
        progressed(done)
        if not row.text.strip():
            empty += 1
            continue
        ids, truncated = encode_text(tokenizer, row.text, max_length)
        cut += truncated
        kept.append(LabelledTokens(row, ids, truncated))
    return LabelledRows(tuple(kept), tuple(_remarks(cut, empty, max_length)))


def _remarks(cut: int, empty: int, max_length: int) -> list[str]:
    said = []
    if cut:
        said.append(
            ngettext(
                "{count} text is longer than {length} tokens and was cut at its end.",
                "{count} texts are longer than {length} tokens and were cut at their end.",
                cut,
            ).format(count=cut, length=max_length)
        )
    if empty:
        said.append(
            ngettext("{count} empty text was left out.", "{count} empty texts were left out.", empty).format(
                count=empty
            )
        )
    return said
