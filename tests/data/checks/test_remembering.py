"""Findings are kept beside the history, and only what changed is looked at again."""

from collections.abc import Callable

import pytest

from studio.core.example import Instruction
from studio.data.checks import (
    check_state,
    finding_ids,
    findings,
    findings_of,
    rules_for,
)
from studio.data.checks.report import ChecksCancelled
from studio.data.checks.running import run_checks
from studio.data.editing import set_content
from studio.data.project import Dataset, Project, ProjectReader
from studio.data.records import RowQuery
from studio.words import use_language

Filled = Callable[..., Dataset]
Check = Callable[..., dict]
ROW_RULES = [rule.id for rule in rules_for("instruction") if rule.scope == "row"]


def case(number: int, answer: str = "Du repos.") -> Instruction:
    return Instruction(instruction=f"Que faire dans le cas {number} ?", response=answer)


@pytest.fixture
def dataset(filled: Filled, check: Check) -> Dataset:
    """Ten rows of which the third and the seventh are empty, checked."""
    dataset = filled([case(i, " " if i in (3, 7) else "Du repos.") for i in range(1, 11)])
    check(dataset)
    return dataset


def test_findings_are_counted_by_rule_and_filter_the_table(dataset: Dataset, reader: ProjectReader) -> None:
    counts = {each.rule.id: each.count for each in findings(reader, dataset.id)}
    assert (counts["empty"], counts["spaces"], counts["duplicate"]) == (2, 2, 0)
    assert set(counts) == {rule.id for rule in rules_for("instruction")}
    assert finding_ids(reader, dataset.id, "empty").tolist() == [3, 7]
    assert reader.find_rows(RowQuery(dataset_id=dataset.id, finding="empty")).tolist() == [3, 7]


def test_the_findings_of_a_row_read_in_either_language(dataset: Dataset, reader: ProjectReader) -> None:
    assert [finding.rule for finding in findings_of(reader, 3)] == ["empty", "spaces"]
    assert findings_of(reader, 1) == []
    use_language("fr")
    try:
        assert findings_of(reader, 3)[0].text()
    finally:
        use_language("en")


def test_nothing_is_looked_at_again_while_nothing_changed(dataset: Dataset, check: Check) -> None:
    unable = {"tokens", "contract", "ignored_flag", "false_alarm"}
    assert set(check(dataset)) == unable | ({"language"} & set(check(dataset)))


def test_only_edited_rows_are_looked_at_again(dataset: Dataset, check: Check, project: Project, reader: ProjectReader):
    set_content(project, 3, case(3))
    set_content(project, 5, case(5, ""))
    state = check_state(reader, dataset.id)
    assert state is not None
    assert state.changed == 2
    runs = check(dataset, rules=["empty"])
    assert runs["empty"].looked_at.tolist() == [3, 5]
    assert finding_ids(reader, dataset.id, "empty").tolist() == [5, 7]


def test_an_undone_edit_is_looked_at_again(dataset: Dataset, check: Check, project: Project, reader: ProjectReader):
    set_content(project, 3, case(3))
    check(dataset)
    assert finding_ids(reader, dataset.id, "empty").tolist() == [7]
    project.undo()
    assert check(dataset)["empty"].looked_at.tolist() == [3]
    assert finding_ids(reader, dataset.id, "empty").tolist() == [3, 7]
    project.redo()
    check(dataset)
    assert finding_ids(reader, dataset.id, "empty").tolist() == [7]


def test_a_change_after_an_undo_is_not_missed(dataset: Dataset, check: Check, project: Project, reader: ProjectReader):
    set_content(project, 3, case(3))
    check(dataset)
    project.undo()
    set_content(project, 1, case(1, ""))
    check(dataset)
    assert finding_ids(reader, dataset.id, "empty").tolist() == [1, 3, 7]


def test_deleted_rows_lose_their_findings_and_get_them_back(
    dataset: Dataset, check: Check, project: Project, reader: ProjectReader
) -> None:
    project.delete_rows([3])
    assert finding_ids(reader, dataset.id, "empty").tolist() == [7]
    check(dataset)
    assert findings_of(reader, 3) == []
    project.undo()
    check(dataset)
    assert finding_ids(reader, dataset.id, "empty").tolist() == [3, 7]


def test_new_rows_are_looked_at(dataset: Dataset, check: Check, filled: Filled, reader: ProjectReader) -> None:
    filled([case(11, "")])
    check(dataset)
    assert finding_ids(reader, dataset.id, "empty").tolist() == [3, 7, 11]


def test_another_setting_looks_at_all_rows_again(dataset: Dataset, check: Check) -> None:
    assert check(dataset, rules=["length"], longest_answer=5)["length"].looked_at is None


def test_findings_are_no_step_of_the_history(dataset: Dataset, project: Project, reader: ProjectReader) -> None:
    steps = len(reader.steps())
    project.undo()
    assert len(reader.steps()) == steps
    assert reader.undo_label() is not None


def test_progress_is_told_and_cancel_leaves_what_was_known(dataset: Dataset, reader: ProjectReader, project: Project):
    set_content(project, 1, case(1, ""))
    told: list[tuple[int, int]] = []
    run_checks(reader, dataset.id, progress=lambda done, total: told.append((done, total)))
    assert told[-1] == (10, 10)
    with pytest.raises(ChecksCancelled):
        run_checks(reader, dataset.id, cancelled=lambda: True)
    assert finding_ids(reader, dataset.id, "empty").tolist() == [3, 7]
