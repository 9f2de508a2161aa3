"""Evaluations of labelled texts and of a contract's answers, made without a model."""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path

from studio.core.bilingual import Bilingual
from studio.core.contract import AnswerFormat, Contract
from studio.core.evaluation import Answer, AnswersHead, EvaluatedRow, EvaluationJob, Subject
from studio.core.example import Classification, Content, Instruction
from studio.runs.durable import hash_file
from studio.runs.evaluations import answers_file, rows_file
from studio.runs.folder import RunFolder

TUNED = Subject(title="classifier", base="starling-lm", run="0007-lora", result="/nowhere/adapter")
SPEAKER = Subject(title="Starling de base", base="starling-lm")
CONTRACT = Contract(
    name=Bilingual(en="Headache", fr="Céphalées"),
    formats=(
        AnswerFormat(name=Bilingual(en="Urgent", fr="Urgent"), label="urgent", begins="IRM en urgence"),
        AnswerFormat(name=Bilingual(en="Rest", fr="Repos"), begins="Surveillance"),
    ),
)


def texts(labels: Sequence[Sequence[str]], begin: int = 1, family: int = 0) -> list[EvaluatedRow]:
    """A row for each set of labels; with `family`, so many in a row belong together."""
    return [
        EvaluatedRow(
            id=id,
            content=Classification(text=f"Cas {id}", labels=tuple(each)),
            family=1 + (id - begin) // family if family else 0,
        )
        for id, each in enumerate(labels, begin)
    ]


def cases(answers: Sequence[str]) -> list[EvaluatedRow]:
    return [
        EvaluatedRow(id=id, content=Instruction(instruction=f"Cas {id} ?", response=each))
        for id, each in enumerate(answers, 1)
    ]


def told(rows: Sequence[EvaluatedRow], table: Sequence[Sequence[float]]) -> list[Answer]:
    return [Answer(id=row.id, asked="", probabilities=tuple(each)) for row, each in zip(rows, table, strict=True)]


def said(rows: Sequence[EvaluatedRow], words: Sequence[str]) -> list[Answer]:
    return [Answer(id=row.id, asked="", text=each) for row, each in zip(rows, words, strict=True)]


def write_evaluation(
    project: Path,
    name: str,
    rows: Sequence[EvaluatedRow],
    given: Mapping[Subject, tuple[AnswersHead, Sequence[Answer]]],
    split: str = "test",
) -> RunFolder:
    """A finished evaluation; each model with its answers."""
    run = RunFolder(project / "evaluations" / name)
    (run.path / "answers").mkdir(parents=True)
    rows_file(run).write_text("".join(row.model_dump_json() + "\n" for row in rows), "utf-8")
    for at, (head, answers) in enumerate(given.values()):
        lines = [head.model_dump_json(), *(each.model_dump_json() for each in answers)]
        answers_file(run, at).write_text("".join(line + "\n" for line in lines), "utf-8")
    content: Content = rows[0].content
    facts = {
        "name": name, "title": "cases", "project": str(project), "language": "en", "created_at": 0, "dataset": "cases",
        "kind": content.kind, "split": split, "rows": len(rows), "project_step": 1,
        "rows_sha256": hash_file(rows_file(run)),
        "subjects": [each.model_dump() for each in given],
        "contract": CONTRACT.model_dump() if content.kind == "instruction" else None,
    }  # fmt: skip
    run.job_file.write_text(EvaluationJob.model_validate_json(json.dumps(facts)).model_dump_json(), "utf-8")
    return run
