"""`python benchmarks/augment_training.py [--parents 50] [--seeds 5]`: does training with variants help?

For each seed some training cases of the demonstration are drawn, as many of each kind of answer as there should be.
The demonstration model learns from them alone, and from them with their variants, for the same number of steps; both
answer the 120 held-out cases, worded by templates and words that no training case has. Right is an answer of the same
kind as the reference. Printed: each seed, and the mean difference with its 95 % interval over the seeds (Student).
"""

import argparse
import json
import random
import statistics
import subprocess
import sys
import tempfile
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path

from rich.console import Console
from rich.table import Table
from scipy import stats

from studio.core.augmentation import AugmentationPlan, Chosen
from studio.core.contract import Contract, parse_contract
from studio.core.example import Instruction
from studio.data.augmenting.applying import apply_variants
from studio.data.augmenting.running import generate
from studio.data.contract_file import write_contract
from studio.data.inserting import RowSource
from studio.data.project import Project, ProjectReader
from studio.data.records import NewRow
from studio.launch import prepare_run
from studio.paths import DEMO
from studio.runs.presets import load_preset

NAME = "cases"
STEPS = 110
KEYS = (
    *("synonyms", "abbreviations", "negations", "durations", "sex", "age"),
    *("numbers", "ordering", "distractors", "minimal_pair"),
)
TIMES = 4
"""Training rows with variants, for each without."""


@dataclass(frozen=True)
class Outcome:
    """Held-out cases answered rightly: one mark a case, and how many rows were learned from."""

    right: tuple[bool, ...]
    rows: int

    @property
    def share(self) -> float:
        return sum(self.right) / len(self.right)


def draw(contract: Contract, count: int, seed: int) -> list[Instruction]:
    """Training cases of the demonstration, each kind of answer in its own proportion."""
    by_kind: dict[str, list[Instruction]] = defaultdict(list)
    cases = read("train")
    for case in cases:
        kind = contract.kind_of(case.response)
        by_kind[kind.name.en if kind else ""].append(case)
    chance = random.Random(seed)
    shares = {kind: round(count * len(rows) / len(cases)) for kind, rows in by_kind.items()}
    return [case for kind in sorted(by_kind) for case in chance.sample(by_kind[kind], shares[kind])]


def read(part: str) -> list[Instruction]:
    lines = (DEMO / f"{part}.jsonl").read_text("utf-8").split("\n")
    fields = ("instruction", "input", "response")
    return [Instruction(**{name: json.loads(line)[name] for name in fields}) for line in lines if line]


def make_project(folder: Path, contract: Contract, cases: list[Instruction]) -> None:
    rows = [NewRow(case.model_dump_json(), split="train") for case in cases]
    rows += [NewRow(case.model_dump_json(), split="test") for case in read("heldout")]
    with Project.create(folder, NAME) as project:
        write_contract(folder, contract)
        project.insert_rows(NAME, "instruction", RowSource(rows))


def train(folder: Path, contract: Contract, seed: int) -> Outcome:
    """Learn for a fixed number of steps in a worker of its own, then answer the held-out cases."""
    recipe = load_preset("demo-cpu").preset.recipe
    training = recipe.training.model_copy(update={"max_steps": STEPS, "epochs": 1_000, "seed": seed})
    evaluation = recipe.evaluation.model_copy(update={"compare": True, "every_steps": STEPS, "sample_prompts": 0})
    with ProjectReader(folder) as reader:
        dataset = reader.datasets()[0]
        rows = reader.split_counts(dataset.id)["train"]
    recipe = recipe.model_copy(update={"training": training, "evaluation": evaluation})
    run = prepare_run(folder, dataset.id, "demo-cpu", recipe, "en")
    subprocess.run([sys.executable, "-m", "studio", "worker", str(run.path)], check=True)
    predictions = [json.loads(line) for line in (run.evaluation / "tuned.jsonl").read_text("utf-8").splitlines()]
    right = [contract.kind_of(each["answer"]) == contract.kind_of(each["reference"]) for each in predictions]
    return Outcome(tuple(right), rows)


def vary(folder: Path, cases: int, seed: int) -> None:
    plan = AugmentationPlan(
        dataset=NAME,
        target=TIMES * cases,
        transformations=tuple(Chosen(key=key) for key in KEYS),
        combine=3,
        per_parent=2 * TIMES,
        seed=seed,
    )
    made = generate(folder, plan)
    with Project.open(folder) as project:
        apply_variants(project, plan, made.variants)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--parents", type=int, default=50)
    parser.add_argument("--seeds", type=int, default=5)
    asked = parser.parse_args()
    contract = parse_contract((DEMO / "contract.yaml").read_text("utf-8"))
    table = Table("seed", "rows", "right", "rows with variants", "right", "difference")
    differences = []
    for seed in range(1, asked.seeds + 1):
        cases = draw(contract, asked.parents, seed)
        with tempfile.TemporaryDirectory() as folder:
            plain, varied = Path(folder) / "plain", Path(folder) / "varied"
            for each in (plain, varied):
                make_project(each, contract, cases)
            vary(varied, len(cases), seed)
            without, augmented = train(plain, contract, seed), train(varied, contract, seed)
        differences.append(augmented.share - without.share)
        shown = f"{without.share:.1%}", str(augmented.rows), f"{augmented.share:.1%}", f"{differences[-1]:+.1%}"
        table.add_row(str(seed), str(without.rows), *shown)
    mean = statistics.mean(differences)
    half = stats.t.ppf(0.975, len(differences) - 1) * stats.sem(differences)
    console = Console()
    console.print(table)
    console.print(f"mean difference {mean:+.1%} ({mean - half:+.1%} to {mean + half:+.1%}), {STEPS} steps each")


if __name__ == "__main__":
    main()
