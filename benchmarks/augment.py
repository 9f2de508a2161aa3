"""`python benchmarks/augment.py --speed [--rows 2000] [--variants 2500] [--full]`, or `--training [--parents 50]`.

`--speed`: variants a second for a made-up data set, all transformations of wording with sex, age and minimal pairs: for
the whole pipeline in its processes, wall and CPU (load on the machine makes both worse), a preview of 12 and so the
start-up apart; then CPU of one process by stage, `--full` with the second opinion. `--training`: does training with
variants help? For each seed some training cases of the demonstration are drawn, as many of each kind of answer as there
should be. The demonstration model learns from them alone, and from them with their variants, for the same number of
steps; both answer the 120 held-out cases, worded by templates and words that no training case has. Right is an answer
of the same kind as the reference. Printed: each seed, and the mean difference with its 95 % interval over the seeds
(Student).
"""

import argparse
import json
import random
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import cycle, islice
from pathlib import Path
from typing import ParamSpec, TypeVar

import orjson
from rich.console import Console
from rich.table import Table
from scipy import stats

from studio.core.augmentation import AugmentationPlan, Chosen, Composition
from studio.core.contract import Contract, parse_contract
from studio.core.example import Content, Instruction
from studio.core.sentence import Sentence
from studio.data.augmenting.applying import apply_variants
from studio.data.augmenting.making import answer_templates
from studio.data.augmenting.novelty import Novelty
from studio.data.augmenting.parents import Parent, seed_of
from studio.data.augmenting.planning import prepare
from studio.data.augmenting.running import Generated, generate, preview
from studio.data.augmenting.second import SecondLook
from studio.data.augmenting.variant import Variant, read_variant
from studio.data.contract_file import read_contract, write_contract
from studio.data.inserting import RowSource
from studio.data.project import Project, ProjectReader
from studio.data.reader import CONTENT
from studio.data.records import NewRow
from studio.launch import prepare_run
from studio.paths import DEMO
from studio.runs.presets import load_preset
from studio.text import headache_cases
from studio.text.augment.answers import Wordings
from studio.text.augment.case import case_of, with_case
from studio.text.augment.catalogue import catalogue
from studio.text.augment.chain import vary
from studio.text.augment.gates import Gates
from studio.text.augment.identifying import introduced
from studio.text.augment.transformation import Changed, Refusal
from studio.text.findings.engine import engine_for

P = ParamSpec("P")
T = TypeVar("T")

NAME = "cases"
STEPS = 110
WORDING = ("synonyms", "abbreviations", "negations", "durations", "sex", "age", "numbers", "ordering", "distractors")
KEYS = (*WORDING, "minimal_pair")
TIMES = 4
"""Training rows with variants, for each without."""
FIRST_SEED = 2
"""The first was used to choose what is varied: wording and patient, each kind of answer in its own proportion."""


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


def add_variants(folder: Path, contract: Contract, cases: list[Instruction], seed: int) -> None:
    kinds = Counter(kind.name.en for case in cases if (kind := contract.kind_of(case.response)))
    plan = AugmentationPlan(
        dataset=NAME,
        target=TIMES * len(cases),
        composition=Composition(by="contract", shares=dict(kinds)),
        transformations=tuple(Chosen(key=key) for key in WORDING),
        combine=3,
        per_parent=10 * TIMES,
        full_check=False,
        seed=seed,
    )
    made = generate(folder, plan)
    with Project.open(folder) as project:
        apply_variants(project, plan, made.variants)


def compare_training(console: Console, parents: int, seeds: int) -> None:
    """Train on each draw with and without variants."""
    contract = parse_contract((DEMO / "contract.yaml").read_text("utf-8"))
    table = Table("seed", "rows", "right", "rows with variants", "right", "difference")
    differences = []
    for seed in range(FIRST_SEED, FIRST_SEED + seeds):
        cases = draw(contract, parents, seed)
        with tempfile.TemporaryDirectory() as folder:
            plain, varied = Path(folder) / "plain", Path(folder) / "varied"
            for each in (plain, varied):
                make_project(each, contract, cases)
            add_variants(varied, contract, cases, seed)
            without, augmented = train(plain, contract, seed), train(varied, contract, seed)
        differences.append(augmented.share - without.share)
        shown = f"{without.share:.1%}", str(augmented.rows), f"{augmented.share:.1%}", f"{differences[-1]:+.1%}"
        table.add_row(str(seed), str(without.rows), *shown)
    mean = statistics.mean(differences)
    half = stats.t.ppf(0.975, len(differences) - 1) * stats.sem(differences)
    console.print(table)
    console.print(f"mean difference {mean:+.1%} ({mean - half:+.1%} to {mean + half:+.1%}), {STEPS} steps each")


def make_cases_project(folder: Path, rows: int) -> None:
    """As many training rows, and a fifth of that for the test, of the generator of the demonstration."""
    contract = parse_contract((DEMO / "contract.yaml").read_text("utf-8"))
    made = headache_cases.make_cases(rows + rows // 5, 7, "training")
    contents = [Instruction(instruction=each.instruction, input=each.input, response=each.response) for each in made]
    kept = [NewRow(each.model_dump_json(), split="train") for each in contents[:rows]]
    kept += [NewRow(each.model_dump_json(), split="test") for each in contents[rows:]]
    with Project.create(folder, NAME) as project:
        write_contract(folder, contract)
        project.insert_rows(NAME, "instruction", RowSource(kept))


def cpu_seconds() -> float:
    """Of this process and of those that have ended."""
    used = [resource.getrusage(whose) for whose in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(each.ru_utime + each.ru_stime for each in used)


def timed(work: Callable[[], Generated]) -> tuple[int, float, float]:
    """Variants accepted, wall and CPU seconds."""
    wall, cpu = time.perf_counter(), cpu_seconds()
    made = sum(each.is_accepted for each in work().variants)
    return made, time.perf_counter() - wall, cpu_seconds() - cpu


@dataclass
class Stages:
    """CPU seconds of each stage of one process, for attempts in the order in which they are made."""

    seconds: dict[str, float] = field(default_factory=lambda: defaultdict(float))

    def call(self, stage: str, work: Callable[P, T], *given: P.args, **named: P.kwargs) -> T:
        """Do it, and note how long it took."""
        begun = time.process_time()
        done = work(*given, **named)
        self.seconds[stage] += time.process_time() - begun
        return done


def by_stage(folder: Path, plan: AugmentationPlan, count: int) -> tuple[Stages, int]:
    """One variant of each parent, a second one and so on: each stage by itself."""
    with ProjectReader(folder) as reader, reader.one_moment() as db:
        prepared = prepare(reader, db, plan)
        novelty = Novelty(db, prepared.outlook.dataset.id)
    contract = read_contract(folder)
    templates = answer_templates(folder, plan, prepared.rows.parents)
    known = catalogue(folder, Wordings(contract, templates) if contract else None)
    gates = Gates(engine_for(folder), contract)
    second = SecondLook(folder) if plan.full_check else None
    stages = Stages()
    parents = islice(cycle(prepared.rows.parents), count)
    for number, parent in enumerate(parents):
        case, seed = case_of(parent.content), seed_of(plan.seed, parent.digest, number // len(prepared.rows.parents))
        varied = stages.call("vary", vary, case, plan.transformations, known, plan.combine, seed)
        if isinstance(varied, Refusal):
            continue
        before, after = ("\n".join((*each.texts, *each.answers)) for each in (case, varied.case))
        stages.call("gates: findings, answer, identifying", gates.refusals, case, varied)
        stages.call("(identifying alone)", list[Sentence], introduced(before, after))
        if second is not None:
            stages.call("second opinion", second.objections, case, varied)
        content = with_case(parent.content, varied.case)
        stages.call("novelty", novelty.objection, content, parent.content)
        stages.call("JSON and back", sent, content, parent, varied)
    return stages, count


def sent(content: Content, parent: Parent, varied: Changed) -> Variant:
    """A variant as it comes out of another process."""
    variant = Variant(parent.id, parent.digest, "", content.model_dump_json(), varied.made_by, varied.notes)
    told = read_variant(orjson.loads(orjson.dumps(variant.told())))
    CONTENT.validate_json(told.content)
    return told


def measure_speed(console: Console, rows: int, count: int, *, full: bool) -> None:
    """The whole, then its stages."""
    chosen = tuple(Chosen(key=key) for key in catalogue(None))
    plan = AugmentationPlan(
        dataset=NAME, target=rows + count, transformations=chosen, combine=3, per_parent=8, full_check=full
    )
    whole = Table("", "variants", "wall s", "CPU s", "variants/s", "CPU ms per variant")
    with tempfile.TemporaryDirectory() as folder:
        make_cases_project(Path(folder), rows)
        few = timed(lambda: preview(Path(folder), plan))
        many = timed(lambda: generate(Path(folder), plan))
        stages, tries = by_stage(Path(folder), plan, count)
    apart = many[0] - few[0], many[1] - few[1], many[2] - few[2]
    for name, (made, wall, cpu) in (("preview", few), ("all", many), ("all, start-up apart", apart)):
        shares = f"{made / wall:.0f}", f"{1000 * cpu / made:.2f}"
        whole.add_row(name, str(made), f"{wall:.2f}", f"{cpu:.2f}", *shares)
    console.print(whole)
    table = Table("one process, stage", "CPU ms per attempt")
    for stage, seconds in stages.seconds.items():
        table.add_row(stage, f"{1000 * seconds / tries:.3f}")
    console.print(table)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    part = parser.add_mutually_exclusive_group(required=True)
    part.add_argument("--speed", action="store_true")
    part.add_argument("--training", action="store_true")
    parser.add_argument("--full", action="store_true")
    for name, usual in (("rows", 2_000), ("variants", 2_500), ("parents", 50), ("seeds", 5)):
        parser.add_argument(f"--{name}", type=int, default=usual)
    asked = parser.parse_args()
    if asked.speed:
        measure_speed(Console(), asked.rows, asked.variants, full=asked.full)
    else:
        compare_training(Console(), asked.parents, asked.seeds)


if __name__ == "__main__":
    main()
