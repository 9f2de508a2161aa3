"""How often each answer is learned in a run: labels, kinds of the contract, or short answers that repeat."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from studio.core.contract import Contract
from studio.core.example import Classification, Content
from studio.core.preset import words_of
from studio.data.overview import kind_of, labels_of, question_and_answers
from studio.data.reader import CONTENT
from studio.errors import RunFailed
from studio.words import _

_ENOUGH_ROWS = 20_000
_BATCH = 2_000
# More different answers than this are free text, of which no two need be alike.
_MOST_ANSWERS = 20


def answer_counts(file: Path, contract: Contract | None) -> Mapping[str, int]:
    """Of the first 20,000 frozen rows, how many have which label, kind or answer; nothing where answers are free text.

    Raises RunFailed when the file cannot be read.
    """
    try:
        return _counted(_contents(file), contract)
    except (OSError, pa.ArrowException, ValueError) as error:
        raise _unreadable(error) from error


def commonest_labels(file: Path) -> frozenset[str]:
    """The labels that most of the first 20,000 frozen rows have, together; none where they are no labelled texts.

    Of equals the first by name. Raises RunFailed when the file cannot be read.
    """
    try:
        labelled = (each for each in _contents(file) if isinstance(each, Classification))
        counts: Counter[tuple[str, ...]] = Counter(tuple(sorted(set(each.labels))) for each in labelled)
    except (OSError, pa.ArrowException, ValueError) as error:
        raise _unreadable(error) from error
    commonest = min(counts, key=lambda each: (-counts[each], each), default=())
    return frozenset(commonest)


def _unreadable(error: Exception) -> RunFailed:
    return RunFailed(_("The frozen data of this run cannot be read: {reason}").format(reason=error))


def _contents(file: Path) -> Iterator[Content]:
    with pq.ParquetFile(file) as frozen:
        seen = 0
        for batch in frozen.iter_batches(_BATCH, columns=["content"]):
            yield from (CONTENT.validate_json(str(text)) for text in batch.column(0).to_pylist())
            seen += len(batch)
            if seen >= _ENOUGH_ROWS:
                return


def _counted(contents: Iterable[Content], contract: Contract | None) -> Mapping[str, int]:
    labels, kinds, answers = Counter[str](), Counter[str](), Counter[str]()
    titles = {form.name.en: words_of(form.name) for form in contract.formats} if contract else {}
    for content in contents:
        labels.update(labels_of(content))
        kind = kind_of(contract, content) if contract else None
        if kind:
            kinds[titles[kind]] += 1
        if len(answers) <= _MOST_ANSWERS:
            answers.update(question_and_answers(content)[1][-1:])
    if labels or kinds:
        return labels or kinds
    return answers if len(answers) <= _MOST_ANSWERS and answers.total() > len(answers) else {}
