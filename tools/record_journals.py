"""`python tools/record_journals.py [NAME …] [--out FOLDER]`: trains what the doctor's catalogue is made of.

Each case is a real run of the demonstration model on the processor, healthy or seeded to fail in one known way. What
the doctor reads of it is kept in tests/assess/diagnosis/journals/NAME.jsonl.gz: a line with what was asked, then the
events, without answers, times of day and process ids. About ten minutes of processor time for all.
"""

import argparse
import gzip
import json
import os
import random
import shutil
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any
from unittest.mock import patch

if TYPE_CHECKING:
    from studio.core.example import Split
    from studio.runs.folder import RunFolder

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
OUT = ROOT / "tests" / "assess" / "diagnosis" / "journals"
BASE = {
    "model.base": "demo",
    "method.name": "qlora",
    "method.rank": "16",
    "method.alpha": "32",
    "data.max_length": "256",
    "data.packing": "off",
    "training.learning_rate": "0.003",
    "training.max_steps": "60",
    "training.batch": "8",
    "training.warmup_steps": "5",
    "training.optimiser": "adamw_torch",
    "evaluation.every_steps": "10",
    "evaluation.sample_prompts": "0",
    "evaluation.compare": "false",
    "memory.checkpointing": "off",
}
KEPT = frozenset({"planned", "phase", "metric", "notice", "scored", "failed", "finished"})
DIGITS = 6
SLOW_BATCH_S = 2.0
WRONG, RARE = 0.4, 0.05
LETTERS = ("alpha", "bravo", "delta", "gamma", "kappa", "omega", "sigma", "theta")
ADVICE = {
    "fièvre": "Prise de sang et hydratation.",
    "toux": "Radiographie du thorax si elle persiste.",
    "nausées": "Antiémétique et repas légers.",
    "vertiges": "Manœuvre de Dix et Hallpike.",
    "douleur du genou": "Repos, glace et antalgique.",
    "insomnie": "Hygiène du sommeil avant tout médicament.",
    "éruption": "Photographier et revoir en cas de fièvre.",
    "fatigue": "Numération et dosage de la TSH.",
}


@dataclass(frozen=True)
class Parts:
    """How many rows of each part a run sees."""

    train: int = 240
    validation: int = 40
    test: int = 0


@dataclass(frozen=True)
class Case:
    """One run: its invented rows (None: rows of the sample project), what is changed, what is done to it besides."""

    changes: Mapping[str, str] = field(default_factory=dict)
    parts: Parts = Parts()
    row: "Callable[[random.Random], tuple[str, str]] | None" = None
    around: "Callable[[], Any]" = nullcontext


def rate(value: float, **more: object) -> dict[str, str]:
    """A learning rate, and further training options by their names."""
    options = {"training.learning_rate": str(value)}
    return options | {f"training.{name}": str(each) for name, each in more.items()}


def question(chance: random.Random, sign: str) -> str:
    """A case of which only the sign matters."""
    return f"Dossier {chance.randrange(10_000)} : {sign} depuis {chance.randint(2, 20)} jours. Que proposez-vous ?"


def by_rule(chance: random.Random) -> tuple[str, str]:
    """What can be learned: each sign has its answer."""
    sign = chance.choice(list(ADVICE))
    return question(chance, sign), ADVICE[sign]


def always_alike(chance: random.Random) -> tuple[str, str]:
    """What is known by heart after a few steps."""
    return question(chance, chance.choice(list(ADVICE))), ADVICE["toux"]


def known_words(chance: random.Random) -> tuple[str, str]:
    """One answer, in words of the notes that the demonstration model learned from: others it never says surely."""
    return question(chance, chance.choice(list(ADVICE))), "Pas de fièvre, la nuque est souple."


def contradictory(chance: random.Random) -> tuple[str, str]:
    """Two answers in five are those of another sign: they can only be learned by heart."""
    asked, answer = by_rule(chance)
    return asked, chance.choice(list(ADVICE.values())) if chance.random() < WRONG else answer


def at_random(chance: random.Random) -> tuple[str, str]:
    """What cannot be learned but by heart."""
    return question(chance, chance.choice(list(ADVICE))), " ".join(chance.choice(LETTERS) for _word in range(10))


def nearly_all_alike(chance: random.Random) -> tuple[str, str]:
    """One answer in twenty is another."""
    sign = "fièvre" if chance.random() < RARE else "nausées"
    return question(chance, sign), ADVICE[sign]


def at_length(chance: random.Random) -> tuple[str, str]:
    """Answers that a short limit cuts."""
    asked, _answer = by_rule(chance)
    return asked, " ".join(by_rule(chance)[1] for _sentence in range(4))


@contextmanager
def slow_loader() -> "Iterator[None]":
    """Each batch comes late, as from a slow disk or a network folder."""
    from torch.utils.data import dataloader

    fetch = dataloader._SingleProcessDataLoaderIter._next_data

    def late(self: Any) -> Any:
        time.sleep(SLOW_BATCH_S)
        return fetch(self)

    dataloader._SingleProcessDataLoaderIter._next_data = late
    try:
        yield
    finally:
        dataloader._SingleProcessDataLoaderIter._next_data = fetch


@contextmanager
def nan_at(step: int) -> "Iterator[None]":
    """A gradient that is no number after so many steps, as an overflow would leave one."""
    from studio.engine.callbacks import FiniteGuard

    looks = FiniteGuard.on_pre_optimizer_step

    def spoil(self: Any, args: Any, state: Any, control: Any, **more: Any) -> None:
        if state.global_step == step:
            next(each for each in self._model.parameters() if each.grad is not None).grad.fill_(float("nan"))
        looks(self, args, state, control, **more)

    with patch.object(FiniteGuard, "on_pre_optimizer_step", spoil):
        yield


CASES: dict[str, Case] = {
    "healthy-demo": Case(rate(3e-3, seed=42), Parts(200, 20)),
    "healthy-demo-2": Case(rate(1e-3, max_steps=50, seed=7, schedule="cosine"), Parts(150, 20)),
    "healthy-rule": Case(rate(3e-3, seed=19), row=by_rule),
    "healthy-rate-1e-3": Case(rate(1e-3, max_steps=90, seed=1), row=by_rule),
    "healthy-rate-5e-3": Case(rate(5e-3, seed=2), row=by_rule),
    "healthy-cosine": Case(rate(2e-3, max_steps=80, seed=3, schedule="cosine"), row=by_rule),
    "healthy-constant": Case(rate(2e-3, max_steps=80, seed=13, schedule="constant"), row=by_rule),
    "healthy-160-rows": Case(rate(2e-3, max_steps=70, seed=5), Parts(160, 40), by_rule),
    "healthy-1000-rows": Case(rate(2e-3, max_steps=100, seed=11), Parts(1000, 100), by_rule),
    "healthy-often-looked": Case(rate(2e-3, seed=12) | {"evaluation.every_steps": "3"}, row=by_rule),
    "healthy-rank-64": Case(
        rate(1e-3, max_steps=70, seed=17) | {"method.rank": "64", "method.alpha": "64"}, row=by_rule
    ),
    "healthy-batch-2": Case(rate(1e-3, max_steps=120, seed=23, batch=2), row=by_rule),
    "healthy-batch-16": Case(rate(3e-3, max_steps=50, seed=29, batch=16), row=by_rule),
    "overfitting-contradictory": Case(rate(2e-3, max_steps=170, seed=1), Parts(56, 60), contradictory),
    "overfitting-random": Case(rate(4e-3, max_steps=150, seed=2), Parts(56, 40), at_random),
    "overfitting-40-epochs": Case(rate(3e-3, max_steps=160, seed=3, batch=16), Parts(60, 60), contradictory),
    "oscillation-1e-2": Case(rate(1e-2, max_steps=90, seed=1, schedule="constant"), row=by_rule),
    "oscillation-9e-3": Case(rate(9e-3, max_steps=90, seed=4, schedule="constant", warmup_steps=15), row=by_rule),
    "collapse-1.5e-2": Case(rate(1.5e-2, max_steps=90, seed=2, schedule="constant", batch=4), row=by_rule),
    "divergence-8e-3": Case(
        rate(8e-3, max_steps=90, seed=3, schedule="constant", batch=2, max_grad_norm=0), row=by_rule
    ),
    "collapse-3e-2": Case(rate(3e-2, max_steps=80, seed=1, schedule="constant", warmup_steps=2), row=by_rule),
    "divergence-2e-1": Case(rate(2e-1, seed=1, schedule="constant", max_grad_norm=0), row=by_rule),
    "divergence-slow": Case(rate(2e-1, seed=2, schedule="constant", warmup_steps=50), row=by_rule),
    "divergence-1": Case(rate(1, seed=3, max_grad_norm=0, warmup_steps=0), row=by_rule),
    "nan-damaged-base": Case({"model.base": "damaged"}, row=by_rule),
    "nan-step-21": Case(rate(2e-3, seed=5), row=by_rule, around=lambda: nan_at(20)),
    "rate-too-low-1e-6": Case(rate(1e-6, seed=1), row=by_rule),
    "rate-too-low-1e-5": Case(rate(1e-5, max_steps=50, seed=2), row=by_rule),
    "too-short-12": Case(rate(1e-3, max_steps=12, seed=1) | {"evaluation.every_steps": "3"}, row=by_rule),
    "too-short-25": Case(rate(4e-4, max_steps=25, seed=2) | {"evaluation.every_steps": "5"}, row=by_rule),
    "plateau-random": Case(rate(3e-3, max_steps=110, seed=1), Parts(900, 60), at_random),
    "plateau-random-2": Case(rate(2e-3, max_steps=110, seed=4, schedule="constant"), Parts(900, 60), at_random),
    "plateau-learned-before": Case(
        {"model.base": "learned"} | rate(1e-3, max_steps=40, seed=1), Parts(60, 40), by_rule
    ),
    "plateau-seen-before": Case({"model.base": "seen"} | rate(1e-3, max_steps=40, seed=1), Parts(60, 40), always_alike),
    "zero-by-heart": Case({"model.base": "known"} | rate(1e-3, max_steps=40, seed=1), Parts(60, 40), known_words),
    "inconclusive-2-tests": Case(
        rate(3e-3, seed=31) | {"evaluation.compare": "true", "evaluation.max_new_tokens": "24"},
        Parts(240, 40, 2),
        by_rule,
    ),
    "few-20-rows": Case(rate(2e-3, max_steps=30, seed=1), Parts(20, 40), by_rule),
    "imbalance-1-in-20": Case(rate(2e-3, max_steps=50, seed=1), row=nearly_all_alike),
    "truncated": Case(rate(2e-3, max_steps=40, seed=1) | {"data.max_length": "64"}, row=at_length),
    "small-evaluation": Case(rate(2e-3, seed=1), Parts(240, 4), by_rule),
    "slow-loader": Case(rate(2e-3, max_steps=40, seed=1), row=by_rule, around=slow_loader),
}


def main(words: list[str]) -> int:
    """Record the cases named, or all."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("names", nargs="*", metavar="NAME", help=", ".join(CASES))
    parser.add_argument("--out", type=Path, default=OUT)
    asked = parser.parse_args(words)
    asked.out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="atelier-journals-", ignore_cleanup_errors=True) as folder:
        for name in asked.names or CASES:
            began = time.process_time()
            path = record(Path(folder) / name, CASES[name], asked.out / f"{name}.jsonl.gz")
            sys.stdout.write(f"{path}  {time.process_time() - began:.0f} s of processor time\n")
            sys.stdout.flush()
    return 0


def record(folder: Path, case: Case, to: Path) -> Path:
    """Train one case and keep what the doctor reads of it."""
    from studio.core.recipe import Recipe, with_changes
    from studio.data.reader import ProjectReader
    from studio.engine.worker import work
    from studio.launch import prepare_run

    make_project(folder, case)
    options = BASE | case.changes
    base = BASES.get(options["model.base"])
    given = options | ({"model.base": str(base(folder))} if base else {})
    with ProjectReader(folder) as reader:
        dataset = reader.datasets()[0].id
    run = prepare_run(folder, dataset, "demo-cpu", with_changes(Recipe(), given), "en")
    with case.around():
        work(run.path)
    keep(run, options, to)
    shutil.rmtree(folder)
    return to


def make_project(folder: Path, case: Case) -> None:
    """The sample project cut down to the wanted rows, or a new one with invented rows."""
    from studio.core.example import Instruction
    from studio.data.project import Project
    from studio.data.sample import create_sample_project

    chance = random.Random(case.changes.get("training.seed", "42"))
    wanted: tuple[tuple[Split, int], ...] = (
        ("train", case.parts.train),
        ("validation", case.parts.validation),
        ("test", case.parts.test),
    )
    if case.row is None:
        create_sample_project(folder)
        with Project.open(folder) as project:
            for split, count in wanted:
                found = [int(row) for (row,) in project.db.execute("SELECT id FROM example WHERE split = ?", (split,))]
                project.set_split(chance.sample(found, len(found) - count), None)
        return
    with Project.create(folder, "Invented") as project:
        dataset = project.add_dataset("invented", "instruction")
        for split, count in wanted:
            drawn = [case.row(chance) for _row in range(count)]
            rows = [Instruction(instruction=asked, response=answer) for asked, answer in drawn]
            if rows:
                project.add_rows(dataset.id, rows, split=split)


def damaged_base(folder: Path) -> Path:
    """The demonstration model with one weight that is no number, as a bad copy may have."""
    from safetensors.torch import load_file, save_file

    from studio.engine.base_model import find_base_model

    made = folder / "damaged"
    shutil.copytree(find_base_model("demo").folder, made, ignore=shutil.ignore_patterns("manifest.json"))
    weights = next(made.glob("*.safetensors"))
    tensors = load_file(weights)
    tensors["model.norm.weight"][0] = float("nan")
    save_file(tensors, weights, metadata={"format": "pt"})
    return made


def seen_base(folder: Path, learning: Mapping[str, str]) -> Path:
    """A model that has been trained on the rows of the project before: a leak."""
    import torch
    from peft import PeftModel
    from transformers import AutoModelForCausalLM, AutoTokenizer

    from studio.core.recipe import Recipe, with_changes
    from studio.data.reader import ProjectReader
    from studio.engine.base_model import find_base_model
    from studio.engine.worker import work
    from studio.launch import prepare_run

    with ProjectReader(folder) as reader:
        dataset = reader.datasets()[0].id
    options = BASE | learning | {"method.rank": "64", "evaluation.every_steps": "1000"}
    run = prepare_run(folder, dataset, "demo-cpu", with_changes(Recipe(), options), "en")
    work(run.path)
    base, made = find_base_model("demo").folder, folder / "seen"
    model = AutoModelForCausalLM.from_pretrained(base, dtype=torch.float32)
    PeftModel.from_pretrained(model, run.adapter).merge_and_unload().save_pretrained(made)
    AutoTokenizer.from_pretrained(base).save_pretrained(made)
    return made


BASES: dict[str, Callable[[Path], Path]] = {
    "damaged": damaged_base,
    "seen": lambda folder: seen_base(folder, rate(3e-3, max_steps=90)),
    "learned": lambda folder: seen_base(folder, rate(2e-3, max_steps=250)),
    "known": lambda folder: seen_base(folder, rate(3e-3, max_steps=120)),
}


def keep(run: "RunFolder", options: Mapping[str, str], to: Path) -> None:
    """What was asked and what happened, whole lines, the same bytes for the same events."""
    from studio.data.frozen_answers import answer_counts
    from studio.runs.run import read_job

    job = read_job(run)
    head = {
        "recipe": dict(options),
        "snapshot": job.snapshot.model_dump(mode="json"),
        "answers": dict(answer_counts(run.data / job.snapshot.train.file, job.contract)),
    }
    lines = [json.dumps(head, ensure_ascii=False), *(json.dumps(each, ensure_ascii=False) for each in told(run))]
    with to.open("wb") as raw, gzip.GzipFile("", "wb", fileobj=raw, mtime=0) as file:
        file.write("\n".join(lines).encode() + b"\n")


def told(run: "RunFolder") -> "Iterator[dict[str, Any]]":
    """The events without what differs from machine to machine and what no doctor reads."""
    began: float | None = None
    for line in run.events.read_bytes().splitlines():
        event = json.loads(line)
        began = event["at"] if began is None else began
        if event["type"] not in KEPT:
            continue
        del event["v"]
        event["at"] = round(event["at"] - began, 3)
        if event["type"] == "metric":
            event["value"] = float(f"{event['value']:.{DIGITS}g}")
        yield event


if __name__ == "__main__":
    os.environ.setdefault("OMP_NUM_THREADS", "1")
    sys.exit(main(sys.argv[1:]))
