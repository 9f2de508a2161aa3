"""Does training with variants help? `augment.py --training`.

For each seed some training cases of the demonstration are drawn, as many of each kind of answer as there should be. The
demonstration model learns from them alone, and from them with their variants: by the preset of the demonstration, so
with the same number of steps and of rows a step, and by the same seed. Both answer the same cases of the generator,
worded by templates and words that no training case has. Right is an answer of the same kind as the reference. Printed
as it comes: each seed, with the shares of urgent cases found and of others left alone; then the mean difference with
its 95 % interval over the seeds (Student).

What is varied, and how much, was chosen with seeds up to 103 and other held-out cases than those here.
"""

import json
import random
import statistics
import subprocess
import sys
import tempfile
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from peft import PeftModel
from rich.console import Console
from scipy import stats

from studio.core.augmentation import AugmentationPlan, Chosen, Composition
from studio.core.contract import Contract, parse_contract
from studio.core.example import Instruction, conversation
from studio.core.recipe import Recipe
from studio.data.augmenting.applying import apply_variants
from studio.data.augmenting.running import generate
from studio.data.contract_file import write_contract
from studio.data.inserting import RowSource
from studio.data.project import Project, ProjectReader
from studio.data.records import NewRow
from studio.engine.base_model import find_base_model
from studio.engine.encode import encode_prompt
from studio.engine.generate import Answerer
from studio.engine.model import find_device, load_model
from studio.engine.tokenizer import load_tokenizer
from studio.launch import prepare_run
from studio.paths import DEMO
from studio.runs.presets import load_preset
from studio.text import headache_cases

NAME = "cases"
URGENT = "Urgent brain MRI"
PRESET = "demo-cpu"
FIRST_SEED = 201
HELDOUT, HELDOUT_SEED = 400, 9002
"""Cases to answer, and the seed of the generator that makes them."""
TIMES = 4
"""Training rows with variants, for each without."""
COMBINED = 3
VARIED = ("synonyms", "abbreviations", "negations", "durations", "sex", "age", "numbers", "ordering", "distractors")


class Going:
    """Nobody stops these answers."""

    def obey_stop_now(self) -> None:
        return


@dataclass(frozen=True)
class Outcome:
    """Of each held-out case the kind that its reference has and the kind that was answered; rows learned from."""

    kinds: tuple[tuple[str, str], ...]
    rows: int

    @property
    def right(self) -> float:
        return statistics.fmean(wanted == told for wanted, told in self.kinds)

    @property
    def sensitivity(self) -> float:
        """Share of the urgent cases that are called urgent."""
        return statistics.fmean(told == URGENT for wanted, told in self.kinds if wanted == URGENT)

    @property
    def specificity(self) -> float:
        """Share of the other cases that are not."""
        return statistics.fmean(told != URGENT for wanted, told in self.kinds if wanted != URGENT)

    def told(self) -> str:
        shares = f"{self.right:.1%} right, {self.sensitivity:.1%} of urgent cases, {self.specificity:.1%} of others"
        return f"{shares}, {self.rows} rows"


def compare_training(console: Console, parents: int, seeds: int) -> None:
    """Train on each draw with and without variants."""
    contract = parse_contract((DEMO / "contract.yaml").read_text("utf-8"))
    held_out = [case_of(each) for each in headache_cases.make_cases(HELDOUT, HELDOUT_SEED, "heldout")]
    differences = []
    for seed in range(FIRST_SEED, FIRST_SEED + seeds):
        cases = draw(contract, parents, seed)
        outcomes = []
        for varied in (False, True):
            with tempfile.TemporaryDirectory() as folder:
                make_project(Path(folder), contract, cases)
                if varied:
                    add_variants(Path(folder), contract, cases, seed)
                outcomes.append(train(Path(folder), contract, held_out, seed))
            console.print(
                f"seed {seed}, {'with' if varied else 'without'} variants: {outcomes[-1].told()}", soft_wrap=True
            )
        differences.append(outcomes[1].right - outcomes[0].right)
        console.print(f"seed {seed}: {differences[-1]:+.1%}")
    mean = statistics.mean(differences)
    half = stats.t.ppf(0.975, len(differences) - 1) * stats.sem(differences)
    console.print(f"mean difference {mean:+.1%} ({mean - half:+.1%} to {mean + half:+.1%})")


def case_of(made: headache_cases.HeadacheCase) -> Instruction:
    return Instruction(instruction=made.instruction, input=made.input, response=made.response)


def draw(contract: Contract, count: int, seed: int) -> list[Instruction]:
    """Training cases of the demonstration, each kind of answer in its own proportion."""
    lines = (DEMO / "train.jsonl").read_text("utf-8").split("\n")
    fields = ("instruction", "input", "response")
    cases = [Instruction(**{name: json.loads(line)[name] for name in fields}) for line in lines if line]
    by_kind: dict[str, list[Instruction]] = defaultdict(list)
    for case in cases:
        by_kind[kind_of(contract, case.response)].append(case)
    chance = random.Random(seed)
    shares = {kind: round(count * len(rows) / len(cases)) for kind, rows in by_kind.items()}
    return [case for kind in sorted(by_kind) for case in chance.sample(by_kind[kind], shares[kind])]


def kind_of(contract: Contract, answer: str) -> str:
    kind = contract.kind_of(answer)
    return kind.name.en if kind else ""


def make_project(folder: Path, contract: Contract, cases: Iterable[Instruction]) -> None:
    rows = [NewRow(case.model_dump_json(), split="train") for case in cases]
    with Project.create(folder, NAME) as project:
        write_contract(folder, contract)
        project.insert_rows(NAME, "instruction", RowSource(rows))


def add_variants(folder: Path, contract: Contract, cases: Sequence[Instruction], seed: int) -> None:
    """Until there are `TIMES` as many rows, each kind of answer in the proportion that it has without."""
    plan = AugmentationPlan(
        dataset=NAME,
        target=TIMES * len(cases),
        composition=Composition(by="contract", shares=Counter(kind_of(contract, case.response) for case in cases)),
        transformations=tuple(Chosen(key=key) for key in VARIED),
        combine=COMBINED,
        per_parent=10 * TIMES,
        full_check=False,
        seed=seed,
    )
    made = generate(folder, plan)
    with Project.open(folder) as project:
        apply_variants(project, plan, made.variants)


def train(folder: Path, contract: Contract, held_out: Sequence[Instruction], seed: int) -> Outcome:
    """Learn for a fixed number of steps in a worker of its own, then answer the held-out cases."""
    recipe = load_preset(PRESET).preset.recipe
    training = recipe.training.model_copy(update={"epochs": 1_000, "seed": seed})
    evaluation = recipe.evaluation.model_copy(update={"compare": False, "every_steps": 1_000, "sample_prompts": 0})
    recipe = recipe.model_copy(update={"training": training, "evaluation": evaluation})
    with ProjectReader(folder) as reader:
        dataset = reader.datasets()[0]
        rows = reader.split_counts(dataset.id)["train"]
    run = prepare_run(folder, dataset.id, PRESET, recipe, "en")
    subprocess.run([sys.executable, "-m", "studio", "worker", str(run.path)], check=True)
    told = answers(run.adapter, recipe, held_out)
    pairs = zip(held_out, told, strict=True)
    return Outcome(tuple((kind_of(contract, case.response), kind_of(contract, each)) for case, each in pairs), rows)


def answers(adapter: Path, recipe: Recipe, cases: Iterable[Instruction]) -> list[str]:
    """The trained model's, drawn by nothing but its own preference."""
    base = find_base_model(recipe.model.base)
    tokenizer = load_tokenizer(base, recipe.data.template)
    model = PeftModel.from_pretrained(load_model(base, recipe.method, find_device()), adapter)
    prompts = [encode_prompt(tokenizer, conversation(case)[:-1]) for case in cases]
    return Answerer(model, tokenizer, recipe.evaluation.max_new_tokens, Going()).answer(prompts)
