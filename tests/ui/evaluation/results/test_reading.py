"""What is read again of an evaluation, and how often."""

from pathlib import Path

import pytest

from studio.core.evaluation import Answer
from studio.core.targets import Target, Targets
from studio.evaluating.targets import write_targets
from studio.runs.evaluations import answers_file
from studio.ui.evaluation.results.reading import pause_ms, read_evaluation_of
from tests.evaluating.evaluated_project import BASE, cases, evaluation, mute


@pytest.mark.parametrize(("took_s", "pause"), [(0.0, 3_000), (0.1, 3_000), (1.0, 20_000), (95.0, 1_900_000)])
def test_reading_takes_a_twentieth_of_the_time_at_most(took_s: float, pause: int) -> None:
    assert pause_ms(took_s) == pause


def test_what_is_as_it_was_is_not_computed_anew(tmp_path: Path) -> None:
    rows = cases()
    run = evaluation(tmp_path, rows, [(BASE, mute(rows[:-1]))])
    read = read_evaluation_of(tmp_path, run)
    assert read.took_s > 0
    assert read_evaluation_of(tmp_path, run, read) is read
    with answers_file(run, 0).open("a", encoding="utf-8") as file:
        file.write(f"{Answer(id=rows[-1].id, asked='', text='Repos.').model_dump_json()}\n")
    more = read_evaluation_of(tmp_path, run, read)
    assert len(more.found.results.subjects[0].answered) == len(rows)
    write_targets(tmp_path, Targets(targets=(Target(metric="format_compliance", at_least=0.5),)))
    assert read_evaluation_of(tmp_path, run, more).targets != more.targets
