"""Evaluations under the sample contract whose answers are made by hand, as their worker would have left them."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from studio.core.contract import Contract, parse_contract
from studio.core.evaluation import Answer, AnswersHead, Decoding, EvaluatedRow, EvaluationJob, LeakedRow, Subject
from studio.core.events import Finished, Started
from studio.core.example import Instruction
from studio.paths import DEMO
from studio.runs.durable import hash_file
from studio.runs.evaluations import answers_file, rows_file
from studio.runs.folder import RunFolder
from studio.runs.journal import JournalWriter

ASK = "Pour préciser: Depuis quand ? | Une fièvre récente ? | Un choc récent ?"
URGENT = "Recommandation: IRM cérébrale en urgence devant : fièvre."
CALM = "Recommandation: antalgique et surveillance, sans imagerie en urgence."
BASE = Subject(title="Before", base="demo")
ROWS = 12


def subject(number: int) -> Subject:
    """The result of a run."""
    return Subject(title=f"Run {number}", base="demo", run=f"{number:04d}-demo", result=f"/runs/{number}")


def case(id: int, family: int = 0, text: str = "") -> EvaluatedRow:
    """Every third is urgent, every third asks, every third is calm."""
    content = Instruction(
        instruction="Que faire ?", input=text or f"Céphalée, cas {id}.", response=(URGENT, ASK, CALM)[id % 3]
    )
    return EvaluatedRow(id=id, content=content, family=family)


def cases(count: int = ROWS) -> list[EvaluatedRow]:
    return [case(id) for id in range(1, count + 1)]


def right(rows: Sequence[EvaluatedRow], wrong: Sequence[int] = ()) -> dict[int, str]:
    """The expected answers, but for those that call for the contrary of what is expected."""
    return {row.id: _contrary(row) if row.id in wrong else _expected(row) for row in rows}


def mute(rows: Sequence[EvaluatedRow]) -> dict[int, str]:
    """A model that knows nothing."""
    return {row.id: "Je ne sais pas." for row in rows}


@dataclass(frozen=True)
class Made:
    """What an evaluation shall be, besides rows, models and answers."""

    number: int = 1
    dataset: str = "headaches"
    split: str = "test"
    finished: bool = True
    contract: Contract | None = field(
        default_factory=lambda: parse_contract((DEMO / "contract.yaml").read_text("utf-8"))
    )
    leaked: tuple[LeakedRow, ...] = ()
    decoding: Decoding = field(default_factory=Decoding)
    fingerprints: tuple[str, ...] = ()


def evaluation(
    project: Path,
    rows: Sequence[EvaluatedRow],
    models: Sequence[tuple[Subject, dict[int, str]]],
    made: Made | None = None,
) -> RunFolder:
    """Each model with its answers by row; rows may be missing."""
    made = made or Made()
    run = RunFolder(project / "evaluations" / f"{made.number:04d}-headaches-test")
    (run.path / "answers").mkdir(parents=True)
    rows_file(run).write_text("".join(row.model_dump_json() + "\n" for row in rows), "utf-8")
    for at, (model, answers) in enumerate(models):
        name = made.fingerprints[at] if made.fingerprints else f"{model.base} {model.run}"
        lines = [AnswersHead(fingerprint=name).model_dump_json()]
        lines += [Answer(id=id, asked="", text=text, tokens=9).model_dump_json() for id, text in answers.items()]
        answers_file(run, at).write_text("".join(f"{line}\n" for line in lines), "utf-8")
    sha256 = hash_file(rows_file(run))
    job = EvaluationJob(
        name=run.name, title="headaches", project=str(project), language="en", created_at=float(made.number),
        dataset=made.dataset, kind="instruction", split=made.split, rows=len(rows), rows_sha256=sha256,
        project_step=1,
        subjects=tuple(model for model, _answers in models), contract=made.contract, leaked=made.leaked,
        decoding=made.decoding,
    )  # fmt: skip
    run.job_file.write_text(job.model_dump_json(), "utf-8")
    with JournalWriter(run.events) as journal:
        journal.append(Started(pid=1, device="cpu", versions={}))
        if made.finished:
            journal.append(Finished(reason="completed", steps=0, wall_s=1.0, train_cpu_s=0.0))
    return run


def _expected(row: EvaluatedRow) -> str:
    return (URGENT, ASK, CALM)[row.id % 3]


def _contrary(row: EvaluatedRow) -> str:
    return CALM if row.id % 3 == 0 else URGENT
