"""Rows exactly as they are trained, as tasks for `studio.data.child`."""

from collections.abc import Iterator, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from transformers import PreTrainedTokenizerBase

from studio.core.recipe import Recipe
from studio.core.tokens import RowTokens, Token, TokenKind
from studio.engine.base_model import BaseModel, convert_gguf, find_base_model
from studio.engine.data_checks import RowChecks, check_template
from studio.engine.encode import IGNORED, Layout, find_contents, lay_out
from studio.engine.failures import TemplateFailed
from studio.engine.rows import Row, parse_row, read_rows
from studio.engine.template_trial import TemplateTrial
from studio.engine.tokenizer import load_tokenizer

_STEPS = 100


def shown(recipe: dict[str, Any], contents: Sequence[str], longest: int = 0) -> Iterator[dict[str, object]]:
    """The tokens of each content (JSON as in the project), in order, padded to `longest`.

    Raises ModelFailed, DataFailed, and TemplateFailed where the template is missing or too slow.
    """
    wanted = Recipe.model_validate(recipe)
    rows = [parse_row(at, content) for at, content in enumerate(contents)]
    _base, tokenizer = _open(wanted, rows)
    for row in rows:
        yield asdict(row_tokens(tokenizer, row, wanted, longest))


def checked(recipe: dict[str, Any], file: str) -> Iterator[dict[str, object]]:
    """Progress with what was seen so far, then each fault of a frozen split; raises as `shown`."""
    wanted, rows = Recipe.model_validate(recipe), read_rows(Path(file))
    base, tokenizer = _open(wanted, rows)
    checks = RowChecks(tokenizer, wanted.data.max_length, wanted.data.loss_on)
    every = max(1, len(rows) // _STEPS)
    for done, row in enumerate(rows, start=1):
        checks.look(row)
        if done % every == 0 or done == len(rows):
            yield {"done": done, "total": len(rows), "seen": asdict(checks.seen)}
    for fault in [*check_template(base, tokenizer, wanted.data.template), *checks.faults()]:
        yield asdict(fault)


def row_tokens(tokenizer: PreTrainedTokenizerBase, row: Row, recipe: Recipe, longest: int) -> RowTokens:
    """One row as encode.py lays it out."""
    try:
        layout = lay_out(tokenizer, row.messages, recipe.data.loss_on)
    except TemplateFailed as error:
        return RowTokens((), 0, added_end=False, refusal=error.message)
    contents = find_contents(tokenizer, row.messages, layout.text)
    kinds = [_kind(layout, at, contents, recipe.data.max_length) for at in range(len(layout.ids))]
    kept = min(len(layout.ids), recipe.data.max_length)
    tokens = tuple(map(Token, layout.ids, _texts(tokenizer, layout), kinds))
    return RowTokens(tokens, max(0, longest - kept), layout.added_end)


def _kind(layout: Layout, at: int, contents: Sequence[tuple[int, int]], max_length: int) -> TokenKind:
    if at >= max_length:
        return "cut"
    if layout.labels[at] != IGNORED:
        return "learned"
    start, end = layout.spans[at]
    return "prompt" if any(start < last and first < end for first, last in contents) else "template"


def _texts(tokenizer: PreTrainedTokenizerBase, layout: Layout) -> list[str]:
    """The characters of each token; of several tokens for one character the first has it."""
    texts, seen = [], 0
    for at, (start, end) in enumerate(layout.spans):
        if start == end:
            texts.append(str(tokenizer.convert_ids_to_tokens(layout.ids[at])) if end >= seen else "")
        else:
            texts.append(layout.text[max(start, seen) : end])
        seen = max(seen, end)
    return texts


def _open(recipe: Recipe, rows: Sequence[Row]) -> tuple[BaseModel, PreTrainedTokenizerBase]:
    base = find_base_model(recipe.model.base)
    convert_gguf(base)
    tokenizer = load_tokenizer(base, recipe.data.template)
    if not base.trusted and rows:
        longest = max(rows, key=lambda row: sum(len(turn.content) for turn in row.messages))
        TemplateTrial(str(tokenizer.chat_template), dict(tokenizer.special_tokens_map), [longest.messages]).finish()
    return base, tokenizer
