"""The folders of evaluations: what a crash or a stranger's hand leaves in them."""

from pathlib import Path

import pytest

from studio.core.evaluation import AnswersHead
from studio.errors import RunFailed
from studio.runs.evaluations import answers_file, read_answers, read_answers_head, read_evaluated_rows, rows_file
from studio.runs.folder import RunFolder
from tests.evaluating.labelled_project import SPEAKER, cases, said, write_evaluation


@pytest.fixture
def run(tmp_path: Path) -> RunFolder:
    """A line separator of Unicode is no end of a line."""
    rows = cases(["Surveillance.\u2028Repos.", "IRM en urgence"])
    given = {SPEAKER: (AnswersHead(fingerprint="a"), said(rows, ["Oui.\u2028\u2029\x85Non.", ""]))}
    return write_evaluation(tmp_path, "0001-cases", rows, given)


def test_a_file_cut_off_at_any_byte_gives_the_whole_lines(run: RunFolder) -> None:
    whole = answers_file(run, 0).read_bytes()
    answers = read_answers(run, 0)
    assert [each.text for each in answers.values()] == ["Oui.\u2028\u2029\x85Non.", ""]
    lines = whole.count(b"\n")
    assert lines == 3
    for end in range(len(whole) + 1):
        answers_file(run, 0).write_bytes(whole[:end])
        left = list(read_answers(run, 0).items())
        assert left == list(answers.items())[: max(0, whole[:end].count(b"\n") - 1)]
        assert (read_answers_head(run, 0) is None) == (end < whole.index(b"\n"))


def test_rows_that_were_edited_are_refused(run: RunFolder) -> None:
    """As many rows, each of them well formed: only the hash tells."""
    assert len(read_evaluated_rows(run)) == 2
    text = rows_file(run).read_text("utf-8")
    rows_file(run).write_text(text.replace("IRM en urgence", "Surveillance"), "utf-8")
    with pytest.raises(RunFailed, match="rows of the evaluation"):
        read_evaluated_rows(run)
