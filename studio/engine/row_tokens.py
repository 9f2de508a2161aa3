"""One row as the tokens it is trained on, for whoever wants to look at them."""

from collections.abc import Sequence
from dataclasses import replace

from transformers import PreTrainedTokenizerBase

from studio.core.recipe import Recipe
from studio.core.tokens import RowLabels, RowTokens, Side, Token, TokenKind
from studio.engine.encode import IGNORED, Layout, find_contents, lay_out
from studio.engine.failures import TemplateFailed
from studio.engine.labelled_rows import Labelled, Labels, encode_text
from studio.engine.preference_rows import Judged, answered, cut_pair, lay_out_pair
from studio.engine.rows import Row


def conversation_tokens(tokenizer: PreTrainedTokenizerBase, row: Row, recipe: Recipe) -> RowTokens:
    """A conversation as encode.py lays it out."""
    try:
        layout = lay_out(tokenizer, row.messages, recipe.data.loss_on)
    except TemplateFailed as error:
        return RowTokens((), 0, added_end=False, refusal=error.message)
    contents = find_contents(tokenizer, row.messages, layout.text)
    kinds = [_kind(layout, at, contents, recipe.data.max_length) for at in range(len(layout.ids))]
    tokens = tuple(map(Token, layout.ids, _texts(tokenizer, layout), kinds))
    return RowTokens(tokens, 0, layout.added_end)


def preference_tokens(tokenizer: PreTrainedTokenizerBase, row: Judged, recipe: Recipe) -> RowTokens:
    """Both answers after their prompt, the better one first, as preference_rows.py takes them apart."""
    try:
        pair = lay_out_pair(tokenizer, row)
    except TemplateFailed as error:
        return RowTokens((), 0, added_end=False, refusal=error.message)
    first = len(cut_pair(row, pair, recipe.data.max_length).prompt)
    sides: tuple[tuple[Side, str], ...] = (("chosen", row.chosen), ("rejected", row.rejected))
    found = []
    for (side, answer), layout in zip(sides, pair, strict=True):
        if layout is not None:
            contents = find_contents(tokenizer, answered(row, answer), layout.text)
            kinds = _side_kinds(layout, contents, first, recipe.data.max_length)
            tokens = tuple(map(Token, layout.ids, _texts(tokenizer, layout), kinds))
            found.append(RowTokens(tokens, 0, layout.added_end, side=side))
    if len(found) > 1:
        return replace(found[0], rejected=found[1])
    return found[0] if found else RowTokens((), 0, added_end=False)


def text_tokens(tokenizer: PreTrainedTokenizerBase, row: Labelled, labels: Labels, max_length: int) -> RowTokens:
    """A classified text between the special tokens, as labelled_rows.py cuts it, with its labels."""
    fast = tokenizer.is_fast
    whole = tokenizer(row.text, return_special_tokens_mask=True, return_offsets_mapping=fast, verbose=False)
    ids, special = whole["input_ids"], whole["special_tokens_mask"]
    kept, truncated = encode_text(tokenizer, row.text, max_length)
    ordinary = [at for at, mark in enumerate(special) if not mark]
    left = len(ordinary) - (len(ids) - len(kept))
    # The special tokens stay whatever is cut.
    dropped = ordinary[:-left] if tokenizer.truncation_side == "left" and left else ordinary[left:]
    cut = frozenset(dropped) if truncated else frozenset()
    spans = whole["offset_mapping"] if fast else [(0, 0)] * len(ids)
    kinds = [_text_kind(at in cut, bool(mark)) for at, mark in enumerate(special)]
    layout = Layout(row.text, tuple(ids), (), tuple(spans), added_end=False)
    tokens = tuple(map(Token, ids, _texts(tokenizer, layout, special), kinds))
    return RowTokens(tokens, 0, added_end=False, labels=RowLabels(row.labels, labels.names, labels.several))


def _side_kinds(layout: Layout, contents: Sequence[tuple[int, int]], first: int, max_length: int) -> list[TokenKind]:
    """Up to the end of the answer, which begins at `first`: what the template writes behind it is no part of it."""
    end = max((at for at, label in enumerate(layout.labels) if label != IGNORED), default=len(layout.ids) - 1) + 1
    return ["learned" if first <= at < max_length else _kind(layout, at, contents, max_length) for at in range(end)]


def _kind(layout: Layout, at: int, contents: Sequence[tuple[int, int]], max_length: int) -> TokenKind:
    if at >= max_length:
        return "cut"
    if layout.labels[at] != IGNORED:
        return "learned"
    start, end = layout.spans[at]
    return "prompt" if any(start < last and first < end for first, last in contents) else "template"


def _text_kind(cut: bool, special: bool) -> TokenKind:
    return "cut" if cut else "special" if special else "text"


def _texts(tokenizer: PreTrainedTokenizerBase, layout: Layout, special: Sequence[int] = ()) -> list[str]:
    """The characters of each token; of several tokens for one character the first has it."""
    texts, seen = [], 0
    for at, (start, end) in enumerate(layout.spans):
        if start == end:
            named = end >= seen or bool(special and special[at]) or not tokenizer.is_fast
            texts.append(str(tokenizer.convert_ids_to_tokens(layout.ids[at])) if named else "")
        else:
            texts.append(layout.text[max(start, seen) : end])
        seen = max(seen, end)
    return texts
