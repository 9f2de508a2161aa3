"""Counts a data set in the background, and finds the rows behind a number; no widget."""

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

from studio.core.options import DataOptions
from studio.data.portion import Portion
from studio.errors import StudioError
from studio.ui.background import Progress
from studio.ui.data.rows_wanted import Ids
from studio.words import _

if TYPE_CHECKING:
    from studio.core.contract import Contract
    from studio.data.overview import Overview, OverviewOptions
    from studio.data.target_mix import TargetMix

LARGE = 200_000
"""Of more rows nothing is counted again without being asked for."""
FEW_FOR_TOKENS = 20_000
"""Of more rows tokens are counted when asked for: they take longer than all the rest."""


@dataclass(frozen=True)
class Ask:
    """What to count, and with which tokenizer."""

    path: Path
    dataset_id: int
    model: str
    tokenizer: Path | None
    limit: int
    tokens: bool
    """Whether tokens are counted too, which takes longest."""
    contract_at: int = 0
    """When the project's contract was written last, in nanoseconds; 0 without one."""


@dataclass(frozen=True)
class Counted:
    """What was counted, and what the user has said of it."""

    ask: Ask
    at: float
    overview: "Overview"
    target: "TargetMix"
    licences: Mapping[str, str] = field(default_factory=dict)
    contract_problem: str = ""
    token_note: str = ""

    @property
    def can_count_tokens(self) -> bool:
        """Whether tokens were left out only because there are so many rows."""
        return self.ask.tokenizer is not None and not self.ask.tokens


@dataclass(frozen=True)
class Answer:
    """The answer to an Ask; without one it was stopped or failed."""

    progress: Progress
    counted: Counted | None = None
    error: StudioError | None = None


@dataclass(frozen=True)
class Found:
    """The rows behind a portion; None when the search was stopped."""

    dataset_id: int
    portion: Portion
    title: str
    ids: Ids | None


def count(ask: Ask, progress: Progress) -> Answer:
    """Everything the sheet shows; never raises a StudioError, so that an answer is known by its progress."""
    from studio.data.overview import OverviewCancelled

    # The sheet needs it in a moment, and reading it there would hold the window.
    import_module("pyqtgraph")
    try:
        return Answer(progress, _counted(ask, progress))
    except OverviewCancelled:
        return Answer(progress)
    except StudioError as error:
        return Answer(progress, error=error)


def find(ask: Ask, portion: Portion, title: str, progress: Progress) -> Found:
    """The rows that a number stands for."""
    from studio.data.overview import OverviewCancelled
    from studio.data.portion_rows import rows_in
    from studio.data.project import ProjectReader

    options = _options(ask, progress)
    if portion.measure == "tokens":
        options["count_tokens"] = _token_counter(ask)
    if portion.measure == "kind":
        options["contract"] = _contract(ask.path)[0]
    try:
        with ProjectReader(ask.path) as reader:
            return Found(ask.dataset_id, portion, title, rows_in(reader, ask.dataset_id, portion, **options))
    except OverviewCancelled:
        return Found(ask.dataset_id, portion, title, None)


def sheet_text(counted: Counted) -> str:
    """The data sheet in Markdown."""
    from studio.data.checks import RULES
    from studio.data.data_sheet import data_sheet

    titles = {each.id: _(each.title) for each in RULES}
    return data_sheet(
        counted.overview, counted.licences, target=counted.target, rule_title=lambda rule: titles.get(rule, rule)
    )


def token_limit(tokenizer: Path | None) -> int:
    """What a run takes of an example: the usual longest one, or what the model can read where that is less."""
    usual = DataOptions().max_length
    if tokenizer is None:
        return usual
    import orjson

    try:
        stored = orjson.loads((tokenizer.parent / "config.json").read_bytes())
    except (OSError, orjson.JSONDecodeError):
        return usual
    longest = stored.get("max_position_embeddings") if isinstance(stored, dict) else None
    return min(usual, longest) if isinstance(longest, int) and longest > 0 else usual


def contract_time(project: Path) -> int:
    """When the contract of a project was written last, in nanoseconds; 0 without one."""
    from studio.data.contract_file import CONTRACT_FILE

    try:
        return (project / CONTRACT_FILE).stat().st_mtime_ns
    except OSError:
        return 0


def _counted(ask: Ask, progress: Progress) -> Counted:
    from studio.data.licences import licences
    from studio.data.overview import overview
    from studio.data.project import ProjectReader
    from studio.data.target_mix import target_mix

    options = _options(ask, progress)
    options["contract"], contract_problem = _contract(ask.path)
    token_note = ""
    if ask.tokenizer is None:
        token_note = _("Tokens are not counted: the model {name} has no tokenizer.json.").format(name=ask.model)
    elif not ask.tokens:
        token_note = _("Not counted by itself in so large a data set.")
    else:
        try:
            options["count_tokens"] = _token_counter(ask)
        except StudioError as error:
            token_note = error.message
    with ProjectReader(ask.path) as reader:
        found = overview(reader, ask.dataset_id, **options)
        target, noted = target_mix(reader, ask.dataset_id), licences(reader)
    return Counted(ask, time.time(), found, target, noted, contract_problem, token_note)


def _options(ask: Ask, progress: Progress) -> "OverviewOptions":
    return {"longest_tokens": ask.limit, "progress": progress.report, "cancelled": progress.cancelled}


def _contract(path: Path) -> "tuple[Contract | None, str]":
    from studio.data.contract_file import read_contract

    try:
        return read_contract(path), ""
    except StudioError as error:
        return None, error.message


def _token_counter(ask: Ask) -> Callable[[Sequence[str]], list[int]]:
    from studio.data.tokens import counter_for

    if ask.tokenizer is None:
        raise StudioError(_("The model {name} has no tokenizer.json.").format(name=ask.model))
    counter = counter_for(ask.tokenizer)
    return lambda texts: counter.counts(texts).tolist()
