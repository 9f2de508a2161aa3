"""What the engine's worker does with a run folder, without torch; files in the folder steer it."""

import os
import sys
import time
from pathlib import Path

from studio.core.evaluation import Answer, AnswersHead
from studio.core.events import (
    Failed,
    Finished,
    Metric,
    Notice,
    Phase,
    Planned,
    Progress,
    Sample,
    Scored,
    Started,
)
from studio.core.export import Artefact, ExportJob
from studio.core.parity import PARITY, ArtefactParity, Parity, Summary
from studio.runs.claim import claim_run
from studio.runs.control import ControlReader
from studio.runs.durable import hash_file, write_manifest
from studio.runs.evaluations import answers_file, read_evaluated_rows, read_evaluation
from studio.runs.exports import read_export
from studio.runs.folder import RunFolder
from studio.runs.handover import receive_run
from studio.runs.journal import JournalWriter
from studio.runs.run import kind_of_job

REFUSE, FINISH, FAIL, CRASH, SLOW = "refuse", "finish", "fail", "crash", "slow"


def main(word: str) -> int:
    run = receive_run() if word == "--warm" else RunFolder(Path(word))
    if run is None or wants(run, REFUSE):
        return 3
    with claim_run(run), JournalWriter(run.events) as journal:
        os.write(1, f"words in the log {os.environ['HF_HUB_OFFLINE']}\n".encode())
        work(run, journal)
    return 0


def wants(run: RunFolder, what: str) -> bool:
    """A file in the run folder, or in the project so that it holds from a run's first moment."""
    return (run.path / what).exists() or (run.path.parent.parent / what).exists()


def work(run: RunFolder, journal: JournalWriter) -> None:
    journal.append(Started(pid=os.getpid(), device="cpu", versions={}))
    journal.append(Phase(name="load"))
    if kind_of_job(run) == "evaluation":
        evaluate(run, journal)
        return
    if kind_of_job(run) == "export":
        export(run, journal)
        return
    journal.append(Notice(message="Something to know."))
    if wants(run, FAIL):
        journal.append(Failed(kind="model_missing", message="The model is missing.", hint="Fetch it."))
        return
    if wants(run, CRASH):
        os.write(1, b"\x1b[31mNo such luck\x1b[0m\n")
        os._exit(9)
    journal.append(Planned(total_steps=10, train_rows=1, validation_rows=1, trainable_parameters=1, total_parameters=1))
    journal.append(Phase(name="train", total=10))
    control, step = ControlReader(run), 0
    while control.latest() is None and not wants(run, FINISH):
        step += 1
        journal.append(Metric(step=step, name="loss", value=1 / step))
        time.sleep(0.005)
    finish(journal, control, step)


def export(run: RunFolder, journal: JournalWriter) -> None:
    """Files of a few bytes; with a file `fail` in the project they answer otherwise than the application.

    With `slow` it is stopped before anything is compared.
    """
    job, target = read_export(run), Path(read_export(run).target)
    names = [each.name(job.stem) for each in job.wanted]
    target.mkdir(exist_ok=True)
    for name in names:
        (target / name).write_text("weights", "utf-8")
    if names:
        write_manifest(target, {"files": {name: {"bytes": 7, "sha256": hash_file(target / name)} for name in names}})
    if wants(run, SLOW):
        journal.append(Finished(reason="stopped_now", steps=0, wall_s=1.0, train_cpu_s=0.0))
        return
    # ONNX is for what chooses labels, which is not compared.
    if not any(each.format == "onnx" for each in job.wanted):
        compare(run, job)
    journal.append(Finished(reason="completed", steps=0, wall_s=1.0, train_cpu_s=0.0))


def compare(run: RunFolder, job: ExportJob) -> None:
    artefacts = [Artefact(format=each.format, path=each.name(job.stem)) for each in job.wanted]
    changed, verdict = (5, "different") if wants(run, FAIL) else (0, "same")
    compared = [
        ArtefactParity(
            artefact=each,
            title=Path(each.path).name,
            verdict=verdict,
            summary=Summary(prompts=2, compared=10, different=changed, kl=0.5 * changed),
        )
        for each in (*artefacts, *job.given)
    ]
    told = Parity(reference=job.subject.title, compared_tokens=job.compared_tokens, artefacts=tuple(compared))
    (run.path / PARITY).write_text(told.model_dump_json(), "utf-8")


def evaluate(run: RunFolder, journal: JournalWriter) -> None:
    """A model as it is knows nothing; what a run has made answers as it should. A `slow` file keeps it from ending."""
    if wants(run, CRASH):
        journal.append(Failed(kind="out_of_memory", message="The memory is full.", hint="Close other programs."))
        return
    job, rows, control = read_evaluation(run), read_evaluated_rows(run), ControlReader(run)
    for at, subject in enumerate(job.subjects):
        journal.append(Phase(name="answer", total=len(rows), detail=subject.title))
        answers_file(run, at).parent.mkdir(exist_ok=True)
        said = [AnswersHead(fingerprint=f"{subject.base} {subject.run}").model_dump_json()]
        for row in rows:
            text = getattr(row.content, "response", "") if subject.result else "Je ne sais pas."
            said.append(
                Answer(id=row.id, asked=str(row.id), text=text, tokens=5, loss=1.0, loss_tokens=2).model_dump_json()
            )
        answers_file(run, at).write_text("".join(f"{line}\n" for line in said), "utf-8")
        journal.append(Progress(done=len(rows), total=len(rows)))
    while wants(run, SLOW) and control.latest() is None:
        time.sleep(0.005)
    reason = "paused" if control.latest() else "completed"
    journal.append(Finished(reason=reason, steps=0, wall_s=1.0, train_cpu_s=0.0))


def finish(journal: JournalWriter, control: ControlReader, step: int) -> None:
    if control.latest():
        reason = {"stop_now": "stopped_now", "pause": "paused"}.get(control.latest(), "stopped_and_saved")
    else:
        reason = "completed"
        journal.append(Metric(step=10, name="loss", value=0.5))
        journal.append(Sample(step=10, index=0, prompt="Question?", text="Pour préciser: [a] | b | c"))
        for state, value in (("base", 0.0), ("tuned", 0.975)):
            for metric in ("format_compliance", "red_flag_recall"):
                journal.append(Scored(state=state, metric=metric, value=value, low=0.0, high=0.99, n=120))
    journal.append(Finished(reason=reason, steps=10 if reason == "completed" else step, wall_s=12.5, train_cpu_s=7.5))


if __name__ == "__main__":
    sys.exit(main(sys.argv[-1]))
