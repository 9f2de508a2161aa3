"""Projects and runs as they lie on disk, made by the code that makes real ones; only the worker's part is played."""

import math
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from studio.core.events import (
    Event,
    Failed,
    Finished,
    Heartbeat,
    Memory,
    Metric,
    Notice,
    Phase,
    Planned,
    Progress,
    Sample,
    Scored,
    Started,
)
from studio.core.example import Instruction, Split
from studio.core.job import Job, Snapshot, SnapshotPart
from studio.data.project import Project
from studio.runs.claim import claim_run
from studio.runs.folder import RunFolder
from studio.runs.presets import load_preset
from studio.runs.process import ProcessIdentity, boot_id, write_identity
from studio.runs.run import begin_run, commit_job

BEGAN = 1_763_700_000.0
QUESTION = "Femme de 34 ans, céphalées depuis trois jours, pas de fièvre, pas de déficit. Que proposez-vous ?"
REFERENCE = "Recommandation: pas de signe d’alerte ; surveillance et réévaluation à 48 heures."
EARLY = "Les céphalées sont fréquentes et le repos est souvent utile le soir."
LATE = "Recommandation: pas de signe d’alerte ; surveillance à 48 heures."


def make_project(path: Path, *, train: int = 60, validation: int = 8, test: int = 40, free: int = 0) -> Path:
    """A project with one data set of so many instructions in each part."""
    splits: tuple[tuple[Split | None, int], ...] = (
        ("train", train), ("validation", validation), ("test", test), (None, free),
    )  # fmt: skip
    with Project.create(path, "Céphalées") as project:
        dataset = project.add_dataset("Cas de céphalées", "instruction")
        for split, count in splits:
            contents = [Instruction(instruction=f"Cas {split} {at}", response=REFERENCE) for at in range(count)]
            if contents:
                added = project.add_rows(dataset.id, contents, split=split or "train")
                if split is None:
                    project.set_split(added.inserted, None)
    return path


def make_run(project: Path, preset: str = "demo-cpu") -> RunFolder:
    """A prepared run that no worker has seen; its data are not frozen, as nobody here learns from them."""
    run = begin_run(project, preset)
    none = SnapshotPart(file="", rows=0, sha256="")
    snapshot = Snapshot(
        dataset="Cas de céphalées", kind="instruction", train=none, validation=none, test=none, content_sha256="",
        project_step=1,
    )  # fmt: skip
    recipe = load_preset(preset).preset.recipe
    job = Job(
        name=run.name, project=str(project), preset=preset, language="fr", created_at=BEGAN, recipe=recipe,
        snapshot=snapshot,
    )  # fmt: skip
    commit_job(run, job)
    return run


def write_events(run: RunFolder, events: Sequence[Event], began: float = BEGAN, every: float = 0.5) -> None:
    """Append events as a worker would have, `every` seconds apart."""
    known = run.events.read_bytes().count(b"\n") if run.events.exists() else 0
    with run.events.open("ab") as file:
        for at, event in enumerate(events, known):
            stamped = event.model_copy(update={"seq": at, "at": began + every * at})
            file.write(stamped.model_dump_json().encode() + b"\n")


@contextmanager
def working(run: RunFolder) -> Iterator[None]:
    """This process plays the worker that holds the run."""
    with claim_run(run):
        yield


def leave_dead(run: RunFolder, log: str = "") -> None:
    """The traces of a worker that is gone without a last word."""
    write_identity(run.worker_file, ProcessIdentity(pid=2**22 - 3, started=1.0, boot_id=boot_id()))
    run.log.write_text(log, "utf-8")


def beginning(total: int = 120) -> list[Event]:
    """Up to the first step."""
    return [
        Started(pid=1, device="CPU (2 cores)", versions={}),
        Phase(name="load"),
        Phase(name="tokenise", total=60),
        Progress(done=60, total=60),
        Planned(
            total_steps=total, train_rows=60, validation_rows=8, trainable_parameters=290_000,
            total_parameters=3_500_000,
        ),
        Phase(name="score_base", total=40),
        *(Progress(done=done, total=40) for done in range(4, 44, 4)),
        *scores("base", 0.02, 0.05),
        Phase(name="train", total=total),
    ]  # fmt: skip


def training(first: int, last: int, total: int = 120) -> list[Event]:
    """Steps first to last with a check of progress every 20."""
    events: list[Event] = []
    for step in range(first, last + 1):
        noise = 0.35 * math.sin(step * 12.9898) * math.exp(-step / 90)
        values = {
            "loss": 2.4 * math.exp(-step / 22) + 0.16 + abs(noise),
            "learning_rate": 2e-3 * min(step / 5, 1) * (1 - step / (total + 5)),
            "grad_norm": 0.4 + 1.6 * math.exp(-step / 30) + abs(noise),
            "tokens_per_second": 5200 + 600 * math.sin(step * 1.7),
        }
        events += [Metric(step=step, name=name, value=value) for name, value in values.items()]
        events.append(Memory(step=step, process_bytes=int(1.42e9 + 6e6 * math.sin(step))))
        if step % 20 == 0:
            events += checking(step)
    return events


def checking(step: int) -> list[Event]:
    """One check of progress."""
    answer = LATE if step >= 60 else EARLY
    return [
        Metric(step=step, name="validation_loss", value=2.3 * math.exp(-step / 24) + 0.22),
        *(
            Sample(step=step, index=at, prompt=QUESTION, text=f"{answer} ({at})", reference=REFERENCE)
            for at in range(3)
        ),
        Heartbeat(step=step, last_step_at=BEGAN),
    ]


def scores(state: str, compliance: float, recall: float) -> list[Event]:
    """The scores of one model."""
    found = {"format_compliance": (compliance, 120), "red_flag_recall": (recall, 36)}
    return [
        Scored(
            state="base" if state == "base" else "tuned", metric=name, value=value, low=max(0.0, value - 0.04),
            high=min(1.0, value + 0.04), n=n,
        )
        for name, (value, n) in found.items()
    ]  # fmt: skip


def ending(steps: int = 120) -> list[Event]:
    """From the last step to the last word."""
    return [
        Phase(name="save"),
        Phase(name="score_tuned", total=40),
        *scores("tuned", 0.975, 0.944),
        Notice(message="3 examples were cut at 256 tokens."),
        Finished(reason="completed", steps=steps, wall_s=90.0, train_cpu_s=61.0, adapter="adapter"),
    ]


def whole_run() -> list[Event]:
    """A run that went well."""
    return beginning() + training(1, 120) + ending()


def failing() -> list[Event]:
    """A run that ran out of memory."""
    return [
        *beginning(),
        *training(1, 33),
        Failed(
            kind="out_of_memory",
            message="The GPU has not enough memory for this model.",
            hint="Choose a smaller micro-batch or shorter examples.",
        ),
    ]
