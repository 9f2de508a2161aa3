"""A project with an evaluation whose models have answered, made without a model."""

from collections.abc import Sequence
from pathlib import Path

from studio.core.evaluation import Answer, AnswersHead, EvaluatedRow, EvaluationJob, Subject
from studio.core.example import Content, Instruction
from studio.data.project import Project
from studio.data.reader import ProjectReader
from studio.data.records import RowQuery
from studio.runs.durable import hash_file
from studio.runs.evaluations import answers_file, rows_file
from studio.runs.folder import RunFolder

BASE, TUNED = "Starling de base", "qlora-cephalees"
SUBJECTS = (Subject(title=BASE, base="starling-lm"), Subject(title=TUNED, base="starling-lm", run="0007-qlora"))


def cases(count: int) -> list[Instruction]:
    return [
        Instruction(
            system="Répondez comme un neurologue.",
            instruction="Que faire ?",
            input=f"Cas {at} : céphalée depuis {at} jours.",
            response="IRM en urgence" if at % 3 == 0 else "Surveillance",
        )
        for at in range(1, count + 1)
    ]


def make_project(path: Path, contents: Sequence[Content]) -> list[int]:
    """Every row in the test split of “cases”; their ids."""
    with Project.create(path, "Headaches") as project:
        dataset = project.add_dataset("cases", contents[0].kind)
        project.add_rows(dataset.id, contents, split="test")
        with ProjectReader(path) as reader:
            return [int(id) for id in reader.find_rows(RowQuery(dataset_id=dataset.id))]


def make_evaluation(
    path: Path, rows: Sequence[EvaluatedRow], answers: Sequence[Sequence[str]], name: str = "0001-cases-test"
) -> RunFolder:
    """`answers` by model, then by row, may stop early."""
    run = RunFolder(path / "evaluations" / name)
    (run.path / "answers").mkdir(parents=True)
    rows_file(run).write_text("".join(row.model_dump_json() + "\n" for row in rows), "utf-8")
    for at, texts in enumerate(answers):
        lines = [AnswersHead(fingerprint=str(at)).model_dump_json()]
        lines += [
            Answer(id=row.id, asked="", text=text).model_dump_json() for row, text in zip(rows, texts, strict=False)
        ]
        answers_file(run, at).write_text("".join(line + "\n" for line in lines), "utf-8")
    job = EvaluationJob(
        name=run.name, title="cases test", project=str(path), language="fr", created_at=0, dataset="cases",
        kind=rows[0].content.kind, split="test", rows=len(rows), rows_sha256=hash_file(rows_file(run)), project_step=1,
        subjects=SUBJECTS[: len(answers)],
    )  # fmt: skip
    run.job_file.write_text(job.model_dump_json(), "utf-8")
    return run


def rated_project(path: Path, count: int = 12) -> RunFolder:
    """Two models, every row answered by both; a third of the rows urgent."""
    contents = cases(count)
    ids = make_project(path, contents)
    kinds = ["urgent" if each.response.startswith("IRM") else "other" for each in contents]
    rows = [
        EvaluatedRow(id=id, content=each, groups={"kind": kind})
        for id, each, kind in zip(ids, contents, kinds, strict=True)
    ]
    plain = [f"Starling dit: repos. (réponse {id})" for id in ids]
    good = [f"{each.response}. (réponse {id} bis)" for id, each in zip(ids, contents, strict=True)]
    return make_evaluation(path, rows, (plain, good))
