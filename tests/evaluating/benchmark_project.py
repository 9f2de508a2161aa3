"""A project in which a benchmark was asked, made without a model."""

from collections.abc import Sequence
from pathlib import Path

from studio.core.evaluation import Answer, AnswersHead, Subject
from studio.core.example import Choice
from studio.core.method_options import MethodOptions
from studio.evaluating.benchmarks import BenchmarkWanted, prepare_benchmark
from studio.runs.evaluations import answers_file, read_evaluated_rows
from studio.runs.folder import RunFolder

BASE = Subject(title="Demo before training", base="demo")
TUNED = Subject(
    title="0001-demo-cpu",
    base="demo",
    run="0001-demo-cpu",
    result="/nowhere",
    method=MethodOptions(name="lora", rank=32),
)


def asked_benchmark(
    project: Path, right: Sequence[Sequence[int]], rows: int = 40, benchmark: str = "francais_general"
) -> RunFolder:
    """A demonstration model and what it became; `right` are the ids that each gets right by letter and by text."""
    project.mkdir(exist_ok=True)
    run = prepare_benchmark(project, BenchmarkWanted(benchmark, (BASE,), most_rows=rows), "en").run
    job_file = run.job_file
    # The run that made the tuned model is not there: what it has learned cannot be looked up.
    job_file.write_text(
        job_file.read_text("utf-8").replace('"subjects": [', f'"subjects": [{TUNED.model_dump_json()},', 1), "utf-8"
    )
    (run.path / "answers").mkdir()
    for at, hits in enumerate(right):
        lines = [AnswersHead(fingerprint=str(at)).model_dump_json()]
        for row in read_evaluated_rows(run):
            assert isinstance(row.content, Choice)
            told = row.content.answers[0] if row.id in hits else (row.content.answers[0] + 1) % 4
            weights = tuple(-1.0 if place == told else -5.0 for place in range(4))
            answer = Answer(id=row.id, asked="", text="ABCD"[told], likelihoods=weights, text_likelihoods=weights)
            lines.append(answer.model_dump_json())
        answers_file(run, at).write_text("".join(line + "\n" for line in lines), "utf-8")
    return run
