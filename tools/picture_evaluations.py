"""Evaluations of the pictures: what the demonstration model really answered before and after training.

`recorded_answers.json` is what `studio evaluate` recorded on the sample project (22 November 2026, two cores).
"""

import json
import time
from pathlib import Path
from typing import Any

from studio.core.evaluation import Answer, AnswersHead, Decoding, EvaluatedRow, Timing
from studio.core.events import Finished, Started
from studio.core.example import Instruction
from studio.data.reader import ProjectReader
from studio.data.snapshot import freeze_dataset
from studio.evaluating.creating import Wanted, prepare_evaluation
from studio.evaluating.subjects import base_of_run, subject_of_run
from studio.runs.evaluations import answers_file, read_evaluated_rows, timings_file
from studio.runs.folder import RunFolder
from studio.words import Language
from tools.picture_runs import place_runs, remove_runs

_RECORDED = Path(__file__).with_name("recorded_answers.json")
_STATES = ("base", "tuned")


def place_evaluation(project: Path, preset: str, language: Language) -> tuple[RunFolder, RunFolder]:
    """A run with a result, and the evaluation of both on the test part; the run's own curve is another one's."""
    runs = place_runs(project, preset, language)
    run = runs.pop("overfitting")
    remove_runs(runs.values())
    run.adapter.mkdir()
    for name in ("manifest.json", "adapter_config.json"):
        (run.adapter / name).write_text("{}", "utf-8")
    with ProjectReader(project) as reader:
        dataset = reader.datasets()[0]
        freeze_dataset(reader, dataset.id, run.data)
    wanted = Wanted(dataset.id, "test", (base_of_run(run), subject_of_run(run)), Decoding())
    folder = prepare_evaluation(project, wanted, language)
    _answer(folder, json.loads(_RECORDED.read_text("utf-8")))
    return run, folder


def _answer(folder: RunFolder, recorded: dict[str, Any]) -> None:
    rows = read_evaluated_rows(folder)
    for at, state in enumerate(_STATES):
        for file, lines in (
            (answers_file(folder, at), [AnswersHead(fingerprint=f"{at:064x}"), *_answers(rows, recorded[state])]),
            (timings_file(folder, at), _timings(rows, recorded["timings"][state])),
        ):
            file.parent.mkdir(exist_ok=True)
            file.write_text("".join(f"{line.model_dump_json()}\n" for line in lines), "utf-8")
    now = time.time()
    told = (
        Started(seq=0, at=now, mono=1.0, pid=0, device="CPU", versions={}),
        Finished(seq=1, at=now, mono=52.0, reason="completed", steps=0, wall_s=51.0, train_cpu_s=0.0),
    )
    folder.events.write_text("".join(f"{event.model_dump_json()}\n" for event in told), "utf-8")


def _answers(rows: tuple[EvaluatedRow, ...], recorded: dict[str, list[Any]]) -> list[Answer]:
    found = []
    for row in rows:
        asked = row.content.input or row.content.instruction if isinstance(row.content, Instruction) else ""
        if asked in recorded:
            text, tokens, loss, weighed = recorded[asked]
            found.append(Answer(id=row.id, asked=str(row.id), text=text, tokens=tokens, loss=loss, loss_tokens=weighed))
    return found


def _timings(rows: tuple[EvaluatedRow, ...], recorded: list[list[float]]) -> list[Timing]:
    return [
        Timing(id=row.id, first_token_s=first, total_s=total, tokens=int(tokens))
        for row, (first, total, tokens) in zip(rows, recorded, strict=False)
    ]
