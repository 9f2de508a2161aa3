"""Rows exactly as they are trained, told as JSON values; xray_child.py is where a window asks for them."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any, Protocol, TypeVar

from transformers import AutoConfig, PreTrainedTokenizerBase

from studio.core.example import Message
from studio.core.recipe import Recipe
from studio.core.tokens import Fault, RowTokens
from studio.engine.base_model import BaseModel, convert_gguf, find_base_model
from studio.engine.data_checks import Findings, RowChecks, check_template
from studio.engine.failures import DataFailed
from studio.engine.label_checks import LabelChecks
from studio.engine.labelled_rows import Labelled, Labels, find_labels, labelled_row, longest_text, read_labelled
from studio.engine.preference_checks import JudgedChecks
from studio.engine.preference_rows import judged_row, read_judged
from studio.engine.row_tokens import conversation_tokens, preference_tokens, text_tokens
from studio.engine.rows import parse_content, parse_row, read_rows
from studio.engine.template_trial import try_template
from studio.engine.tokenizer import load_tokenizer, read_tokenizer
from studio.errors import ModelFailed
from studio.words import _

_STEPS = 100
_Row_contra = TypeVar("_Row_contra", contravariant=True)
_Turns = tuple[Message, ...]


class _Checks(Protocol[_Row_contra]):
    findings: Findings

    def look(self, row: _Row_contra) -> None: ...
    def faults(self) -> list[Fault]: ...


def shown(
    recipe: dict[str, Any], contents: Sequence[str], labels: Sequence[Sequence[str]] = ()
) -> Iterator[dict[str, object]]:
    """The tokens of each content (JSON as in the project), in order.

    `labels` holds every set of labels that a training row has. Raises ModelFailed, DataFailed, and TemplateFailed
    where the template is missing or too slow.
    """
    wanted = Recipe.model_validate(recipe)
    tokens = _SHOWING[_way(wanted)](wanted, contents, labels)
    for each in tokens:
        yield asdict(each)


def checked(recipe: dict[str, Any], file: str, held_out: str = "") -> Iterator[dict[str, object]]:
    """Progress with what was seen so far, then each fault of a frozen split; raises as `shown`.

    `held_out` is the file of the rows that are not learned from, which only classification looks at.
    """
    wanted = Recipe.model_validate(recipe)
    yield from _CHECKING[_way(wanted)](wanted, Path(file), Path(held_out) if held_out else None)


def converted(base: str) -> Iterator[dict[str, object]]:
    """Make a GGUF file readable, which tells nothing; raises ModelFailed."""
    convert_gguf(find_base_model(base))
    yield from ()


def _way(recipe: Recipe) -> str:
    if recipe.goal.task == "classification":
        return "labels"
    return "answers" if recipe.goal.objective == "sft" else "preferences"


def _show_answers(recipe: Recipe, contents: Sequence[str], _labels: object) -> Iterator[RowTokens]:
    rows = [parse_row(at, content) for at, content in enumerate(contents)]
    _base, tokenizer = _open(recipe, [row.messages for row in rows])
    return (conversation_tokens(tokenizer, row, recipe) for row in rows)


def _show_preferences(recipe: Recipe, contents: Sequence[str], _labels: object) -> Iterator[RowTokens]:
    rows = [judged_row(at, parse_content(content)) for at, content in enumerate(contents)]
    _base, tokenizer = _open(recipe, [row.asked for row in rows])
    return (preference_tokens(tokenizer, row, recipe) for row in rows)


def _show_labels(recipe: Recipe, contents: Sequence[str], labels: Sequence[Sequence[str]]) -> Iterator[RowTokens]:
    rows = [labelled_row(at, parse_content(content)) for at, content in enumerate(contents)]
    tokenizer, most = _open_for_labels(recipe)
    known = _labels_of([Labelled(0, "", tuple(each)) for each in labels])
    return (text_tokens(tokenizer, row, known, most) for row in rows)


def _labels_of(rows: Sequence[Labelled]) -> Labels:
    try:
        return find_labels(rows)
    except DataFailed:
        # The check says so; a text can be looked at all the same.
        return Labels(tuple(sorted({label for row in rows for label in row.labels})), several=False)


def _check_answers(recipe: Recipe, file: Path, _held_out: Path | None) -> Iterator[dict[str, object]]:
    rows = read_rows(file)
    base, tokenizer = _open(recipe, [row.messages for row in rows])
    template = check_template(base, tokenizer, recipe.data.template)
    yield from _looked(RowChecks(tokenizer, recipe.data.max_length, recipe.data.loss_on), rows, template)


def _check_preferences(recipe: Recipe, file: Path, _held_out: Path | None) -> Iterator[dict[str, object]]:
    rows = read_judged(file)
    base, tokenizer = _open(recipe, [row.asked for row in rows])
    template = check_template(base, tokenizer, recipe.data.template)
    yield from _looked(JudgedChecks(tokenizer, recipe), rows, template)


def _check_labels(recipe: Recipe, file: Path, held_out: Path | None) -> Iterator[dict[str, object]]:
    rows, others = read_labelled(file), read_labelled(held_out) if held_out else ()
    tokenizer, most = _open_for_labels(recipe)
    yield from _looked(LabelChecks(tokenizer, most, rows, others), rows)


def _looked(
    checks: _Checks[_Row_contra], rows: Sequence[_Row_contra], others: Sequence[Fault] = ()
) -> Iterator[dict[str, object]]:
    every = max(1, len(rows) // _STEPS)
    for done, row in enumerate(rows, start=1):
        checks.look(row)
        if done % every == 0 or done == len(rows):
            yield {"done": done, "total": len(rows), "seen": asdict(checks.findings.seen)}
    yield from map(asdict, [*others, *checks.faults()])


def _open(recipe: Recipe, conversations: Sequence[_Turns]) -> tuple[BaseModel, PreTrainedTokenizerBase]:
    base = find_base_model(recipe.model.base)
    convert_gguf(base)
    tokenizer = load_tokenizer(base, recipe.data.template)
    if not base.trusted and conversations:
        longest = max(conversations, key=lambda turns: sum(len(turn.content) for turn in turns))
        try_template(str(tokenizer.chat_template), tokenizer.special_tokens_map, [longest])
    return base, tokenizer


def _open_for_labels(recipe: Recipe) -> tuple[PreTrainedTokenizerBase, int]:
    """The tokenizer, and how many tokens of a text the model can take."""
    base = find_base_model(recipe.model.base)
    convert_gguf(base)
    tokenizer = read_tokenizer(base)
    try:
        config = AutoConfig.from_pretrained(base.folder, local_files_only=True, trust_remote_code=False)
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise ModelFailed(
            _("The base model “{name}” cannot be loaded: {reason}").format(name=base.name, reason=error),
            hint=_("The files may be damaged or incomplete; copy the model again."),
        ) from error
    return tokenizer, longest_text(tokenizer, config, recipe.data.max_length)


_Show = Callable[[Recipe, Sequence[str], Sequence[Sequence[str]]], Iterator[RowTokens]]
_Check = Callable[[Recipe, Path, Path | None], Iterator[dict[str, object]]]
_SHOWING: dict[str, _Show] = {"answers": _show_answers, "preferences": _show_preferences, "labels": _show_labels}
_CHECKING: dict[str, _Check] = {"answers": _check_answers, "preferences": _check_preferences, "labels": _check_labels}
