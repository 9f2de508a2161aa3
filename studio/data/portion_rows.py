"""Which rows a part of an overview stands for."""

from array import array
from collections.abc import Callable, Iterator, Sequence
from typing import Unpack

import apsw
import numpy as np
from numpy.typing import NDArray

from studio.core.example import Content
from studio.data.languages import languages_of
from studio.data.overview import (
    OverviewCancelled,
    OverviewOptions,
    kind_of,
    labels_of,
    language_every,
    question_and_answers,
    read_contents,
    whole_text,
)
from studio.data.portion import Measure, Portion
from studio.data.reader import ProjectReader
from studio.errors import ProjectFailed
from studio.words import _

Tests = Callable[[Sequence[Content]], Sequence[bool]]

# Each takes the data set, and the name where there is one to compare with.
_FOUND_BY_SQL: dict[Measure, str] = {
    "split": "SELECT id FROM example WHERE dataset_id = ? AND ifnull(split, '') = ? ORDER BY id",
    "status": "SELECT id FROM example WHERE dataset_id = ? AND status = ? ORDER BY id",
    "source": "SELECT id FROM example WHERE dataset_id = ? AND origin_file = ? ORDER BY id",
    "finding": "SELECT DISTINCT example_id FROM finding WHERE dataset_id = ? AND rule = ? ORDER BY example_id",
    "copy": (
        "SELECT id FROM (SELECT id, row_number() OVER (PARTITION BY digest ORDER BY id) AS number FROM example"
        " WHERE dataset_id = ?) WHERE number > 1 ORDER BY id"
    ),
}


def rows_in(
    reader: ProjectReader, dataset_id: int, portion: Portion, **options: Unpack[OverviewOptions]
) -> NDArray[np.int64]:
    """The ids of the rows that the overview counted, in their order; looks at every row for what no column holds.

    Of large sets only some rows were asked for their language; those alone are found. Raises OverviewCancelled,
    ProjectFailed.
    """
    with reader.one_moment() as db:
        if sql := _FOUND_BY_SQL.get(portion.measure):
            bindings = (dataset_id,) if portion.measure == "copy" else (dataset_id, portion.name)
            return np.array([row_id for (row_id,) in db.execute(sql, bindings)], np.int64)
        dataset = next((each for each in reader.datasets() if each.id == dataset_id), None)
        if dataset is None:
            raise ProjectFailed(_("This data set no longer exists."))
        every = language_every(dataset.rows) if portion.measure == "language" else 1
        return _scanned(db, dataset_id, (_tests(portion, options), every), _Pace(dataset.rows, options))


class _Pace:
    """Tells how far the scan is and stops it when it is no longer wanted."""

    def __init__(self, total: int, options: OverviewOptions) -> None:
        self._done, self._total, self._options = 0, total, options

    def went(self, rows: int) -> None:
        cancelled, progress = self._options.get("cancelled"), self._options.get("progress")
        if cancelled and cancelled():
            raise OverviewCancelled(_("The search for these examples was stopped."))
        self._done += rows
        if progress:
            progress(self._done, self._total)


def _scanned(db: apsw.Connection, dataset_id: int, wanted: tuple[Tests, int], pace: _Pace) -> NDArray[np.int64]:
    tests, every = wanted
    found, at = array("q"), 0
    for ids, contents in read_contents(db, dataset_id):
        asked = range(-at % every, len(ids), every)
        passed = tests([contents[each] for each in asked])
        found.extend(ids[each] for each, passes in zip(asked, passed, strict=True) if passes)
        at += len(ids)
        pace.went(len(ids))
    return np.array(found, np.int64)


def _tests(portion: Portion, options: OverviewOptions) -> Tests:
    match portion.measure:
        case "language":
            return lambda contents: [code == portion.name for code in languages_of(map(whole_text, contents))]
        case "tokens":
            return lambda contents: _with_tokens(contents, portion, options)
        case _other:
            return lambda contents: [any(_values(content, portion, options)) for content in contents]


def _with_tokens(contents: Sequence[Content], portion: Portion, options: OverviewOptions) -> list[bool]:
    count = options.get("count_tokens")
    if count is None:
        raise ProjectFailed(_("The chosen model has no tokenizer that tokens could be counted with."))
    return [_within(int(number), portion) for number in count([whole_text(content) for content in contents])]


def _values(content: Content, portion: Portion, options: OverviewOptions) -> Iterator[bool]:
    question, answers = question_and_answers(content)
    match portion.measure:
        case "question":
            yield _within(len(question), portion)
        case "answer":
            yield from (_within(len(answer), portion) for answer in answers)
        case "label":
            yield portion.name in labels_of(content)
        case _kind:
            contract = options.get("contract")
            yield contract is not None and kind_of(contract, content) == portion.name


def _within(length: int, portion: Portion) -> bool:
    return portion.shortest <= length and (portion.longest is None or length <= portion.longest)
