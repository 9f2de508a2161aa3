"""`python benchmarks/augment.py --speed [--rows 2000] [--variants 2500] [--full]`, or `--training [--seeds 5]`.

`--speed`: variants a second for a made-up data set, all transformations of wording with sex, age and minimal pairs: for
the whole pipeline in its processes, wall and CPU (load on the machine makes both worse). A preview of 12 is the
start-up of the first process; what the second half takes, a run of all less one of half, holds the start-up of none.
Then CPU of one process by stage, `--full` with the second opinion. `--training`: see `augment_training.py`.
"""

import argparse
import resource
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import cycle, islice
from pathlib import Path
from typing import ParamSpec, TypeVar

import orjson
from rich.console import Console
from rich.table import Table

from studio.core.augmentation import AugmentationPlan, Chosen
from studio.core.contract import parse_contract
from studio.core.example import Content, Instruction
from studio.core.sentence import Sentence
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
from studio.paths import DEMO
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


Timed = tuple[int, float, float]
"""Variants accepted, wall and CPU seconds."""


def timed(work: Callable[[], Generated]) -> Timed:
    """Do it and look at the clocks."""
    wall, cpu = time.perf_counter(), cpu_seconds()
    made = sum(each.is_accepted for each in work().variants)
    return made, time.perf_counter() - wall, cpu_seconds() - cpu


def less(one: Timed, other: Timed) -> Timed:
    """What one run took more than another."""
    return one[0] - other[0], one[1] - other[1], one[2] - other[2]


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
        smaller = plan.model_copy(update={"target": rows + count // 2})
        half = timed(lambda: generate(Path(folder), smaller))
        many = timed(lambda: generate(Path(folder), plan))
        stages, tries = by_stage(Path(folder), plan, count)
    measured = {"preview": few, "half": half, "all": many, "all less preview": less(many, few)}
    for name, (made, wall, cpu) in {**measured, "second half": less(many, half)}.items():
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
        # Only here: torch takes seconds and half a gigabyte, which `--speed` would measure.
        from augment_training import compare_training

        compare_training(Console(), asked.parents, asked.seeds)


if __name__ == "__main__":
    main()
