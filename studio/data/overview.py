"""A data set in numbers: how many rows of what, how long, in which languages, from where."""

from array import array
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypedDict, Unpack, cast

import apsw

from studio.core.contract import Contract
from studio.core.example import Chat, Choice, Classification, Content, Instruction, Preference, Split, Status, Text
from studio.data.languages import languages_of
from studio.data.lengths import Lengths, summed_up
from studio.data.reader import CONTENT, ProjectReader
from studio.data.records import Dataset
from studio.errors import ProjectFailed
from studio.words import _, current_language

_CHUNK = 500
# Telling a language takes 0.2 ms: a few thousand rows spread over all say as much as a million.
_LANGUAGE_ROWS = 5_000
_LETTERS = "ABCDEFGHIJ"
_ROWS = "SELECT id, content FROM example WHERE id > ? AND +dataset_id = ? ORDER BY id LIMIT ?"
_SUMS = {
    "splits": "SELECT split, count(*) FROM example WHERE dataset_id = ? GROUP BY split",
    "statuses": "SELECT status, count(*) FROM example WHERE dataset_id = ? GROUP BY status",
    "sources": "SELECT origin_file, count(*) FROM example WHERE dataset_id = ? GROUP BY origin_file",
    "tags": (
        "SELECT tag.value, count(*) FROM example, json_each(example.tags) AS tag"
        " WHERE dataset_id = ? AND tags <> '[]' GROUP BY tag.value"
    ),
    "reviewers": (
        "SELECT reviewer, count(DISTINCT example_id) FROM review JOIN example ON example.id = example_id"
        " WHERE dataset_id = ? GROUP BY reviewer"
    ),
    "findings": "SELECT rule, count(DISTINCT example_id) FROM finding WHERE dataset_id = ? GROUP BY rule",
}


@dataclass(frozen=True)
class Count:
    """How many rows have something."""

    name: str
    rows: int


@dataclass(frozen=True)
class Overview:
    """A data set in numbers, from one moment; counts come with the most frequent first."""

    dataset: Dataset
    splits: Mapping[Split | None, int]
    statuses: Mapping[Status, int]
    questions: Lengths | None
    """In characters, of what is asked or, for plain and labelled texts, of the texts."""
    answers: Lengths | None
    """In characters; None for kinds without answers to learn."""
    tokens: Lengths | None
    """Of questions and answers together; None when nobody said how to count them."""
    too_long: int
    """Rows with more tokens than `longest_tokens`."""
    labels: tuple[Count, ...]
    """Of classifications; of choices the letters of the right answers."""
    kinds: tuple[Count, ...]
    """Of answers, by their English names in the project's contract; "" for those that keep to none."""
    titles: Mapping[str, str]
    """What those names are in the language in use."""
    languages: tuple[Count, ...]
    """ISO 639-1 codes, "" for texts that do not tell."""
    language_rows: int
    """How many rows were asked for their language."""
    duplicates: int
    """Rows whose content is also that of an earlier row."""
    families: int
    sources: tuple[Count, ...]
    tags: tuple[Count, ...]
    reviewers: tuple[Count, ...]
    findings: tuple[Count, ...] | None
    """By rule; None when the data set was never checked."""

    def composition(self) -> dict[str, int]:
        """What a target mix is compared with: the kinds of answer where a contract tells them, else the labels."""
        return {count.name: count.rows for count in self.kinds or self.labels}


class OverviewCancelled(ProjectFailed):
    """The overview is no longer wanted."""


class OverviewOptions(TypedDict, total=False):
    """`count_tokens` gives the tokens of each text; `progress` is told rows looked at and in all.

    `longest_tokens` is what a run takes: longer rows are counted.
    """

    contract: Contract | None
    count_tokens: Callable[[Sequence[str]], Sequence[int]] | None
    longest_tokens: int | None
    progress: Callable[[int, int], None]
    cancelled: Callable[[], bool]


def overview(reader: ProjectReader, dataset_id: int, **options: Unpack[OverviewOptions]) -> Overview:
    """Look at every row, a bounded number at a time; takes seconds for large sets: call it off the window's thread.

    Raises OverviewCancelled, ProjectFailed.
    """
    with reader.one_moment() as db:
        dataset = next((each for each in reader.datasets() if each.id == dataset_id), None)
        if dataset is None:
            raise ProjectFailed(_("This data set no longer exists."))
        measured = _Measured(options, language_every(dataset.rows))
        for _ids, contents in read_contents(db, dataset_id):
            if options.get("cancelled", _never)():
                raise OverviewCancelled(_("The overview was stopped."))
            measured.add(contents)
            options.get("progress", _tell_nobody)(measured.rows, dataset.rows)
        return _overview(db, dataset, measured)


def question_and_answers(content: Content) -> tuple[str, tuple[str, ...]]:
    """What is asked, system prompts aside, and each answer there is to learn from."""
    match content:
        case Instruction():
            return f"{content.instruction}\n\n{content.input}" if content.input else content.instruction, (
                content.response,
            )
        case Chat():
            asked = "\n".join(turn.content for turn in content.messages if turn.role == "user")
            return asked, tuple(turn.content for turn in content.messages if turn.role == "assistant")
        case Preference():
            return content.prompt, tuple(answer for answer in (content.chosen, content.rejected) if answer)
        case Choice():
            return f"{content.context}\n\n{content.question}" if content.context else content.question, ()
        case Classification() | Text():
            return content.text, ()


def labels_of(content: Content) -> Iterator[str]:
    """Of a classification, and the letters of a choice's right answers; none for other kinds."""
    match content:
        case Classification():
            yield from dict.fromkeys(content.labels)
        case Choice():
            yield from (_LETTERS[answer] for answer in content.answers if 0 <= answer < len(_LETTERS))
        case _other:
            return


@dataclass
class _Measured:
    """What was seen of the rows so far."""

    options: OverviewOptions
    every: int
    rows: int = 0
    questions: "array[int]" = field(default_factory=lambda: array("q"))
    answers: "array[int]" = field(default_factory=lambda: array("q"))
    tokens: "array[int]" = field(default_factory=lambda: array("q"))
    too_long: int = 0
    labels: Counter[str] = field(default_factory=Counter)
    kinds: Counter[str] = field(default_factory=Counter)
    languages: Counter[str] = field(default_factory=Counter)

    def add(self, contents: Sequence[Content]) -> None:
        texts = [question_and_answers(content) for content in contents]
        self.questions.extend(len(question) for question, _answers in texts)
        self.answers.extend(len(answer) for _question, answers in texts for answer in answers)
        for content in contents:
            self.labels.update(labels_of(content))
        whole = [whole_text(content) for content in contents]
        asked = [text for at, text in enumerate(whole, self.rows) if at % self.every == 0]
        self.languages.update(languages_of(asked))
        if count := self.options.get("count_tokens"):
            self._add_tokens(count(whole))
        if contract := self.options.get("contract"):
            kinds = (kind_of(contract, content) for content in contents)
            self.kinds.update(kind for kind in kinds if kind is not None)
        self.rows += len(contents)

    def _add_tokens(self, counts: Sequence[int]) -> None:
        self.tokens.extend(int(each) for each in counts)
        if (longest := self.options.get("longest_tokens")) is not None:
            self.too_long += sum(int(each) > longest for each in counts)


def _last_answer(content: Content) -> str:
    """The one that a contract is about; a rejected answer need not keep it."""
    if isinstance(content, Preference):
        return content.chosen
    _question, answers = question_and_answers(content)
    return answers[-1] if answers else ""


def kind_of(contract: Contract, content: Content) -> str | None:
    """The English name of the answer's kind, "" for one that keeps to none; None without an answer."""
    answer = _last_answer(content)
    if not answer:
        return None
    kind = contract.kind_of(answer)
    return kind.name.en if kind else ""


def whole_text(content: Content) -> str:
    """Question and answers together, whose tokens and language are told."""
    question, answers = question_and_answers(content)
    return "\n".join((question, *answers))


def _titles(contract: Contract | None) -> dict[str, str]:
    french = current_language() == "fr"
    return {form.name.en: form.name.fr if french else form.name.en for form in contract.formats} if contract else {}


def language_every(rows: int) -> int:
    """Of so many rows in a row, one is asked for its language."""
    return max(1, rows // _LANGUAGE_ROWS)


def read_contents(db: apsw.Connection, dataset_id: int) -> Iterator[tuple[list[int], list[Content]]]:
    """Ids and contents of all rows in the order of their ids, a bounded number at a time."""
    last = 0
    while found := db.execute(_ROWS, (last, dataset_id, _CHUNK)).fetchall():
        last = cast(int, found[-1][0])
        ids = [cast(int, row_id) for row_id, _content in found]
        yield ids, [CONTENT.validate_json(str(content)) for _id, content in found]


def _overview(db: apsw.Connection, dataset: Dataset, measured: _Measured) -> Overview:
    sums: dict[str, dict[Any, int]] = {
        name: dict(cast(list[tuple[Any, int]], db.execute(sql, (dataset.id,)).fetchall()))
        for name, sql in _SUMS.items()
    }
    different, families = db.execute(
        "SELECT count(DISTINCT digest), count(DISTINCT family) FROM example WHERE dataset_id = ?", (dataset.id,)
    ).fetchall()[0]
    checked = db.execute("SELECT EXISTS (SELECT 1 FROM check_run WHERE dataset_id = ?)", (dataset.id,)).get
    return Overview(
        dataset=dataset,
        splits=sums["splits"],
        statuses=sums["statuses"],
        questions=summed_up(measured.questions),
        answers=summed_up(measured.answers),
        tokens=summed_up(measured.tokens),
        too_long=measured.too_long,
        labels=_counts(measured.labels),
        kinds=_counts(measured.kinds),
        titles=_titles(measured.options.get("contract")),
        languages=_counts(measured.languages),
        language_rows=measured.languages.total(),
        duplicates=measured.rows - cast(int, different),
        families=cast(int, families),
        sources=_counts(sums["sources"]),
        tags=_counts(sums["tags"]),
        reviewers=_counts(sums["reviewers"]),
        findings=_counts(sums["findings"]) if checked else None,
    )


def _counts(counts: Mapping[str, int]) -> tuple[Count, ...]:
    return tuple(Count(name, rows) for name, rows in sorted(counts.items(), key=lambda each: (-each[1], each[0])))


def _tell_nobody(_done: int, _total: int) -> None:
    pass


def _never() -> bool:
    return False
