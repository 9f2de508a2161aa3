"""Evaluations of the pictures: what the demonstration model really answered before and after training.

`recorded_answers.json` is what `studio evaluate` recorded on the sample project (22 November 2026, two cores). What
other models say, and what all of them say to examination questions, is made up.
"""

import json
import random
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from studio.core.evaluation import Answer, AnswersHead, Decoding, EvaluatedRow, Subject, Timing
from studio.core.events import Finished, Started
from studio.core.example import Choice, Classification, Instruction
from studio.data.reader import ProjectReader
from studio.data.snapshot import freeze_dataset
from studio.evaluating.benchmarks import BenchmarkWanted, prepare_benchmark
from studio.evaluating.creating import Wanted, prepare_evaluation
from studio.evaluating.subjects import base_of_run, subject_of_run
from studio.runs.evaluations import answers_file, read_evaluated_rows, timings_file
from studio.runs.folder import RunFolder
from studio.words import Language, _
from tools.picture_project import TRIAGE
from tools.picture_runs import place_runs, remove_runs

Answers = Callable[[EvaluatedRow], Answer | None]

RECORDED: dict[str, Any] = json.loads(Path(__file__).with_name("recorded_answers.json").read_text("utf-8"))
CLASSIFIER = Subject(title="camembert-triage", base="camembert-triage")
_STATES = ("base", "tuned")
_QUESTIONS, _OPTIONS = 40, "abcde"
_KNOWN = {"francais_general": (0.45, 0.40), "frenchmedmcqa": (0.15, 0.18)}
"""What the model knows before and after training: little, being that small."""


def place_run(project: Path, preset: str, language: Language) -> RunFolder:
    """A run with a result that learned the sample; its curve is another one's."""
    runs = place_runs(project, preset, language)
    run = runs.pop("overfitting")
    remove_runs(runs.values())
    run.adapter.mkdir()
    for name in ("manifest.json", "adapter_config.json"):
        (run.adapter / name).write_text("{}", "utf-8")
    with ProjectReader(project) as reader:
        freeze_dataset(reader, reader.datasets()[0].id, run.data)
    return run


def place_evaluation(project: Path, run: RunFolder, language: Language) -> RunFolder:
    """A run's result and the model it began with on the test part."""
    folder = _prepared(project, (base_of_run(run), subject_of_run(run)), language)
    _answer(folder, [_recorded(state) for state in _STATES])
    for at, state in enumerate(_STATES):
        _write(timings_file(folder, at), _timings(read_evaluated_rows(folder), RECORDED["timings"][state]))
    return folder


def place_earlier(project: Path, run: RunFolder, language: Language) -> RunFolder:
    """The result of a run that has learned less: every fourth answer is as before training."""
    folder = _prepared(project, (subject_of_run(run),), language)
    tuned, base = _recorded("tuned"), _recorded("base")
    _answer(folder, [lambda row: (tuned if row.id % 4 else base)(row)])
    return folder


def place_labelled(project: Path, language: Language) -> RunFolder:
    """A classifier on the data set of triage: mostly right, too sure of itself, and missing some."""
    with ProjectReader(project) as reader:
        triage = next(each for each in reader.datasets() if each.name == TRIAGE)
    title = f"{TRIAGE} · {_('All parts')}"
    folder = prepare_evaluation(project, Wanted(triage.id, "all", (CLASSIFIER,), title=title, timed_rows=0), language)
    contents = [row.content for row in read_evaluated_rows(folder) if isinstance(row.content, Classification)]
    labels = tuple(sorted({label for content in contents for label in content.labels}))
    chance = random.Random(7)

    def likely(row: EvaluatedRow) -> Answer | None:
        if not isinstance(row.content, Classification):
            return None
        middles = (0.72 if label in row.content.labels else 0.2 for label in labels)
        told = tuple(round(min(0.99, max(0.01, chance.gauss(middle, 0.2))), 3) for middle in middles)
        return Answer(id=row.id, asked=str(row.id), probabilities=told)

    _answer(folder, [likely], AnswersHead(fingerprint="c" * 64, labels=labels, several=True))
    return folder


def place_benchmarks(project: Path, run: RunFolder, questions: Path, language: Language) -> tuple[RunFolder, ...]:
    """What ships with Atelier, and invented questions in the form of FrenchMedMCQA; `questions` is the file made."""
    chance = random.Random(11)
    questions.write_text(json.dumps([_question(at, chance) for at in range(_QUESTIONS)]), "utf-8")
    base = base_of_run(run)
    subjects = (*((base,) if base else ()), subject_of_run(run))
    made = []
    for name, file in (("francais_general", None), ("frenchmedmcqa", questions)):
        folder = prepare_benchmark(project, BenchmarkWanted(name, subjects, file), language).run
        _answer(folder, [_chosen(known, chance) for known in _KNOWN[name]])
        made.append(folder)
    return tuple(made)


def _prepared(project: Path, subjects: Sequence[Subject | None], language: Language) -> RunFolder:
    with ProjectReader(project) as reader:
        dataset = reader.datasets()[0]
    asked = tuple(each for each in subjects if each is not None)
    wanted = Wanted(dataset.id, "test", asked, Decoding(), title=f"{dataset.name} · {_('Test')}")
    return prepare_evaluation(project, wanted, language)


def _answer(folder: RunFolder, models: Sequence[Answers], head: AnswersHead | None = None) -> None:
    rows = read_evaluated_rows(folder)
    for at, model in enumerate(models):
        said = [answer for row in rows if (answer := model(row)) is not None]
        _write(answers_file(folder, at), [head or AnswersHead(fingerprint=f"{folder.name}-{at}"), *said])
    now = time.time()
    told = (
        Started(seq=0, at=now, mono=1.0, pid=0, device="CPU", versions={}),
        Finished(seq=1, at=now, mono=52.0, reason="completed", steps=0, wall_s=51.0, train_cpu_s=0.0),
    )
    _write(folder.events, told)


def _write(file: Path, lines: Sequence[Any]) -> None:
    file.parent.mkdir(exist_ok=True)
    file.write_text("".join(f"{line.model_dump_json()}\n" for line in lines), "utf-8")


def _recorded(state: str) -> Answers:
    def answer(row: EvaluatedRow) -> Answer | None:
        asked = row.content.input or row.content.instruction if isinstance(row.content, Instruction) else ""
        if asked not in RECORDED[state]:
            return None
        text, tokens, loss, weighed = RECORDED[state][asked]
        return Answer(id=row.id, asked=str(row.id), text=text, tokens=tokens, loss=loss, loss_tokens=weighed)

    return answer


def _timings(rows: Sequence[EvaluatedRow], recorded: list[list[float]]) -> list[Timing]:
    return [
        Timing(id=row.id, first_token_s=first, total_s=total, tokens=int(tokens))
        for row, (first, total, tokens) in zip(rows, recorded, strict=False)
    ]


def _question(at: int, chance: random.Random) -> dict[str, object]:
    right = chance.sample(_OPTIONS, chance.choice((1, 1, 2, 3)))
    options = {letter: f"Proposition {letter.upper()} de la question {at + 1}" for letter in _OPTIONS}
    asked = f"Question inventée n° {at + 1} : laquelle ou lesquelles de ces propositions sont exactes ?"
    return {"id": f"{at:04d}", "question": asked, "answers": options, "correct_answers": sorted(right)}


def _chosen(known: float, chance: random.Random) -> Answers:
    def answer(row: EvaluatedRow) -> Answer | None:
        if not isinstance(row.content, Choice):
            return None
        options, right = range(len(row.content.options)), set(row.content.answers)
        told = right if chance.random() < known else {chance.choice(options)}
        weights = tuple(-1.0 if at in told else -6.0 for at in options)
        text = ", ".join(_OPTIONS[at].upper() for at in sorted(told))
        return Answer(id=row.id, asked=str(row.id), text=text, likelihoods=weights, text_likelihoods=weights)

    return answer
