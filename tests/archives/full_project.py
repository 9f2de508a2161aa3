"""A project that has one of everything, with a mark in every text that came from a row, its use, or whoever read it."""

import json
import os
from collections import deque
from pathlib import Path

from studio.core.events import Failed, Finished, Notice, Phase, Planned, Sample, Scored, Started
from studio.core.example import Instruction
from studio.core.prompt import LastAnswers, RegressionPrompt
from studio.core.rating import Rating
from studio.data.contract_file import write_contract
from studio.data.editing import set_note
from studio.data.inserting import RowSource
from studio.data.licences import set_licence
from studio.data.project import Project
from studio.data.prompts import keep_prompt, write_last_answers
from studio.data.records import NewRow, RowQuery
from studio.data.reviewing import review_row
from studio.data.target_mix import TargetMix, set_target_mix
from studio.data.versions import create_version
from studio.data.views import save_view
from studio.evaluating.monitoring.importing import imported
from studio.evaluating.rating_sessions import create_session
from studio.evaluating.ratings import SessionWishes, add_rating
from studio.launch import prepare_run
from studio.runs.durable import seal_folder
from studio.runs.folder import RunFolder
from studio.runs.journal import JournalWriter
from studio.runs.presets import load_preset
from studio.runs.process import own_identity, write_identity
from studio.runs.row_notes import RowNote, write_note
from tests.evaluating.evaluated_project import case, evaluation, right, subject
from tests.evaluating.monitored_project import CONTRACT, entry, write_log

MARK = "zqxdupont"
ROWS = 12


def content(at: int) -> str:
    input = f"Cas {at} : madame {MARK}, céphalée depuis {at} jours."
    return Instruction(instruction="Que faire ?", input=input, response=f"Surveillance. {MARK} {at}").model_dump_json()


def full_project(path: Path) -> Path:
    """Nothing of it lives: its run has ended, its window is closed."""
    with Project.create(path, "Headaches") as project:
        write_contract(path, CONTRACT)
        rows = (
            NewRow(
                content(at), split="train" if at < ROWS else "test", tags=f'["{MARK}"]', extra=f'{{"nom": "{MARK}"}}'
            )
            for at in range(1, ROWS + 1)
        )
        project.insert_rows("cases", "instruction", RowSource(rows, file=f"{MARK}.xlsx", how="imported"))
        project.author = MARK
        project.update_field(1, "response", f"Corrigé par {MARK}.")
        project.delete_rows([2])
        set_note(project, 3, f"Voir {MARK}.")
        review_row(project, 4, "rejected", reason=MARK)
        save_view(project, 1, MARK, RowQuery(dataset_id=1, search=MARK))
        create_version(project, MARK, MARK)
        set_licence(project, f"{MARK}.xlsx", MARK)
        set_target_mix(project, 1, TargetMix({MARK: 1.0}))
        project.db.execute("INSERT INTO finding VALUES (1, 'twins', 3, 3, ?)", (MARK,))
        project.index_some()
    _run(path)
    _evaluation(path)
    _around(path)
    return path


def _run(path: Path) -> RunFolder:
    run = prepare_run(path, 1, "demo-cpu", load_preset("demo-cpu").preset.recipe, "en")
    write_identity(run.worker_file, own_identity().model_copy(update={"pid": 1, "started": 1.0}))
    with JournalWriter(run.events) as journal:
        journal.append(Started(pid=1, device="cpu", versions={}))
        journal.append(
            Planned(total_steps=2, train_rows=10, validation_rows=0, trainable_parameters=1, total_parameters=2)
        )
        journal.append(Phase(name="train", detail=MARK))
        journal.append(Sample(step=2, index=0, prompt=MARK, text=MARK, reference=MARK))
        journal.append(Notice(message=MARK, hint=MARK))
        journal.append(Failed(kind="data", message=MARK, hint=MARK))
        journal.append(Scored(state="tuned", metric="red_flag_recall", value=1, low=0.5, high=1, n=9))
        journal.append(Finished(reason="completed", steps=2, wall_s=1.0, train_cpu_s=1.0, adapter="adapter"))
    with run.events.open("ab") as file:
        file.write(json.dumps({"type": "of a later version", "text": MARK}).encode() + b"\n")
    sealed = {
        run.adapter: ("adapter_model.safetensors", {"v": 1, "run": run.name, "steps": 2}),
        run.checkpoints / "step-000002": ("state.safetensors", {"v": 2, "step": 2}),
    }
    for folder, (name, facts) in sealed.items():
        partial = folder.with_name(folder.name + ".partial")
        partial.mkdir(parents=True)
        (partial / name).write_bytes(bytes(range(256)) * 20)
        seal_folder(partial, folder, facts)
    (run.checkpoints / "step-000002" / "state.json").write_text(MARK, "utf-8")
    run.log.write_text(f"Traceback {MARK}", "utf-8")
    run.evaluation.mkdir()
    (run.evaluation / "tuned.jsonl").write_text(MARK, "utf-8")
    tokens = run.path / "tokens" / "train-abc"
    tokens.mkdir(parents=True)
    (tokens / "rows.parquet").write_text(MARK, "utf-8")
    return run


def _evaluation(path: Path) -> None:
    rows = [case(id, text=f"{MARK} {id}") for id in range(1, 7)]
    answers = {id: f"{text} {MARK}" for id, text in right(rows).items()}
    run = evaluation(path, rows, [(subject(1), answers), (subject(2), right(rows))])
    write_note(run, RowNote(id=1, note=MARK))
    session = create_session(run, SessionWishes("Lecture", (0, 1), 4))
    add_rating(session, MARK, Rating.model_validate({"row": 1, "at": 1.0, "comment": MARK}))
    run.log.write_text(MARK, "utf-8")


def _around(path: Path) -> None:
    log = write_log(path.parent / f"{MARK}.jsonl", [entry(at, comment=MARK) for at in range(1, 9)])
    deque(imported(str(path), str(log)), 0)
    keep_prompt(path, RegressionPrompt(title=MARK, prompt=f"Que faire de {MARK} ?"))
    write_last_answers(path, LastAnswers(fingerprint="f" * 64, title="m", at=1.0, answers={1: MARK}))
    for name in (
        *("notes.docx", "serving/m/requests.jsonl", "exports/0001-gguf/parity.json", "lexicons/mine.txt"),
        "exports/.0002-gguf.deleted/half.json",
    ):
        file = path / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(MARK, "utf-8")
    artefact = path / "exports" / "0001-gguf" / "artefacts" / "m.gguf"
    artefact.parent.mkdir()
    artefact.write_bytes(b"GGUF" + bytes(1000))
    job = path / "exports" / "0001-gguf" / "job.json"
    job.write_text("{}", "utf-8")
    # A folder whose job is new may be about to get its worker.
    os.utime(job, (1, 1))
    (path / "targets.yaml").write_text("targets: []\n", "utf-8")
