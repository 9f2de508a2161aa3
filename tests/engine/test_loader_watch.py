"""What is told of the wait for data, with the callbacks called in the order of transformers' training loop."""

from pathlib import Path

from transformers import TrainerControl, TrainerState, TrainingArguments

from studio.core.events import Metric
from studio.engine.loader_watch import LoaderWatch
from studio.runs.journal import JournalReader, JournalWriter


def test_each_step_but_the_first_tells_how_long_it_took_and_waited(tmp_path: Path) -> None:
    arguments = TrainingArguments(output_dir=str(tmp_path), report_to="none", use_cpu=True)
    with JournalWriter(tmp_path / "events.jsonl") as journal:
        watch = LoaderWatch(journal)
        for step in (1, 2, 3):
            state, control = TrainerState(global_step=step), TrainerControl()
            watch.on_step_begin(arguments, state, control)
            watch.on_step_end(arguments, state, control)
            watch.on_log(arguments, state, control, {"loss": 1.0})
    told = [event for event in JournalReader(tmp_path / "events.jsonl").read_new() if isinstance(event, Metric)]
    assert [(event.step, event.name) for event in told] == [
        (2, "step_seconds"),
        (2, "data_seconds"),
        (3, "step_seconds"),
        (3, "data_seconds"),
    ]
    assert all(0 <= waited.value <= whole.value for whole, waited in zip(told[::2], told[1::2], strict=True))
