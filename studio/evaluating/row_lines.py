"""The rows of an evaluation one by one: what was asked, expected and answered, and what is wrong or new about it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from studio.assess.catalogue import info
from studio.core.evaluation import EvaluatedRow
from studio.core.example import Content
from studio.core.row_words import expected_of
from studio.data.overview import question_and_answers
from studio.evaluating.primary import PRIMARY
from studio.evaluating.results import Results, SubjectResults
from studio.text.augment.case import case_of

RowFilter = Literal[
    "all", "wrong", "newly_wrong", "newly_right", "missed_red_flag", "false_alarm", "differ", "cut", "empty", "noted"
]


@dataclass(frozen=True)
class RowAnswer:
    """What one model made of a row: the metrics by which it is wrong, and those by which it changed since the first."""

    text: str
    cut: bool
    wrong: frozenset[str]
    newly_wrong: frozenset[str]
    newly_right: frozenset[str]


@dataclass(frozen=True)
class RowLine:
    """One row; `answers` has None where a model has not answered it yet."""

    id: int
    content: Content
    question: str
    expected: str
    groups: Mapping[str, str]
    answers: tuple[RowAnswer | None, ...]

    @property
    def case(self) -> str:
        """What tells this question from the others, without the instruction that all of them share."""
        return "\n".join(case_of(self.content).texts) or self.question


def row_lines(results: Results) -> tuple[RowLine, ...]:
    """In the order of the rows."""
    outcomes = [_outcomes(each) for each in results.subjects]
    answers = [{row.id: row.answer for row in each.answered} for each in results.subjects]
    first = outcomes[0]

    def answered(row: EvaluatedRow, at: int) -> RowAnswer | None:
        given = answers[at].get(row.id)
        if given is None:
            return None
        before, after = first.get(row.id, {}), outcomes[at].get(row.id, {})
        both = before.keys() & after.keys()
        return RowAnswer(
            text=given.text,
            cut=not given.ended,
            wrong=frozenset(name for name, right in after.items() if not right),
            newly_wrong=frozenset(name for name in both if before[name] and not after[name]),
            newly_right=frozenset(name for name in both if after[name] and not before[name]),
        )

    lines = []
    for row in results.rows:
        told = tuple(answered(row, at) for at in range(len(results.subjects)))
        question = question_and_answers(row.content)[0]
        lines.append(RowLine(row.id, row.content, question, expected_of(row.content), row.groups, told))
    return tuple(lines)


def filtered(lines: Sequence[RowLine], wanted: RowFilter, model: int, noted: frozenset[int]) -> tuple[RowLine, ...]:
    """The rows of which the filter is true for this model."""
    return tuple(line for line in lines if _passes(line, wanted, model, noted))


def _passes(line: RowLine, wanted: RowFilter, model: int, noted: frozenset[int]) -> bool:
    if wanted == "all":
        return True
    if wanted == "noted":
        return line.id in noted
    if wanted == "differ":
        return len({each.wrong for each in line.answers if each}) > 1
    answer = line.answers[model]
    if answer is None:
        return False
    return {
        "wrong": bool(answer.wrong),
        "newly_wrong": bool(answer.newly_wrong),
        "newly_right": bool(answer.newly_right),
        "missed_red_flag": "red_flag_recall" in answer.wrong,
        "false_alarm": "red_flag_specificity" in answer.wrong,
        "cut": answer.cut,
        "empty": not answer.text.strip(),
    }[wanted]


def _outcomes(model: SubjectResults) -> dict[int, dict[str, bool]]:
    """By row, whether it is right by each metric that judges single rows."""
    found: dict[int, dict[str, bool]] = {}
    for measure in model.measures:
        if measure.metric not in PRIMARY or measure.outcomes is None or not measure.is_proportion:
            continue
        if info(measure.metric).better == "neither":
            continue
        good = 1.0 if info(measure.metric).better == "higher" else 0.0
        for id, outcome in zip(measure.ids, measure.outcomes, strict=True):
            found.setdefault(id, {})[measure.metric] = outcome == good
    return found
